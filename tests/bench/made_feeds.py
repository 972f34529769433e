"""Feeds of our own making: invented words, the formats, markup and small faults of the open web, chosen by number."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

Kind = Literal["rss", "atom", "rdf", "json"]

_KINDS: tuple[Kind, ...] = ("rss", "atom", "rdf", "json")
EPOCH = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
LARGEST = 120_000  # bytes; a feed is cut to fit, as publishers do
_TYPES: dict[Kind, str] = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "rdf": "application/rdf+xml",
    "json": "application/feed+json",
}


@dataclass(frozen=True, slots=True)
class Story:
    """One item of a feed. `summary` and `content` are HTML, `title` is plain."""

    title: str
    link: str
    guid: str
    published: datetime
    author: str
    section: str
    summary: str
    content: str | None = None


@dataclass(frozen=True, slots=True)
class MadeFeed:
    """A feed's bytes and what its server says of them."""

    body: bytes
    content_type: str


class Words:
    """A vocabulary of invented words, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(seed)
        starts = "b br d dr f fl g gr h k kl l m n p pr r s sk st t tr v w z".split()
        middles = "a e i o u ai ea ou ie".split()
        ends = "l n r s t m nd rk ll st ss".split()
        made = {rng.choice(starts) + rng.choice(middles) + rng.choice(ends) for _ in range(700)}
        tails = ["", "", "en", "er", "ing", "ow", "ard", "ish", "ell"]
        self.words = sorted(
            {first + rng.choice(tails) for first in made} | {a + "o" for a in made} | {"the", "of", "a"}
        )
        self.sentences = [self._sentence(rng) for _ in range(4000)]

    def _sentence(self, rng: random.Random) -> str:
        words = rng.choices(self.words, k=rng.randint(8, 22))
        words.insert(2, rng.choice(["the", "of the", "in", "a", "said", f"{rng.randint(2, 9000):,}"]))
        return " ".join(words).capitalize() + "."

    def title(self, rng: random.Random) -> str:
        words = " ".join(rng.choices(self.words, k=rng.randint(6, 10))).capitalize()
        return words + rng.choice(["", "", "", " – live", "?", " & more", "’s day"])

    def prose(self, rng: random.Random, sentences: int) -> str:
        return " ".join(rng.choices(self.sentences, k=sentences))


def story(words: Words, rng: random.Random, home: str, number: int, published: datetime, full: bool) -> Story:
    """A story of its own; `full` with the whole article, as some feeds carry it."""
    title = words.title(rng)
    slug = "-".join(title.lower().split()[:5]).strip("?–&’ ")
    link = f"{home}/{published:%Y/%m}/{number}-{slug}"
    linked = f'<a href="{link}?ref=feed" rel="nofollow">{rng.choice(words.words)}</a>'
    text = words.prose(rng, rng.randint(1, 3))
    summary = f"<p>{text} {linked} &#8217;s &amp; {rng.choice(words.words)}&#8230;</p>"
    if rng.random() < 0.3:
        summary = f'<img src="{home}/img/{number}.jpg" alt="{rng.choice(words.words)}" width="640"/>{summary}'
    content = None
    if full:
        paragraphs = [f"<p>{words.prose(rng, rng.randint(2, 5))}</p>" for _ in range(rng.randint(3, 9))]
        paragraphs[0] = f'<figure><img src="/img/{number}.jpg"/><figcaption>{title[:30]}</figcaption></figure>{summary}'
        paragraphs.insert(2, f'<blockquote class="q">{words.prose(rng, 1)}</blockquote>')
        content = "\n".join(paragraphs)
    author = f"{rng.choice(words.words).title()} {rng.choice(words.words).title()}"
    return Story(title, link, f"{home}/?p={number}", published, author, rng.choice(words.words), summary, content)


def _rss(title: str, home: str, stories: Sequence[Story], marked: Callable[[str], str], hourly: bool) -> str:
    period = "\n  <sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>" if hourly else ""
    items = "".join(
        f"""
  <item>
    <title>{escape(one.title)}</title>
    <link>{escape(one.link)}</link>
    <comments>{escape(one.link)}#comments</comments>
    <dc:creator>{marked(one.author)}</dc:creator>
    <pubDate>{format_datetime(one.published)}</pubDate>
    <category>{marked(one.section)}</category>
    <guid isPermaLink="false">{escape(one.guid)}</guid>
    <description>{marked(one.summary)}</description>{
            f'''
    <content:encoded>{marked(one.content)}</content:encoded>'''
            if one.content
            else ""
        }
    <media:content url={quoteattr(one.link + ".jpg")} medium="image" width="640"><media:title type="html">{
            escape(one.author)
        }</media:title></media:content>
    <slash:comments>{len(one.title)}</slash:comments>
  </item>"""
        for one in stories
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
  xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
  <title>{escape(title)}</title>
  <atom:link href="{home}/feed" rel="self" type="application/rss+xml" />
  <link>{home}/</link>
  <description>{escape(title)} news</description>
  <language>en-GB</language>{period}
  <image><url>{home}/icon.png</url><title>{escape(title)}</title><link>{home}/</link></image>{items}
</channel>
</rss>
"""


