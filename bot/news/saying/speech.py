"""Word lists of reported speech: verbs that report, words that stand for people, titles, roles and bodies.

General English only; nothing here knows an article, a person or an outlet.
"""

from __future__ import annotations

_DOUBLING = {"quip", "chat", "admit", "rebut", "rap", "slam", "nod", "jab", "plan", "brag", "dub", "sum", "pen", "blog"}
_DOUBLING |= {"blab", "hit", "stop", "commit", "submit"}

# Verbs that take a quotation or a that-clause of somebody's words.
_SAYING = """
acknowledge admit advise affirm agree allege announce answer argue assert assure bark blog bluster boast brag chant
chime chuckle claim clarify comment complain concede conclude confess confide confirm contend continue counter
cry declare deny detail disclose echo elaborate emphasize emphasise enthuse exclaim explain explode fire forecast
gush guess indicate inform insist instruct interject interrupt joke lament laugh maintain mention muse mutter note
observe offer opine order plead pledge point post predict preach proclaim profess promise propose quip quote reason
recall recite reckon recount reflect reiterate remark remind repeat reply report respond retort retweet reveal roar
scoff scold scream shout signal smile sneer snap stress submit suggest surmise swear sum tease testify thunder tout
tweet urge vow warn wonder yell chorus counsel implore intone marvel proffer rage rejoin rail remonstrate stipulate sigh
theorize theorise underline underscore volunteer venture whisper caution hypothesize speculate relay relate
add ask state
"""

# Verbs that name, judge or hold an opinion: they carry a quoted piece, more rarely a whole statement.
_JUDGING = """
accuse advocate appeal applaud assail assess attack bash believe berate blame blast brand call cast categorize celebrate
challenge characterize characterise charge cite commend compare condemn congratulate consider criticize criticise decry
defend demand denounce deride describe dismiss disparage dub endorse envision estimate express fault feature
frame fume hail highlight hint hope imagine imply insult invite invoke label lambast lambaste lament lash lecture
liken link list mock name nickname object oppose outline paint pan peg praise pray press protest publish question
reference refer regard reject release ridicule rip salute slam slap summarize summarise summon sound support
suspect taunt term thank tell title torch trash trumpet view voice welcome worry stump address convey deliver
declare depict diagnose entitle headline issue introduce include contain conclude sign trade doubt tag
"""

_IRREGULAR_SAYING = """
said says say saying told tells tell telling wrote writes write writing written replied replies reply replying
read reads reading swore began begins begin went goes spoke speaks speaking swearing denied denies deny denying
cried cries cry crying testified testifies testify testifying put puts clarified clarifies clarify clarifying
implied implies imply implying prophesied shot hit hits sniffed ad-libbed deadpanned chimed tweeting
"""
# The commonest of other languages, in the form that stands beside a quotation.
_FOREIGN_SAYING = """
sagte sagt erklärte erklärt betonte betont schrieb schreibt meinte meint berichtete fügte warnte twitterte
dijo afirmó afirma aseguró asegura señaló explicó explica declaró añadió indicó escribió comentó
disse diz afirmou declarou explicou acrescentou escreveu
dit déclare affirme explique souligne ajoute estime assure confie écrit
spiega afferma dichiara sottolinea aggiunge scrive
zei zegt schreef vertelde säger sade skriver sier sa siger sagde
"""
_IRREGULAR_JUDGING = """
thinks think thought thinking felt feels feel found finds find shows showed show sees saw held holds hold decried
decries made makes make gave gives giving meant means took takes understood knows knew sang sings came comes blew
cast
"""


