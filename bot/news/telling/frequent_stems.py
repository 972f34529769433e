"""How common words are in news at large, so that the first article of an archive can be weighed like the last.

Stems by the share of English news articles they stand in, counted over some five thousand articles of many outlets
of 2022 and 2023 (RealTimeQA). A stem of no tier stands in fewer than 2 in 100.
"""

from __future__ import annotations

from types import MappingProxyType

_TIERS = (
    (
        0.512,
        """
        2 accord come first get go includ know last lik make new offic one person say stat take tim usa week year
        """,
    ),
    (
        0.251,
        """
        1 10 3 4 5 6 acros add against announc anoth around back become begin big busi call car cas centre chang citi
        cnn continu countri dai day decide die direct earli end even expect fac fami find follow form give govern
        group help high hold hom hous issu large lead leave life long look lose major mean mill mondai month mov
        nation need next numb open part plac plai plan point pres presid publ real recent record remain report right
        run save second see set sever show sign sinc start stil support team tell thing think todai tuesdai unit want
        way well win work world
        """,
    ),
    (
        0.133,
        """
        11 12 15 20 2020 2021 2022 30 50 7 8 9 able act action activ addit administr agenci ago ahead air allow almost
        along alreadi among analyse appear area ask associat auth awai bas behind believe best bett biden bill break
        bring build california campaign caus challeng chief child choose claim clear close comm commun compani complet
        concern consid control cost counti court covid-19 creat curr daili data deal decad defend democrat depart
        despit develop differ don donald drive due effect effort elect enough event execut expert fact fail fall fan
        far feder feel few fight final financ fir food forc free fridai full futur gam gener glob good great grow half
        hand happen hard head health hear histori hit hop hour howev impact important increas inform inter intern
        involv januari job joe john join juli jun keep kill lat later latest law least less let level limit lin list
        littl liv local lot lov man manag march mark market matt media meet memb miss moment monei morn nam near never
        newslet night north not offer often order organise other pandem parti pass past pay perform polici polit posit
        poss post potent power prev previ pric problem proces produce profes programme protect provid push put quest
        rais rat reach read reason receive region relat releas republican requir research resid respond result return
        rise risk rul saturdai schedul school season secur seek sell send seri serv servic shar shoot short sid sit
        smal soci soon south speak spec spend stag stai stand star step stop stori strong summ sundai system talk test
        third though threaten thursdai top total trad travel tri trump turn twit uk univ updat use used video view
        visit vot war warn washington watch wednesdai west wheth whit within without woman write york young
        """,
    ),
    (
        0.068,
        """
        100 13 14 16 17 18 19 2014 2015 2016 2017 2018 2019 2023 2024 21 22 23 24 25 26 40 60 acces account accuse
        actu addres adult advanc advise affect afternoon age agr agre aid aim alleg alli alwai amid amount angel annu
        answ ap app apply approach approv april argue arizona arrive assist associ attack attempt attend attent
        attornei august avail averag avoid award bad ban bank bar battl bear beat benefit beyond bite black block
        board bodi book boost bord brand brief buy cancel candidat capit carolina carri catch celebr celebrat centr
        ceo certain chain champ championship chanc charg cheque china cit civil clas clos club coach coast collect
        colleg combin commis commit committe common compare compete cond conduct conf confirm congres connect
        conservat consume cont contact contract contribut conv coronavirus count coupl cours cover covid crim crimin
        crisis crit criticise crowd cultur custom cut damag dang dat david debat decemb declar declin deep delai deliv
        demand deny describe design detail determin difficult discus diseas district divide docu doubl dozen draw drop
        drug earn easi east econom economi edit educ eith els email emerg emergenci employe energi enforc england
        ensur enter entir environ espec establish estimat europe evid exampl exist expand experi explain expres extend
        extrem eye facebook fast favorit fear featur februari field figur fil fill film finish florida fly focus foot
        footbal forward found fourth france friend front fuel fund gain gas gath giant goal gop gov grand ground heart
        heavi hist holidai honour hospit host hot hug human hundr idea identify imag immediat improv independ individu
        industri infl init injure insid instead institut interview introduce invest investig investigat island jam jan
        johnson journ judge justic key kid kind king lack land launch lawmak leagu learn legal light link locat london
        los low lower main mass match meanwhil measur medic ment messag michael mik mil militari mind minist minut
        model moth movi multipl music natur network norm noth novemb occur octob old onlin oper operat opportun oppos
        option origin outsid overal owner parent park particular partn period phon photo pick pictur platform pm polic
        popul popular predict prepar pressur prim primari prior privat probab project propose publish pull purchas
        quick quit rac rang rank rath readi recommend red reduce refer reflect regular remov rep replac repres requ
        resourc respect rest restrict retir reveal review road robert rock rol roll room rough round russia san scen
        scienc scor search seat secretari seem select senat seni sens separat septemb shift shop signif similar sing
        singl situ slow sometim sourc southern spac specif spokesperson sport spot spread spring st staf standard stor
        storm street strike struggl stud studi succeed succes suff sugg supp suprem sur surg target term texa thank
        thousand throughout throw titl togeth tour toward town track train treat trip true try tv tweet typic ukraine
        understand union urg using usual vaccin valu vary vehicl vers vic victori viol voter wai wait walk wall water
        wav wear weath websit weekend western whol wife william winn wint wond word worri worth
        """,
    ),
    (
        0.037,
        """
        1000 200 2000 2008 2010 2011 2012 2013 27 28 29 31 35 45 500 70 80 90 abus accept achiev acknowledg actor adam
        admit advocat affair afford agent aggres airport alabama alaska alert alon alongsid andrew anim anniversari
        anticipat apart appl arkansa arm arrest art artist athlet attract audi aug australia awar babi balanc ball
        basic bay beach beauti bid blam blow blu bowl box broad broadcast broth brown budget burn camera canada cap
        capac capitol captur cash cast categori cdc centuri ceremoni chair chairman charact charl chicago chris
        citizen clean climat cold colorado colour comfort commerc complex conclude confid conflict cons constitut
        contain controv cool corp correct council coverag crash credit crew cros cup dark daught dc dead debut dec
        defeat defin definit degre delawar depend deputi destroy digit discov displai disrupt distribut doct dog
        dollar door doubt drink driv earth eas eastern eat edg electr elig emot emploi encourag engag engin enjoi
        entertain equal era essent et eventu exact except exchang excit expens experienc extra facil fair fals
        familiar famous farm fath favour feb fellow fewer fifth fin firm fix flood floor flow forecast foreign fox
        freeze frequ fulli fun georg georgia germany getti girl grant green guard guest guid gun hall handl happi harm
        hat headlin highlight hill hir household hunt hurt husband icon ii impl impos inbox incid incom increasing
        india indicat infect influ infrastructur inspir inst instagram intend intens invade invit iowa item jackson
        japan jersei joint jon jr jump kevin kick labour larg lawi lawsuit leadership legisl lett lie lift listen
        maintain manufactur marry mask mater mayb mayor memor mexico michigan middl midterm minor mix most murd
        nationwid necessari northern notic nov object observ obtain obvi ocean oct offens ohio oil older ongo opin
        oppon overturn own pac pack packag pag pain pair paper participat path pati paul paym peac peak pennsylvania
        perc percentag perfect perhap phoenix phys piec pitch plant playof pleased plus poll poor pop port pos
        possibil practic pretti prison progres prom promis promot prompt prop properti prosecut prot prove purpos qual
        qualify quart queen rain ralli rapid rar react recal recogn recov refuse regard relationship reli relieve
        remark rememb repeated representat republ reserv resign respons restaur resum retail revenu richard ride rival
        river rout row royal scient scot screen sea secret sect sen sept sess settl sexu ship shock shortag shut simp
        simpl siz slam soar societi solve son sort sound spark spe spik spokesman stadium status stock straight
        strategi stream stres stretch subject subscrib suit sun super surfac surpr surpris surround survei surviv
        suspect suspend tabl talent tax tayl teach tear tech technologi televis temperatur temporari tennesse text
        theatre ticket tie tip tom touch tough tourna traf trail transport tre trend trial troubl trust twic typ
        ultimat uniqu unlik unpreced upcom user veteran via victim virginia virtu virus voic vs warm weapon weigh
        welcom wid wide wild wind wish witnes wors worst wrong yes
        """,
    ),
    (
        0.024,
        """
        10000 100000 2009 300 32 33 34 36 400 41 42 43 44 48 55 65 75 abort absolut academi accid actres ad adjust
        adopt advantag advertis advisori african airlin al alarm album alex alternat amaz amazon amend angry anthoni
        appar appoint appropriat armi articl asid assault asses atlant atlanta austin b background ballot band barri
        basebal basketbal bbc bed behavi beij blood boston bottom brian bridg bright bureau c camp canc card chamb
        channel cheer christian christma church circl climb clin coal cod collaps colleagu combat command competit
        complaint comput concert confus consecut consequ construct consult contend controversi convict cook coop
        coordinat corn counsel crown cycl d danc daniel davis de debt dedicat deliveri democraci demonstrat deploi
        desantis deserv destin detect detroit devastat devic disappoint disast discoveri dismis disput dist divers
        domest domin dominat donat dos downtown draft dramat dream dres duti e echo eliminat elizabeth elsewher embrac
        endors endur episod equip eric escap estat examin exclus exit expl explor expos f fam fat fatal fbi fed
        feedback femal festiv fish fit flag forget franch francisco frank fraud fresh gend generat gift god gold
        golden greg groceri gui guy halt hang harris healthi hero hide high-profil highwai hik histor hollywood hotel
        houston hurrican ice ident ignor illeg illinois illnes imagin immigr immun impres inch incred indiana initiat
        insist instal insur intellig intent interact internet italy jack jeff jet jim jordan journei juri justin kansa
        kelli kentucki kim kingdom korea la label ladi lak landscap languag las leaf leak lee legaci legend legislat
        legitimat loan lock long-term longtim loom louis lowest magazin mal mandat map mari martin maryland
        massachuset mast medicin memori miami migr ministri minnesota mississippi mistak mobil modern mom monit moon
        moscow mount mountain narrow nasa nativ nba nearbi negat negoti negotiat neighborhood neighbour neith net
        netflix newli newspap nfl nic nomin nomine non numer o obama odd oklahoma olymp onto optim otherw outbreak
        outcom outlet pacif paint panel particip partnership passeng patrick penalti perman permit personnel perspect
        pet peter phil philadelphia planet pledg plenti politician pool posses possib pound prais pref presidenci
        princ privaci priz pro prob procedur profit promin prospect proud pump pursu putin quiet radio ramp reces
        recogniz recoveri regist regul regulat reject remind renew rent reopen repeat reported rescu responsibil reut
        revers rich riot rocket ron root rush ryan sam sanct scal scientif shake shap sharp shelt sight signatur
        signific sist sixth skil sky slat sleep slight smith smok southw spain span specific spirit split squar steal
        stephen stev stick storag strain strateg strengthen strip structur studio stuf stun styl submit subscript
        subst sudden summit suppos surpas sustain sweep sweet swift symbol symptom tackl tank tap task teammat tend
        tens terr territori them theori thoma thril tick tied tight toll toni tonight tool topic trans transf
        transform trig troop trophi truck truli un unabl unclear unfortunat unknown unles unusu unveil urban v vacat
        vaccinat vallei vari vast vega violat vladimir volunt vow vuln w wad wag wak whatev widespread will wilmington
        window wir withdraw wood worldwid wrap yard zero zon
        """,
    ),
)

SHARE = MappingProxyType({stem: share for share, stems in _TIERS for stem in stems.split()})
"""The share of articles (0 to 1) that a common stem stands in."""
