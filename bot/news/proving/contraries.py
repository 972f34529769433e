"""General word lists of what cannot stand for one another: opposites, and things of one kind that exclude each other.

Where the evidence says "husband" of somebody and a line says "wife", or "flood" and "fire", the line is false although
neither word is the other's opposite. Words that a writer may use for one another ("car", "vehicle") share a field here.
"""

from __future__ import annotations

from bot.news.asking.stems import stem
from bot.news.text import key

# Words of one side are no opposites of one another.
_OPPOSITES = """
    after following since | before; increase rise grow growth climb jump surge soar gain up higher upturn uptick
    rally rebound leap spike advance | decrease decline fall drop reduction lower down slump loss dip plunge shrink
    downturn tumble sink slide slip plummet crash sag; more | less fewer; most | least fewest; high higher | low
    lower; large big huge great bigger larger | small little tiny smaller; long longer | short shorter brief; old
    older | young younger new; early earlier | late later; fast quick rapid faster | slow slower; strong strengthen
    stronger | weak weaken weaker; hot warm | cold cool; rich wealthy | poor; easy easier | difficult hard harder;
    good better best positive | bad worse worst negative; first | last; open | close shut; start begin launch | stop
    end finish halt cease; arrive enter come | leave depart exit; win victory beat | lose defeat; buy purchase |
    sell; accuse blame charge | clear exonerate; accept agree approve allow permit support back favour welcome
    endorse pass enact | reject refuse oppose deny ban forbid prohibit block decline; admit confess confirm | deny;
    known | unknown; controlled | uncontrolled; affected | unaffected; ahead forward forwards | back backward
    backwards behind; inside within | outside; above over | below under; public | private; male man boy | female
    woman girl; men boys | women girls; brother | sister; son | daughter; father | mother; husband | wife; uncle |
    aunt; king | queen; he him his | she her hers; dead die kill | alive survive; success succeed | fail failure;
    guilty convict | innocent acquit; legal lawful | illegal unlawful; safe | dangerous unsafe; true | false; right
    correct | wrong incorrect; same similar | different; join | quit leave; build create construct | destroy
    demolish; raise lift | lower cut; expand extend | shrink reduce shorten; add include | remove exclude; praise
    hail applaud | criticise condemn denounce slam; love | hate dislike; hope optimism optimistic | fear
    despair pessimism pessimistic; friend ally | enemy foe rival; peace | war; arrest detain capture jail imprison |
    release free; attack | defend; hire appoint employ | fire sack dismiss; import | export; profit | loss; income |
    expense; north northern | south southern; east eastern | west western; left | right; day | night; morning |
    evening; summer | winter; major majority | minor minority; rare rarely | common often frequently; always |
    never; permanent | temporary; domestic | foreign; urban | rural; native local | foreign; full | empty; heavy |
    light; hard | soft; deep | shallow; wide | narrow; near close | far distant; top | bottom; front | back rear;
    upper | lower; maximum | minimum; majority | minority; present | absent; remember | forget; encourage |
    discourage; improve improvement | worsen deteriorate; gain | lose; succeed | precede; follow | precede; increase
    | cut; resume restart continue | halt stop end suspend;  attract | repel;
    protect | endanger threaten harm; save | waste; reveal disclose | hide conceal; popular | unpopular; happy
    pleased | sad unhappy; calm | angry; clean | dirty; healthy | sick ill; victim | attacker suspect perpetrator;
    teacher | student; buyer | seller; doctor nurse | patient; employer | employee; guest | host; prosecution
    prosecutor | defence defendant; government | opposition; amateur | professional; civilian | military; accelerate
    speed | slow decelerate delay; advance progress | retreat regress withdraw; advantage | disadvantage; agreement
    consensus | disagreement dispute; ancient | modern; appear emerge | disappear vanish; appreciate | depreciate;
    ascend | descend; assemble | disperse; beautiful | ugly; benefit | harm damage; boost | curb hamper dent
    undermine; bright | dark dim; broad | narrow; busy | idle quiet; certain sure | uncertain unsure doubtful; cheap
    | expensive costly; comfort | distress; complex complicated | simple straightforward; conceal | expose;
    confident confidence | doubtful doubt; connect | disconnect; conservative | liberal progressive; construct |
    dismantle; cooperate | resist; courage brave | cowardice cowardly; create | abolish; crowded | deserted; cruel |
    kind; deficit | surplus; demand | supply; demote | promote; deploy | withdraw; deteriorate | recover; dry | wet;
    earn | spend; ease relax loosen | tighten toughen; effective | ineffective; elect | oust; enable | prevent;
    encouraging | discouraging worrying; enthusiasm enthusiastic | apathy reluctance reluctant; entrance | exit;
    escalate | defuse ease; escape | capture;  exceed | miss;  expand |
    contract; fair | unfair; famous | obscure unknown; fertile | barren; fix repair mend | break damage; flexible |
    rigid; float | sink; formal | informal; gentle | rough violent; genuine real authentic | fake false bogus;
    generous | stingy; grant | withhold revoke; grief sorrow | joy delight; guard | neglect; heal | hurt; heaven |
    hell; hero | villain coward; hostile | friendly; humble | arrogant; ignore neglect overlook disregard | address
    consider notice heed face tackle confront handle; immediate prompt | delayed; independent | dependent; inhale |
    exhale; innocence | guilt; insult | compliment; interest | boredom; intentional deliberate | accidental
    unintentional; junior | senior; keep retain | discard abandon drop; landlord | tenant; lazy | diligent; lead |
    trail follow; liability | asset; life | death; likely probable | unlikely improbable; literate | illiterate;
    loose | tight; loud noisy | quiet silent; loyal | disloyal; lucky | unlucky; maintain | scrap; mandatory
    compulsory required | optional voluntary; mature | immature; merge | split separate; mild | severe harsh; modest
    | extravagant; natural | artificial; necessary | unnecessary; noisy | quiet; normal usual | abnormal unusual
    strange; obey comply | disobey defy violate breach; obtain | forfeit; offensive | defensive; official |
    unofficial; ordinary | extraordinary; overestimate | underestimate; partial | complete total; pass | fail;
     peaceful | violent; plentiful abundant | scarce; polite | rude; positive optimistic
    hopeful upbeat | pessimistic gloomy bleak; possible | impossible; postpone | hasten; powerful | powerless;
    predictable | unpredictable; preserve | destroy; probable | improbable; progress | setback; promise pledge |
    threat warn warning caution; prosper thrive flourish | struggle suffer falter fail; proud | ashamed; punish |
    reward; pure | impure; push | pull; reassure | alarm; rebel | loyalist; reckless | careful cautious; recovery |
    relapse collapse; refund | charge; regular | irregular; relevant | irrelevant; relief | alarm dismay; reluctant
    unwilling | willing eager keen; resist | yield surrender; resolve settle | provoke aggravate; respect |
    contempt; restrict limit | widen ease; retire | work; reunite | separate; reversible | irreversible; rough |
    smooth; rude | courteous; sane | insane; satisfied | dissatisfied disappointed; secure | insecure vulnerable;
    sense | nonsense; separate | join; serious | trivial; sharp | blunt gentle; shrink | swell; single | multiple;
    sober | drunk; solid | liquid; solution | problem; stability stable | instability unstable volatile; sunrise |
    sunset; superior | inferior; surrender | resist; survivor | victim; sympathetic | hostile; thick | thin;
    tolerant | intolerant; traditional | modern; transparent | opaque secret; triumph | defeat; trust | distrust
    mistrust;  underground | surface; upgrade | downgrade; upward | downward; useful | useless;
    valid | invalid; veteran | rookie newcomer; victory | defeat; virtue | vice; visible | invisible; war wartime |
    peacetime; wise | foolish; worried worry concerned | relaxed calm unconcerned unworried; worthy | unworthy;
    unanimous | divided; youth | age; zero | infinite; acceptance | rejection; approval | disapproval rejection;
    criticism | praise;
    permission | ban prohibition; opponent critic | supporter ally fan; supporter backer | critic opponent; uphold |
    overturn quash; enforce | lift; tighten | loosen; worsening | improving; deterioration | improvement; best |
    worst; hottest warmest | coldest coolest; highest | lowest; largest biggest | smallest; oldest | youngest
    newest; longest | shortest; strongest | weakest; fastest quickest | slowest; richest | poorest; overweight |
    underweight; overcome | succumb; enable | disable; engage | disengage; comfortable | uneasy uncomfortable; calm
    | panic; patch | tear; nationalise | privatise; centralise | decentralise; inflow | outflow; intake | outlet;
    upstream | downstream; uphill | downhill; offline | online; onshore | offshore; indoor | outdoor; inbound |
    outbound; internal | external; interior | exterior; inner | outer; horizontal | vertical; initial | final;
    introduce | abolish repeal withdraw; pass enact | repeal; ratify | reject; donate | steal; lenient | strict
    harsh; majority | few; unveil | hide; unchanged steady | changed
"""

