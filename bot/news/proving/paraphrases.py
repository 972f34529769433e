"""General word lists for comparing a line with its evidence: which words may stand for which.

They are stricter than those of `asking.synonyms`, which only help to find a passage: here a word that stands for
another must leave the statement as true as it was.
"""

from __future__ import annotations

from functools import lru_cache

from bot.news.asking.stems import stem

# Groups end with a semicolon; words of a group stand for one another, groups do not chain.
_SAME = """
    close shut; say state tell declare announce report reveal disclose note add remark mention explain comment
    communicate inform; say claim assert maintain insist contend argue stress emphasise underline affirm; say write
    post tweet publish; express voice convey share relay; show indicate suggest demonstrate reveal reflect
    illustrate signal point prove display exhibit; find discover conclude determine learn detect uncover identify
    establish; forecast predict project expect anticipate guide estimate foresee outlook; plan intend aim seek
    prepare want set propose look hope mean schedule; plan proposal scheme strategy initiative programme project;
    order instruct direct mandate command tell require compel force decree; ask request urge call demand appeal
    petition implore plead; ask question query inquire; investigate investigator probe examine look inquire
    scrutinise inspect review inquiry study explore; deal cope grapple contend handle manage face struggle confront
    tackle wrestle address experience; face encounter meet confront undergo endure suffer experience; aftermath
    fallout consequence outcome repercussion result effect impact ramification implication; cause lead trigger spark
    prompt result provoke bring make produce; because due owing since thank result; start begin commence launch
    initiate open kick; end finish conclude complete close cease stop; stop halt cease suspend pause freeze;
    continue keep remain proceed go persist carry maintain stay; happen occur take place; carry conduct execute
    perform undertake stage launch implement do run; decline drop fall decrease reduction downturn slump dip slide
    plunge tumble sink lower reduce shrink slow; rise increase grow climb jump surge soar gain growth raise hike
    boost up expand escalate swell spike; large big huge great major massive significant substantial considerable
    enormous vast extensive sizeable; small little tiny minor slight modest; important significant key crucial vital
    critical essential major main pivotal central; main chief primary principal key leading top major; serious
    severe grave critical major acute; difficult hard challenging tough tricky demanding challenge difficulty;
    dangerous hazardous risky perilous unsafe danger risk hazard; fast quick rapid swift speedy prompt; new novel
    fresh latest recent; recent late new; former previous past ex prior earlier onetime; previous prior earlier
    preceding last; additional extra more further another added; various several multiple different diverse numerous
    many number range; about approximately around roughly some nearly almost circa; use utilise employ apply deploy
    operate; help assist aid support; support back endorse favour champion; let allow permit enable authorise; give
    provide grant offer supply deliver hand present award; get obtain receive gain acquire secure win earn; buy
    purchase acquire; sell market; make create produce build develop form generate manufacture craft construct
    design; create establish set found form launch; come arrive reach; go travel head move; leave depart quit exit;
    quit resign step; return come back; send dispatch deploy; choose select pick opt decide elect; decide determine
    resolve; name appoint nominate select; name call dub title label known; hold keep retain detain; detain arrest
    hold custody detention imprison jail; detain capture seize; jail prison imprison; release free liberate; kill
    slay murder; kill die dead fatal lethal; murder homicide kill; injure wound hurt; attack assault strike raid
    hit; shoot gun gunfire fire; die decease pass dead; accuse allege charge blame; accusation allegation charge
    claim; suspect accuse allege suspicion; criticise condemn slam denounce blast rebuke attack decry; praise hail
    applaud commend laud; protest demonstrate rally; argue dispute debate disagree; agree accept consent approve;
    agreement deal accord pact treaty; talk negotiate negotiation discussion discuss conversation dialogue speak;
    meet gather assemble; meet encounter; reject refuse decline dismiss rebuff; deny reject dismiss refute; approve
    authorise clear pass; approval authorisation clearance permission; file submit lodge apply request; ban prohibit
    outlaw forbid bar block; cancel scrap axe call; delay postpone push; remove take withdraw pull delete oust;
    remove eliminate; change alter modify shift adjust amend transform; improve enhance better upgrade strengthen
    boost; damage harm hurt; destroy demolish ruin wreck devastate; protect shield guard safeguard defend; save
    rescue; escape flee evacuate; evacuate flee leave displace; try attempt seek endeavour bid strive effort; fail
    failure unable; succeed success manage; win victory triumph beat; beat defeat overcome; lose defeat; need
    require necessitate; believe think consider feel; worry concern fear anxiety apprehension; hope wish aspire;
    show show-up appear; appear seem look; appear emerge surface; see view watch observe witness; grow rise; end
    expire; live reside dwell inhabit; resident inhabitant citizen local people population; people person
    individual; people public; man guy male; woman lady female; child kid youngster minor; baby infant newborn;
    mother mum mom; father dad; relative family; couple pair; teenager teen adolescent youth; student pupil; worker
    employee staff personnel; boss chief ceo executive; leader head chief; police officer cop constable; official
    authority officer; lawyer attorney counsel solicitor barrister; judge court justice; court tribunal judge; trial
    case hearing; doctor physician medic; scientist researcher academic expert; researcher scientist academic; study
    research survey; company firm business corporation enterprise; shop store retailer; house home property
    residence; hospital clinic; school college; car vehicle automobile; vehicle car truck bus van lorry; plane
    aircraft jet airliner; ship vessel boat; road street highway; town community village; city town; area region
    zone district; country nation state; border frontier; place location site venue; money fund cash; money pay fund
    finance; cost price; cost pay spend; pay salary wage; profit earnings; revenue income earnings turnover; profit
    gain; film movie; show programme series; photo picture image photograph; video footage clip; song track single;
    match game fixture; team side squad club; player star; striker forward; coach manager; sport athlete; champion
    winner; goal score; drug medicine medication; disease illness sickness; vaccine jab shot; treatment therapy;
    fire blaze inferno; flood inundate; storm gale; crash accident collision collide smash; explosion blast explode;
    weapon arm; soldier troop serviceman; army military troop force; war conflict; ceasefire truce armistice;
    election vote poll; vote ballot; law legislation act; rule regulation; right entitlement; problem issue trouble;
    question issue query; reason cause motive; detail information; evidence proof; job post role position; work
    labour job; member representative; party group; group organisation body; gang group crew; crime offence; theft
    steal rob; buyer customer client consumer; user customer; famous renowned celebrated prominent notable known;
    influencer personality figure sensation star celebrity; popular favourite; happy pleased delighted glad; angry
    furious; sad upset; shocked stunned; whole entire full complete; complete full total entire; final last
    ultimate; quickly soon shortly; current present; now currently presently; today now; soon shortly; often
    frequently regularly; also too additionally; despite although though; after following; during amid; against
    versus; between among; within inside; near close; begin outset start; beginning start; amount sum quantity;
    share portion part proportion; part piece portion section; half 50; quarter fourth 25; percent percentage; first
    initial inaugural debut; second runner-up; ahead forward toward; alongside together; including include contain
    comprise involve; include feature; contain hold; own possess have; belong own; join enter; connect link tie
    associate relate; link connection relationship tie; base locate situate; based headquarter; near nearby; rest
    remain remainder; remain stay; stay remain; wait await; hide conceal; search hunt look; visit tour; travel trip
    journey; marry wed wedding marriage; birth born; cold chilly; hot warm; rain rainfall; expensive costly; cheap
    inexpensive affordable; rich wealthy; poor impoverished; safe secure; strong powerful robust; weak feeble; quiet
    silent calm; clear evident obvious apparent; likely probable expected; possible potential; true genuine real;
    false untrue; wrong incorrect mistaken; right correct; illegal unlawful; legal lawful; guilty convicted; punish
    penalise penalty sentence; fine penalty; sentence jail; reduce cut lower slash trim curb diminish; cut sever;
    limit restrict curb cap; ease relax loosen; tighten toughen; pledge promise vow commit; warn caution alert;
    threaten threat; advise recommend counsel; encourage urge; celebrate mark; honour award prize; gather collect;
    share distribute; spread extend; extend prolong lengthen; expand broaden widen; cover span; lead head; control
    run command; own hold; fight battle combat; fight struggle; play perform act; perform appear; read study; teach
    instruct; write pen author; book novel; draw attract; draw tie; attract lure entice; warrant justify; serve act;
    treat handle; tell recount; confirm verify; admit acknowledge concede confess; recall remember; forget overlook;
    ignore disregard overlook neglect; miss skip; avoid evade; prevent stop avert block; block prevent obstruct;
    exploit abuse; abuse mistreat; sue lawsuit; challenge dispute contest; overturn quash reverse; uphold affirm;
    back support; aspect part element feature; method way approach manner technique; way means; area field; period
    time; time moment; era age; year annual; day daily; week weekly; month monthly; idea concept notion; view
    opinion; attitude view; feature include; focus concentrate; concern regard; concern involve; seek pursue; pursue
    chase; strike hit; stage phase; level degree; trend pattern; record all-time; opponent rival; rival competitor
    opponent; ally partner; enemy foe; capital city; leading foremost; remarkable extraordinary exceptional; special
    particular; unusual rare uncommon; common frequent widespread; strange odd unusual; beautiful stunning; modern
    contemporary; old elderly aged; young youthful; worldwide global international world; national nationwide; local
    regional; financial monetary fiscal economic; economy economic; political politics; online internet digital web;
    hit reach; reach attain achieve hit; achieve accomplish attain; aid relief help; food meal; suffer sustain;
    experience undergo; endure suffer; treat cure; recover heal; ease alleviate; raise lift; lift remove; drive
    push; push press; press media; media outlet; night overnight; move take transport bring; open reopen; start
    restart; build rebuild; lab laboratory; exam examination test; ad advert advertisement; phone telephone; bike
    bicycle; vet veterinarian; enough suffice sufficient adequate; flu influenza; fridge refrigerator; gym
    gymnasium; memo memorandum; rep representative; stats statistics; specs specifications; info information; admin
    administration; demo demonstration; kilo kilogram; crew team; insurer insurance; cancel scrap abandon; strict
    tough stern; tie draw; expire lapse; repair fix mend; ruin spoil; scare frighten; sincere honest; brief short;
    huge giant; rubbish trash garbage waste; autumn fall; flat apartment; lift elevator; lorry truck; petrol
    gasoline; holiday vacation; shareholder investor; motorist driver; passenger traveller commuter; pedestrian
    walker; surgeon doctor; medic paramedic; firm employer; trader dealer; sea ocean; wood forest; hill mountain;
    stone rock; coast shore beach; shelter refuge; donate give contribute; donation gift contribution; bid offer;
    deadline limit; obstacle hurdle barrier; boost lift; verdict ruling decision; ruling judgment decision; appeal
    challenge; swift quick; assess evaluate; estimate assess reckon put; collapse fall; withdraw retreat; resident
    villager townspeople; spokesman spokeswoman spokesperson; chairman chairwoman chair; congressman congresswoman
    lawmaker; policeman policewoman officer; fireman firefighter; salesman seller; bus coach; probably likely; row
    spat quarrel dispute feud argument clash; swap exchange trade; broker mediate facilitate arrange; spark cause
    trigger start; require demand need; recruit hire employ; rival competitor; noon midday; conceal hide; fall drop
    decline slide slip tumble; rise climb gain rally
"""

