"""Answer a question from the sources without a model, or say that they do not say.

Each sentence of the passages gets numbers (`matching.py` for one article; `crossreading.py` for several, whose dates
and agreement count too), one weighted sum ranks them and another tells whether the best one answers at all. What
somebody said is looked up among the quotes first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.news.asking.answer_forms import Forms
from bot.news.asking.conversation import Asked
from bot.news.asking.crosschecking import sureness
from bot.news.asking.crossreading import CrossReader, Dated
from bot.news.asking.matching import Matcher, Read, Scene, read_sentence
from bot.news.asking.questions import Kind, Question
from bot.news.asking.refusals import refused
from bot.news.asking.stems import kin, stems
from bot.news.asking.voices import standing, what_was_said
from bot.news.asking.weights import ANSWERS, RANK, weigh
from bot.news.types import DraftAnswer, DraftLine, Evidence, Passage, RevisionId, Sentence, Sources, Span

_MUST_SHOW: frozenset[Kind] = frozenset(("count", "measure", "money", "percent", "time", "duration"))
_MOST_LINES = 3
# So few articles of so few sentences are read whole: the answer may stand in a passage without a word of the question.
_FEW_ARTICLES = 2
_SHORT_ARTICLE = 150
# Rather a refusal than a wrong answer: above even odds.
_SURE = 0.2
# A second sentence is given too where it ranks this close to the best.
_CLOSE = 0.6
# Of several articles: the odds that keep four refusals of five that are due, and how close the next lines rank.
_SURE_OF_SEVERAL = 0.25
_UNSURE = -3.0
_CLOSE_OF_SEVERAL = 1.5
# Agreement and dates were fitted on questions for names, places and figures; these are read sentence by sentence.
_READ_ALONE: frozenset[Kind] = frozenset(("reason", "manner", "said", "yes-no"))
# The lead of an article tells what it is about, whichever passage of it was found.
_LEAD = 3
_SHARED = 0.5
# What is done to whom, where the question is short; and how far down a plain "because" is still looked for.
_DEED = 1.2
# So much less sure need be who has found what must be there besides the question's words.
_MET = 0.3
_BECAUSE_WITHIN = 6.0
_SHARED_REASON = 0.4
# A "yes" or "no" is claimed only by a sentence that speaks of at least this much of what was asked.
_YES_NO_NEAR = 0.5
_GIST = re.compile(
    r"^\W*(?:so |and )?(?:what(?:'s| is| was)? (?:this|it|the (?:story|article|news))(?: all)? about|what happened"
    r"|what(?: is|'s) going on|what is the (?:story|gist|news)|summari[sz]e(?: (?:this|it|the \w+))?|tl;?dr)\W*$",
    re.IGNORECASE,
)
_NAMELESS_FIRST = re.compile(r"[\"“'‘]?(?:He|She|They|It|His|Her|Their|The (?:former|latter))\b")


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence that may answer: where it stands in the scene, its numbers and its rank."""

    at: int
    numbers: dict[str, float]
    rank: float


def draft_answer(
    asked: Asked, passages: Sequence[Passage], sources: Sources, rarity: Mapping[str, float] | None = None
) -> DraftAnswer:
    """The sentences that answer the question, shortened to what answers, or a refusal with its reason.

    `passages` are the best of the index, best first; `sources` holds at least their articles. `rarity` tells how rare a
    stem is in the whole archive (`Search.rarity`); without it the passages alone tell.
    """
    if _GIST.match(asked.text) and sources:
        return _gist(sources)
    if asked.on and asked.points == "who-said":
        return _who_says(asked.on, sources)
    question = asked.question
    if question.shape in ("empty", "opinion"):
        return refused(question, frozenset())
    scene, places = _scene(passages, sources)
    known = frozenset().union(*scene.titles, *(s.stems for s in scene.sentences))
    if not places:
        return refused(question, known)
    if asked.own and all(w not in known and kin(w).isdisjoint(known) for w in asked.own):
        return refused(question, known)  # nothing of it is there but the words lent by the question before
    if question.kind == "said" and question.said_by:
        said = what_was_said(question, [sources[r] for r in dict.fromkeys(r for r, _ in places)], asked.own)
        return DraftAnswer(said) if said else refused(question, known)
    if len(scene.texts) > 1:
        chosen = _of_several(question, scene, places, sources, rarity)
    else:
        chosen = _of_one(question, scene, places)
    return DraftAnswer(_lines(chosen, places, sources)) if chosen else refused(question, known)


