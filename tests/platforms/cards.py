"""Made-up cards for the tests of platforms."""

from dataclasses import replace

from bot.news.showing.shown import (
    Also,
    AnswerCard,
    BriefCard,
    Card,
    CardChange,
    CardConflict,
    CardFigure,
    CardLine,
    CardQuote,
    CardSide,
    CardSource,
    EvidenceCard,
    NoticeCard,
)

POST = CardSource(
    1,
    "Night ferry returns to Port Alder",
    "The Alder Post",
    "https://alder.example/news/night-ferry",
    tuple(range(1, 9)),
)
BRIEF = BriefCard(
    "Port Alder brings back the night ferry after seven years of protest",
    (CardLine("The council restored the crossing, which its mayor called “a promise kept”.", (1,)),),
    (
        CardFigure("31", "council members voted for the crossing", "the council", 2),
        CardFigure("£4.5m", "a year to run it", "Alder Lines", 3),
        CardFigure("20+", "villages cut off after 9 p.m.", None, 4),
    ),
    (CardQuote("We said the boats would sail again, and they will.", "Mara Quell, mayor of Port Alder", 7),),
    (CardLine("The first boat leaves on 3 May at 23:15.", (9, 10)),),
    (CardLine("Alder Lines claims that the council knew of the higher fares.", (11,)),),
    (POST, CardSource(2, "Council votes for night boats", "Coast Radio", None, (9, 10, 11))),
    "2 sources · 2 articles · 1 line withheld (why)",
)
ANSWER = AnswerCard(BRIEF.points, "", (), (POST,))
REFUSAL = AnswerCard((), "The sources do not say how many passengers a boat holds.", BRIEF.points, (POST,))
EVIDENCE = EvidenceCard(
    3,
    (
        ("The crossing stopped in 2019. ", False),
        ("It will cost £4.5m a year, Alder Lines said.", True),
        (" The council has half of that.", False),
    ),
    POST,
)
NOTICE = NoticeCard("Ask a question, or type:\n  why    what was withheld\n  quit   leave")


def _link(url: str, words: str) -> str:
    return f"{url}#:~:text={words}"


