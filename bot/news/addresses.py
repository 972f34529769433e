"""One spelling for every address of the same page: for comparing, never for asking.

Follows RFC 3986 section 6.2 where it says what is equivalent, and goes on from there with what the web does: tracking
parameters, `www.`, trailing slashes, AMP forms.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LONGEST = 8192
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):(//)?", re.IGNORECASE)
_PARTS = re.compile(r"([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_PLAIN_PATH = re.compile(r"(?:/[\w\-~,:+@!$'()*]+(?:\.[\w\-~,]+)*)+", re.ASCII)
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_TO_ESCAPE = re.compile(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_LEADING = re.compile(r"(?:(?:www|amp)\.)+(?=[^.]+\.)")
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_AMP_PAGE = re.compile(r"(?<!\.amp)(?:\.amp)+(?=\.html?$)")
_AMP_NAME = re.compile(r"(?:amp;)+")
_FRONT = frozenset(
    ["", "index.html", "index.htm", "index.shtml", "index.php", "index.asp", "index.aspx", "index.jsp", "default.aspx"]
)

# What newsletters, shares, ads and readers add to an address; none of them chooses what a page shows.
_TRACKING_STARTS = re.compile(
    "utm_|at_|mtm_|matomo_|piwik_|pk_|hsa_|oly_|vero_|bsft_|trk_|ns_|wt_|fb_|ga_|gad_|stm_|aff_|cm_mmc|spm_|guce_"
)
_TRACKING = frozenset(
    "fbclid gclid gclsrc gbraid wbraid dclid msclkid twclid ttclid li_fat_id igshid igsh yclid ysclid _ga _gl _hsenc"
    " _hsmi __hssc __hstc __hsfp hsctatracking mc_cid mc_eid mkt_tok cmpid cmp campaign_id campaignid wtrid xtor xtref"
    " icid icmp intcid int_cid intcmp ocid sr_share sfnsn si_source mibextid rb_clid epik srsltid ref_src ref_url"
    " elqtrack elqtrackid elq elqaid elqat elqcampaignid nr_email_referer sref shareuid sharetoken sharetype s_cid"
    " s_kwcid sc_cid ef_id trackingid tracking_id trk trkcampaign echobox tblci guccounter soc_src soc_trk gs_l dm_i"
    " fromrss isrss rssfeed iesrc __twitter_impression __s _openstat zanpid rdt_cid sthash phpsessid jsessionid".split()
)
# Names that pages use in earnest as well: gone only where the value is a word for a way to get there.
_DOUBTFUL = frozenset(
    "ref refer referer referrer referral source src from via origin feed rss share shared campaign partner cid ncid"
    " mbid smid smtyp amp outputtype output platform".split()
)
_SWITCHES = frozenset(["amp", "rss", "share", "shared"])
_WAYS = frozenset(
    "rss feed feeds atom xml rdf news newsletter newsletters email mail twitter tw facebook fb social bluesky mastodon"
    " linkedin reddit whatsapp telegram instagram google gnews bing yahoo msn flipboard pocket feedly feedburner"
    " newsfeed rssfeed home homepage front frontpage hp nav menu sidebar footer header share button link app ios"
    " android mobile desktop web amp syndication partner partners widget push notification alert".split()
)
_NOT_A_LETTER = re.compile(r"[\W\d_]+")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")


@lru_cache(maxsize=512)  # an item's address is asked for several times
def canonical(url: str) -> str:
    """`url` as it is compared: two addresses of one page come out alike, those of two pages never should.

    Without scheme, `www.`, default port, fragment (but `#!` and `#/`) and what only tracks; the other parameters
    sorted. What is no web address comes back as it is. Never raises; doing it twice changes nothing.
    """
    url = url.strip()
    if len(url) > _LONGEST:
        return url
    scheme = _SCHEME.match(url)
    if scheme and scheme[2]:
        if scheme[1].lower() not in ("http", "https", "feed"):
            return url
        rest = url[scheme.end() :]
    elif scheme and not url[scheme.end() : scheme.end() + 1].isdigit():
        return url
    else:
        rest = url.removeprefix("//")
    parts = _PARTS.match(rest)
    if parts is None:  # unreachable: every part may be empty
        return url
    host, path, query, fragment = parts.groups()
    address = _host(host) + _path(path)
    if query and (kept := _query(query)):
        address += ("/?" if "/" not in address else "?") + kept
    if fragment and (fragment[0] == "!" or (fragment[0] == "/" and len(fragment) > 1)):
        address += "#" + _escaped(fragment)
    return address


def host_of(address: str) -> str:
    """The host of a canonical address."""
    return _PARTS.match(address)[1]  # type: ignore[index]  # every part may be empty


def is_front(address: str) -> bool:
    """A canonical address that names a site and none of its pages."""
    return "/" not in address and "#" not in address


def _host(authority: str) -> str:
    host = _bare(authority.rpartition("@")[2].lower())
    if not host.isascii():
        name, colon, port = host.rpartition(":")
        host = _bare(_ascii(name) + colon + port if port.isdecimal() and port.isascii() else _ascii(host))
    return _LEADING.sub("", host, count=1)


def _bare(host: str) -> str:
    """Without default ports, the root's dot and spaces, however many of them there are."""
    while True:
        name, colon, port = host.rpartition(":")
        shorter = (name if colon and port in ("", "80", "443") else host).strip().strip(".")
        if shorter == host:
            return host
        host = shorter


def _ascii(host: str) -> str:
    """IDNA: each label that is not ASCII in Punycode (RFC 3492)."""
    composed = unicodedata.normalize("NFKC", host).lower().replace("。", ".")
    if not any(c in composed for c in "/?#@:%"):
        host = composed
    return ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode", "replace").decode("ascii", "replace")
        for label in host.split(".")
    )


def _path(path: str) -> str:
    """RFC 3986, section 5.2.4 (dot segments), without what servers add to the same page."""
    if not _PLAIN_PATH.fullmatch(path):
        path = _SESSION.sub("", _escaped(path))
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment and segment != ".":
            segments.append(segment)
    while segments and (segments[-1].lower() in _FRONT or (segments[-1].lower() == "amp" and len(segments) > 1)):
        segments.pop()
    if not segments:
        return ""
    segments[-1] = _AMP_PAGE.sub("", segments[-1])
    return "/" + "/".join(segments)


def _query(query: str) -> str:
    kept = []
    for pair in _escaped(query).replace("%20", "+").split("&"):
        if pair.startswith("amp;"):  # an ampersand that was escaped once too often
            pair = _AMP_NAME.sub("", pair, count=1)
        name, _, value = pair.partition("=")
        low = name.lower()
        if low in _TRACKING or _TRACKING_STARTS.match(low) or (low in _DOUBTFUL and _only_a_way(low, value.lower())):
            continue
        if name or value:
            kept.append(f"{name}={value}" if value else name)
    kept.sort()
    return "&".join(kept)


def _only_a_way(name: str, value: str) -> bool:
    """The value says how a reader got there ("rss", "newsletter-2", "example.org"), or only switches a form on."""
    if value in ("", "1", "true"):
        return name in _SWITCHES or not value
    words = [word for word in _NOT_A_LETTER.split(value) if word]
    return (bool(words) and _WAYS.issuperset(words)) or bool(_HOST.fullmatch(value))


def _escaped(text: str) -> str:
    """Percent-encoding normalised: unreserved characters plain, all else that needs it as UTF-8, digits upper case."""
    if "%" in text:
        text = _ESCAPE.sub(_unescape, text)
    return _TO_ESCAPE.sub(_escape, text)


def _unescape(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else "%" + match[1].upper()


def _escape(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))