def _who_says(told: Sequence[Evidence], sources: Sources) -> DraftAnswer:
    """The sentences of the last answer that somebody is shown to say."""
    lines: list[DraftLine] = []
    for evidence in told:
        source = sources.get(evidence.revision)
        if source is None:
            continue
        facts = source.facts
        spoken = [q.span for q in facts.quotes if q.speaker] + [c.span for c in facts.claims]
        sentence = facts.sentence_at(evidence.span.start)
        if sentence and any(s.overlaps(evidence.span) for s in spoken):
            lines.append(standing(source, sentence))
    found = tuple(dict.fromkeys(lines))[:_MOST_LINES]
    return DraftAnswer(found) if found else DraftAnswer((), "not-said", "who says so")


def _gist(sources: Sources) -> DraftAnswer:
    lines = tuple(standing(s, s.facts.sentences[0]) for s in sources.values() if s.facts.sentences)[:_MOST_LINES]
    return DraftAnswer(lines) if lines else DraftAnswer((), "nothing-found")


def _scene(passages: Sequence[Passage], sources: Sources) -> tuple[Scene, list[tuple[RevisionId, Sentence]]]:
    """The passages' sentences, article by article, and where each stands; all of an article where there are few."""
    spans: dict[RevisionId, list[Span]] = {}
    for p in passages:
        if p.evidence.revision in sources:
            spans.setdefault(p.evidence.revision, []).append(p.evidence.span)
    sentences: list[Read] = []
    places: list[tuple[RevisionId, Sentence]] = []
    texts: list[str] = []
    titles: list[frozenset[str]] = []
    for group, (revision, wanted) in enumerate(spans.items()):
        source = sources[revision]
        first = source.facts.sentences[0].span.of(source.text) if source.facts.sentences else ""
        texts.append(source.text)
        titles.append(frozenset(stems(f"{source.article.title or ''} . {first}")))
        whole = len(spans) <= _FEW_ARTICLES and len(source.facts.sentences) <= _SHORT_ARTICLE
        for number, s in enumerate(source.facts.sentences):
            lead = len(spans) > 1 and number < _LEAD
            if whole or lead or any(s.span.overlaps(w) for w in wanted):
                sentences.append(read_sentence(source.text, group, s.span.start, s.span.end, s.paragraph))
                places.append((revision, s))
    return Scene(tuple(sentences), tuple(texts), tuple(titles)), places


def _ranked(asked: Question, scene: Scene, places: list[tuple[RevisionId, Sentence]]) -> list[_Found]:
    """Sentences that can answer a question of this kind, best first."""
    matcher = Matcher(asked, scene)
    numbers = [matcher.numbers(i) for i in range(len(places))]
    ranks = [weigh(RANK, asked.kind, n) for n in numbers]
    for i, support in enumerate(matcher.support(ranks)):
        numbers[i]["vote"] = support
        ranks[i] += RANK["vote"] * support
    forms = Forms(asked, scene)
    if asked.kind == "thing":
        ranks = [r + _DEED * forms.told(i) for i, r in enumerate(ranks)]
    found = [
        _Found(i, numbers[i], ranks[i])
        for i in range(len(places))
        if not numbers[i]["asks"]
        and matcher.premise(i)
        and forms.met(i)
        and (asked.kind not in _MUST_SHOW or (numbers[i]["type"] > 0 and numbers[i]["names_whole"] > 0))
        and (asked.kind != "yes-no" or numbers[i]["near"] >= _YES_NO_NEAR)
    ]
    return sorted(found, key=lambda f: -f.rank)


def _sureness(asked: Question, found: list[_Found]) -> float:
    """Above 0 where the best sentence more likely answers than not."""
    best = found[0]
    lead = min(2.0, best.rank - found[1].rank) if len(found) > 1 else 2.0
    numbers = best.numbers | {
        "score": best.rank,
        "lead": lead,
        "forecast": float(asked.forecast),
        "size": min(1.0, len(asked.wanted) / 10),
    }
    return weigh(ANSWERS, asked.kind, numbers)


