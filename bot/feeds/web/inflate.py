"""Decompressing what a server sent, never past a cap: a few kilobytes can stand for gigabytes.

What a server says of its encoding is often not so: a body that is plain is taken as plain, and a gzip file that is
not called one is opened too, since no feed and no page begins like one.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ACCEPTED = "gzip, deflate, br, zstd"

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_STACKED = 3
_MEMBERS = 64
# RFC 9659: what is sent as zstd needs no window of more than 8 MB.
_ZSTD_OPTIONS: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 23}


class TooLarge(Exception):
    """The body is longer than its cap."""


class Broken(Exception):
    """The body cannot be decompressed; the words say why."""


def inflate(body: bytes, encoding: str, most_bytes: int) -> bytes:
    """A body as it was before Content-Encoding. Raises `TooLarge` past `most_bytes`, or `Broken`."""
    codings = [word.strip() for word in encoding.lower().split(",")]
    codings = [word for word in codings if word not in ("", "identity")]
    if len(codings) > _STACKED:
        raise Broken(f"it is compressed {len(codings)} times over")
    for coding in reversed(codings):
        decoder = _DECODERS.get(coding)
        if decoder is None:
            raise Broken(f"it is compressed as {coding[:40]!r}, which was not asked for")
        body = decoder(body, most_bytes)
    if body.startswith(_GZIP):
        body = _gzip(body, most_bytes)
    if len(body) > most_bytes:
        raise TooLarge
    return body


def _gzip(body: bytes, most_bytes: int) -> bytes:
    if not body.startswith(_GZIP):
        return body
    parts, size = [], 0
    for _ in range(_MEMBERS):
        part, body = _member(body, 31, most_bytes - size)
        parts.append(part)
        size += len(part)
        if not body.startswith(_GZIP):
            return b"".join(parts)
    raise Broken("it is a gzip file of too many parts")


def _deflate(body: bytes, most_bytes: int) -> bytes:
    """RFC 9110 means the zlib format; a part of the servers send bare deflate."""
    if _plain(body):
        return body
    zlibbed = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    return _member(body, 15 if zlibbed else -15, most_bytes)[0]


def _member(body: bytes, window: int, most_bytes: int) -> tuple[bytes, bytes]:
    decoder = zlib.decompressobj(window)
    try:
        out = decoder.decompress(body, most_bytes + 1)
    except zlib.error as error:
        raise Broken(f"its compression is broken ({error})") from None
    if len(out) > most_bytes:
        raise TooLarge
    if not decoder.eof:
        raise Broken("it breaks off in the middle")
    return out, decoder.unused_data


def _brotli(body: bytes, most_bytes: int) -> bytes:
    decoder = brotli.Decompressor()
    parts, size = [], 0
    try:
        part = decoder.process(body, output_buffer_limit=most_bytes + 1)
        while part:
            parts.append(part)
            size += len(part)
            if size > most_bytes:
                raise TooLarge
            part = b"" if decoder.is_finished() else decoder.process(b"", output_buffer_limit=most_bytes + 1)
    except brotli.error as error:
        if _plain(body):
            return body
        raise Broken(f"its compression is broken ({error})") from None
    if not decoder.is_finished():
        raise Broken("it breaks off in the middle")
    return b"".join(parts)


def _zstd(body: bytes, most_bytes: int) -> bytes:
    parts, size = [], 0
    if not body.startswith(_ZSTD):
        return body
    for _ in range(_MEMBERS):
        decoder = zstd.ZstdDecompressor(options=_ZSTD_OPTIONS)
        try:
            part = decoder.decompress(body, most_bytes - size + 1)
        except zstd.ZstdError as error:
            raise Broken(f"its compression is broken ({error})") from None
        parts.append(part)
        size += len(part)
        if size > most_bytes:
            raise TooLarge
        if not decoder.eof:
            raise Broken("it breaks off in the middle")
        body = decoder.unused_data
        if not body.startswith(_ZSTD):
            return b"".join(parts)
    raise Broken("it is a zstd file of too many parts")


def _plain(body: bytes) -> bool:
    """Whether a body begins as a feed or a page does."""
    return body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"<", b"{", b"[", b"")


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
