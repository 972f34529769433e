"""The single checks of the gate: each takes a line and its evidence and names what the evidence does not show.

Every check returns None where it finds nothing wrong, else the reason in words a person can read. What they
cannot see is a false sentence made of true parts: README says so, and the evidence is one tap away.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.news.asking.stems import stem as root
from bot.news.asking.stems import stems
from bot.news.text import fold, key, locate, squeeze, words
from bot.news.types import Claim, Quote, Span

_QUOTED = re.compile(r'"([^"]+)"')
# 'single marks' open behind a space and close before one; an apostrophe inside a word is none.
_SINGLE = re.compile(r"(?<![^\s(\[-])'(?=[^\s'])((?:[^'\"]|(?<=\w)'(?=\w))*[^\s'\"])'(?!\w)")
_MORE_MARKS = str.maketrans(dict.fromkeys("❝❞「」『』〟", '"'))
_LINK = re.compile(r"(?:\w+://|www\.|//|(?:mailto|javascript|data|tel):(?=\S))\S+", re.IGNORECASE)
_BARE_LINK = re.compile(r"(?<![\w.@-])(?:[a-z0-9-]{2,}\.)+[a-z]{2,}(?![\w.]\w)(?:/\S*)?|\]\(\S*", re.IGNORECASE)
_PING = re.compile(r"@\s*(?:everyone|here|channel|group|all)\b|<[!@#&][^>]*>?", re.IGNORECASE)
_STEP = re.compile(r"[a-z]+", re.IGNORECASE)


_OPPOSITES = (
    ("raise raises raised raising rise rises rose risen rising increase increases increased "
     "increasing grow grows grew grown growing climb climbs climbed gain gains gained jump jumps jumped soar soars "
     "soared up higher",
     "fall falls fell fallen falling decrease decreases decreased decreasing drop drops dropped dropping decline "
     "declines declined declining cut cuts cutting lowers lowered lowering reduce reduces "
     "reduced slash slashed shrink shrinks shrank plunge plunges plunged lose loses lost lower down"),
    ("agree agrees agreed agreeing accept accepts accepted backs backed approve approves approved support "
     "supports supported",
     "refuse refuses refused refusing reject rejects rejected oppose opposes opposed deny denies denied"),
    ("admit admits admitted admitting confess confesses confessed confirm confirms confirmed",
     "deny denies denied denying"),
    ("uphold upholds upheld", "overturn overturns overturned quash quashed strike struck"),
    ("right correct", "wrong incorrect"),
    ("win wins won winning beat beats", "lose loses lost losing"),
    ("open opens opened opening reopen reopened", "close closes closed closing shut shuts"),
    ("start starts started begin begins began begun launch launches launched",
     "stop stops stopped ends ended halt halts halted"),
    ("guilty convict convicted", "innocent acquit acquitted cleared"),
    ("allow allows allowed permit permits permitted lift lifts lifted",
     "ban bans banned prohibit prohibits prohibited"),
    ("arrive arrives arrived enter enters entered", "leave leaves left depart departed"),
    ("alive survive survived survives", "dead die dies died killed"),
)  # fmt: skip
SIDES = [(frozenset(a.split()), frozenset(b.split())) for a, b in _OPPOSITES]
NEGATIONS = frozenset("not no never none neither nor without cannot nobody nothing hardly barely".split())
_DENIALS = frozenset("denied denies deny refused refuses refuse failed fails rejected rejects".split())
DENYING = _DENIALS | frozenset("fail failing refusing denying declined false untrue avoid avoided unable".split())
# What is rejected is a thing, not a deed.
_REACHING = (NEGATIONS | DENYING) - {"rejected", "rejects"}


THIN = frozenset(
    """the a an of in on at to for from by with and or that this it its as was were is are be been had has have
    more""".split()
)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its commonest English ending, lower-cased: enough to tell cattle from people."""
    bare = key(word).removesuffix("'s").removesuffix("'")
    for ending in ("ing", "ies", "ed", "es", "s"):
        if bare.endswith(ending) and len(bare) - len(ending) >= 3:
            return bare[: -len(ending)].rstrip("e")
    return bare.rstrip("e") if len(bare) > 3 else bare


