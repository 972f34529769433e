"""How common words are in news at large, so that the first article of an archive can be weighed like the last.

Stems by the share of English news articles they stand in, counted over some five thousand articles of many outlets
(RealTimeQA). A stem of no tier stands in fewer than 2 in 100. Names and years are left out: they belong to their day.
"""

from __future__ import annotations

from types import MappingProxyType

_TIERS = (
    (
        0.512,
        """
        2 accord come first get go includ know last lik make new offic one person say stat take tim week year
        """,
    ),
    (
        0.251,
        """
        1 10 3 4 5 6 acros add against announc anoth around back become begin big busi call car cas centre chang citi
        continu countri dai day decide die direct earli end even expect fac fami find follow form give govern group
        help high hold hom hous issu large lead leave life long look lose major mean mill mondai month mov nation need
        next numb open part plac plai plan point pres presid publ real recent record remain report right run save
        second see set sever show sign sinc start stil support team tell thing think todai tuesdai unit want way well
        win work world
        """,
    ),
    (
        0.133,
        """
        11 12 15 20 30 50 7 8 9 able act action activ addit administr agenci ago ahead air allow almost along alreadi
        among analyse appear area ask associat auth awai bas behind believe best bett break bring build campaign caus
        challeng chief child choose claim clear close comm commun compani complet concern consid control cost counti
        court creat curr daili data deal decad defend depart despit develop differ don drive due effect effort elect
        enough event execut expert fact fail fall fan far feder feel few fight final financ fir food forc free fridai
        full futur gam gener glob good great grow half hand happen hard head health hear histori hit hop hour howev
        impact important increas inform inter intern involv januari job join juli jun keep kill lat later latest law
        least less let level limit lin list littl liv local lot lov man manag march mark market matt media meet memb
        miss moment monei morn nam near never newslet night north not offer often order organise other pandem parti
        pass past pay perform polici polit posit poss post potent power prev previ pric problem proces produce profes
        programme protect provid push put quest rais rat reach read reason receive region relat releas requir research
        resid respond result return rise risk rul saturdai schedul school season secur seek sell send seri serv servic
        shar shoot short sid sit smal soci soon south speak spec spend stag stai stand star step stop stori strong
        summ sundai system talk test third though threaten thursdai top total trad travel tri turn univ updat use used
        video view visit vot war warn watch wednesdai west wheth whit within without woman write young
        """,
    ),
    (
        0.068,
        """
        13 14 16 17 18 19 21 22 23 24 25 26 40 60 acces account accuse actu addres adult advanc advise affect
        afternoon age agr agre aid aim alleg alli alwai amid amount annu answ ap app apply approach approv april argue
        arrive assist associ attack attempt attend attent attornei august avail averag avoid award bad ban bank bar
        battl bear beat benefit beyond bite black block board bodi book boost bord brand brief buy cancel candidat
        capit carri catch celebr celebrat centr ceo certain chain champ championship chanc charg cheque cit civil clas
        clos club coach coast collect colleg combin commis commit committe common compare compete cond conduct conf
        confirm congres connect conservat consume cont contact contract contribut conv count coupl cours cover crim
        crimin crisis crit criticise crowd cultur custom cut damag dang dat debat decemb declar declin deep delai
        deliv demand deny describe design detail determin difficult discus diseas district divide docu doubl dozen
        draw drop drug earn easi east econom economi edit educ eith els email emerg emergenci employe energi enforc
        ensur enter entir environ espec establish estimat evid exampl exist expand experi explain expres extend extrem
        eye fast favorit fear featur februari field figur fil fill film finish fly focus foot footbal forward found
        fourth friend front fuel fund gain gas gath giant goal gov grand ground heart heavi hist holidai honour hospit
        host hot hug human hundr idea identify imag immediat improv independ individu industri infl init injure insid
        instead institut interview introduce invest investig investigat island jam journ judge justic key kid kind
        king lack land launch lawmak leagu learn legal light link locat low lower main mass match meanwhil measur
        medic ment messag mil militari mind minist minut model moth movi multipl music natur network norm noth novemb
        occur octob old onlin oper operat opportun oppos option origin outsid overal owner parent park particular
        partn period phon photo pick pictur platform pm polic popul popular predict prepar pressur prim primari prior
        privat probab project propose publish pull purchas quick quit rac rang rank rath readi recommend red reduce
        refer reflect regular remov rep replac repres requ resourc respect rest restrict retir reveal review road rock
        rol roll room rough round scen scienc scor search seat secretari seem select senat seni sens separat septemb
        shift shop signif similar sing singl situ slow sometim sourc southern spac specif spokesperson sport spot
        spread spring st staf standard stor storm street strike struggl stud studi succeed succes suff sugg supp
        suprem sur surg target term thank thousand throughout throw titl togeth tour toward town track train treat
        trip true try tv typic understand union urg using usual vaccin valu vary vehicl vers vic victori viol voter
        wai wait walk wall water wav wear weath websit weekend western whol wife winn wint wond word worri worth
        """,
    ),
    (
        0.037,
        """
        27 28 29 31 35 45 70 80 90 abus accept achiev acknowledg actor admit advocat affair afford agent aggres
        airport alert alon alongsid anim anniversari anticipat apart arm arrest art artist athlet attract aug awar
        babi balanc ball basic bay beach beauti bid blam blow blu bowl box broad broadcast broth budget burn camera
        cap capac captur cash cast categori centuri ceremoni chair chairman charact citizen clean climat cold colour
        comfort commerc complex conclude confid conflict cons constitut contain controv cool corp correct council
        coverag crash credit crew cros cup dark daught dead debut dec defeat defin definit degre depend deputi destroy
        digit discov displai disrupt distribut doct dog dollar door doubt drink driv earth eas eastern eat edg electr
        elig emot emploi encourag engag engin enjoi entertain equal era essent et eventu exact except exchang excit
        expens experienc extra facil fair fals familiar famous farm fath favour feb fellow fewer fifth fin firm fix
        flood floor flow forecast foreign freeze frequ fulli fun girl grant green guard guest guid gun hall handl
        happi harm hat headlin highlight hill hir household hunt hurt husband icon ii impl impos inbox incid incom
        increasing indicat infect influ infrastructur inspir inst intend intens invade invit item joint jump kick
        labour larg lawi lawsuit leadership legisl lett lie lift listen maintain manufactur marry mask mater mayb
        mayor memor middl midterm minor mix most murd nationwid necessari northern notic nov object observ obtain obvi
        ocean oct offens oil older ongo opin oppon overturn own pac pack packag pag pain pair paper participat path
        pati paym peac peak perc percentag perfect perhap phys piec pitch plant playof pleased plus poll poor pop port
        pos possibil practic pretti prison progres prom promis promot prompt prop properti prosecut prot prove purpos
        qual qualify quart queen rain ralli rapid rar react recal recogn recov refuse regard relationship reli relieve
        remark rememb repeated representat republ reserv resign respons restaur resum retail revenu ride rival river
        rout row royal scient scot screen sea secret sect sen sept sess settl sexu ship shock shortag shut simp simpl
        siz slam soar societi solve son sort sound spark spe spik spokesman stadium status stock straight strategi
        stream stres stretch subject subscrib suit sun super surfac surpr surpris surround survei surviv suspect
        suspend tabl talent tax teach tear tech technologi televis temperatur temporari text theatre ticket tie tip
        touch tough tourna traf trail transport tre trend trial troubl trust twic typ ultimat uniqu unlik unpreced
        upcom user veteran via victim virtu virus voic vs warm weapon weigh welcom wid wide wild wind wish witnes wors
        worst wrong yes
        """,
    ),
    (
        0.024,
        """
        32 33 34 36 41 42 43 44 48 55 65 75 abort absolut academi accid actres ad adjust adopt advantag advertis
        advisori airlin alarm album alternat amaz amend angry appar appoint appropriat armi articl asid assault asses
        b background ballot band barri basebal basketbal bed behavi blood bottom bridg bright bureau c camp canc card
        chamb channel cheer christian christma church circl climb clin coal cod collaps colleagu combat command
        competit complaint comput concert confus consecut consequ construct consult contend controversi convict cook
        coop coordinat corn counsel crown cycl d danc de debt dedicat deliveri democraci demonstrat deploi deserv
        destin detect devastat devic disappoint disast discoveri dismis disput dist divers domest domin dominat donat
        dos downtown draft dramat dream dres duti e echo eliminat elsewher embrac endors endur episod equip escap
        estat examin exclus exit expl explor expos f fam fat fatal fed feedback femal festiv fish fit flag forget
        franch frank fraud fresh gend generat gift god gold golden groceri gui guy halt hang healthi hero hide
        high-profil highwai hik histor hotel hurrican ice ident ignor illeg illnes imagin immigr immun impres inch
        incred initiat insist instal insur intellig intent interact internet jet journei juri kingdom la label ladi
        lak landscap languag leaf leak legaci legend legislat legitimat loan lock long-term longtim loom lowest
        magazin mal mandat map mast medicin memori migr ministri mistak mobil modern mom monit moon mount mountain
        narrow nativ nearbi negat negoti negotiat neighborhood neighbour neith net newli newspap nic nomin nomine non
        numer o odd olymp onto optim otherw outbreak outcom outlet pacif paint panel particip partnership passeng
        penalti perman permit personnel perspect pet planet pledg plenti politician pool posses possib pound prais
        pref presidenci princ privaci priz pro prob procedur profit promin prospect proud pump pursu quiet radio ramp
        reces recogniz recoveri regist regul regulat reject remind renew rent reopen repeat reported rescu responsibil
        reut revers rich riot rocket root rush sanct scal scientif shake shap sharp shelt sight signatur signific sist
        sixth skil sky slat sleep slight smok southw span specific spirit split squar steal stick storag strain
        strateg strengthen strip structur studio stuf stun styl submit subscript subst sudden summit suppos surpas
        sustain sweep sweet symbol symptom tackl tank tap task teammat tend tens terr territori them theori thril tick
        tied tight toll tonight tool topic trans transf transform trig troop trophi truck truli un unabl unclear
        unfortunat unknown unles unusu unveil urban v vacat vaccinat vallei vari vast violat volunt vow vuln w wad wag
        wak whatev widespread will window wir withdraw wood worldwid wrap yard zero zon
        """,
    ),
)

SHARE = MappingProxyType({stem: share for share, stems in _TIERS for stem in stems.split()})
"""The share of articles (0 to 1) that a common stem stands in."""
