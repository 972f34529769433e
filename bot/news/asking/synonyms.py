"""General word lists: nations with their demonyms, and words that news writers use for one another."""

from __future__ import annotations

NATIONS = (
    "afghanistan afghan afghans",
    "albania albanian albanians",
    "algeria algerian algerians",
    "angola angolan",
    "argentina argentine argentinian argentines",
    "armenia armenian armenians",
    "australia australian australians aussie",
    "austria austrian austrians",
    "azerbaijan azerbaijani azerbaijanis",
    "bahrain bahraini",
    "bangladesh bangladeshi bangladeshis",
    "belarus belarusian belarusians",
    "belgium belgian belgians",
    "bolivia bolivian",
    "bosnia bosnian",
    "brazil brazilian brazilians",
    "bulgaria bulgarian",
    "cambodia cambodian",
    "cameroon cameroonian",
    "canada canadian canadians",
    "chile chilean chileans",
    "china chinese",
    "colombia colombian colombians",
    "congo congolese",
    "croatia croatian croatians",
    "cuba cuban cubans",
    "cyprus cypriot",
    "czechia czech czechs",
    "denmark danish danes",
    "ecuador ecuadorian ecuadorean",
    "egypt egyptian egyptians",
    "england english",
    "estonia estonian",
    "ethiopia ethiopian ethiopians",
    "europe european europeans",
    "finland finnish finns",
    "france french",
    "georgia georgian",
    "germany german germans",
    "ghana ghanaian",
    "greece greek greeks",
    "guatemala guatemalan",
    "haiti haitian haitians",
    "honduras honduran",
    "hungary hungarian hungarians",
    "iceland icelandic",
    "india indian indians",
    "indonesia indonesian indonesians",
    "iran iranian iranians",
    "iraq iraqi iraqis",
    "ireland irish",
    "israel israeli israelis",
    "italy italian italians",
    "jamaica jamaican",
    "japan japanese",
    "jordan jordanian",
    "kazakhstan kazakh",
    "kenya kenyan kenyans",
    "korea korean koreans",
    "kosovo kosovar",
    "kuwait kuwaiti",
    "latvia latvian",
    "lebanon lebanese",
    "libya libyan libyans",
    "lithuania lithuanian",
    "malaysia malaysian malaysians",
    "mali malian",
    "mexico mexican mexicans",
    "moldova moldovan",
    "mongolia mongolian",
    "morocco moroccan",
    "myanmar burma burmese",
    "nepal nepali nepalese",
    "netherlands dutch",
    "nigeria nigerian nigerians",
    "norway norwegian norwegians",
    "pakistan pakistani pakistanis",
    "palestine palestinian palestinians",
    "peru peruvian",
    "philippines philippine filipino filipinos",
    "poland polish poles",
    "portugal portuguese",
    "qatar qatari",
    "romania romanian romanians",
    "russia russian russians",
    "rwanda rwandan",
    "scotland scottish scots scot",
    "serbia serbian serbs",
    "somalia somali",
    "spain spanish spaniards",
    "sudan sudanese",
    "sweden swedish swedes",
    "switzerland swiss",
    "syria syrian syrians",
    "taiwan taiwanese",
    "thailand thai",
    "tunisia tunisian",
    "turkey turkish turks turkiye",
    "uganda ugandan",
    "ukraine ukrainian ukrainians",
    "usa america american americans",
    "uk britain british briton britons",
    "uzbekistan uzbek",
    "venezuela venezuelan venezuelans",
    "vietnam vietnamese",
    "wales welsh",
    "yemen yemeni",
    "zimbabwe zimbabwean",
)