@lru_cache(maxsize=50_000)
def bare(word: str) -> str:
    """A word of a name without its possessive ending and full stops, lower-cased."""
    return key(word).removesuffix("'s").removesuffix("'").replace(".", "")


def content_words(text: str, spans: Sequence[Span]) -> list[str]:
    return [s for w in spans if (s := stem(w.of(text))) not in THIN]


def content(text: str) -> frozenset[str]:
    """The stems of a text's content words."""
    return frozenset(content_words(text, words(text)))


def unshown_quotation(line: str, spoken: Sequence[str], shown: Sequence[str]) -> str | None:
    """Words between quotation marks that nobody says in the evidence, letter for letter.

    `spoken` is what stands between quotation marks there: narration put into marks is a false quotation too.
    """
    folded = _one_mark(line)
    if folded.count('"') % 2:
        return "breaks a quotation off"
    for m in (*_QUOTED.finditer(folded), *_SINGLE.finditer(folded)):
        inner = m.group(1).strip().rstrip(".,")
        if inner and all(_said_in(inner, words_said) is None for words_said in spoken):
            if m.re is _SINGLE and _is_term(inner) and any(locate(inner, s) for s in shown):
                continue
            return f"not a quotation of its evidence: {m.group(1).strip()}"
    return None


def _one_mark(text: str) -> str:
    """Every double quotation mark as one, two single ones too."""
    return fold(text.translate(_MORE_MARKS)).replace("''", '"')


def _is_term(inner: str) -> bool:
    """A title ('House of Cards') or a term of two words, which single marks hold as often as speech."""
    spans = words(inner)
    return len(spans) <= 2 or all(w.of(inner)[0].isupper() or len(w.of(inner)) < 4 for w in spans)


def quoted_pieces(text: str) -> list[str]:
    """What stands between quotation marks of any kind."""
    marks = _one_mark(text)
    return [m.group(1).strip(" .,") for m in (*_QUOTED.finditer(marks), *_SINGLE.finditer(marks))]


def _said_in(inner: str, said: str) -> Span | None:
    """Where the words stand; a quotation may give up the capital of its first word, or take one."""
    return locate(inner, said) or locate(inner[0].swapcase() + inner[1:], said)


def spoken_in(text: str, quotes: Sequence[Quote], span: Span) -> list[str]:
    """What stands between quotation marks in a span of the text."""
    return quoted_pieces(span.of(text)) + [squeeze(q.span.of(text)) for q in quotes if q.span.overlaps(span)]


def misattributed(line: str, evidence: Iterable[tuple[str, Span, Sequence[Quote], Sequence[Claim]]]) -> str | None:
    """What a source says somebody claimed or said, told without them.

    `evidence` is the text, the span and the quotes and claims of each revision that the line rests on.
    """
    named = {bare(w.of(line)) for w in words(line)}
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
    tokens = {bare(w) for w in name.split()} | ({bare(w) for w in mention.of(text).split()} if mention else set())
    return bool((tokens - THIN - {"mr", "mrs", "ms", "dr"}) & named)


def _told(line: str, claimed: str, evidence: str) -> bool:
    """True where the line's content comes from the claimed words rather than from the rest of the sentence."""
    counted = set(_DIGITS.findall(line)), set(_DIGITS.findall(claimed))
    if all(counted) and counted[0].isdisjoint(counted[1]):
        return False
    content = {stem(w.of(line)) for w in words(line)} - THIN
    inside = {stem(w.of(claimed)) for w in words(claimed)} - THIN
    outside = {stem(w.of(evidence)) for w in words(evidence)} - inside
    return len(content & inside) > len(content & outside)


# "Set up", "up to" and "voted down" tell of no direction.
_PARTICLE = re.compile(r"\b(?:up|down)\b(?! (?:by |from |on |sharply|slightly)| ?[\d£$€])", re.IGNORECASE)


_DIGITS = re.compile(r"\d[\d.,]*\d|\d")