_FIRE = "https://www.harbournews.example/2031/05/fish-market-fire"
_WIRE = "https://wire.example/a/88120"
_HARBOUR = CardSource(
    1,
    "Fire guts Port Alder’s fish market",
    "Harbour News",
    _FIRE,
    (1, 3, 6, 8),
    tuple(_link(_FIRE, words) for words in ("A%20fire", "Twelve", "The%20roof", "The%20market")),
)
_AGENCY = CardSource(
    2,
    "Dozens homeless after blaze at harbour",
    "Example Wire",
    _WIRE,
    (2, 4, 7, 9),
    tuple(_link(_WIRE, words) for words in ("Fire", "Fifteen", "Some%2040", "Police")),
)
_RADIO = CardSource(3, "Market hall burns down", "Coast Radio", None, (5, 10))
STORY = BriefCard(
    "Fire destroys the fish market of Port Alder and drives 40 families from their homes",
    (
        CardLine(
            "A fire destroyed the covered fish market of Port Alder in the night to Tuesday, the fire brigade said.",
            (1,),
            Also(2, (2, 5)),
        ),
    ),
    (
        CardFigure("40", "families driven from their homes", "the town hall", 7, Also(1, (6,))),
        CardFigure("£3.2m", "of damage", "the insurers", 8),
        CardFigure("~90", "firefighters from six towns", None, 6, Also(2, (7, 10))),
    ),
    (
        CardQuote("The roof came down in less than ten minutes.", "Ana Reyes, fire chief", 6, Also(1, (7,))),
        CardQuote("We will sell fish again here by the autumn, under canvas if we must.", "Tom Brandt, mayor", 8),
    ),
    (
        CardLine("The market hall, built of oak in 1911, was to be restored next year.", (8,)),
        CardLine("Police have closed the harbour road until further notice.", (9,), Also(1, (10,))),
    ),
    (CardLine("Traders say the town hall had been warned about old wiring in the hall.", (9,)),),
    (_HARBOUR, _AGENCY, _RADIO),
    "7 articles · 3 withheld · ask me anything about this",
    backing="3 independent sources: Harbour News + Harbour TV (one owner), Example Wire, Coast Radio",
    conflicts=(
        CardConflict(
            "people injured",
            (
                CardSide("12", "Harbour News", "the fire brigade", 3),
                CardSide("15", "Example Wire", "the hospital", 4, Also(1, (5,))),
            ),
        ),
    ),
)
UPDATE = replace(
    STORY,
    headline="Two traders are found dead in the ruins of Port Alder’s fish market",
    lead=(CardLine("Two fish traders were found dead under the fallen roof on Wednesday, police said.", (1,)),),
    update=True,
    new=(
        CardLine("Police have questioned the owner of a cold store beside the hall.", (2,), Also(2, (4, 5))),
        CardLine("The town opened a school for families who cannot go home.", (3,)),
    ),
    changes=(
        CardChange("2", "dead", "police", 1, "0", None, Also(1, (5,))),
        CardChange("61", "families driven from their homes", "the town hall", 7, "40", 6),
    ),
    conflicts=(),
    figures=STORY.figures[1:],
    quotes=STORY.quotes[:1],
    backing="3 independent outlets: Harbour News, Example Wire, Coast Radio",
)
GERMAN = BriefCard(
    "Bundesverkehrswegeplanungsbeschleunigungsgesetz: Hafenstädte fordern milliardenschweren Ausgleichsfonds",
    (
        CardLine(
            "Die Oberbürgermeisterinnen und Oberbürgermeister von elf Küstenstädten verlangten am Donnerstag einen "
            "Ausgleichsfonds von 4,5 Milliarden Euro für die Folgen der Hafenerweiterungen, die nach ihrer Darstellung "
            "ohne Umweltverträglichkeitsprüfung beschlossen worden seien.",
            (1,),
        ),
    ),
    (
        CardFigure("€4.5bn", "Ausgleichsfonds für Küstenstädte", "elf Küstenstädte", 1),
        CardFigure("11", "Oberbürgermeisterinnen und Oberbürgermeister", None, 1),
        CardFigure("1,200", "Hafenarbeitsplätze", "die Gewerkschaft", 2),
    ),
    (
        CardQuote(
            "Wir werden nicht zusehen, wie über unsere Köpfe hinweg ausgebaggert wird, während die Deiche bröckeln und "
            "niemand weiß, wer am Ende bezahlt.",
            "Wiebke Thießen, Oberbürgermeisterin",
            3,
        ),
    ),
    (CardLine("Das Ministerium will die Forderung bis zur Verkehrsministerkonferenz im Oktober prüfen.", (4,)),),
    (CardLine("Der Hafenbetreiber wirft den Städten vor, Fristen versäumt zu haben.", (5,)),),
    (
        CardSource(
            1,
            "Küstenstädte verlangen Ausgleich",
            "Küstenbote",
            "https://kuestenbote.example/politik/hafenerweiterungen-kuestenstaedte-verlangen-ausgleichsfonds-2031.html",
            (1, 2, 3, 4, 5),
        ),
    ),
    "Single source · 1 article · ask me anything about this",
)
MANY = replace(
    STORY,
    backing="9 independent outlets: Outlet 1, Outlet 2, Outlet 3, Outlet 4 and 5 more",
    figures=(),
    quotes=(),
    claims=(),
    conflicts=(
        *STORY.conflicts,
        CardConflict(
            "square metres of roof that came down",
            (
                CardSide("~800", "Outlet 3", "the fire chief’s deputy, Rosalind Achterberg", 3),
                CardSide("1,000+", "Outlet 4", None, 4),
            ),
        ),
    ),
    sources=tuple(
        CardSource(
            n, f"Fire in Port Alder, {n}", f"Outlet {n}", f"https://outlet{n}.example/2031/05/fire-in-port-alder", (n,)
        )
        for n in range(1, 10)
    ),
)
TRANSLATED = BriefCard(
    "Küstenstädte verlangen Ausgleich für Hafenerweiterungen",
    (
        CardLine(
            "Elf Küstenstädte verlangten am Donnerstag einen Ausgleichsfonds.",
            (1,),
            Also(1, (4,)),
            "Eleven coastal towns demanded a compensation fund on Thursday.",
        ),
    ),
    (),
    (
        CardQuote(
            "Wir werden nicht zusehen, wie über unsere Köpfe hinweg ausgebaggert wird.",
            "Wiebke Thießen, Oberbürgermeisterin",
            2,
            translation="We will not stand by while they dredge over our heads.",
        ),
    ),
    (
        CardLine(
            "Das Ministerium will die Forderung bis Oktober prüfen.",
            (3,),
            translation="The ministry means to examine the demand by October.",
        ),
    ),
    (),
    (
        CardSource(1, "Küstenstädte verlangen Ausgleich", "Küstenbote", None, (1, 2, 3)),
        CardSource(2, "Mehr Geld für Häfen?", "Example Wire", None, (4,)),
    ),
    "2 articles · ask me anything about this",
    backing="2 independent outlets: Küstenbote, Example Wire",
)
HALF = AnswerCard(
    (
        CardLine(
            "The fire brigade said that twelve people were hurt in the fire that destroyed the fish market.",
            (3,),
            Also(2, (2, 5)),
        ),
        CardLine("Two of them are in hospital.", (6,)),
    ),
    "The sources do not show what the new hall will cost.",
    (),
    (replace(_HARBOUR, day="2031-05-06"), replace(_AGENCY, day="2031-05-06"), replace(_RADIO, day="2031-05-07")),
    STORY.conflicts,
)
DATED = AnswerCard(
    (
        CardLine("The council voted for the night ferry by 31 votes to 14.", (1,), day="2031-03-04"),
        CardLine(
            "Two members walked out before the vote, calling it a sham that would cost every household dearly.",
            (2,),
            Also(1, (5,)),
            day="2031-03-04",
        ),
        CardLine("Alder Lines said it would appeal.", (3,), day="2031-03-06"),
        CardLine("The court heard both sides.", (4,)),
        CardLine("The first boat left.", (5,), day="2032-01-28"),
    ),
    "",
    (),
    (replace(POST, day="2031-03-04"),),
)
UNSAID = AnswerCard(
    (),
    "The sources do not say: nothing in them shows how many passengers a boat holds.",
    (
        CardLine("The first boat leaves on 3 May at 23:15.", (1,)),
        CardLine("It needs a crew of nine, Alder Lines said.", (9,)),
        CardLine("Tickets cost £12.", (2,)),
    ),
    (
        replace(POST, day="2031-05-02"),
        CardSource(2, "Council votes for night boats", "Coast Radio", None, (9,), day="2030-12-31"),
        CardSource(3, "Ferries of the coast", "Example Wire", "https://wire.example/a/7", (10,)),
    ),
)
CARDS: dict[str, Card] = {
    "brief": BRIEF,
    "story": STORY,
    "update": UPDATE,
    "many": MANY,
    "german": GERMAN,
    "translated": TRANSLATED,
    "answer": ANSWER,
    "refusal": REFUSAL,
    "half": HALF,
    "dated": DATED,
    "unsaid": UNSAID,
    "evidence": EVIDENCE,
    "notice": NOTICE,
}
