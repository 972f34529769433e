"""Single checks of the gate on certainty and sense: what may be is not what is, "unsafe" is not "safe".

Like those of `proofs`, each takes a line and its evidence and returns the reason in words, or None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.news.asking.stems import stem, stems
from bot.news.proving.paraphrases import same_as
from bot.news.proving.proofs import DENYING, JOINTS, NEGATIONS, STOP, tokens_of
from bot.news.text import fold, key, words

# What makes a statement less than a fact, and what in a line keeps it so.
_HEARSAY = frozenset(
    """allegedly alleged reportedly apparently supposedly purportedly suspected unconfirmed rumoured rumored believed
    thought suspicion accused accuses""".split()
)
_MAYBE = frozenset("may might could possibly perhaps if unless whether".split())
_POSSIBLE = (
    _HEARSAY
    | _MAYBE
    | frozenset(
        """can would should likely risk risks potential potentially possible possibility threat threaten threatens
        threatened consider considers considered considering when once depends fear fears feared forecast forecasts
        forecasting predict predicts predicted prediction estimate estimates estimated projected expect prospect chance
        doubt unclear hope hopes""".split()
    )
)
_STILL_OPEN = _POSSIBLE | frozenset(
    """according claim claims claimed allege alleges accuse accused suspicion suspicions allegation allegations charge
    charged told said say says report reports reported not""".split()
)
_INTENT = frozenset(
    """plans planned planning intends intended aims aimed hopes hoped want wants wanted proposes proposed
    expects expected considers considered considering threatens threatened threatening""".split()
)
_AHEAD = (
    _INTENT
    | _STILL_OPEN
    | frozenset(
        "will would to plan intend aim hope want propose expect face faces facing due set proposal goal".split()
    )
)
_PROBABLE = frozenset("probably presumably likely".split())
_WOULD = frozenset("would should".split())
_LESS_THAN_FACT = (
    (_MAYBE, _POSSIBLE),
    (_HEARSAY, _STILL_OPEN),
    (_INTENT, _AHEAD),
    (_PROBABLE, _POSSIBLE | frozenset("probably presumably expected expects set due".split())),
    (_WOULD, _POSSIBLE | frozenset("will plan plans wants due set".split())),
)
_OPENS = re.compile(r"\bup to\b|\bwarn(?:s|ed|ing)? of\b", re.IGNORECASE)
_MODAL = re.compile(r"\b(?:may|might|could) ([^.,;:!?“”\"]+)")
_NOT = frozenset("not never no cannot neither nor nobody none".split())
_PREFIXES = (("un", 4), ("il", 5), ("ir", 5), ("im", 5), ("in", 6), ("dis", 5), ("non", 5))


def overstated(line: str, proofs: Sequence[str]) -> str | None:
    """What the evidence says may be or is planned, told as what is."""
    said = {key(word) for w in words(line) if (word := w.of(line)) != "May" or not w.start}
    if _OPENS.search(line) and not any(_OPENS.search(proof) for proof in proofs):
        said.add("possible")
    own = _verb_stems(line)
    forms = own | {other for form in own for other in same_as(form)}
    for marks, keeps in _LESS_THAN_FACT:
        if said & keeps:
            continue
        weak, firm = _hedged(proofs, marks)
        if lost := sorted((weak - firm) & forms):
            return f"says as certain what its evidence does not: {lost[0]}"
    if not said & _POSSIBLE:
        for open_words in _only_possible(proofs):
            if 2 * len(open_words & forms) >= len(open_words) > 0:
                return f"says as certain what its evidence does not: {min(open_words & forms)}"
    return None


# "Could still win".
_BETWEEN = frozenset("still also soon then yet even only well".split())


def _only_possible(proofs: Sequence[str]) -> Iterator[set[str]]:
    """The stems of each clause from "may" or "might" to its end."""
    for proof in proofs:
        for m in _MODAL.finditer(proof):
            yield set(stems(m[1]))


def _verb_stems(text: str) -> set[str]:
    return {s for w in words(text) if (s := stem(w.of(text)))}


def _hedged(proofs: Sequence[str], marks: frozenset[str]) -> tuple[set[str], set[str]]:
    """Stems that stand right behind a hedging word, and those that stand elsewhere too."""
    weak: set[str] = set()
    firm: set[str] = set()
    for proof in proofs:
        reach = at = 0
        for w in words(proof):
            token = w.of(proof)
            if (token.endswith("ly") or token in _BETWEEN) and token not in marks:
                continue
            stopped = key(token) in _NOT | JOINTS or STOP.search(proof, at, w.start)
            reach = 0 if stopped else reach
            at = w.end
            # "May" with a capital is a month; "If" opens a sentence.
            if token in marks or token.replace("If", "if") in marks:
                reach = 2 if token in ("if", "If") else 1
                continue
            if form := stem(token):
                (weak if reach else firm).add(form)
                reach = max(0, reach - 1)
    return weak, firm


def negating_prefix(line: str, proofs: Sequence[str]) -> str | None:
    """ "Safe" for "unsafe", or "illegal" for "legal", where neither side says "not"."""
    said = {key(w.of(line)) for w in words(line)}
    shown = {key(w.of(p)) for p in proofs for w in words(p)}
    if any(t in _NOT or t.endswith("n't") for t in map(fold, said | shown)):
        return None
    for mine, theirs in ((said, shown), (shown, said)):
        for long in mine - theirs:
            bare = _without_prefix(long)
            if bare and bare in theirs and bare not in mine:
                return f"turns its evidence round: {long if mine is said else bare}"
    return None


def _without_prefix(word: str) -> str:
    return next((word[len(p) :] for p, least in _PREFIXES if word.startswith(p) and len(word) - len(p) >= least), "")


def crossed(line: str, proofs: Sequence[str], sides: Sequence[tuple[frozenset[str], frozenset[str]]]) -> str | None:
    """Two things that change places: what rose for what fell, and what fell for what rose."""
    for one, other in sides:
        said, shown = dict(_moves([line], one, other)), dict(_moves(proofs, one, other))
        turned = [s for s in said if s in shown and said[s] != shown[s]]
        if len(turned) > 1:
            return f"turns its evidence round: {turned[0]}"
    return None


def _moves(texts: Sequence[str], one: frozenset[str], other: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """For each word of direction the stem of the word that it is said of, and which side it is on."""
    for text in texts:
        before = ""
        for w in words(text):
            token = key(w.of(text))
            if token in one or token in other:
                if before:
                    yield before, token in one
            elif form := stem(token):
                before = form


def unrelated(line: str, proofs: Sequence[str]) -> str | None:
    """A line that shares hardly a word with its evidence: it may be true, but this does not show it."""
    mine = set(stems(line))
    theirs = {t for p in proofs for t in stems(p)}
    shared = sum(1 for m in mine if m in theirs or (len(m) > 4 and any(m[:5] == t[:5] for t in theirs)))
    if mine and shared < _SHARE * len(mine):
        return "its evidence speaks of something else"
    return None


_SHARE = 0.34


_QUANTITIES = {
    **dict.fromkeys(("all", "every", "each"), "all"),
    **dict.fromkeys(("some", "several"), "some"),
    "most": "most", "many": "many", "few": "few",
}  # fmt: skip


def other_share(line: str, proofs: Sequence[str]) -> str | None:
    """ "All voters" for "some voters"."""
    shown = [q for p in proofs for q in _quantities(p)]
    for word, share, thing in _quantities(line):
        theirs = {s for _, s, t in shown if t == thing}
        if theirs and share not in theirs:
            return f"says of other shares what its evidence says: {word}"
    return None


def _quantities(text: str) -> Iterator[tuple[str, str, str]]:
    """Each word such as "most" with what it stands for and the stem of what it counts."""
    tokens = [key(w.of(text)) for w in words(text)]
    for i, token in enumerate(tokens):
        rest = [t for t in tokens[i + 1 : i + 4] if t not in ("of", "the")]
        if token in _QUANTITIES and rest and (thing := stem(rest[0])):
            yield token, _QUANTITIES[token], thing


# What two do to each other alike.
_MUTUAL = frozenset(stem(w) for w in "met married joined debated faced played contacted called like resembled".split())
_NOT_DONE = frozenset("and or with by was were is are been being of in from to".split())


def reversed_roles(line: str, proofs: Sequence[str]) -> str | None:
    """ "Lang beat Keller" for "Keller beat Lang"."""
    shown = {deed for p in proofs for deed in _deeds(p)}
    for one, deed, two in _deeds(line):
        if (two, deed, one) in shown and (one, deed, two) not in shown and deed not in _MUTUAL:
            return f"turns its evidence round: {one} and {two}"
    return None


def _deeds(text: str) -> Iterator[tuple[str, str, str]]:
    """Who does what to whom, where two names stand with no more than two words between them."""
    spans = words(text)
    tokens = [w.of(text) for w in spans]
    for i, token in enumerate(tokens):
        after = next((j for j in range(i + 1, min(i + 4, len(tokens))) if tokens[j][0].isupper()), 0)
        between = tokens[i + 1 : after]
        if not token[0].isupper() or not between or not _NOT_DONE.isdisjoint(between):
            continue
        last = after
        while last + 1 < len(tokens) and tokens[last + 1][0].isupper() and spans[last + 1].start - spans[last].end == 1:
            last += 1
        if not STOP.search(text, spans[i].end, spans[after].start):
            yield key(token), stem(between[0]), key(tokens[last])


_STANDINGS = {**dict.fromkeys(("former", "ex"), "former"), **{w: w for w in "deputy vice acting interim prime".split()}}


def other_office(line: str, proofs: Sequence[str]) -> str | None:
    """A minister for a deputy minister, or a president for a former one."""
    shown = [held for p in proofs for held in _offices(p)]
    said = list(_offices(line))
    offices = {office for standing, office in (*said, *shown) if standing}
    for standing, office in said:
        theirs = {s for s, o in shown if o == office}
        if office in offices and theirs and standing not in theirs:
            return f"another office than its evidence names: {standing} {office}".replace(":  ", ": ")
    return None


_ONCE = re.compile(r"\bused to be (?:an? |the )?")


def _offices(text: str) -> Iterator[tuple[str, str]]:
    """Each word with "former", "deputy" and the like before it, or with none."""
    before, text = "", _ONCE.sub("former ", text)
    for token in (part for w in words(text) for part in key(w.of(text)).split("-")):
        if token in _STANDINGS:
            before = _STANDINGS[token]
        else:
            # "Prime time" is no office.
            yield ("" if before == "prime" and not token.startswith("minister") else before), token
            before = ""


def denied_clause(line: str, proofs: Sequence[str]) -> str | None:
    """What a line without a denial takes from a clause that its evidence denies as a whole."""
    if not (NEGATIONS | DENYING).isdisjoint(tokens_of(line)) or "n't" in fold(line):
        return None
    said = set(stems(line))
    told = {form for p in proofs for form in stems(_DENIED_CLAUSE.sub(" ", fold(p)))}
    clauses = [set(stems(m["clause"])) - told for p in proofs for m in _DENIED_CLAUSE.finditer(fold(p))]
    if any(len(said & clause) >= _MOSTLY * max(2, len(said)) for clause in clauses):
        return "says what its evidence denies"
    return None


# "Rejected the report that …", "there is no evidence that …", "it is false that …"
_DENIED_CLAUSE = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ials?)|reject(?:s|ed|ing|ion)?|dismiss(?:es|ed|ing)?|disput(?:es?|ed|ing)|refut(?:es?|ed|ing)"
    r"|rul(?:es?|ed|ing) out|no (?:evidence|sign|proof|truth)|(?:false|untrue|not true|wrong))"
    r"(?: [\w'-]{1,30}){0,4} that\b(?P<clause>[^.;!?\"]{1,400})",
    re.IGNORECASE,
)
_MOSTLY = 0.5