def turned(line: str, proofs: Sequence[str]) -> str | None:
    """A direction or a negation that turns the evidence round."""
    proof = " ".join(proofs)
    said, shown = tokens_of(_PARTICLE.sub(" ", line)), tokens_of(_PARTICLE.sub(" ", proof))
    for one, other in SIDES:
        for mine, theirs in ((one, other), (other, one)):
            if set(said) & mine and not set(shown) & mine and set(shown) & theirs and not set(said) & theirs:
                return f"turns its evidence round: {next(w for w in said if w in mine)}"
    if negated_stems(line) and not negated_stems(proof) and not set(shown) & DENYING:
        return "denies what its evidence says"
    if not set(said) & (NEGATIONS | DENYING) and "n't" not in fold(line):
        denied, free = _denied(proofs)
        if (denied - free) & set(stems(line)):
            return "says what its evidence denies"
    return None


def _denied(proofs: Sequence[str]) -> tuple[set[str], set[str]]:
    """Stems that a negation or a denial stands by in their clause, and those that stand elsewhere."""
    denied: set[str] = set()
    free: set[str] = set()
    for proof in proofs:
        reach, at, last = 0, 0, ""
        for w in words(proof):
            token = key(w.of(proof))
            reach = 0 if token in JOINTS or STOP.search(proof, at, w.start) else reach
            at = w.end
            if token in _DESCRIBING and _ADJECTIVE.search(proof, max(0, w.start - 6), w.start):
                continue
            if token in _REACHING or token.endswith("n't"):
                denied.update([last] if token in ("nobody", "none", "nothing") and last else [])
                reach = 0 if _NO_DENIAL.match(proof, at) else 3
            elif token not in THIN and (form := root(token)):
                (denied if reach else free).add(form)
                last, reach = form, max(0, reach - 1)
    return denied, free - {last for last in free & denied if _NOBODY.search(" ".join(proofs))}


_DESCRIBING = frozenset(("failed",))
_ADJECTIVE = re.compile(r"\b(?:the|an?|its|his|her|their) $", re.IGNORECASE)  # "The failed update"
_NO_DENIAL = re.compile(r"[ -](?:only|out|least|just|merely)\b")
_NOBODY = re.compile(r"\b(?:nobody|none|nothing)\b", re.IGNORECASE)
JOINTS = frozenset("and but who which while although though as because when after before".split())
# A negation reaches no further than its clause.
STOP = re.compile(r"[.,!?;:\"“”]")


def last_clause(text: str) -> str:
    """What follows the last comma or "but"."""
    return _CLAUSES.split(text)[-1]


_CLAUSES = re.compile(r"[.,!?;:…]|\b(?:and|but)\b")


def may_turn(words_around: str) -> bool:
    """What stands around a piece of a sentence and may turn its sense: "It is false that …"."""
    tokens = set(tokens_of(words_around))
    return bool(tokens & (NEGATIONS | DENYING)) or "n't" in fold(words_around)


def tokens_of(text: str) -> list[str]:
    return [m.group().lower() for m in _STEP.finditer(fold(text))]


def negated_stems(text: str) -> set[str]:
    """Stems of the words that a negation stands before, within three words."""
    found: set[str] = set()
    tokens = [key(w.of(text)) for w in words(text)]
    for i, token in enumerate(tokens):
        if token in NEGATIONS or token.endswith("n't"):
            found.update(stem(t) for t in tokens[i + 1 : i + 4] if t not in THIN)
            found.add(token)
    return found


def foreign_link(line: str, proofs: Sequence[str], links: Iterable[str]) -> str | None:
    """A link that is not of the evidence, or a word that would ping people."""
    plain = _plain(line)
    if ping := _PING.search(plain):
        return f"would ping people: {ping.group()}"
    known = {link for text in (*proofs, *links) for link in _links(text)}
    for link in _links(plain):
        if link not in known:
            return f"link not of its evidence: {link}"
    return None


def _links(text: str) -> list[str]:
    return [m.group().rstrip(".,)>]").lower() for pattern in (_LINK, _BARE_LINK) for m in pattern.finditer(text)]


def _plain(text: str) -> str:
    """What a reader's program may make of a text: wide letters as plain ones, entities resolved, nothing invisible."""
    plain = unicodedata.normalize("NFKC", html.unescape(text))
    return "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Mn", "Me"))


def unprintable(line: str) -> str | None:
    """A control character, or one that turns the direction of writing."""
    odd = next((c for c in line if unicodedata.category(c) in ("Cc", "Cs", "Co") or c in _TURNS), None)
    return f"holds a character that cannot be shown: U+{ord(odd):04X}" if odd else None


_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
