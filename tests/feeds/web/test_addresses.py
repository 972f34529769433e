from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.web.addresses import LONGEST, Refused, allowed, check_url, networks, socket_factory
from bot.feeds.web.refused import REFUSED
from bot.ports import Rejected

# What a person could write, and the word that must stand in the refusal.
REFUSED_URLS = (
    ("http://127.0.0.1/", "loopback"),
    ("http://localhost/", "loopback"),
    ("http://news.localhost/", "loopback"),
    ("http://2130706433/", "loopback"),
    ("http://0x7f.1/", "loopback"),
    ("http://0177.0.0.1/", "loopback"),
    ("http://127.1/", "loopback"),
    ("http://127.0.0.1./", "loopback"),
    ("http://１２７.０.０.１/", "loopback"),
    ("http://127。0。0。1/", "loopback"),
    ("http://[::1]/", "loopback"),
    ("http://[::ffff:127.0.0.1]/", "loopback"),
    ("http://[::ffff:7f00:1]/", "loopback"),
    ("http://[64:ff9b::7f00:1]/", "loopback"),
    ("http://[64:ff9b:1::7f00:1]/", "local NAT64"),
    ("http://[2002:7f00:1::]/", "6to4"),
    ("http://[2001:0:1::1]/", "Teredo"),
    ("http://[::127.0.0.1]/", "old disguise"),
    ("http://[::]/", "unspecified"),
    ("http://0.0.0.0/", "unspecified"),
    ("http://0/", "unspecified"),
    ("http://10.1.2.3/", "private"),
    ("http://172.31.255.255/", "private"),
    ("http://192.168.0.1/", "private"),
    ("http://[fd00:ec2::254]/", "private"),
    ("http://169.254.169.254/latest/meta-data/", "link-local"),
    ("http://[fe80::1]/", "link-local"),
    ("http://[fec0::1]/", "site-local"),
    ("http://100.64.0.1/", "CGNAT"),
    ("http://168.63.129.16/", "cloud"),
    ("http://224.0.0.1/", "multicast"),
    ("http://[ff02::1]/", "multicast"),
    ("http://255.255.255.255/", "reserved"),
    ("http://[fe80::1%25eth0]/", "no name"),
    ("http://999.1.1.1/", "no name"),
    ("http://1.2.3.4.5/", "no name"),
    ("http://08.1.1.1/", "no name"),
    ("http://news..example.org/", "no name"),
    ("http://%31%32%37.0.0.1/", "no name"),
    ("http://exa mple.org/", "no name"),
    ("http://" + "a" * 64 + ".org/", "no name"),
    ("http:///feed", "no host"),
    ("http://:80/", "no host"),
    ("http://example.org\\@127.0.0.1/", "password"),
    ("http://example.org\\.test/", "no host"),
    ("http://user@example.org/", "password"),
    ("http://user:secret@example.org/", "password"),
    ("http://example.org:22/", "port 22"),
    ("http://93.184.215.14:6379/", "port 6379"),
    ("http://example.org:99999/", "no web address"),
    ("http://[::1/", "no web address"),
    ("file:///etc/passwd", "https://"),
    ("ftp://example.org/", "https://"),
    ("gopher://example.org/", "https://"),
    ("javascript:alert(1)", "https://"),
    ("example.org/feed", "https://"),
    ("", "https://"),
    ("http://example.org/\r\nHost: other", "control character"),
    ("http://example.org/\ud800", "control character"),
    ("http://example.org/?\udcff", "control character"),
    ("http://example.org/" + "a" * LONGEST, "characters long"),
)


@pytest.mark.parametrize(("url", "word"), REFUSED_URLS)
def test_refuses_in_words(url: str, word: str) -> None:
    with pytest.raises(Rejected, match=word.replace(".", r"\.")):
        check_url(url)


