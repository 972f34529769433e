"""Which addresses Factbox does not connect to, and why: the table behind the guard, and behind the README's.

The ranges are those of the IANA special-purpose registries (RFC 6890 and its updates), with one service address
of a cloud that is public in form only. What the table misses, `ipaddress` still judges: nothing that it does not
hold for global is connected to.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

REFUSED: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "unspecified: it reaches this machine"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "shared by a provider's customers (CGNAT)"),
    ("127.0.0.0/8", "loopback: this machine itself"),
    ("168.63.129.16/32", "a cloud's service for its own machines"),
    ("169.254.0.0/16", "link-local, where clouds keep a machine's secrets"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "kept for protocols"),
    ("192.0.2.0/24", "for documentation"),
    ("192.31.196.0/24", "kept for protocols"),
    ("192.52.193.0/24", "kept for protocols"),
    ("192.88.99.0/24", "a 6to4 relay"),
    ("192.168.0.0/16", "private"),
    ("192.175.48.0/24", "kept for protocols"),
    ("198.18.0.0/15", "for measurements"),
    ("198.51.100.0/24", "for documentation"),
    ("203.0.113.0/24", "for documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
    ("::/128", "unspecified: it reaches this machine"),
    ("::1/128", "loopback: this machine itself"),
    ("::/96", "an IPv4 address in an old disguise"),
    ("::ffff:0:0:0/96", "an IPv4 address in disguise (translated)"),
    ("64:ff9b:1::/48", "an IPv4 address in disguise (local NAT64)"),
    ("100::/64", "kept for traffic to be dropped"),
    ("100:0:0:1::/64", "kept for protocols"),
    ("2001::/32", "an IPv4 address in disguise (Teredo)"),
    ("2001::/23", "kept for protocols"),
    ("2001:db8::/32", "for documentation"),
    ("2002::/16", "an IPv4 address in disguise (6to4)"),
    ("2620:4f:8000::/48", "kept for protocols"),
    ("3fff::/20", "for documentation"),
    ("5f00::/16", "kept for routing"),
    ("fc00::/7", "private"),
    ("fe80::/10", "link-local"),
    ("fec0::/10", "site-local"),
    ("ff00::/8", "multicast"),
)
"""Range and reason, as a person reads them. The first that fits gives the reason."""

MAPPED = IPv6Network("::ffff:0:0/96")
NAT64 = IPv6Network("64:ff9b::/96")
"""Both wrap an IPv4 address in their last four bytes, and are judged by it: an IPv6-only network needs NAT64."""

_TABLE: tuple[tuple[Network, str], ...] = tuple((ip_network(network), why) for network, why in REFUSED)


def unwrapped(address: Address) -> Address:
    """The IPv4 address inside a mapped or NAT64 one; any other as it is."""
    if isinstance(address, IPv6Address) and (address in MAPPED or address in NAT64):
        return IPv4Address(address.packed[-4:])
    return address


def why_refused(address: Address) -> str | None:
    """What is wrong with an address, in words; None where it is an ordinary public one."""
    inner = unwrapped(address)
    for network, why in _TABLE:
        if inner in network:
            return why
    if not inner.is_global or inner.is_multicast or inner.is_reserved:
        return "not public"
    return None
