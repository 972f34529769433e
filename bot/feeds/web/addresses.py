"""The guard: which URLs are asked at all, and which addresses are connected to.

A URL is judged when it comes in, for its form. Its host is judged when the connection is made, by the address that
is connected to: so neither a redirect nor a name that changes between look-up and connect gets past.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import quote, urlsplit

import idna

from bot.feeds.web.refused import Address, Network, unwrapped, why_refused
from bot.ports import Rejected

LONGEST = 4_096
"""Characters of a URL."""

PORTS = {"http": 80, "https": 443}
_CURE = "If it is meant, add {what} to `web.allow` in the settings."
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PATH = "/%:@!$&'()*+,;=~"
_QUERY = _PATH + "?"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")

AddrInfo = tuple[Any, Any, int, str, tuple[Any, ...]]
"""As `getaddrinfo` gives it: family, type, protocol, name, address."""


class Refused(OSError):
    """The guard does not connect to an address; the words say which and why. An OSError, as sockets raise."""


@lru_cache(maxsize=64)
def networks(allow: Sequence[str]) -> tuple[Network, ...]:
    """The allow-list's networks and single addresses. `allow` is a tuple. Raises `ValueError` naming a bad one."""
    found = []
    for entry in allow:
        try:
            found.append(ip_network(entry.strip(), strict=False))
        except ValueError:
            raise ValueError(
                f"web.allow: {entry!r} is neither an address nor a network. Write 192.168.1.20 or 192.168.1.0/24."
            ) from None
    return tuple(found)


def _listed(address: Address, allow: Sequence[Network]) -> bool:
    return any(address in network or unwrapped(address) in network for network in allow)


def allowed(ip: str, allow: Sequence[Network] = ()) -> bool:
    """Whether an address may be connected to: it is public, or the operator's list has it. No address: False."""
    try:
        address = ip_address(ip)
    except ValueError:
        return False
    return _listed(address, allow) or ("%" not in ip and why_refused(address) is None)


def socket_factory(allow: Sequence[str] = ()) -> Callable[[AddrInfo], socket.socket]:
    """What makes aiohttp's sockets: it raises `Refused` for an address or a port that is not connected to."""
    open_to = networks(tuple(allow))

    def make(addr_info: AddrInfo) -> socket.socket:
        family, kind, protocol, _, where = addr_info
        ip, port = str(where[0]), where[1]
        address = ip_address(ip)
        if not _listed(address, open_to):
            why = why_refused(address)
            if why is not None:
                raise Refused(f"it leads to {ip}, which Factbox does not ask ({why}). {_CURE.format(what=ip)}")
            if port not in PORTS.values():
                raise Refused(f"port {port} is not the web's (80, 443). {_CURE.format(what=ip)}")
        made = socket.socket(family, kind, protocol)
        made.setblocking(False)
        return made

    return make


def check_url(url: str, allow: Sequence[str] = ()) -> str:
    """The URL in its normal form, without a fragment. Raises `Rejected`, in words, where it is not to be asked."""
    open_to = networks(tuple(allow))
    url = url.strip()
    if len(url) > LONGEST:
        raise Rejected(f"This address is {len(url):,} characters long, more than {LONGEST:,}: {url[:80]}…")
    if _CONTROL.search(url):
        raise Rejected(f"This address has a control character in it: {url!r}")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Rejected(f"This is no web address ({error}): {url}") from None
    if parts.scheme not in PORTS:
        raise Rejected(f"Only addresses that begin with https:// or http:// are asked, not this one: {url}")
    if "@" in parts.netloc:
        raise Rejected(f"This address has a name or a password in it, which is not sent: {_without_secret(url)}")
    if "\\" in parts.netloc or not parts.hostname:
        raise Rejected(f"This address names no host: {url}")
    host = _host(parts.hostname, "[" in parts.netloc, url)
    _judge(host, port if port is not None else PORTS[parts.scheme], open_to, url)
    path = quote(_STRAY_PERCENT.sub("%25", parts.path), safe=_PATH) or "/"
    query = "?" + quote(_STRAY_PERCENT.sub("%25", parts.query), safe=_QUERY) if parts.query else ""
    place = host if port in (None, PORTS[parts.scheme]) else f"{host}:{port}"
    return f"{parts.scheme}://{place}{path}{query}"


def _without_secret(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://…@{rest.rpartition('@')[2]}"


def _host(name: str, bracketed: bool, url: str) -> str:
    """A host's normal form: ASCII, lower case, no dot at the end, an IP address of any disguise as it really is."""
    try:
        return f"[{_ipv6(name)}]" if bracketed else _name_or_ipv4(name)
    except (ValueError, OSError):
        raise Rejected(f"The host of this address is no name that can be asked: {url}") from None


def _ipv6(name: str) -> str:
    if "%" in name:
        raise ValueError("an interface is no part of a public address")
    return IPv6Address(name).compressed


def _name_or_ipv4(name: str) -> str:
    if not name.isascii():
        name = idna.encode(name, uts46=True).decode("ascii")
    name = name.lower().removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise ValueError("no name")
    if _NUMERIC.fullmatch(labels[-1]):
        # What ends in a number is an IPv4 address or nothing: 2130706433, 0x7f.1 and 0177.0.0.1 are all 127.0.0.1.
        return str(IPv4Address(socket.inet_aton(name)))
    return name


def _judge(host: str, port: int, allow: Sequence[Network], url: str) -> None:
    """Refuse what the host's form shows already. A name is judged again by the address that it leads to."""
    address = _literal(host)
    if address is None:
        if port not in PORTS.values() and not allow:
            raise Rejected(
                f"{url}: port {port} is not the web's (80, 443). {_CURE.format(what='the address of ' + host)}"
            )
        return
    if _listed(address, allow):
        return
    why = why_refused(address)
    if why is not None:
        raise Rejected(f"{url}: Factbox does not ask {address} ({why}). {_CURE.format(what=address)}")
    if port not in PORTS.values():
        raise Rejected(f"{url}: port {port} is not the web's (80, 443). {_CURE.format(what=address)}")


def _literal(host: str) -> Address | None:
    if host.startswith("["):
        return IPv6Address(host[1:-1])
    if host == "localhost" or host.endswith(".localhost"):
        return IPv4Address("127.0.0.1")
    if host[-1].isdigit() and host.replace(".", "").isdigit():
        return IPv4Address(host)
    return None