def _atom(title: str, home: str, stories: Sequence[Story], marked: Callable[[str], str]) -> str:
    entries = "".join(
        f"""
  <entry>
    <title type="html">{escape(escape(one.title))}</title>
    <link rel="alternate" type="text/html" href={quoteattr(one.link)}/>
    <id>{escape(one.guid)}</id>
    <published>{one.published.isoformat()}</published>
    <updated>{one.published.isoformat()}</updated>
    <author><name>{escape(one.author)}</name></author>
    <category term={quoteattr(one.section)}/>
    <summary type="html">{marked(one.summary)}</summary>{
            f'''
    <content type="html" xml:base="{home}/">{marked(one.content)}</content>'''
            if one.content
            else ""
        }
  </entry>"""
        for one in stories
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <title>{escape(title)}</title>
  <link href="{home}/"/>
  <link rel="self" href="{home}/feed"/>
  <id>{home}/</id>
  <updated>{stories[0].published.isoformat()}</updated>
  <generator>Presswork</generator>{entries}
</feed>
"""


def _rdf(title: str, home: str, stories: Sequence[Story], marked: Callable[[str], str]) -> str:
    index = "".join(f"\n    <rdf:li rdf:resource={quoteattr(one.link)}/>" for one in stories)
    items = "".join(
        f"""
<item rdf:about={quoteattr(one.link)}>
  <title>{escape(one.title)}</title>
  <link>{escape(one.link)}</link>
  <description>{marked(one.summary)}</description>
  <dc:date>{one.published.isoformat()}</dc:date>
  <dc:creator>{escape(one.author)}</dc:creator>
</item>"""
        for one in stories
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="{home}/feed">
  <title>{escape(title)}</title>
  <link>{home}/</link>
  <description>{escape(title)}</description>
  <items><rdf:Seq>{index}
  </rdf:Seq></items>
</channel>{items}
</rdf:RDF>
"""


def _json(title: str, home: str, stories: Sequence[Story]) -> str:
    items = [
        {
            "id": one.guid,
            "url": one.link,
            "title": one.title,
            "content_html": one.content or one.summary,
            "date_published": one.published.isoformat(),
            "authors": [{"name": one.author}],
            "tags": [one.section],
        }
        for one in stories
    ]
    whole = {"version": "https://jsonfeed.org/version/1.1", "title": title, "home_page_url": home + "/", "items": items}
    return json.dumps(whole, ensure_ascii=False)


def _cdata(html: str) -> str:
    return f"<![CDATA[{html}]]>"


def render(
    kind: Kind, title: str, home: str, stories: Sequence[Story], *, cdata: bool = False, hourly: bool = True
) -> MadeFeed:
    """The feed as its server would send it, well formed, in UTF-8. RSS says that it is `hourly`, as most of it does."""
    marked = _cdata if cdata else escape
    match kind:
        case "rss":
            text = _rss(title, home, stories, marked, hourly)
        case "atom":
            text = _atom(title, home, stories, marked)
        case "rdf":
            text = _rdf(title, home, stories, marked)
        case "json":
            text = _json(title, home, stories)
    return MadeFeed(text.encode(), _TYPES[kind])


def latin(feed: MadeFeed) -> MadeFeed:
    """The same in ISO 8859-1, and it says so; what that cannot hold becomes a number."""
    head, _, rest = feed.body.decode().partition("\n")
    head = head.replace("UTF-8", "ISO-8859-1").replace("utf-8", "ISO-8859-1")
    body = f"{head}\n{rest.replace('news', 'café news')}".encode("iso-8859-1", "xmlcharrefreplace")
    return MadeFeed(body, feed.content_type.partition(";")[0])


def breakage(feed: MadeFeed, which: int) -> MadeFeed:
    """One of the small faults that feeds have: each is well known to readers, none leaves a feed without items."""
    body = feed.body
    match which % 5:
        case 0:  # an entity that XML does not know
            body = body.replace(b"<title>", b"<title>&nbsp;", 4)
        case 1:  # a bare ampersand
            body = body.replace(b"</link>", b"?a=1&b=2</link>", 3).replace(b"<name>", b"<name>A & B ", 2)
        case 2:  # bytes that are not what they say
            body = body.replace(b"<title>", "<title>Élan ".encode("cp1252"), 4)
        case 3:  # a control character
            body = body.replace(b"</title>", b"\x0b</title>", 3)
        case _:  # cut off at the end
            body = body[: int(len(body) * 0.97)]
    return MadeFeed(body, feed.content_type)


def made_feed(words: Words, number: int, home: str) -> MadeFeed:
    """Feed `number` on the site `home`: always the same one.

    Of a hundred, some 70 are RSS 2.0, 20 Atom, 5 RSS 1.0 and 5 JSON; a quarter carry whole articles, half of the XML
    ones CDATA; 3 are in Latin-1 and 3 slightly broken. 10 to 60 items, 5 to 120 KB.
    """
    rng = random.Random(number * 7919 + 17)
    kind = rng.choices(_KINDS, [70, 20, 5, 5])[0]
    count = rng.choices([10, 15, 20, 25, 30, 40, 50, 60], [25, 15, 20, 10, 12, 8, 6, 4])[0]
    full = rng.random() < 0.25 and kind != "rdf"
    cdata = rng.random() < 0.5
    fault = rng.random()
    at = EPOCH - timedelta(minutes=rng.randint(1, 600))
    stories: list[Story] = []
    for index in range(count):
        stories.append(story(words, rng, home, number * 1000 + count - index, at, full))
        at -= timedelta(minutes=rng.randint(5, 500))
    title = words.title(rng).title()
    feed = render(kind, title, home, stories, cdata=cdata)
    while len(feed.body) > LARGEST:
        stories = stories[: int(len(stories) * 0.8)]
        feed = render(kind, title, home, stories, cdata=cdata)
    if kind in ("rss", "atom") and fault < 0.03:
        return latin(feed)
    if kind in ("rss", "atom") and fault < 0.06:
        return breakage(feed, number)
    return feed
