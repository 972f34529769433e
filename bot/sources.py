"""What an operator sets of where articles come from: folders, feeds and pages, and how we meet the web."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urldefrag, urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, field_validator

from bot.news.addresses import canonical
from bot.news.followed import Feed, FeedId
from bot.news.suggestions import nearest as nearest
from bot.ports import Rejected

_HOST_PORT = re.compile(r"(?P<host>[\w.-]+|\[[0-9a-fA-F:]+\]):(?P<port>[0-9]{1,5})")


class SettingsError(Rejected):
    """The configuration cannot be used; the words name file, key and cure."""


def unread(error: OSError | UnicodeDecodeError) -> str:
    """Why a file of the settings could not be read; it is named beside these words."""
    return (error.strerror or str(error)) if isinstance(error, OSError) else "it is no text"


class Part(BaseModel):
    """A part of the settings: an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FolderSource(Part):
    """A folder (or file) of articles."""

    folder: Path
    outlet: str | None = None


class _Followed(Part):
    """What is set of a feed and of a page alike."""

    outlet: str | None = None
    topics: tuple[str, ...] = ()
    full_text: bool = True
    new_at_first: int = Field(default=5, ge=0, le=1000)

    @field_validator("topics", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        if isinstance(value, str):
            raise ValueError(f"topics is a list: [{value}]")
        return value


class FeedSource(_Followed):
    """A feed on the web: RSS, Atom, JSON Feed or a news sitemap."""

    feed: str

    @field_validator("feed")
    @classmethod
    def _address(cls, value: str) -> str:
        return _web_address(value)

    def noun(self) -> Feed:
        return _feed(self.feed, self)


class PageSource(_Followed):
    """A page without a feed: `links` is the CSS selector of the links that lead to its articles."""

    page: str
    links: str

    @field_validator("page")
    @classmethod
    def _address(cls, value: str) -> str:
        return _web_address(value)

    @field_validator("links")
    @classmethod
    def _selector(cls, value: str) -> str:
        return css_selector(value)

    def noun(self) -> Feed:
        return _feed(self.page, self, self.links)


KINDS: Mapping[str, type[FolderSource | FeedSource | PageSource]] = {
    "folder": FolderSource,
    "feed": FeedSource,
    "page": PageSource,
}


def _kind(said: Any) -> str | None:
    """Which kind of source is meant: the one whose key is set."""
    if isinstance(said, Mapping):
        return next((k for k in KINDS if k in said), None)
    return next((k for k, kind in KINDS.items() if isinstance(said, kind)), None)


def _one_kind(said: object) -> object:
    """A source is one thing; which one decides what else may be set."""
    if isinstance(said, Part):
        return said
    if not isinstance(said, Mapping):
        raise ValueError("a source is `folder: PATH`, `feed: ADDRESS` or `page: ADDRESS`")
    named = [k for k in KINDS if k in said]
    if len(named) > 1:
        raise ValueError(f"sets {' and '.join(map(repr, named))}: make them sources of their own")
    homes = {key: [k for k, kind in KINDS.items() if key in kind.model_fields] for key in map(str, said)}
    if not named:
        strange = next((key for key, kinds in homes.items() if not kinds), None)
        near = f": unknown key {strange!r}{nearest(strange, KINDS)}" if strange else ""
        raise ValueError(f"names no folder, feed or page{near}")
    for key, kinds in homes.items():
        if kinds and named[0] not in kinds:
            raise ValueError(f"{key!r} goes with {' or '.join(map(repr, kinds))}, not with {named[0]!r}")
    return said


Source = Annotated[
    Annotated[
        Annotated[FolderSource, Tag("folder")]
        | Annotated[FeedSource, Tag("feed")]
        | Annotated[PageSource, Tag("page")],
        Discriminator(_kind),
    ],
    BeforeValidator(_one_kind),
]


class WebSettings(Part):
    """How we meet the web. `contact` tells those whom we ask who we are; `allow` are networks of one's own.

    `listen` ("host:port") serves WebSub's callbacks and our health, `public_url` is where the web reaches it. `status`
    serves what those who run us see: a page, health and metrics.
    """

    contact: str | None = None
    allow: tuple[str, ...] = ()
    listen: str | None = None
    public_url: str | None = None
    status: str | None = None

    @field_validator("contact")
    @classmethod
    def _reachable(cls, value: str | None) -> str | None:
        if value and not re.fullmatch(r"[!-~]+@[!-~]+\.[!-~]+|https?://[!-~]+", value):
            raise ValueError(f"{value!r} is no address such as news@example.org or https://example.org/bot")
        return value or None

    @field_validator("allow")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for text in value:
            try:
                wide = ipaddress.ip_network(text, strict=False)
            except ValueError:
                raise ValueError(f"{text!r} is no address or network such as 192.168.1.20 or 10.0.0.0/8") from None
            if "/" in text and ipaddress.ip_address(text.partition("/")[0]) != wide.network_address:
                raise ValueError(f"{text!r} is unclear: the network is {wide}, the address {text.partition('/')[0]}")
        return value

    @field_validator("listen", "status")
    @classmethod
    def _host_port(cls, value: str | None) -> str | None:
        found = _HOST_PORT.fullmatch(value or "")
        if value and (found is None or not 0 < int(found["port"]) < 65536):
            raise ValueError(f"{value!r} is no address to listen at such as 127.0.0.1:8080")
        return value or None

    @field_validator("public_url")
    @classmethod
    def _https(cls, value: str | None) -> str | None:
        if value and not re.fullmatch(r"https://[^\s/?#@]+(?:/[^\s?#]*)?", value):
            raise ValueError(f"{value!r} is no https address such as https://news.example.org")
        return value.rstrip("/") if value else None

    def listen_at(self) -> tuple[str, int] | None:
        """Host and port to listen at."""
        return _host_and_port(self.listen)

    def status_at(self) -> tuple[str, int] | None:
        """Host and port of the status page."""
        return _host_and_port(self.status)


def _host_and_port(address: str | None) -> tuple[str, int] | None:
    found = _HOST_PORT.fullmatch(address or "")
    return (found["host"].strip("[]"), int(found["port"])) if found else None


def css_selector(value: str) -> str:
    """The selector as it is. Raises ValueError where it is none."""
    from cssselect import HTMLTranslator, SelectorError

    try:
        HTMLTranslator().css_to_xpath(value)
    except SelectorError as error:
        raise ValueError(f"{value!r} is no CSS selector such as 'h2 a': {error}") from None
    return value


def _web_address(value: str) -> str:
    """An http(s) address, as far as its letters show; whether it may be asked is decided when it is asked."""
    said = value.strip()
    parts = urlsplit(said)
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\s\x00-\x1f\x7f]", said):
        shown = re.sub(r"//\S*@", "//…@", value)
        raise ValueError(f"{shown!r} is no web address such as https://example.org/feed.xml")
    if parts.username or parts.password:
        # Not shown: it may be a password.
        raise ValueError("a web address holds no user name or password")
    return said


def feed_id(url: str) -> FeedId:
    """The name of a feed for good: the same for the same address, however it is spelt."""
    page, mark, query = urldefrag(url).url.partition("?")
    # The query stays whole: what only tracks in an article's address may choose the feed in a feed's.
    return FeedId(blake2b((canonical(page) + mark + query).encode(), digest_size=10).hexdigest())


def feed_at(address: str) -> Feed:
    """The feed at an address that somebody wrote, with or without https://. Raises `Rejected` for what is none."""
    said = address.strip()
    try:
        url = _web_address(said if "://" in said else f"https://{said}")
    except ValueError as error:
        raise Rejected(str(error)) from None
    if not re.search(r"[.:]", urlsplit(url).netloc):
        raise Rejected(f"{said!r} is no web address such as https://example.org/feed.xml")
    return Feed(feed_id(url), url)


def _feed(url: str, said: _Followed, links: str | None = None) -> Feed:
    return Feed(feed_id(url), url, said.outlet, said.topics, links, said.full_text, said.new_at_first)
