"""Answer a question from the sources without a model, or say that they do not say.

Each sentence of the passages gets numbers (`matching.py`), one weighted sum ranks them and another tells whether the
best one answers at all (`weights.py`). What somebody said is looked up among the quotes first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.news.asking.matching import Matcher, Read, Scene, read_sentence
from bot.news.asking.questions import Kind, Question, parse_question
from bot.news.asking.refusals import refused
from bot.news.asking.stems import kin, stems
from bot.news.asking.voices import standing, what_was_said
from bot.news.asking.weights import ANSWERS, RANK, weigh
from bot.news.channels import Turn
from bot.news.types import DraftAnswer, DraftLine, Passage, RevisionId, Sentence, Sources, Span

_MUST_SHOW: frozenset[Kind] = frozenset(("count", "measure", "money", "percent", "time", "duration"))
_MOST_LINES = 3
# So few articles of so few sentences are read whole: the answer may stand in a passage without a word of the question.
_FEW_ARTICLES = 2
_SHORT_ARTICLE = 150
# Rather a refusal than a wrong answer: above even odds.
_SURE = 0.2
# A second sentence is given too where it ranks this close to the best.
_CLOSE = 0.6
_SHARED = 0.5
# A "yes" or "no" is claimed only by a sentence that speaks of at least this much of what was asked.
_YES_NO_NEAR = 0.5
_DANGLING = re.compile(
    r"^(?:and|but|so|also|then)\b|\b(?:it|he|she|they|him|her|them|his|their|its|that|this|those|these|there|so)\b",
    re.I,
)
_GIST = re.compile(
    r"^\W*(?:so |and )?(?:what(?:'s| is| was)? (?:this|it|the (?:story|article|news))(?: all)? about|what happened"
    r"|what(?: is|'s) going on|what is the (?:story|gist|news)|summari[sz]e(?: (?:this|it|the \w+))?|tl;?dr)\W*$",
    re.IGNORECASE,
)
_WHAT_ABOUT = re.compile(r"^\W*(?:and |but |so )?(?:what|how) about (?P<whom>[^?!.]{2,80}?)\W*$", re.IGNORECASE)
_WHO_SAYS = re.compile(
    r"^\W*(?:and |but |so )?(?:who|which \w+) (?:says?|said|claims?|claimed)(?: so| that| this| it)\W*$", re.IGNORECASE
)
_NAMED = re.compile(r"(?<![\w’'])[A-Z][\w’'-]*\w(?:\s[A-Z][\w’'-]*\w)*")
_NAMELESS_FIRST = re.compile(r"[\"“'‘]?(?:He|She|They|It|His|Her|Their|The (?:former|latter))\b")


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence that may answer: where it stands in the scene, its numbers and its rank."""

    at: int
    numbers: dict[str, float]
    rank: float


def draft_answer(
    question: str, passages: Sequence[Passage], sources: Sources, turns: Sequence[Turn] = ()
) -> DraftAnswer:
    """The sentences that answer the question, shortened to what answers, or a refusal with its reason.

    `passages` are the best of the index, best first; `sources` holds at least their articles.
    """
    if _GIST.match(question) and sources:
        return _gist(sources)
    if turns and _WHO_SAYS.match(question):
        return _who_says(turns[-1], sources)
    asked = _in_thread(question, turns)
    if asked.shape in ("empty", "opinion"):
        return refused(asked, frozenset())
    scene, places = _scene(passages, sources)
    known = frozenset().union(*scene.titles, *(s.stems for s in scene.sentences))
    if not places:
        return refused(asked, known)
    own = {w.stem for w in parse_question(question).wanted}
    if turns and own and all(w not in known and kin(w).isdisjoint(known) for w in own):
        return refused(asked, known)  # nothing of it is there but the words lent by the question before
    if asked.kind == "said" and asked.said_by:
        said = what_was_said(asked, [sources[r] for r in dict.fromkeys(r for r, _ in places)])
        return DraftAnswer(said) if said else refused(asked, known)
    found = _ranked(asked, scene, places)
    if not found or _sureness(asked, found) < _SURE:
        return refused(asked, known)
    return DraftAnswer(_lines(asked, found, scene, places, sources))


