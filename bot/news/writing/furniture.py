"""What stands on an article's page and tells nothing of its story: link lists, captions, notices, pitches, tables.

A text is judged by its paragraphs, since extraction keeps these: a
caption, a list of links or a company's own praise of itself is one, or a run of them under a heading of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.news.text import fold, key
from bot.news.types import Article, Sentence, Source, Span
from bot.news.writing.genres import line_label

_LOOKED_AT = 1200  # characters of a paragraph
_ENDS = re.compile(r"[.!?…。！？।؟۔][\"'”’»)\]」』]*\s*$")
_LETTER = re.compile(r"[^\W\d_]")

# A paragraph that one of these begins is a link, a caption, a credit or a line about the page.
_OPENS = re.compile(
    r"\W{0,4}(?:read (?:more|also|next|the full)\b|more on this\b|see also\b|also read\b|don'?t miss\s*:|"
    r"related(?: (?:stor(?:y|ies)|articles?|topics?|content|news|links?|coverage))?\s*(?:[:|›»]|$)|"
    r"(?:recommended(?: for you)?|trending(?: now)?|(?:top|most read|latest|popular) (?:stories|articles|news)|"
    r"most (?:read|popular|viewed))\s*(?::|$)|you may (?:also )?like|what to read next|"
    r"(?:watch|listen|in pictures|explore)(?: now| live| more)?\s*[:|]|"
    r"(?:image|photo|picture|video|file|media) (?:captions?|sources?|credits?)\b|"
    r"(?:photo(?:graph)?s?|images?|pictures?|credits?|pics?|illustrations?|video|graphic)\s*[:/]|"
    r"(?:©|\(c\)|copyright\b) ?(?:\d{4}|by)|\d+ min(?:ute)?s? read|"
    r"(?:additional (?:reporting|research|writing)|reporting|editing) by\b|"
    r"(?:media |press |investor )?(?:contacts?|enquiries|inquiries|relations)\s*:|(?:tags?|topics?|filed under)\s*:)",
    re.IGNORECASE,
)
# So is one that has no end, with one of these.
_OPENS_LINE = re.compile(
    r"\W{0,4}(?:(?:photo(?:graph)?s?|images?|pictures?|illustrations?|video|graphic|research|writing) by|"
    r"also on|more (?:from|stories|news|coverage)|(?:first )?published|(?:last )?updated|posted|"
    r"comments? ?(?:\(|\d|$)|(?:view|show|leave) (?:a )?comments?|share\b|"
    r"(?:accept|reject|manage) (?:all|cookies|preferences)|"
    r"skip to|back to top|jump to|loading|advertisement|log in|sign in|sign up|subscribe|menu|search|follow|"
    r"print|save)\b",
    re.IGNORECASE,
)
# A paragraph that holds one of these anywhere is a notice or a pitch.
_HOLDS = re.compile(
    r"\b(?:(?:we|this (?:web)?site|our (?:site|partners)) (?:and our partners )?uses? cookies|accept (?:all )?cookies|"
    r"cookie (?:policy|settings|preferences)|our privacy (?:policy|notice)|our terms of (?:use|service)|"
    r"storing of cookies|"
    r"already a (?:subscriber|member)\?|free articles? (?:left|remaining)|(?:get|enjoy) unlimited (?:digital )?access|"
    r"in your inbox|to your inbox|support our journalism|become a (?:subscriber|supporter) (?:now|today)|"
    r"sign up (?:to|for) (?:our|my)\b|subscribe (?:now|today)|follow (?:us|him|her|them|me) on|all rights reserved|"
    r"download (?:the|our) app|email the (?:author|reporter)|javascript is (?:disabled|not)|"
    r"contains? forward-looking statements|forward-looking statements (?:within|involve))",
    re.IGNORECASE,
)
_CREDITED = re.compile(
    r"(?:(?:^|[.!?…\"')]\s+|\()(?:(?:[Pp]hoto(?:graph)?|[Ii]mage|[Pp]icture|[Cc]redit|[Ss]ource|PHOTO|IMAGE)"
    r"(?:s? by |s?\s?[:/]\s?)[^.\n]{2,60}|(?:REUTERS|AFP|AP|EPA|DPA|PA|Reuters)(?: Photo)?/\s?[A-Z][^.\n]{2,40}"
    r"|(?:AP|File|EPA) [Pp]hoto\b[^.\n]{0,40})|\bGetty Images)\W*$"
)
# Headings of what follows to the next heading, or to the end of the text.
_SECTION = re.compile(
    r"\W{0,4}(?:about (?P<body>[^.!?\n]{2,60})|forward[- ]looking statements?|"
    r"safe harbou?r(?: statement)?|notes? (?:to|for) editors?|(?:media |press |investor )?contacts?|"
    r"(?:media|press) (?:enquiries|inquiries)|disclaimer|cautionary (?:note|statement)[^.!?\n]{0,60})\W*$",
    re.IGNORECASE,
)
_OVER = re.compile(r"\W*(?:#\s?#\s?#|-?\s?ends?\s?-?|-30-)\W*$", re.IGNORECASE)
_BYLINE = re.compile(
    r"\W{0,3}(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or) (?P<names>[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3})(?=\W|$)[^.\n]{0,80}$"
)
_BIO = re.compile(
    r"\b(?:is|was) (?:an?|the|our) (?:[\w-]+ ){0,5}?(?:writer|reporter|correspondent|columnist|editor|journalist|"
    r"contributor|author|fellow)\b|\bhas (?:covered|reported|written)\b|\bcovers [\w ,]{2,60} for\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\s*(?:Q|Question|Frage|Moderator|Interviewer|Host|Reporter)\s*[.:]\s", re.IGNORECASE)
_WRITER = re.compile(
    r"[A-Z][\w'-]+(?: [A-Z][\w'.-]+){1,3} (?:is|was) (?:an?|the|our) (?:[\w-]+ ){0,4}?"
    r"(?:writer|reporter|correspondent|columnist|editor|journalist|contributor)\b"
)
_NUMBER = re.compile(r"[-+−]?[£$€]?\d[\d.,:/%]*")
_CELL = re.compile(r"\t|\s\|\s|^\||\|$| {3,}")
_LINK_CHARS = 140
_HEADING_CHARS = 30
_CAPTION_CHARS = 400
_NOTICE_CHARS = 900
_BIO_CHARS = 600
_SAME_TITLE = 0.6
_ABOUT = 0.45  # how far down the text a heading "About …" stands for a company's own words
_LAST = 0.55


class Page:
    """The paragraphs of an article, each with its sentences."""

    def __init__(self, source: Source) -> None:
        self.text = source.text
        self.folded = fold(source.text)
        self.groups: list[list[Sentence]] = []
        for sentence in source.facts.sentences:
            if self.groups and self.groups[-1][0].paragraph == sentence.paragraph:
                self.groups[-1].append(sentence)
            else:
                self.groups.append([sentence])
        self.spans = [Span(group[0].span.start, group[-1].span.end) for group in self.groups]

    def words(self, at: int) -> str:
        span = self.spans[at]
        return self.folded[span.start : min(span.end, span.start + _LOOKED_AT)]

    def ended(self, at: int) -> bool:
        span = self.spans[at]
        return _ENDS.search(self.folded[max(span.start, span.end - 12) : span.end]) is not None


def furniture(page: Page, article: Article) -> set[int]:
    """The numbers of the paragraphs that tell nothing of the story, counted from 0."""
    authors = {m["names"].lower() for m in [_BYLINE.match(f"by {article.byline or ''}")] if m}
    gone: set[int] = set()
    known: Counter[str] = Counter()
    section = ""
    for at, span in enumerate(page.spans):
        words = page.words(at)
        ended = page.ended(at)
        if (byline := _BYLINE.match(words)) and not ended and span.end - span.start < _LINK_CHARS:
            authors.add(byline["names"].lower())
            gone.add(at)
            continue
        heading = _heading(page, at) if not ended or len(words) < _HEADING_CHARS else ""
        if heading:
            section = heading
        elif section == "links" and (ended or span.end - span.start > _LINK_CHARS):
            section = ""
        if section or _tells_nothing(words, ended) or _is_bio(page, at, authors):
            gone.add(at)
        said = key(words)
        known[said] += 1
        if known[said] > 1 and len(said) > 30:
            gone.add(at)
    return gone | set(_title_again(page, article.title))


def _heading(page: Page, at: int) -> str:
    """What kind of section a paragraph heads, if it heads one."""
    words = page.words(at)
    if _OVER.match(words):
        return "over"
    if page.ended(at) or len(words) > _LINK_CHARS:
        return ""
    section = _SECTION.match(words) if page.spans[at].start > _ABOUT * len(page.text) else None
    if section is not None and (section["body"] is None or _names_itself(page, at, section["body"])):
        return "boilerplate"
    heads_links = _OPENS.match(words) and (len(words) < _HEADING_CHARS or words.rstrip().endswith(":"))
    return "links" if heads_links else ""


def _names_itself(page: Page, at: int, body: str) -> bool:
    """ "About Selby Docks", and then "Selby Docks is the leading …"."""
    return at + 1 < len(page.spans) and page.words(at + 1).lower().startswith(body.split()[0].lower())


def _tells_nothing(words: str, ended: bool) -> bool:
    if (
        _OPENS.match(words)
        or (len(words) < _NOTICE_CHARS and _HOLDS.search(words))
        or _ASKED.match(words)
        or line_label(words)
    ):
        return True
    if len(words) < _CAPTION_CHARS and _CREDITED.search(words):
        return True
    if not ended and (_is_row(words) or (len(words) < _LINK_CHARS and _OPENS_LINE.match(words))):
        return True
    return not _LETTER.search(words) or _only_numbers(words)


def _is_row(words: str) -> bool:
    """A row of a table: cells, or names and a run of numbers."""
    tokens = words.replace("|", " ").split()
    numbers = sum(_NUMBER.fullmatch(t) is not None for t in tokens)
    if numbers >= 2 and 2 * numbers > len(tokens):
        return True
    if len(_CELL.findall(words)) >= 2 and len(tokens) <= 40:
        return True
    return numbers >= 3 and 2 * numbers >= len(tokens)


def _only_numbers(words: str) -> bool:
    tokens = words.split()
    return len(tokens) > 1 and sum(_LETTER.search(t) is None for t in tokens) > 0.8 * len(tokens)


def _is_bio(page: Page, at: int, authors: set[str]) -> bool:
    """Who wrote the article, told at its end."""
    span = page.spans[at]
    if at == 0 or span.start < _LAST * len(page.text) or span.end - span.start > _BIO_CHARS:
        return False
    words = page.words(at)
    if any(words.lower().startswith(name) for name in authors):
        return _BIO.search(words) is not None or at >= len(page.spans) - 4
    return at >= len(page.spans) - 2 and _WRITER.match(words) is not None


def _title_again(page: Page, title: str | None) -> Iterator[int]:
    """A first line that is the title once more."""
    if not title or len(page.groups) < 2 or len(page.groups[0]) > 1 or page.ended(0):
        return
    mine, own = set(key(page.words(0)).split()), set(key(title).split())
    if len(mine & own) >= _SAME_TITLE * max(1, min(len(mine), len(own))) and len(mine) <= 2 * len(own):
        yield 0
