"""The single checks of the gate: each takes a line and its evidence and names what the evidence does not show.

Every check returns None where it finds nothing wrong, else the reason in words a person can read. What they
cannot see is a false sentence made of true parts: README says so, and the evidence is one tap away.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from bot.news.counting.numbers import Number, find_numbers
from bot.news.text import fold, key, locate, squeeze, words
from bot.news.types import Claim, Quote, Span

_QUOTED = re.compile(r'"([^"]+)"')
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PING = re.compile(r"@(?:everyone|here|channel)\b|<[!@#&][^>]*>", re.IGNORECASE)
_CAPITAL = re.compile(r"[^\W\d_a-z][^\W_]*", re.UNICODE)
_STEP = re.compile(r"[a-z]+", re.IGNORECASE)

# Words that open an English sentence with a capital although they name nothing.
_OPENERS = frozenset(
    """a about across after all also although amid among an and another any are as at back because before behind being
    between both but by can could despite did do does during each earlier either even every few fewer following
    for four from further given had half has have having he her here his how however i if in inside instead into
    is it its just last late later least less like many meanwhile more most much nearly neither never next no
    nobody none nor not nothing now of off on once one only or other others our out outside over part people per
    perhaps please president rather same several she should since six so some soon still such ten than that the
    their them then there these they this those though three through to today together tonight too two under
    unless until up upon very was we were what when where whether which while who whose why will with within
    without would yes yesterday yet you your""".split()
)

_OPPOSITES = (
    ("rise rises rose risen rising increase increases increased increasing grow grows grew grown growing climb "
     "climbs climbed gain gains gained jump jumps jumped soar soars soared up higher",
     "fall falls fell fallen falling decrease decreases decreased decreasing drop drops dropped dropping decline "
     "declines declined declining shrink shrinks shrank plunge plunges plunged lose loses lost lower down"),
    ("agree agrees agreed agreeing accept accepts accepted back backs backed approve approves approved support "
     "supports supported",
     "refuse refuses refused refusing reject rejects rejected oppose opposes opposed deny denies denied"),
    ("win wins won winning beat beats", "lose loses lost losing"),
    ("open opens opened opening reopen reopened", "close closes closed closing shut shuts"),
    ("start starts started begin begins began begun launch launches launched",
     "stop stops stopped end ends ended halt halts halted"),
    ("guilty convict convicted", "innocent acquit acquitted cleared"),
    ("allow allows allowed permit permits permitted lift lifts lifted",
     "ban bans banned prohibit prohibits prohibited"),
    ("arrive arrives arrived enter enters entered", "leave leaves left depart departed"),
    ("alive survive survived survives", "dead die dies died killed"),
)  # fmt: skip
_SIDES = [(frozenset(a.split()), frozenset(b.split())) for a, b in _OPPOSITES]
_NEGATIONS = frozenset("not no never none neither nor without cannot nobody nothing hardly barely".split())
_DENIALS = frozenset("denied denies deny refused refuses refuse failed fails rejected rejects".split())


def unshown_number(line: str, proofs: Sequence[str]) -> str | None:
    """A number of the line that no proof holds, or holds only beside another thing."""
    shown = [(n, near) for proof in proofs for n, near in _with_context(proof, wide=True)]
    for number, near in _with_context(line, wide=False):
        same = [theirs for n, theirs in shown if _same_number(number, n)]
        if not same:
            return f"figure not in its evidence: {number.span.of(line)}"
        if near and not any(near & theirs for theirs in same):
            return f"figure moved to another fact: {number.span.of(line)}"
    return None


def _with_context(text: str, *, wide: bool) -> list[tuple[Number, frozenset[str]]]:
    """Each number with the stems of the words that say what it counts; no context reaches across another number.

    What a bare count counts follows it; a measure, a percentage or a sum may follow what it measures.
    """
    numbers = find_numbers(text)
    spans = words(text)
    starts = [w.start for w in spans]
    out = []
    for at, number in enumerate(numbers):
        first = bisect_left(starts, numbers[at - 1].span.end if at else 0)
        here, next_ = bisect_left(starts, number.span.start), bisect_left(starts, number.span.end)
        last = bisect_left(starts, numbers[at + 1].span.start) if at + 1 < len(numbers) else len(spans)
        before = _content(text, spans[max(first, here - _REACH) : here])
        inside = _content(text, spans[here:next_])
        after = _content(text, spans[next_ : min(last, next_ + _REACH)])
        if wide:
            near = [*before[-6:], *inside, *after[:6]]
        elif after and number.unit is None and number.kind == "count":
            near = after[:2]
        else:
            near = [*before[-3:], *after[:3]]
        out.append((number, frozenset(near)))
    return out


_REACH = 16


def _content(text: str, spans: Sequence[Span]) -> list[str]:
    return [s for w in spans if (s := stem(w.of(text))) not in _THIN]


def _same_number(a: Number, b: Number) -> bool:
    """One end of a range, or a bare count for a percentage or a sum of money, is another fact."""
    if (a.value, a.high) != (b.value, b.high):
        return False
    if a.kind != b.kind and {a.kind, b.kind} & _APART:
        return False
    return not (a.unit and b.unit) or a.unit == b.unit


# "hundreds" is not 100, 2020 people are no year, 5 pm is not 5: these are the same only as the same kind.
_APART = frozenset({"money", "percent", "vague", "date", "time", "year", "age", "name", "fraction", "multiple"})


_THIN = frozenset(
    """the a an of in on at to for from by with and or that this it its as was were is are be been had has have
    more""".split()
)


def stem(word: str) -> str:
    """A word without its commonest English ending, lower-cased: enough to tell cattle from people."""
    bare = key(word).removesuffix("'s").removesuffix("'")
    for ending in ("ing", "ies", "ed", "es", "s"):
        if bare.endswith(ending) and len(bare) - len(ending) >= 3:
            return bare[: -len(ending)].rstrip("e")
    return bare.rstrip("e") if len(bare) > 3 else bare


def content(text: str) -> frozenset[str]:
    """The stems of a text's content words."""
    return frozenset(_content(text, words(text)))


