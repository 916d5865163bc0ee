"""Long files line by line: decoded, numbered, and never more than one bounded line in memory."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import NamedTuple

from tracuu.analyzers.errors import ReadError
from tracuu.analyzers.legacy import decode_bytes
from tracuu.index.reading.compression import PeekedStream, Readable
from tracuu.index.reading.encodings import LEGACY, SAMPLE, Decoded, decode, decode_as, detect
from tracuu.index.reading.entry import CHUNK, Entry


class Line(NamedTuple):
    """A line without its end, numbered from 1."""

    number: int
    text: str | None
    """None for a line longer than the limit, which was skipped."""


def text_lines(entry: Entry) -> Iterator[Line]:
    r"""The lines of an entry; ``\n``, ``\r\n`` and ``\r`` end one.

    A file in an encoding other than UTF-8 is noted once, a single line of another encoding by itself.

    Raises:
        ReadError: the entry is empty, no text, or breaks off (after the whole lines before the break).
    """
    stream = PeekedStream(entry.stream, SAMPLE)
    if stream.is_whole and not stream.head:
        stream.read(1)  # raises what the stream broke off with
        raise entry.empty()
    encoding, mark = detect(stream.head, where=entry.where, whole=stream.is_whole, legacy=entry.legacy)
    stream.skip(mark)
    if encoding != "utf-8":
        entry.note(Decoded("", encoding).note())
        entry.remember_codec(encoding)
    if encoding == LEGACY:
        entry.nearby.extend(decode_bytes(stream.head).names)
    # A line end is one byte in all encodings but these.
    wide = _Utf8Stream(stream, encoding) if encoding.startswith(("utf-16", "utf-32")) else None
    for number, data in enumerate(byte_lines(wide or stream, entry.limits.line_bytes), 1):
        if data is None:
            yield Line(number, None)
        elif wide or encoding == "utf-8":
            yield Line(number, _utf8(data, entry, number))
        else:
            decoded = decode_as(data, encoding)
            if decoded.lossy:
                entry.note(decoded.note(), f":{number}")
            yield Line(number, decoded.text.replace("\x00", ""))
    if wide and wide.replaced:
        entry.note(Decoded("", encoding, wide.replaced).note())


def byte_lines(stream: Readable, limit: int) -> Iterator[bytes | None]:
    """The lines of a stream; None in the place of one of more than ``limit`` bytes, which is never held."""
    parts: list[bytes] = []
    size = 0
    cut = b""  # a "\r" at the end of a chunk: half of a line end, or a whole one
    while chunk := stream.read(CHUNK):
        chunk = cut + chunk
        cut = b""
        if b"\r" in chunk:
            if chunk.endswith(b"\r"):
                chunk, cut = chunk[:-1], b"\r"
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        first, *others = chunk.split(b"\n")
        for piece in others:
            yield b"".join([*parts, first]) if size + len(first) <= limit else None
            parts, size, first = [], 0, piece
        size += len(first)
        if size <= limit:
            parts.append(first)
        else:
            parts.clear()
    if size or cut:
        yield b"".join(parts) if size <= limit else None


def _utf8(data: bytes, entry: Entry, number: int) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            decoded = decode(data, where="this line", legacy=entry.legacy)
        except ReadError:
            decoded = decode_as(data, "utf-8")
        entry.note(decoded.note(), f":{number}")
        text = decoded.text
    return text.replace("\x00", "") if "\x00" in text else text


class _Utf8Stream:
    """A stream in UTF-16 or UTF-32, read as UTF-8."""

    def __init__(self, stream: Readable, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._at_end = False
        self.replaced = 0
        """How many U+FFFD there are so far."""

    def read(self, size: int, /) -> bytes:
        while not self._at_end:
            data = self._stream.read(max(1, size // 4))
            self._at_end = not data
            text = self._decoder.decode(data, final=self._at_end)
            self.replaced += text.count("\ufffd")
            if text:
                return text.encode("utf-8")
        return b""