# One group a line. A word may stand in several; words of a group stand for one another, groups do not chain.
_GROUPS = """
kill die murder slay victim fatal casualty toll
injure wound hurt hospitalise casualty
attack strike raid assault bombard bombing shell hit
launch fire send begin unveil
soldier troop military army force serviceman
release free let discharge
arrest detain capture custody hold
jail prison sentence imprison
broker mediate facilitate negotiate arrange
agreement deal accord pact treaty
ceasefire truce armistice
talk negotiation meeting summit discussion conversation dialogue
meet talk gather
say tell claim state announce declare add argue warn describe call insist explain note report
respond reply react answer reject deny
ask request demand urge push call seek appeal plead
warn caution threaten threat
accuse allege charge blame
criticise condemn slam denounce blast rebuke
praise hail applaud welcome
announce unveil reveal declare introduce
reveal disclose show
begin start launch kick commence open
end finish conclude expire stop close last
last continue go through until
restart resume reopen return
stop halt pause suspend freeze cease block moratorium
pause moratorium freeze
cancel scrap scrub axe call-off
delay postpone push
ban prohibit outlaw forbid bar
allow permit let authorise enable
approve authorise pass clear back greenlight
reject refuse decline deny
support back endorse favour
oppose against fight object
leave quit resign depart exit step
resign quit step
fire sack dismiss oust lay
oust remove topple eject
elect vote choose
appoint name pick nominate choose select hire
win victory beat triumph award earn receive
beat defeat win
lose defeat
champion winner title
final championship
score net goal point
play face game match take
game match
player athlete star
team club squad side
coach manager trainer
host present presenter
award prize honour trophy accolade
nominate nod shortlist
record best highest
cost price worth fee charge spend expensive
pay earn salary wage income compensation
pay fund finance sponsor
buy purchase acquire acquisition takeover
sell sale
raise increase lift rise hike grow boost
increase rise grow jump climb surge soar gain growth
decrease fall drop decline shrink plunge slump reduce cut
reduce lower cut slash curb
large big huge great major massive size
small little tiny
company firm business maker corporation manufacturer
worker employee staff
boss chief executive ceo head
lead head commissioner chair run president
leader head chief president
job work position role
plan propose intend aim
law legislation bill act
rule requirement regulation law
require need must obligation mandatory
court judge justice tribunal
lawyer attorney counsel
trial case lawsuit
sue lawsuit
police officer authority
suspect gunman attacker shooter
crime offence
shoot gunman gunfire shooting
crash accident collision collide
fire blaze wildfire
flood flooding rain
earthquake quake tremor
damage destroy wreck devastate
hit strike affect
cause make lead trigger spark due behind result because prompt reason
fail failure crisis collapse
reason because why cause due
problem issue trouble concern
money payment
death die
doctor physician
patient sufferer
hospital clinic
drug medicine treatment
vaccine jab shot vaccination
study research trial survey report
researcher scientist expert author
participant volunteer people
find discover conclude detect
publish appear issue
test exam check
baby newborn infant
man male
student pupil
school college university
teacher educator
house home property
resident inhabitant local people citizen
people person population
live reside home
move relocate flee
place location venue site where
hold host place stage
come visit arrive travel
visitor tourist traveler traveller passenger
travel fly trip visit
country nation state
city town capital
area region district county
border frontier
ship vessel boat
operate operator
plane aircraft jet flight airliner
train rail railway
splash land return
watch view audience viewer see tune
stream watch available air broadcast
broadcast air television tv
film movie
show series programme drama
singer musician artist
song track single
album record
book novel
photo picture image
phone smartphone mobile
share percentage proportion rate percent
majority margin lead
number count total figure
half 50
protect shield guard
give provide grant offer
provide supply offer
offer propose
help aid assist assistance
help support
use employ
keep retain maintain
show demonstrate indicate suggest
think believe
expect predict forecast anticipate
hope wish want
want seek wish
try attempt bid effort
need require
change reform alter overhaul unchanged
create form establish found set
found establish create
build construct
develop make
name call know
call name dub
know famous best-known
born birth
marry wed wife husband
old age
dispute claim contest row quarrel
clash fight battle
war conflict invasion
protest demonstrate rally march
strike walkout stoppage
union association
impeach impeachment
election vote poll ballot
candidate nominee
government administration ministry
minister secretary
president leader
member lawmaker
pope pontiff
date day schedule
next upcoming
first debut initial inaugural
new latest
recent latest
early before
quick fast rapid brisk
important significant key
main key chief biggest primary
limitation drawback caveat weakness
danger risk hazard
safe safety secure
deadline due
qualify eligible
detail information
backup alternative another next
once sequence
tell advise instruct inform order
speak talk address
comment remark statement
discuss talk
promise pledge vow commit
admit acknowledge concede confess
deny reject dispute
accept agree
agree accept deal
join enter
allege accuse
drop fall
hurt harm damage
harm jeopardise endanger
"""

# The first word may be answered by those after it, not the other way round: a drone is a weapon, no missile.
_KINDS = """
weapon missile drone rocket bomb gun rifle tank artillery munition ammunition arms defence system jet
arms weapon missile ammunition artillery
child kid baby infant boy girl toddler newborn son daughter pupil
kid child baby toddler
baby newborn infant
parent mother father
relative mother father brother sister cousin son daughter wife husband
spouse husband wife
partner husband wife spouse boyfriend girlfriend
storm hurricane cyclone typhoon tornado blizzard
disaster flood storm hurricane earthquake wildfire tornado eruption
ship ferry liner tanker freighter yacht trawler
boat ferry yacht dinghy trawler
vehicle car truck bus van lorry automobile
car vehicle automobile
money cash fund dollar pound euro
party conservative democrat republican labour
monarch king queen
royal king queen prince princess
lawmaker senator congressman representative mp legislator
spacecraft rocket capsule ship probe
performer actor actress singer star
actor actress star
disease illness infection virus condition
illness disease infection
sport football soccer basketball tennis baseball hockey cricket rugby golf
animal dog cat bird fish bear whale shark horse wolf
official minister mayor governor officer secretary
politician senator minister mayor lawmaker governor president
country nation state
athlete player star
language english french spanish german
drink beer wine coffee tea soda cocktail
"""

GROUPS = tuple(line.split() for line in _GROUPS.strip().splitlines())
KINDS = tuple(line.split() for line in _KINDS.strip().splitlines())