def unshown_name(line: str, proofs: Sequence[str]) -> str | None:
    """A capitalised word of the line that no proof holds."""
    held = {_bare(w.of(p)) for p in proofs for w in words(p)}
    held |= {part for w in held for part in re.split(r"[-.']", w) if part}
    first = True
    for span in words(line):
        word, opens = (
            span.of(line),
            first or line[max(0, span.start - 2) : span.start].strip() in (".", "!", "?", ":", '"', "“"),
        )
        first = False
        if not _CAPITAL.match(word):
            continue
        bare = _bare(word)
        if bare in held or (opens and bare in _OPENERS):
            continue
        if all(part in held for part in re.split(r"[-.']", bare) if part):
            continue
        if find_numbers(word):
            continue
        return f"name not in its evidence: {word}"
    return None


def _bare(word: str) -> str:
    return key(word).removesuffix("'s").removesuffix("'").replace(".", "")


def unshown_quotation(line: str, spoken: Sequence[str]) -> str | None:
    """Words between quotation marks that nobody says in the evidence, letter for letter.

    `spoken` is what stands between quotation marks there: narration put into marks is a false quotation too.
    """
    folded = fold(line)
    if folded.count('"') % 2:
        return "breaks a quotation off"
    for m in _QUOTED.finditer(folded):
        inner = m.group(1).strip().rstrip(".,")
        if inner and all(locate(inner, words_said) is None for words_said in spoken):
            return f"not a quotation of its evidence: {m.group(1).strip()}"
    return None


def spoken_in(text: str, quotes: Sequence[Quote], span: Span) -> list[str]:
    """What stands between quotation marks in a span of the text."""
    marked = [m.group(1) for m in _QUOTED.finditer(fold(span.of(text)))]
    return marked + [squeeze(q.span.of(text)) for q in quotes if q.span.overlaps(span)]


def misattributed(line: str, evidence: Iterable[tuple[str, Span, Sequence[Quote], Sequence[Claim]]]) -> str | None:
    """What a source says somebody claimed or said, told without them.

    `evidence` is the text, the span and the quotes and claims of each revision that the line rests on.
    """
    named = {_bare(w.of(line)) for w in words(line)}
    for text, span, quotes, claims in evidence:
        for quote in quotes:
            # A line that rests on nothing but someone's words must name them.
            inside = quote.span.start - 1 <= span.start and span.end <= quote.span.end + 1
            if quote.speaker and inside and not _names(named, quote.speaker.name, quote.mention, text):
                return f"quoted words without their speaker: {quote.speaker.name}"
        for claim in claims:
            if not span.overlaps(claim.span) or _names(named, claim.claimant.name, claim.mention, text):
                continue
            if _told(line, claim.span.of(text), span.of(text)):
                return f"claim without its claimant: {claim.claimant.name}"
    return None


def _names(named: set[str], name: str, mention: Span | None, text: str) -> bool:
    tokens = {_bare(w) for w in name.split()} | ({_bare(w) for w in mention.of(text).split()} if mention else set())
    return bool((tokens - _THIN - {"mr", "mrs", "ms", "dr"}) & named)


def _told(line: str, claimed: str, evidence: str) -> bool:
    """True where the line's content comes from the claimed words rather than from the rest of the sentence."""
    content = {stem(w.of(line)) for w in words(line)} - _THIN
    inside = {stem(w.of(claimed)) for w in words(claimed)} - _THIN
    outside = {stem(w.of(evidence)) for w in words(evidence)} - inside
    return len(content & inside) > len(content & outside)


def turned(line: str, proofs: Sequence[str]) -> str | None:
    """A direction or a negation that turns the evidence round."""
    proof = " ".join(proofs)
    said, shown = _tokens(line), _tokens(proof)
    for one, other in _SIDES:
        for mine, theirs in ((one, other), (other, one)):
            if set(said) & mine and not set(shown) & mine and set(shown) & theirs and not set(said) & theirs:
                return f"turns its evidence round: {next(w for w in said if w in mine)}"
    if _negated(line) and not _negated(proof) and not set(shown) & _DENIALS:
        return "denies what its evidence says"
    lost = [v for v in _negated(proof) if v in {stem(w) for w in said} and v not in _negated(line)]
    if lost and not set(said) & (_NEGATIONS | _DENIALS) and "n't" not in fold(line):
        return "says what its evidence denies"
    return None


def _tokens(text: str) -> list[str]:
    return [m.group().lower() for m in _STEP.finditer(fold(text))]


def _negated(text: str) -> set[str]:
    """Stems of the words that a negation stands before, within three words."""
    found: set[str] = set()
    tokens = [key(w.of(text)) for w in words(text)]
    for i, token in enumerate(tokens):
        if token in _NEGATIONS or token.endswith("n't"):
            found.update(stem(t) for t in tokens[i + 1 : i + 4] if t not in _THIN)
            found.add(token)
    return found


def foreign_link(line: str, proofs: Sequence[str], links: Iterable[str]) -> str | None:
    """A link that is not of the evidence, or a word that would ping people."""
    if ping := _PING.search(line):
        return f"would ping people: {ping.group()}"
    known = [*proofs, *links]
    for m in _LINK.finditer(line):
        if not any(m.group().rstrip(".,)") in k for k in known):
            return f"link not of its evidence: {m.group()}"
    return None