def test_says_the_cure_and_never_a_password() -> None:
    with pytest.raises(Rejected, match=r"add 192\.168\.0\.7 to `web\.allow`"):
        check_url("http://192.168.0.7/feed")
    with pytest.raises(Rejected) as caught:
        check_url("https://ann:s3cret@example.org/feed")
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTPS://Example.ORG", "https://example.org/"),
        (" https://example.org./a#part ", "https://example.org/a"),
        ("https://example.org:443/a?b=c", "https://example.org/a?b=c"),
        ("http://example.org:443/", "http://example.org:443/"),
        ("https://bücher.example/ä?q=ü", "https://xn--bcher-kva.example/%C3%A4?q=%C3%BC"),
        ("https://example.org/a b?c d", "https://example.org/a%20b?c%20d"),
        ("https://example.org/100%/x%2Fy", "https://example.org/100%25/x%2Fy"),
        ("https://my_feeds.example.org/", "https://my_feeds.example.org/"),
        ("http://93.184.215.14/", "http://93.184.215.14/"),
        ("http://[2606:4700:0:0::1]/", "http://[2606:4700::1]/"),
    ],
)
def test_gives_the_normal_form(url: str, normal: str) -> None:
    assert check_url(url) == normal
    assert check_url(normal) == normal


def test_the_list_opens_an_address_and_its_ports_and_nothing_else() -> None:
    assert check_url("http://192.168.1.20:8080/feed", ("192.168.1.0/24",)) == "http://192.168.1.20:8080/feed"
    assert check_url("http://localhost:8080/", ("127.0.0.1",)) == "http://localhost:8080/"
    with pytest.raises(Rejected):
        check_url("http://192.168.2.20/feed", ("192.168.1.0/24",))
    assert allowed("::ffff:192.168.1.20", networks(("192.168.1.20",)))
    with pytest.raises(ValueError, match=r"web\.allow.*lan"):
        networks(("lan",))


@pytest.mark.parametrize(("network", "why"), REFUSED)
def test_every_range_of_the_table_is_refused_from_end_to_end(network: str, why: str) -> None:
    whole = ip_network(network)
    assert not allowed(str(whole[0])), why
    assert not allowed(str(whole[-1])), why


@pytest.mark.parametrize("ip", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"])
def test_public_addresses_are_allowed(ip: str) -> None:
    assert allowed(ip)


@pytest.mark.parametrize("ip", ["", "example.org", "1.1.1", "fe80::1%eth0", "2606:4700::1%eth0"])
def test_what_is_no_address_is_not_allowed(ip: str) -> None:
    assert not allowed(ip)


def _info(ip: str, port: int) -> tuple[int, int, int, str, tuple[str, int]]:
    return (socket.AF_INET, socket.SOCK_STREAM, 0, "", (ip, port))


def test_no_socket_is_made_for_a_refused_address_or_port() -> None:
    make = socket_factory()
    with pytest.raises(Refused, match="loopback"):
        make(_info("127.0.0.1", 80))
    with pytest.raises(Refused, match="port 25"):
        make(_info("1.1.1.1", 25))
    with make(_info("1.1.1.1", 443)) as made:
        assert not made.getblocking()
    with socket_factory(("127.0.0.0/8",))(_info("127.0.0.9", 8080)) as made:
        assert made.type == socket.SOCK_STREAM


@given(st.integers(0, 2**32 - 1), st.sampled_from(["{}", "{:#x}", "0{:o}", "{}."]))
def test_a_number_is_judged_as_the_address_it_is(number: int, form: str) -> None:
    url, ip = "http://" + form.format(number) + "/", str(IPv4Address(number))
    try:
        passed = check_url(url)
    except Rejected:
        assert not allowed(ip)
    else:
        assert allowed(ip)
        assert passed == f"http://{ip}/"


@given(st.ip_addresses(v=4))
def test_wrapping_changes_no_verdict(address: IPv4Address) -> None:
    for prefix in (0xFFFF << 32, 0x64FF9B << 96):
        assert allowed(str(IPv6Address(prefix | int(address)))) == allowed(str(address))


@given(st.ip_addresses())
def test_what_the_standard_library_holds_for_private_is_refused(address: IPv4Address | IPv6Address) -> None:
    if address.is_private or address.is_loopback or address.is_multicast or address.is_link_local:
        assert not allowed(str(address))


@given(st.one_of(st.text(max_size=60), st.from_regex(r"https?://[^/]{0,20}(/.{0,20})?", fullmatch=True)))
def test_any_text_is_refused_or_given_a_form_that_stays(text: str) -> None:
    try:
        normal = check_url(text)
    except Rejected:
        return
    assert normal.isascii()
    assert check_url(normal) == normal