# Things of one kind: a semicolon ends a kind, a comma divides what excludes each other, words between commas do not.
_KINDS = """
    father dad, mother mum mom, son, daughter, brother, sister, uncle, aunt, cousin, nephew, niece, husband, wife,
    grandfather, grandmother, grandson, granddaughter, stepfather, stepmother, girlfriend, boyfriend, fiance
    fiancee, neighbour, colleague, roommate; minute, hour, day, week, fortnight, month, quarter, year, decade,
    century, season, weekend, semester; hourly, daily, weekly, monthly, quarterly, yearly annual annually; monday,
    tuesday, wednesday, thursday, friday, saturday, sunday; january, february, april, june, july, august, september,
    october, november, december; spring, summer, autumn, winter; morning, noon, afternoon, evening, night overnight,
    midnight, dawn, dusk; first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth; once, twice,
    thrice; double, triple, quadruple; doubled, tripled trebled, halved, quadrupled; metre, kilometre, mile, inch,
    yard, centimetre; kilogram kilo, gram, tonne, ounce; litre, gallon, barrel; dollar, euro, pound, yen, yuan,
    rouble ruble, rupee, peso, franc, krone krona, lira; thousand, million, billion, trillion; hectare, acre;
    president, premier, chancellor, minister, mayor, governor, senator, ambassador, king, queen, prince, princess,
    pope, bishop, cardinal, secretary, treasurer, councillor councilman, sheriff, colonel, captain, sergeant,
    admiral, judge, magistrate, prosecutor, lawyer attorney solicitor barrister, chairman chairwoman chairperson;
    teacher, doctor physician medic, nurse, engineer, journalist, pilot, chef cook, soldier, sailor, firefighter,
    scientist researcher academic professor, economist, historian, photographer, plumber, electrician, carpenter,
    butcher, fisherman, librarian, architect, surgeon, dentist, vet, priest, monk, nun, student pupil, tailor,
    accountant, poet, novelist author, comedian, musician, magician, astronaut, programmer developer, psychologist,
    therapist; football soccer, basketball, tennis, cricket, rugby, baseball, hockey, golf, boxing, wrestling,
    swimming, cycling, skiing, volleyball, badminton, chess, gymnastics, judo, karate, surfing, snooker; footballer,
    cricketer, golfer, swimmer, cyclist, skier, gymnast, kickboxer, jockey, sprinter, goalkeeper, midfielder,
    defender, quarterback, referee umpire; car automobile, lorry truck, bus coach, van, train locomotive, tram,
    plane aircraft airplane jet airliner, helicopter, ship boat vessel ferry yacht, submarine, bicycle bike,
    motorcycle motorbike, scooter, tractor, taxi cab, ambulance, drone, rocket, balloon, satellite; cancer tumour,
    flu influenza, malaria, measles, diabetes, tuberculosis, asthma, pneumonia, cholera, polio, arthritis, stroke,
    dementia, depression, hepatitis, smallpox, leukaemia, obesity, epilepsy, autism, anaemia, eczema, allergy,
    migraine, typhoid, rabies, dengue, ebola, hiv aids; murder homicide, manslaughter, rape, robbery, burglary,
    theft stealing, fraud, arson, kidnapping abduction, trafficking, laundering, bribery, evasion, espionage spying,
    treason, perjury, blackmail extortion, smuggling, vandalism, forgery, stalking, embezzlement, possession,
    conspiracy, hacking, genocide, terrorism, battery; gold, silver, copper, iron, steel, lithium, nickel, aluminium
    aluminum, zinc, uranium, platinum, cobalt, bronze; oil petroleum crude, gas, coal, wind, solar, nuclear,
    hydrogen, petrol gasoline, diesel, kerosene, biomass; oxygen, nitrogen, chlorine, ammonia, methane, helium,
    sulphur, cyanide, arsenic, mercury, chloride, carbon; vaccine jab, tablet pill, drug medication, surgery
    operation, transplant, therapy, antibiotic, injection; dog puppy hound, cat kitten, horse pony, cow cattle bull,
    pig, sheep lamb, goat, chicken hen, duck, goose, wolf, lion, tiger, elephant, monkey, snake, shark, whale,
    dolphin, rabbit, fox, deer, camel, donkey, eagle, owl, bee, rat, mouse, leopard, giraffe, crocodile, penguin,
    frog, spider, mosquito; bread, rice, meat, fish, cheese, milk, butter, egg, sugar, salt, chocolate, potato,
    tomato, apple, banana, orange, grape, lemon, onion, bean, wheat, corn maize, soy, honey, cake, pizza, pasta,
    soup, salad; coffee, tea, beer, wine, whisky whiskey, vodka, juice, water, soda, champagne; cotton, wool, silk,
    leather, linen, nylon; neck, shoulder, elbow, wrist, finger, chest, stomach abdomen, hip, leg thigh, knee,
    ankle, toe, lung, liver, kidney, brain, ear, nose, mouth, throat, skin, spine; flood flooding inundation,
    earthquake quake tremor, hurricane typhoon cyclone, tornado, wildfire blaze fire inferno, drought, landslide
    mudslide avalanche, tsunami, eruption volcano, blizzard snowstorm, heatwave, famine, epidemic pandemic outbreak,
    explosion blast, stampede, sandstorm; gun firearm pistol handgun revolver, rifle, knife blade machete, bomb
    explosive grenade, missile, axe, sword, poison, bow arrow, tank, torpedo, artillery cannon; stabbing, shooting,
    bombing, poisoning, strangling, beating, hanging, drowning, electrocution; school, university college, hospital
    clinic, church chapel cathedral, mosque, temple, synagogue, airport, station, hotel hostel motel, restaurant
    cafe, museum gallery, library, prison jail, stadium arena, theatre cinema, factory, warehouse, mall supermarket,
    embassy consulate, palace castle, bridge, tunnel, dam, zoo, nightclub pub, gym, courthouse, kindergarten
    nursery, cemetery, lighthouse, monastery; river stream, lake, mountain hill, island, desert, forest wood jungle,
    beach coast shore, ocean sea, valley, canyon, glacier, swamp, waterfall, cave, reef, volcano; village, town,
    city, county, province, continent, suburb; court tribunal, parliament congress senate, council, army, navy,
    police, ministry, cabinet, embassy, union, jury; christian, muslim islamic, jewish, hindu, buddhist, sikh,
    atheist; catholic, protestant, orthodox; newspaper, television tv, radio, magazine, podcast, film movie, book
    novel, album, song, musical, opera, documentary, poem, painting, sculpture, speech, concert, exhibition, parade,
    festival; revenue turnover, profit earnings, sales, debt, cost expense, price, tax, dividend, salary wage,
    deficit, budget, loan, pension, investment, inflation, unemployment, subsidy, tariff, rent, fee; red, blue,
    green, yellow, orange, purple, black, white, brown, pink, grey gray, golden, turquoise; north northern, south
    southern, east eastern, west western, centre central; baby infant newborn toddler, child kid boy girl, teenager
    teen adolescent, adult, pensioner; bachelor, widow widower, divorced, married; convicted, acquitted, charged,
    sentenced, pardoned, fined; arrested, released freed, deported, extradited, executed, exiled; quarterfinal,
    semifinal; physics, chemistry, biology, mathematics maths, history, geography, economics, philosophy,
    psychology, literature, astronomy, archaeology, sociology; guitar, piano, violin, drum, trumpet, flute, cello,
    saxophone; rain rainfall, snow snowfall, fog, sunshine, thunder lightning, frost; happiness joy delight, sadness
    grief sorrow, anger fury rage outrage, fear terror, pride, shame embarrassment, boredom, jealousy envy, disgust,
    surprise shock amazement; democrat, republican, liberal, conservative, socialist, communist; poverty, wealth;
    majority, minority, half, quarter, third, all; breakfast, lunch, dinner supper; doctorate, bachelor, diploma;
    biography, autobiography; vegetarian, vegan
"""


