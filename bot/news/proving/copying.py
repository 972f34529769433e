"""Checks on a line that is its evidence copied with changes: each change must leave the sense as it was.

A line in words of its own cannot be compared so; but what a line mostly copies tells where the rest was put in,
left out or exchanged. Each check returns None or the reason in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from bot.news.asking.stems import kin, stem, stems
from bot.news.counting.numbers import find_numbers
from bot.news.proving.contraries import opposite_of
from bot.news.proving.paraphrases import LIGHT, same_as
from bot.news.saying.speech import DAYS, MONTHS
from bot.news.text import fold, key, words

_COPIED = 0.7  # share of the line's words from which it counts as copied
_WHOLE = 0.9  # share of a sentence of the evidence from which it counts as copied whole
_SHORT = 3  # words: what is longer and left out is a clause of its own

# Leaving one of these out makes another statement of what is left.
_TURNING = frozenset(
    """not never no none nobody nothing neither nor without hardly barely may might could would should can cannot
    allegedly reportedly apparently supposedly purportedly probably possibly perhaps likely unlikely suspected suspicion
    alleged believe believes believed thought if unless almost nearly denied denies deny refused refuses refuse failed
    fails rejected rejects avoided plans planned intends intended hopes hoped wants wanted proposed proposes expected
    considers considering threatened due former ex deputy acting interim claims claimed says accused only half some few
    most many several doubt doubts doubted unlikely less more least attempted tried""".split()
)
_DENYING = frozenset(
    """not never no none nobody nothing neither nor without hardly barely unless denied denies deny refused refuses
    refuse failed fails rejected rejects""".split()
)
# These change a statement that they are put into.
_ADDING = _DENYING | frozenset(
    "only half some few most many several more less least former ex deputy acting interim will would should".split()
)
# With one of these the line says in its own way that something is open or not so.
_KEEPS = frozenset("will would not according said says say may might could up down alleges reportedly".split())
# What tells how two statements belong together.
_JOINING = frozenset(
    """because after before since until till despite unless if so therefore thus hence due owing thanks following amid
    when once""".split()
)
_ONE_WAY = frozenset("because after before since until if unless due following".split())
_ALIKE = tuple(
    frozenset(group.split())
    for group in (
        "after following since once when as", "before until till ahead", "because as since due owing thanks",
        "although though despite but while whereas", "while as when but whereas and", "nearly almost",
        "about around roughly some", "more over",
        "less under fewer", "may might could possibly perhaps probably", "will would shall plans",
        "just only", "some several", "can could", "not no never declined refused failed denied rejected without",
    )
)  # fmt: skip
# These may change places or come and go: they carry no statement of their own.
_NEUTRAL = frozenset(
    """a an the this that these those of in on at to for by with from into as and or is are was were be been being am
    has have had do does did it its which who whom whose there he she they his her their him them also too about per
    said says according will but while although though whereas just across throughout around now then both where
    's s i we you us our my your mr mrs ms dr up down out off over""".split()
)