def _who_says(turn: Turn, sources: Sources) -> DraftAnswer:
    """The sentences of the last answer that somebody is shown to say."""
    lines: list[DraftLine] = []
    told = set(stems(turn.answer))
    for evidence in turn.evidence:
        source = sources.get(evidence.revision)
        # What a refusal showed as nearest is evidence of nothing that was told.
        if source is None or not _is_told(set(stems(evidence.span.of(source.text))), told):
            continue
        facts = source.facts
        spoken = [q.span for q in facts.quotes if q.speaker] + [c.span for c in facts.claims]
        sentence = facts.sentence_at(evidence.span.start)
        if sentence and any(s.overlaps(evidence.span) for s in spoken):
            lines.append(standing(source, sentence))
    found = tuple(dict.fromkeys(lines))[:_MOST_LINES]
    return DraftAnswer(found) if found else DraftAnswer((), "not-said", "who says so")


def _is_told(sentence: set[str], told: set[str]) -> bool:
    return len(sentence & told) >= _SHARED * len(sentence)


def _in_thread(question: str, turns: Sequence[Turn]) -> Question:
    """The question, with what it leaves out taken from the one before it in the thread."""
    asked = parse_question(question)
    if not turns:
        return asked
    before = turns[-1].question
    another, named = _WHAT_ABOUT.match(question), _NAMED.search(before[1:])
    if another and named:  # "and what about Ms Gray?": the same question, of somebody else
        return parse_question(before[: named.start() + 1] + another["whom"] + before[named.end() + 1 :])
    if not _hangs(asked):
        return asked
    known = {w.stem for w in asked.wanted}
    return replace(asked, wanted=(*asked.wanted, *(w for w in parse_question(before).wanted if w.stem not in known)))


def _hangs(asked: Question) -> bool:
    """It points back at what was said before, or is too short to stand alone."""
    return _DANGLING.search(asked.text) is not None or len(asked.wanted) < 2


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
        lead = source.facts.sentences[0].span.of(source.text) if source.facts.sentences else ""
        texts.append(source.text)
        titles.append(frozenset(stems(f"{source.article.title or ''} . {lead}")))
        whole = len(spans) <= _FEW_ARTICLES and len(source.facts.sentences) <= _SHORT_ARTICLE
        for s in source.facts.sentences:
            if whole or any(s.span.overlaps(w) for w in wanted):
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
    found = [
        _Found(i, numbers[i], ranks[i])
        for i in range(len(places))
        if not numbers[i]["asks"]
        and matcher.premise(i)
        and (asked.kind not in _MUST_SHOW or numbers[i]["type"] > 0)
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


def _lines(
    asked: Question, found: list[_Found], scene: Scene, places: list[tuple[RevisionId, Sentence]], sources: Sources
) -> tuple[DraftLine, ...]:
    best = found[0]
    most = _MOST_LINES if asked.several else 2
    enough = best.numbers["here"] * _SHARED
    chosen = [f.at for f in found[:most] if f.rank >= best.rank - _CLOSE and f.numbers["here"] >= enough]
    if len(chosen) < most and asked.kind == "person" and best.at and _nameless(scene, best.at):
        chosen.insert(0, best.at - 1)
    lines: list[DraftLine] = []
    for at in dict.fromkeys(chosen):
        revision, sentence = places[at]
        line = standing(sources[revision], sentence)
        if all(line.text != other.text for other in lines):
            lines.append(line)
    return tuple(lines)


def _nameless(scene: Scene, at: int) -> bool:
    """Its subject is named by the sentence before it, in the same article."""
    here, before = scene.sentences[at], scene.sentences[at - 1]
    return here.group == before.group and _NAMELESS_FIRST.match(scene.texts[here.group], here.start) is not None
