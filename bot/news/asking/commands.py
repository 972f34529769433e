"""What a person typed in a thread: a command of the thread, in plain words or with a slash, or a question.

A line is a command only where the whole of it is one: "What sources of energy are there?" is a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.news.asking.language_names import language_named
from bot.news.text import fold

CommandKind = Literal["evidence", "sources", "timeline", "more", "shorter", "translate", "why", "help", "question"]


@dataclass(frozen=True, slots=True)
class Command:
    """`number` is the evidence asked for, `language` (ISO 639-1) what to translate into, `topic` what it is about.

    A translation into a language we do not know has no `language`, and its name as the `topic`. Without either, the
    command is about what was said last.
    """

    kind: CommandKind
    number: int = 0
    language: str | None = None
    topic: str = ""


_LONGEST = 200  # characters; nobody types a longer command
_SLASHED: dict[str, CommandKind] = {
    "evidence": "evidence", "e": "evidence", "proof": "evidence", "sources": "sources", "source": "sources",
    "timeline": "timeline", "more": "more", "longer": "more", "shorter": "shorter", "short": "shorter",
    "translate": "translate", "translation": "translate", "why": "why", "help": "help", "commands": "help",
}  # fmt: skip
_NUMBER = re.compile(r"(?:for |number |no\.? ?)?[#\[]?(\d{1,4})\]?")
_SLASH = re.compile(r"/([a-z]{1,12})\b ?(.*)", re.IGNORECASE)
# What people put before and after what they want; taken off one by one.
_BEFORE = re.compile(
    r"(?:hey|hi|hello|ok|okay|so|and|but|now|then|just|please|pls|bitte|thanks|could you|can you|would you|will"
    r" you|can we|"
    r"can i|could i|may i|could we|i want|i'd like|i would like|i need|let me|let us|let's|want to|to)\b[,!]? ?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:[ ,]*(?:\b(?:please|pls|thanks|thank you|for me|now|then|again|instead|bitte|por favor|s'il vous pla[iî]t|"
    r"per favore|tack|danke)|[.!?…]+))+$",
    re.IGNORECASE,
)
_WRAPPINGS = 6
_GIVE = r"(?:(?:show|list|see|give|get|have|name|open|view|make|draw|build|send|display)(?: me| us)? )?"
_THIS = r"(?:this|that|it|these|them)"
_PIECE = r"(?:story|stories|brief|news|news item|item|article|answer|summary|topic|one|message|post)"
_CORES: tuple[tuple[CommandKind, str], ...] = (
    (
        "evidence",
        rf"{_GIVE}(?:the )?(?:evidence|proof|source|citation|footnote)(?: of| for)? ?(?:number |no\.?"
        rf" ?)?[#\[]?(?P<n>\d{{1,4}})\]?"
        r"|(?:show(?: me)?|open|prove) ?(?:number |no\.? ?)?[#\[]?(?P<shown>\d{1,4})\]?|\[(?P<bare>\d{1,4})\]"
        r"|what(?: is|'s) (?:the )?(?:evidence|proof|source)(?: for| of)? [#\[]?(?P<asked>\d{1,4})\]?",
    ),
    (
        "sources",
        rf"{_GIVE}(?:all )?(?:of )?(?:the |your |its |their )?(?:sources?|links|source list|references|citations)"
        rf"(?: (?:used|you used|behind {_THIS}|(?:for|of|to) (?:{_THIS}|the|this)(?: {_PIECE})?))?"
        r"|(?:what|which) (?:are|were) (?:the|your|its) sources?(?: here| for (?:this|that|it))?"
        r"|what(?: is|'s) (?:the|your) source(?: for (?:this|that|it))?"
        r"|(?:what|which) (?:sources|articles) (?:did|do|have) you (?:use|used|read|have|rely on)"
        rf"|where (?:did|do) you (?:get|find|have|take) {_THIS}(?: from)?"
        rf"|(?:{_GIVE}(?:all )?(?:of )?(?:the )?|(?:what|which) )"
        r"(?:outlets|papers|newspapers|sites|articles)(?: (?:that|which))?"
        rf" (?:report|cover|carr|tell|told|wrote|write)\w* (?:of |on |about )?(?:{_THIS}|the {_PIECE})",
    ),
    (
        "timeline",
        rf"{_GIVE}(?:an? |the )?time ?line(?: of (?:events|{_THIS}|(?:the|this) {_PIECE}))?"
        rf"|{_GIVE}(?:an? |the )?time ?line (?:of|for|on|about) (?P<when_of>.+)",
    ),
    (
        "more",
        r"(?:(?:tell|give|show)(?: me| us)? )?(?:a (?:bit|little) |some )?more(?: (?:details?|information|info"
        r"|context|lines))?"
        rf"(?: (?:on|about|of) {_THIS}(?: {_PIECE})?)?(?: about the story)?"
        r"|go on|continue|keep going|carry on|elaborate|expand|(?:elaborate|expand) on (?:this|that|it)"
        rf"|(?:make {_THIS} )?(?:a (?:bit|little) )?longer|(?:in )?more detail|(?:what|anything) else(?: is there)?"
        r"|(?:(?:tell|give|show)(?: me| us)? )more (?:on|about) (?P<more_of>.+)|more (?:on|about) (?P<more_on>.+)",
    ),
    (
        "shorter",
        rf"(?:{_GIVE}(?:{_THIS}|an?|the) (?:answer |{_PIECE} )?)?(?:a (?:bit|little) |much )?(?:shorter"
        rf"|briefer)(?: (?:version|answer|{_PIECE}))?"
        rf"|shorten(?: (?:{_THIS}|the {_PIECE}))?|(?:{_THIS} is |that's |it's )?(?:way |much |far )?too long"
        r"|(?:be |more )brief|keep (?:this|that|it) (?:short|brief)|(?:make (?:this|that|it) )?short"
        rf"|(?:say {_THIS} |put {_THIS} )?in (?:one|a) (?:line|sentence|single sentence|few words)",
    ),
    (
        "why",
        rf"why (?:this|that)(?: {_PIECE})?|why (?:am i|are we) (?:seeing|getting|shown|reading) (?:{_THIS}|the"
        rf"|this)(?: {_PIECE})?"
        rf"|why (?:did|do|have|are) you (?:pick|picked|choose|chose|chosen|select|selected|post|posted|posting"
        rf"|send|sent|"
        rf"sending|show|shown|showing|include|included|tell|telling)(?: (?:me|us))?(?: about)? (?:{_THIS}|the"
        rf"|this)(?: {_PIECE})?(?: to me)?"
        rf"|why (?:is|was) (?:this|that|the) {_PIECE}(?: being)? (?:here|shown|picked|chosen|selected|posted"
        rf"|included|relevant|"
        r"in my (?:brief|briefing|channel|feed)|in (?:this|the) (?:brief|briefing|channel))(?: to me)?",
    ),
    (
        "help",
        r"help(?: me)?|commands|\?|(?:show )?evidence|what can you do|what can i (?:ask|do|type)(?: you| here)?"
        r"|how do (?:you|i use you|i use this) ?(?:work)?|how does this work|what (?:commands|can) (?:are there"
        r"|do you (?:know|have))"
        r"|(?:who|what) are you",
    ),
)
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _CORES)
_TRANSLATE = re.compile(
    rf"(?:translate|translation|übersetze?|übersetzen)(?: (?:{_THIS}|(?:the|this|that|your) {_PIECE}|everything))?"
    r"(?: (?:to|into|in|auf|ins) (?P<into>.+))?",
    re.IGNORECASE,
)
_IN = re.compile(
    rf"(?:(?:(?:say|give|write|show|have|get|repeat|put|answer|reply|speak|read)(?: me| us)? )?"
    rf"(?:{_THIS} |the (?:same|answer|{_PIECE}) |the same )?(?:in|auf|en|em|på|po|по|на|in het|in lingua)"
    rf" ?-?)(?P<named>.+)",
    re.IGNORECASE,
)
_IN_EAST = re.compile(r"(?:请?用)?(?P<named>\w{1,8}?)(?:で)?")
_VERSION = re.compile(rf"{_GIVE}(?:the |a |an )?(?P<named>.+) (?:version|translation)", re.IGNORECASE)


def command_of(text: str) -> Command:
    """Read a line; what is no command is a question. Never raises."""
    typed = " ".join(fold(text[: 2 * _LONGEST]).split())
    if not typed or len(typed) > _LONGEST:
        return Command("question")
    if slashed := _SLASH.fullmatch(typed):
        return _slashed(slashed.group(1).lower(), slashed.group(2).strip())
    polite, core = _unwrapped(typed)
    for kind, pattern in _PATTERNS:
        if found := pattern.fullmatch(core):
            return _read(kind, found)
    return _translation(core, polite) or Command("question")


def _slashed(name: str, rest: str) -> Command:
    kind = _SLASHED.get(name, "question")
    if kind == "evidence":
        number = _NUMBER.fullmatch(rest)
        return Command("evidence", int(number.group(1))) if number else Command("help")
    if kind == "translate":
        words = re.sub(r"^(?:(?:this|that|it) )?(?:(?:in)?to |in )?", "", rest, count=1)
        language = language_named(words, codes=True)
        return Command("translate", language=language, topic="" if language else words)
    return Command(kind, topic=rest if kind in ("timeline", "more") else "")


def _unwrapped(typed: str) -> tuple[bool, str]:
    """Whether it was asked politely, and what was asked for."""
    core = _AFTER.sub("", typed) if len(typed) > 1 else typed
    polite = re.search(r"\w", typed[len(core) :]) is not None
    for _ in range(_WRAPPINGS):
        shorter = _BEFORE.sub("", core, count=1) if _BEFORE.match(core) else core
        if shorter == core or not shorter:
            break
        polite, core = True, shorter
    return polite, core.strip()


def _read(kind: CommandKind, found: re.Match[str]) -> Command:
    groups = [g for g in found.groups() if g]
    if kind == "evidence":
        return Command(kind, int(groups[0]))
    return Command(kind, topic=groups[0].strip() if groups else "")


def _translation(core: str, polite: bool) -> Command | None:
    if found := _TRANSLATE.fullmatch(core):
        into = (found["into"] or "").strip()
        language = language_named(into, codes=True)
        return Command("translate", language=language, topic="" if language else into)
    for pattern in (_IN, _VERSION):
        found = pattern.fullmatch(core)
        if found and (language := language_named(found["named"])):
            return Command("translate", language=language)
    # "日本語で", "用中文": said without spaces; a bare name is a wish only where it is said politely.
    eastern = _IN_EAST.fullmatch(core)
    named = eastern["named"] if eastern and eastern["named"] != core else core if polite else ""
    language = language_named(named) if named else None
    return Command("translate", language=language) if language else None