def _of_one(question: Question, scene: Scene, places: list[tuple[RevisionId, Sentence]]) -> list[int]:
    """The sentences of the scene of one article that answer, best first; [] where none does."""
    return _sure_enough(question, scene, _ranked(question, scene, places))


def _sure_enough(question: Question, scene: Scene, found: list[_Found]) -> list[int]:
    if not found or _sureness(question, found) < _SURE - _MET * Forms(question, scene).demanding:
        return []
    best = found[0]
    most = _MOST_LINES if question.several else 2
    enough = best.numbers["here"] * _SHARED
    chosen = [f.at for f in found[:most] if f.rank >= best.rank - _CLOSE and f.numbers["here"] >= enough]
    if question.kind == "reason":
        chosen = [*_plain_reason(question, scene, found), *chosen][:most]
    if len(chosen) < most and question.kind == "person" and best.at and _nameless(scene, best.at):
        chosen.insert(0, best.at - 1)
    return list(dict.fromkeys(chosen))


def _plain_reason(question: Question, scene: Scene, found: list[_Found]) -> list[int]:
    """The best sentence that says "because" of what is asked about, where the words of the question stand elsewhere."""
    forms = Forms(question, scene)
    near = (f for f in found if f.rank >= found[0].rank - _BECAUSE_WITHIN and f.numbers["rest"] >= _SHARED_REASON)
    return [f.at for f in near if forms.plain_reason(f.at)][:1]


def _of_several(
    question: Question,
    scene: Scene,
    places: list[tuple[RevisionId, Sentence]],
    sources: Sources,
    rarity: Mapping[str, float] | None,
) -> list[int]:
    """The sentences of the scene of several articles that answer, best first; [] where none does."""
    single = _ranked(question, scene, places)
    if question.kind in _READ_ALONE:
        return _sure_enough(question, scene, single)
    reader = CrossReader(question, scene, _dated(places, sources), rarity)
    matcher, forms = Matcher(question, scene), Forms(question, scene)
    found = [
        i
        for i, numbers in enumerate(reader.numbers)
        if not numbers["asks"] and matcher.premise_of_article(i) and forms.met(i) and _may_answer(question, numbers)
    ]
    if not found:
        return []
    found.sort(key=lambda i: -reader.ranks[i])
    best = found[0]
    alone = _sureness(question, single) if single else _UNSURE
    if (
        sureness(reader, [s.group for s in scene.sentences], question.kind, best, alone)
        < _SURE_OF_SEVERAL - _MET * forms.demanding
    ):
        return []
    return [i for i in found[:_MOST_LINES] if reader.ranks[i] >= reader.ranks[best] - _CLOSE_OF_SEVERAL]


def _may_answer(question: Question, numbers: Mapping[str, float]) -> bool:
    """A figure answers only where it is one, of the thing counted, and where a name that was asked about is near."""
    if question.kind not in _MUST_SHOW:
        return True
    return numbers["type"] > 0 and numbers["names_told"] > 0 and (question.kind != "count" or numbers["focus"] > 0)


def _dated(places: list[tuple[RevisionId, Sentence]], sources: Sources) -> list[Dated]:
    numbers = {r: {s.span.start: n for n, s in enumerate(sources[r].facts.sentences)} for r, _ in places}
    days = {r: day.toordinal() if (day := sources[r].article.published) else None for r in numbers}
    return [Dated(numbers[r][s.span.start], days[r]) for r, s in places]


def _lines(chosen: Sequence[int], places: list[tuple[RevisionId, Sentence]], sources: Sources) -> tuple[DraftLine, ...]:
    lines: list[DraftLine] = []
    for at in chosen:
        revision, sentence = places[at]
        line = standing(sources[revision], sentence)
        if all(line.text != other.text for other in lines):
            lines.append(line)
    return tuple(lines)


def _nameless(scene: Scene, at: int) -> bool:
    """Its subject is named by the sentence before it, in the same article."""
    here, before = scene.sentences[at], scene.sentences[at - 1]
    return here.group == before.group and _NAMELESS_FIRST.match(scene.texts[here.group], here.start) is not None