@dataclass(frozen=True, slots=True)
class _Change:
    """Words of the evidence that the line leaves out, and what it has there instead; one of them may be empty.

    `opens` and `ends` tell whether that is where the line begins and where it ends.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    opens: bool
    ends: bool


def altered(line: str, proofs: Sequence[str]) -> str | None:
    """What a line that copies its evidence puts in, leaves out or exchanges so that it says something else."""
    mine, shown = _tokens(line), _tokens(" ".join(proofs))
    if not mine or not shown:
        return None
    matcher = SequenceMatcher(None, [t.lower() for t in shown], [t.lower() for t in mine], autojunk=False)
    # In much evidence single words meet by chance; what is copied stands together.
    copied = sum(b.size for b in matcher.get_matching_blocks() if b.size > 1 or len(proofs) == 1)
    if copied < _COPIED * len(mine) and copied < _WHOLE * min(len(_tokens(p)) for p in proofs):
        return None
    known = {form for t in shown if (form := stem(t))} | {t.lower() for t in shown}
    kept_open = ({key(t) for t in mine} - {key(t) for t in shown}) & _KEEPS
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        change = _Change(tuple(shown[a:b]), tuple(mine[c:d]), opens=c == 0, ends=d == len(mine))
        reason = _put_in(change, known) or (None if kept_open else _left_out(change))
        if reason:
            return reason
    return None


_CUES = frozenset(
    """said says adds added claimed claims alleged alleges reported reports told announcing warned insisted
    argued""".split()
)


def unclaimed(line: str, proofs: Sequence[str]) -> str | None:
    """A sentence without the "the mayor said" at its beginning or end, and with nothing in its place."""
    mine = _tokens(line)
    if len(proofs) != 1 or not mine or _reports(mine):
        return None
    shown = _tokens(proofs[0])
    matcher = SequenceMatcher(None, [t.lower() for t in shown], [t.lower() for t in mine], autojunk=False)
    if sum(b.size for b in matcher.get_matching_blocks()) < _COPIED * len(mine):
        return None
    for tag, a, b, c, d in matcher.get_opcodes():
        change = _Change(tuple(shown[a:b]), tuple(mine[c:d]), opens=c == 0, ends=d == len(mine))
        if tag != "equal" and _names_claimant(change):
            return "claim without its claimant"
    return None


def _names_claimant(change: _Change) -> bool:
    """ "The mayor said that …" or "…, according to the mayor", left out at the end of a sentence."""
    low = [key(t) for t in change.old]
    if not low or not (change.opens or change.ends):
        return False
    if change.opens:
        return low[-1] in _CUES or (low[-1] == "that" and not _CUES.isdisjoint(low[-2:]))
    return len(low) <= _PHRASE and (low[0] == "according" or not _CUES.isdisjoint(low[-_SHORT:]))


_PHRASE = 9


def _reports(tokens: Sequence[str]) -> bool:
    low = {key(t) for t in tokens}
    return not _CUES.isdisjoint(low) or bool(low & {"according", "say", "claim", "calls", "called", "per"})


def _tokens(text: str) -> list[str]:
    plain = _PERCENT.sub("", text)
    return [part for w in words(plain) for part in _parts(fold(w.of(plain))) if part]


# "61 percent" and "61 per cent" are "61%".
_PERCENT = re.compile(r"(?<=\d) per ?cent\b", re.IGNORECASE)


def _parts(word: str) -> list[str]:
    """ "Mega-fight" is two words, and so is "didn't"."""
    if word.lower().endswith("n't"):
        return [_SHORTENED.get(word.lower(), word[:-3]), "not"]
    return word.split("-")


_SHORTENED = {"can't": "can", "won't": "will", "shan't": "shall"}


def _put_in(change: _Change, known: set[str]) -> str | None:
    """What the line has and its evidence has not, and says something else by it."""
    old = [key(t) for t in change.old]
    for word in change.new:
        low = key(word).removesuffix("'s")
        if low in old:
            continue
        if counted := find_numbers(word):
            others = {n.value for o in change.old for n in find_numbers(o)}
            if others and others.isdisjoint(n.value for n in counted):
                return f"figure moved to another fact: {word}"
        elif low in _NEUTRAL or low in _TURNING or low in _JOINING or low in _ADDING:
            if reason := _small_word(word, low, change, known):
                return reason
        elif not _stands_for(word, change.old) and not _elsewhere(word, change, known):
            return f"puts other words for its evidence's: {word}" if old else f"adds to its evidence: {word}"
    return None


def _small_word(word: str, low: str, change: _Change, known: set[str]) -> str | None:
    """What a word does that is no statement of its own, but turns, joins or bounds one."""
    old = [_bare(t) for t in change.old]
    alike = any({low, o} <= group for group in _ALIKE for o in old)
    if low in _JOINING and not alike:
        return f"joins its evidence by a word of its own: {word}"
    if low in _ADDING and not _stands_for(word, change.old) and (low in _DENYING or low not in known):
        return f"adds to its evidence: {word}"
    if low in _GENDERED and any(o in _GENDERED and o not in _GENDERED[low] for o in old):
        return f"puts other words for its evidence's: {word}"
    return None


_HE, _SHE = frozenset("he him his himself".split()), frozenset("she her hers herself".split())
_GENDERED = {**dict.fromkeys(_HE, _HE), **dict.fromkeys(_SHE, _SHE)}


def _stands_for(word: str, old: Sequence[str]) -> bool:
    """True where the word says what one of the words does that it was put for."""
    form = stem(word)
    forms = {f for o in old if (f := stem(o))}
    if not form:
        return any({key(word), key(o)} <= group for group in _ALIKE for o in old)
    if opposite_of(form) & forms:
        return False
    return form in forms or bool((same_as(form) | kin(form)) & forms) or any(_akin(form, f) for f in forms)


def _akin(one: str, two: str) -> bool:
    return len(one) > 4 and len(two) > 4 and one[:5] == two[:5]


def _elsewhere(word: str, change: _Change, known: set[str]) -> bool:
    """True where a word that was not exchanged for another stands elsewhere in the evidence, or adds nothing."""
    form = stem(word)
    turning = opposite_of(form)
    if turning & {f for o in change.old if (f := stem(o))} or (turning & known and form not in known):
        return False
    if _names_alone(change) and word[0].isupper():
        return not any(t[0].isupper() and key(t) not in _NEUTRAL for t in change.old)
    exchanged = any(stem(o) for o in change.old) and len(change.old) <= _SHORT
    if not exchanged and form in LIGHT:
        return True
    if form in known or (exchanged and len(change.new) <= _SHORT and not word[0].isupper()):
        return form in known
    return bool((same_as(form) | kin(form)) & known) or any(_akin(form, f) for f in known)


def _names_alone(change: _Change) -> bool:
    """One name for another."""
    return bool(change.old) and all(t[0].isupper() or key(t) in _NEUTRAL for t in (*change.old, *change.new))


def _left_out(change: _Change) -> str | None:
    """A word that the line leaves out inside a sentence, and so makes another statement of the rest."""
    if change.opens or change.ends or len(change.old) > _SHORT + len(change.new):
        return None
    new = {key(t) for t in change.new}
    for word in change.old:
        low = key(word)
        if low not in _TURNING or low in new or any({low, n} <= group for group in _ALIKE for n in new):
            continue
        if not any(_stands_for(n, [word]) and stem(n) for n in change.new):
            return f"leaves out what its evidence says: {word}"
    return None


def turned_joint(line: str, proofs: Sequence[str]) -> str | None:
    """ "A after B" for "B after A"."""
    shown = [side for proof in proofs for side in _joints(proof)]
    for joint, before, after in _joints(line):
        for other, first, second in shown:
            crossed = len(before & second) > len(before & first) and len(after & first) > len(after & second)
            if joint == other and crossed:
                return f"turns its evidence round: {joint}"
    return None


def _joints(text: str) -> Iterator[tuple[str, set[str], set[str]]]:
    """Each joining word with the stems before and behind it in its sentence."""
    for m in words(text):
        if (low := key(m.of(text))) in _ONE_WAY:
            before, after = text[: m.start], text[m.end :]
            yield low, set(stems(before.rsplit(". ", 1)[-1])), set(stems(after.split(". ", 1)[0]))


# What two do to each other alike, and what stands between two that are named side by side.
MUTUAL = frozenset("met meet meets married joined debated faced played called talked spoke".split())
_BESIDE = frozenset("and or with".split())


def swapped_names(line: str, proofs: Sequence[str]) -> str | None:
    """Two names that change places in a line that is otherwise copied."""
    mine = _tokens(line)
    for proof in proofs:
        shown = _tokens(proof)
        if not set(map(_bare, mine)) <= set(map(_bare, shown)) or len(mine) < _SAME_LENGTH * len(shown):
            continue
        placed = _places(mine) & _places(shown)
        one, two = (_names(tokens, placed) for tokens in (mine, shown))
        if sorted(w for w, _ in one) != sorted(w for w, _ in two):
            continue
        moved = [at for (w, at), (other, _) in zip(one, two, strict=True) if w != other]
        if moved and not _side_by_side(mine[moved[0] : moved[-1]]):
            return f"turns its evidence round: {mine[moved[0]]}"
    return None


_SAME_LENGTH = 0.7
_SIDE = 5


def _side_by_side(tokens: Sequence[str]) -> bool:
    """ "Lang and Keller", "Lang met Keller": it is the same with the names the other way about."""
    between = {key(t) for t in tokens if not t[0].isupper()}
    return len(between) < _SIDE and (not MUTUAL.isdisjoint(between) or between <= _BESIDE)


def _names(tokens: Sequence[str], placed: set[tuple[str, str]]) -> list[tuple[str, int]]:
    """Each name with its place; days and places are none here, for they may stand at either end of a sentence."""
    named = [(_bare(t), at) for at, t in enumerate(tokens) if t[0].isupper() and _bare(t) not in _NEUTRAL | _DATES]
    return [(name, at) for name, at in named if not at or (key(tokens[at - 1]), name) not in placed]


def _places(tokens: Sequence[str]) -> set[tuple[str, str]]:
    """Each name behind a word of place, with that word."""
    return {(key(one), _bare(two)) for one, two in pairwise(tokens) if key(one) in _AT and two[0].isupper()}


_DATES = DAYS | MONTHS
_AT = frozenset("in at near on".split())


def _bare(token: str) -> str:
    return key(token).removesuffix("'s")