def _forms(words: str) -> frozenset[str]:
    # "Promise" and "promised", "investigate" and "investigation" have stems of their own.
    told = [*words.split()]
    told += [w + "d" for w in told if w.endswith("e")]
    told += [w[:-1] + "ion" for w in told if w.endswith("ate")]
    return frozenset(f for w in told if (f := stem(w)))


def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _OPPOSITES.split(";"):
        one, other = (_forms(side) for side in line.split("|"))
        for form in one - other:
            found.setdefault(form, set()).update(other - one)
        for form in other - one:
            found.setdefault(form, set()).update(one - other)
    return {form: frozenset(group) for form, group in found.items()}


def _rivals() -> dict[str, frozenset[str]]:
    """For each word of a kind the stems that exclude it in any of its kinds, and that stand for it in none."""
    apart: dict[str, set[str]] = {}
    alike: dict[str, set[str]] = {}
    for kind in _KINDS.split(";"):
        members = [words.split() for words in kind.split(",")]
        every = {stem(word) for words in members for word in words} - {""}
        for words in members:
            own = {stem(word) for word in words}
            for word in words:
                apart.setdefault(word, set()).update(every - own)
                alike.setdefault(word, set()).update(own)
    return {word: frozenset(others - alike[word]) for word, others in apart.items()}


_OPPOSITE_OF = _opposites()
_RIVALS_OF = _rivals()
_OF_STEM: dict[str, list[str]] = {}
for _word in _RIVALS_OF:
    _OF_STEM.setdefault(stem(_word), []).append(_word)
_SURE = 4  # letters that a word must share with one of its stem: "cared" is no car


def opposite_of(form: str) -> frozenset[str]:
    """Stems that turn a statement round when they stand for this one."""
    return _OPPOSITE_OF.get(form, frozenset())


def rivals_of(word: str) -> frozenset[str]:
    """Stems of other things of the same kind as a word of a text: what is one of them is not this one."""
    low = key(word).removesuffix("'s").removesuffix("'")
    alike = [w for w in _OF_STEM.get(stem(low), ()) if low in (w, w + "s") or _akin(low, w)]
    return frozenset[str]().union(*(_RIVALS_OF[w] for w in alike)) - {stem(w) for w in alike}


def _akin(one: str, other: str) -> bool:
    return len(other) >= _SURE and one.startswith(other[: max(_SURE, len(other) - 1)])
