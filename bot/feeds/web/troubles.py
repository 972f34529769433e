"""What went wrong with a request, in words for a person: what happened, where, and what to do."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

import aiohttp

from bot.feeds.web.addresses import Refused
from bot.ports import Rejected, Unavailable

_CERTIFICATES = {
    "expired": "it has expired",
    "self-signed": "nobody vouches for it (it is self-signed)",
    "self signed": "nobody vouches for it (it is self-signed)",
    "unable to get local issuer": "it is signed by someone this machine does not know",
    "hostname mismatch": "it belongs to another host",
    "ip address mismatch": "it belongs to another host",
    "not valid for": "it belongs to another host",
    "not yet valid": "it is not valid yet; look at this machine's clock",
}


def trouble_of(error: BaseException, url: str) -> Unavailable | Rejected:
    """The failure of a request to `url`, as ports knows it. What it cannot name it says in the library's words."""
    for cause in _causes(error):
        words = _words(cause)
        if words is not None:
            kind = Rejected if isinstance(cause, Refused | aiohttp.InvalidURL) else Unavailable
            return kind(f"{url}: {words}")
    return Unavailable(f"{url}: the connection failed ({str(error) or type(error).__name__}). It is tried again later.")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what lies under it, the deepest first: that is where the reason is."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        if isinstance(error, aiohttp.ClientConnectorError):
            chain.append(error.os_error)
        if isinstance(error, aiohttp.ClientConnectorCertificateError):
            chain.append(error.certificate_error)
        error = error.__cause__ or error.__context__
    return reversed(chain)


def _words(cause: BaseException) -> str | None:
    if isinstance(cause, Refused):
        return str(cause)
    if isinstance(cause, ssl.SSLCertVerificationError):
        said = cause.verify_message or str(cause)
        why = next((words for sign, words in _CERTIFICATES.items() if sign in said.lower()), said)
        return f"its certificate does not prove who it is: {why}. Its keeper has to mend that."
    if isinstance(cause, ssl.SSLError):
        return f"no secure connection came about ({cause.reason or cause}). Its keeper has to mend that."
    if isinstance(cause, socket.gaierror | aiohttp.ClientConnectorDNSError):
        return "its host's name is not known (DNS). Look for a typing error, or at this machine's network."
    if isinstance(cause, OSError) and cause.errno in _SOCKETS:
        return _SOCKETS[cause.errno]
    return next((words for kind, words in _KINDS if isinstance(cause, kind)), None)


_SOCKETS = {
    errno.ECONNREFUSED: "the server refuses connections; it may be down. It is tried again later.",
    errno.ECONNRESET: "the server cut the connection. It is tried again later.",
    errno.EHOSTUNREACH: "no way leads to the server. It is tried again later.",
    errno.ENETUNREACH: "no way leads to the server's network. Look at this machine's network.",
    errno.EMFILE: "this machine allows no more open connections. Raise its limit of open files (ulimit -n).",
}
_KINDS: tuple[tuple[type[BaseException], str], ...] = (
    (aiohttp.ConnectionTimeoutError, "the server takes no connection; it may be down. It is tried again later."),
    (aiohttp.SocketTimeoutError, "the server fell silent. It is tried again later."),
    (TimeoutError, "the server takes no connection in time. It is tried again later."),
    (aiohttp.ServerDisconnectedError, "the server hung up without an answer. It is tried again later."),
    (aiohttp.ClientPayloadError, "the answer breaks off in the middle. It is tried again later."),
    (aiohttp.ClientResponseError, "the answer is no proper HTTP, or its headers are too long."),
    (aiohttp.InvalidURL, "this is no address that can be asked."),
)
