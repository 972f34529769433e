"""An invented news archive: two years of stories with places, people, counts and quotes; the same numbers give the same.

Each story has facts of its own, told in its articles among sentences of a vocabulary by rank, as words are in news. So
what is asked about a story can be answered from its articles, and is not said elsewhere.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from bot.news.types import FoundArticle

END = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
"""When the archive ends: what comes after it is the present."""
DAYS = 730
_FILLERS, _WORDS = 60_000, 24_000
_OUTLETS = (
    "Harbour Gazette;The Vale Courier;Nordmark Radio;Tidewater Post;Meridian Wire;The Lantern;Quarry Herald;Ostrava Mail;"
    "Coastal Times;Granite Review;Highland Press;The Morning Ferry;Plain Speaker;River Bulletin;Union Telegraph"
).split(";")
_NOUNS = """minister government council company police court report market price union school hospital road bridge plan
budget law election party leader worker farmer river storm fire flood village town city harbour train factory bank tax
water energy gas coal forest border army treaty talk strike protest vote result team match season player coach museum
festival film song book study scientist disease vaccine patient doctor nurse student teacher judge lawyer trial sentence
prison driver passenger ship ferry plane airport station ticket product export import trade currency loan debt rent
house tower dam mine quarry field crop harvest rain drought heat winter summer animal bird fish coast island mountain
valley tunnel cable phone network computer program data camera record letter speech visit meeting summit deal contract
offer claim charge appeal inquiry review audit survey poll share profit loss rate wage job member office agency ministry
district region province country neighbour ally rival critic supporter crowd family child woman man""".split()
_VERBS = """announced approved rejected opened closed delayed cancelled described visited criticised praised reviewed signed
built repaired replaced reduced raised doubled promised demanded expected discussed considered questioned reported
confirmed denied followed joined left supported opposed measured counted published studied warned ordered""".split()
_ADJECTIVES = """new old local regional national public private large small early late recent former senior independent
annual northern southern eastern western central rural urban heavy light long short common rare serious minor""".split()
_GIVEN = """Ada Bela Cyril Dora Emil Flora Gideon Hanna Igor Jana Karel Lina Marek Nora Oskar Petra Quentin Rosa Stefan
Tilda Ursel Viktor Wanda Xaver Yara Zeno Alma Bruno Clara Dario Edda Felix Greta Hugo Ines Jonas Kira Leo Mina Nils""".split()
_ROLES = (
    "mayor;police chief;hospital director;fire brigade captain;union secretary;rail spokesman;harbour master".split(";")
)
_EVENTS = (
    ("ferry accident", "a ferry struck the quay", "passengers"),
    ("tunnel fire", "a fire broke out in the rail tunnel", "drivers"),
    ("dam breach", "a dam burst after days of rain", "residents"),
    ("warehouse explosion", "an explosion tore through a warehouse", "workers"),
    ("train collision", "two trains collided at a crossing", "travellers"),
    ("stadium collapse", "a roof fell in at the stadium", "spectators"),
    ("chemical leak", "a tank leaked at the fertiliser plant", "employees"),
    ("market stampede", "panic broke out at the covered market", "shoppers"),
)
_SYLLABLES = "ba bel cor dan del fen gar hol is jor kel lan mor nor os pel quin rad sel tor ul ven wes yar zan".split()


@dataclass(frozen=True, slots=True)
class Story:
    """What happened: the facts that its articles tell."""

    number: int
    place: str
    event: str
    happened: str
    whom: str
    hurt: int
    dead: int
    official: str
    role: str
    cost: int
    said: str
    day: datetime


class MadeArchive:
    """Stories and articles by their number; article n is of story n // 4."""

    each = 4

    def __init__(self, seed: int = 11) -> None:
        self._seed = seed
        rng = random.Random(seed)
        self._tail = sorted({"".join(rng.choices(_SYLLABLES, k=rng.choice((2, 3)))) for _ in range(2 * _WORDS)})
        rng.shuffle(self._tail)
        nouns = [*_NOUNS, *self._tail[:_WORDS]]
        ranks = list(accumulate(1 / (rank + 12) for rank in range(len(nouns))))
        drawn = rng.choices(nouns, cum_weights=ranks, k=7 * _FILLERS)
        self._fillers = [_filler(rng, drawn[7 * n : 7 * n + 7]) for n in range(_FILLERS)]

    def story(self, number: int) -> Story:
        rng = random.Random(self._seed * 1_000_003 + number)
        event, happened, whom = rng.choice(_EVENTS)
        return Story(
            number=number,
            place=_place(rng),
            event=event,
            happened=happened,
            whom=whom,
            hurt=rng.randint(12, 480),
            dead=rng.randint(2, 11),
            official=f"{rng.choice(_GIVEN)} {_place(rng)}",
            role=rng.choice(_ROLES),
            cost=rng.randint(2, 90),
            said=" ".join(rng.sample(_ADJECTIVES, 2) + rng.sample(_NOUNS, 2)),
            day=END - timedelta(days=1 + DAYS * rng.random()),
        )

    def found(self, number: int) -> FoundArticle:
        """One article, of 400 to 600 words."""
        return self.told(self.story(number // self.each), number % self.each)

    def told(self, story: Story, part: int, moment: datetime | None = None) -> FoundArticle:
        """The story's article of this number; of the day of the story, or of another moment."""
        rng = random.Random(f"{self._seed} {story.number} {part}")
        facts = _facts(story)
        kept = facts[:2] + rng.sample(facts[2:], 4)
        sentences = [*kept[:2], *rng.choices(self._fillers, k=rng.randint(20, 31))]
        for fact in kept[2:]:
            sentences.insert(rng.randint(2, len(sentences)), fact)
        paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
        published = (moment or story.day) + timedelta(hours=3 * part)
        return FoundArticle(
            key=f"https://news.example.org/{story.number}/{part}",
            text="\n".join(paragraphs),
            title=f"{story.event.capitalize()} in {story.place}: {story.hurt} {story.whom} injured",
            outlet=rng.choice(_OUTLETS),
            url=f"https://news.example.org/{story.number}/{part}",
            published=published,
        )


def _facts(s: Story) -> list[str]:
    day = f"{s.day:%A}"
    last = s.official.split()[-1]
    return [
        f"At least {s.hurt} {s.whom} were injured in {s.place} on {day} when {s.happened}, officials said.",
        f"“This was a {s.said} that nobody in {s.place} foresaw,” {s.role} {s.official} said.",
        f"The number of dead rose to {s.dead} by the evening, {last} told reporters in {s.place}.",
        f"Repairs in {s.place} will cost {s.cost} million crowns, the district office estimated.",
        f"{last}, the {s.role}, said the {s.event} began shortly after {6 + s.dead} in the morning.",
        f"The {s.event} happened because an inspection had been put off twice, a preliminary report found.",
        f"The injured were taken to the hospital of {s.place}, where {s.hurt // 3} of them remain.",
        f"Families of the {s.whom} gathered at the town hall of {s.place} and asked for an inquiry.",
    ]


def _filler(rng: random.Random, nouns: list[str]) -> str:
    a, b, c, d, e, f, g = nouns
    first, second = rng.sample(_ADJECTIVES, 2)
    verb, other = rng.sample(_VERBS, 2)
    match rng.randrange(6):
        case 0:
            return f"The {first} {a} {verb} the {b} of the {c} and the {d} last week."
        case 1:
            return f"{rng.randint(3, 900)} {a}s were {verb} by the {first} {b}, according to the {c} {d}."
        case 2:
            return f"A {a} for the {b} said the {first} {c} had {verb} every {d} since the {second} {e}."
        case 3:
            return f"“The {a} is a {first} {b},” said {rng.choice(_GIVEN)} {f.capitalize()}, who {verb} the {c}."
        case 4:
            return f"In the {first} {a} the {b} {verb} a {second} {c}, while the {d} {other} the {e} and its {g}."
        case _:
            return f"Neither the {a} nor the {b} {verb} the {first} {c} that the {d} of {e.capitalize()} {other}."


def _place(rng: random.Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=3)).capitalize() + rng.choice(("", "", "burg", "stad", "mouth", "field"))