# The first word may stand for those behind it, not the other way round: a sister is a sibling.
_KINDS = """
    sibling brother sister; parent mother father; spouse husband wife; partner husband wife spouse boyfriend girlfriend;
    child son daughter boy girl; relative mother father brother sister cousin son daughter wife husband uncle aunt;
    person man woman; vehicle car truck bus van lorry automobile; money dollar pound euro cash; storm hurricane cyclone
    typhoon tornado; disaster flood storm hurricane earthquake wildfire tornado eruption; disease illness infection
    virus; weapon missile drone rocket bomb gun rifle knife; drug cocaine heroin cannabis; animal dog cat bird fish
    horse; official minister mayor governor secretary; politician senator minister mayor lawmaker governor president;
    lawmaker senator congressman representative mp legislator; royal king queen prince princess duke duchess; performer
    actor actress singer musician; athlete footballer player runner swimmer boxer kickboxer sprinter; fighter boxer
    kickboxer wrestler; crime murder rape robbery theft fraud assault trafficking; offence murder rape robbery theft
    fraud assault trafficking; criminal gangster murderer thief; die drown perish
"""

# Words that hardly add a fact: a line may use them where its evidence puts the same in other words.
_LIGHT = """
be have do make take get go come put set give keep let become seem appear happen occur remain stay hold bring turn
use include involve contain cover concern regard relate
say tell state report announce note add claim argue explain describe reveal disclose mention comment express
inform communicate publish write speak talk call name show indicate suggest point highlight discuss detail present
expect predict forecast project guide plan intend aim seek hope want look consider think believe feel know understand
try attempt work continue start begin face deal cope handle manage address experience see find
ask decide provide offer
new recent latest current former other same various certain several many more most further additional potential possible
major main key significant important large big great
now currently recently later previously then still already soon once again also however meanwhile including
approximately about around nearly almost over under up
way time part thing matter case situation issue fact number lot kind type sort place area point level amount
people person individual official officials member group
day week month year
company firm
result outcome consequence impact effect aftermath fallout
concern question problem
due despite following according amid via regarding concerning towards toward throughout among along upon within without
well
"""


def _forms(words: str) -> frozenset[str]:
    # "Promise" and "promised", "investigate" and "investigation" have stems of their own.
    told = [*words.split()]
    told += [w + "d" for w in told if w.endswith("e")]
    told += [w[:-1] + "ion" for w in told if w.endswith("ate")]
    return frozenset(f for w in told if (f := stem(w)))


def _same() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _SAME.split(";"):
        group = _forms(line)
        for form in group:
            found.setdefault(form, set()).update(group)
    return {form: frozenset(group - {form}) for form, group in found.items()}


def _kinds() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for first, *others in map(str.split, _KINDS.split(";")):
        found.setdefault(stem(first), set()).update(_forms(" ".join(others)))
    return {form: frozenset(group) for form, group in found.items()}


_SAME_AS = _same()
_KINDS_OF = _kinds()
LIGHT = _forms(_LIGHT)


@lru_cache(maxsize=8192)
def same_as(form: str) -> frozenset[str]:
    """Stems that may stand for this stem in a line that says the same."""
    return _SAME_AS.get(form, frozenset()) | _KINDS_OF.get(form, frozenset())
