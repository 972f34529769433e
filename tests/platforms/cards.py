"""Made-up cards for the tests of platforms."""

from bot.news.shown import (
    AnswerCard,
    BriefCard,
    Card,
    CardFigure,
    CardLine,
    CardQuote,
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
CARDS: dict[str, Card] = {"brief": BRIEF, "answer": ANSWER, "refusal": REFUSAL, "evidence": EVIDENCE, "notice": NOTICE}