def _forms(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    stem = verb + verb[-1] if verb in _DOUBLING else verb
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    return verb, third, stem + "ed", stem + "ing"


def forms(verbs: str) -> frozenset[str]:
    """Every regular form of the verbs, given in one string."""
    return frozenset(f for v in verbs.split() for f in _forms(v))


def _all(verbs: str, irregular: str) -> frozenset[str]:
    return forms(verbs) | frozenset(irregular.split())


# Those that stand with "a" or "ha" ("a déclaré", "ha detto").
PERFECTS = frozenset(
    "déclaré dit affirmé expliqué ajouté indiqué estimé assuré detto dichiarato spiegato aggiunto".split()
)
HAVING = frozenset(("a", "ha", "ont"))

SAYING = _all(_SAYING, _IRREGULAR_SAYING + _FOREIGN_SAYING) | PERFECTS
JUDGING = _all(_JUDGING, _IRREGULAR_JUDGING) - SAYING
REPORTING = SAYING | JUDGING

# A possessive or "by" before or after these nouns names whose words they are.
SPEECH_NOUNS = frozenset(
    """
    accusation admission advice allegation announcement answer argument article assertion assessment belief book
    call caption claim column comment commentary complaint concern conclusion criticism declaration demand denial
    description document editorial email essay excuse explanation finding headline idea insistence interview
    invitation letter line manifesto memo message motto note notion opinion order plan platform pledge plea point
    policy post prediction promise proposal question quote quotation reaction refrain remark reply report request
    response retort review rhetoric slogan speech statement story suggestion summary testimony text theory threat
    tirade tweet verdict view vision vow warning wish word words comments claims remarks statements views promises
    calls accusations tweets lawsuit ruling filing indictment affidavit study survey poll paper notice leaflet website
    """.split()
)

PRONOUNS = frozenset("he she they it i we you who".split())
MALE = frozenset("he him his himself".split())
FEMALE = frozenset("she her hers herself".split())

DETERMINERS = frozenset(
    """
    the a an this that these those his her its their our my your one another some many most several both each every
    two three four five six other few no any
    """.split()
)

PREPOSITIONS = frozenset(
    """
    of for at in from with on to about by into over under after before during against between among through despite
    amid following outside inside near without within toward towards behind beyond since until via per like than
    across around concerning regarding alongside upon
    """.split()
)
CONJUNCTIONS = frozenset(
    """
    and but or that when while because as if which who whom whose although though where whether so yet nor since
    until unless what how why than whereas
    """.split()
)

AUXILIARIES = frozenset(
    """
    has have had is was are were be been being will would can could may might must shall should did does do not 's
    'd 've 'll n't hasn't hadn't didn't doesn't isn't wasn't won't wouldn't
    """.split()
)
ADVERBS = frozenset(
    """
    also then later once again further even now still just often always never soon first finally since too only
    already ever simply rather instead back here there today yesterday tonight afterwards afterward thereafter
    reportedly out up on off went continued tried sought began quickly moreover nonetheless nevertheless however
    famously recently earlier repeatedly previously
    """.split()
)
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS = frozenset(
    """
    january february march april june july august september october november december jan feb aug sept oct nov dec
    """.split()
)

TITLES = frozenset(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady baroness sen sens rep reps gov lt gen col maj capt sgt
    cpl adm rev fr sheikh imam rabbi judge justice pope saint st king queen prince princess duke duchess cllr supt
    det hon messrs mayor president senator representative congressman congresswoman governor chancellor secretary
    minister premier general colonel major captain sergeant admiral lieutenant commander inspector detective officer
    superintendent coach manager doctor cardinal archbishop bishop reverend father sister brother ambassador
    councillor speaker chairman chairwoman chief director
    """.split()
)
FEMALE_TITLES = frozenset(
    "mrs ms miss dame lady baroness queen princess duchess congresswoman chairwoman sister".split()
)
MALE_TITLES = frozenset("mr sir lord king prince duke congressman chairman father brother cardinal pope".split())

ROLES = frozenset(
    """
    baseman batsman batter bowler catcher center-back cornerback defenseman forward freshman goalie infielder junior
    linebacker lineman midfielder newcomer outfielder pitcher quarterback receiver rookie senior shortstop sophomore
    winger ally
    accountant activist actor actress adviser advisor agent aide ambassador analyst anchor apostle architect artist
    astronaut athlete attorney author banker baker biologist coauthor cofounder cochair co-director cohost co-owner
    boss broadcaster builder campaigner candidate captain cardinal carpenter ceo cfo chair chairman chairperson
    chairwoman chancellor chef chemist chief cleric clerk climatologist co-author co-chair co-founder co-host coach
    coordinator colleague columnist comedian commander commentator commissioner composer congressman congresswoman
    conservative consultant contractor coroner correspondent councillor councilman counsel counselor critic curator
    cyclist dancer dean defender delegate democrat dentist deputy designer detective developer diplomat director
    doctor driver economist editor educator employee engineer envoy epidemiologist executive expert farmer fighter
    filmmaker firefighter fisherman founder friend geologist goalkeeper governor guard guitarist head headteacher
    historian host immunologist inspector instructor investigator journalist judge justice keeper king lawmaker
    lawyer lead leader lecturer legislator librarian lieutenant lobbyist manager mayor mechanic member meteorologist
    midfielder minister mp nanny neighbor neighbour novelist nurse officer official operative organizer organiser
    owner painter pastor philosopher photographer physician physicist pilot player poet policeman politician
    pollster pope premier presenter president priest principal producer professor programmer prosecutor psychiatrist
    psychologist publisher queen rabbi ranger reporter representative republican researcher resident scholar
    scientist secretary senator sergeant sheriff shopkeeper singer skipper socialist sociologist soldier solicitor
    speaker specialist spokesman spokesperson spokeswoman staffer star statistician strategist striker student
    superintendent supervisor surgeon teacher technician teammate technologist toxicologist trader trainer treasurer
    trustee veteran veterinarian vicar victim virologist volunteer voter warden witness worker writer zoologist
    pathologist cardiologist biographer nominee frontrunner incumbent chief-of-staff lifeguard master headmaster
    headmistress harbourmaster harbormaster paramedic midwife plumber electrician builder baker butcher gardener
    shepherd sailor diver trucker motorist commuter passenger shopper tourist pensioner homeowner landlord tenant
    neurologist psychologist oncologist paediatrician pediatrician geneticist microbiologist physiologist ecologist
    demographer criminologist archaeologist astronomer mathematician chiropractor pharmacist paralegal magistrate
    """.split()
)

BODY_WORDS = frozenset(
    """
    academy administration administration's agency airline airlines airport airways alliance army assembly
    association authority bank board brigade bureau cabinet caucus center centre charity church city club
    coalition college commission committee community company conference confederation congress consortium
    corporation council county court department division embassy federation firm force forces foundation fund
    government group guard hospital house inc inquiry institute institution international journal laboratory
    labs league legislature llc ltd mail media ministry mission mosque movement museum nation nations navy network
    news newspaper observatory office opposition organisation organization organizers organisers endowment panel
    parliament partnership party plc police post press project railway regiment republic research school
    secretariat senate service services society staff state states studio studios syndicate team taskforce telegraph
    times trade treasury tribune tribunal trust union university watchdog zoo motors systems technologies
    pharmaceuticals holdings industries energy airspace cruises travel tourism radio television tv gazette herald
    chronicle magazine
    """.split()
)

NOT_NAMES = frozenset(
    """
    the a an this that these those he she it they we i you his her its their our my your in on at for from with by
    to of as and but or nor so yet if when while because although though where whether after before during since
    until unless however moreover meanwhile instead indeed also then there here now today yesterday tomorrow tonight
    still even just only not no yes what who which whose whom why how all any both each every some many most several
    few more much other others another such same one two three four five six seven eight nine ten first second third
    last next about above according across against along among around asked amid despite following given including
    like near over per through toward under upon via without within would will can could may might must should shall
    do does did has have had is are was were be been being perhaps maybe please thanks thank well okay ok oh ah yeah
    let let's lets look hey good see read watch listen share photo image video advertisement related updated sign
    click follow subscribe copyright getty reuters/ file caption credit earlier later recently soon often once again
    never always sometimes additionally finally further furthermore therefore thus nevertheless nonetheless
    otherwise overall rather likewise similarly fortunately unfortunately apparently clearly certainly obviously
    surely seriously actually basically especially particularly people everyone everybody someone somebody anyone
    nobody nothing something speaking writing saying adding noting old big former current senior top late born
    based hundreds thousands millions dozens half part none neither either too very quite don't doesn't didn't can't
    won't i'm i've i'd it's that's there's he's she's they're we're you're what's who's isn't wasn't aren't weren't
    """.split()
)

FAMILY = frozenset("mother father wife husband son daughter brother sister widow partner".split())

COLLECTIVES = frozenset(
    """
    family families parents relatives neighbours neighbors
    officials police authorities officers researchers scientists experts analysts prosecutors lawyers organisers
    organizers critics supporters investigators doctors residents witnesses activists lawmakers economists
    firefighters ministers leaders campaigners rescuers spokespeople soldiers rebels protesters aides diplomats
    advisers unions regulators reporters republicans democrats conservatives liberals voters senators developers
    executives sources
    """.split()
)
