"""Files as streams of bytes: plain, or expanded on the way, with every failure turned into a ReadError."""

from __future__ import annotations

import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Protocol, cast

from tracuu.analyzers.errors import ReadError
from tracuu.index.reading.limits import MI, Limits

_PACKED = 64 * 1024  # bytes that are read at once

MAGIC = {b"\x1f\x8b": "gz", b"\xfd7zXZ\x00": "xz"}


class BombError(ReadError):
    """A compressed file expands to more than it may."""


class Readable(Protocol):
    """All that is asked of a stream: some bytes, at most ``size``; none at its end."""

    def read(self, size: int, /) -> bytes: ...


Through = Callable[[Readable], Readable]
"""What a caller makes of a stream that is about to be read."""


@dataclass
class Budget:
    """What a compressed file may still expand to; the members of a ZIP share one."""

    where: str
    limits: Limits
    compressed: int | None = None
    """Size of the compressed file, where it is known."""
    spent: int = 0

    def spend(self, size: int) -> None:
        """Count ``size`` expanded bytes.

        Raises:
            BombError: they are too many, in all or for so small a file.
        """
        self.spent += size
        limits, compressed = self.limits, self.compressed
        if self.spent > limits.expanded_bytes:
            much = f"more than {limits.expanded_bytes // MI:,} MiB"
        elif (
            compressed is not None
            and self.spent > limits.expanded_ratio_from
            and self.spent > compressed * limits.expanded_ratio
        ):
            much = f"more than {limits.expanded_ratio:,} times its size, which no text does"
        else:
            return
        raise BombError(f"{self.where} expands to {much}; unpack it yourself if you trust it")


class GuardedStream:
    """A stream of which only ReadError escapes, and which gives all bytes that precede a break."""

    def __init__(self, raw: Readable, where: str, compression: str = "", budget: Budget | None = None) -> None:
        # read1 returns what one step expands to; read would throw that away when the next step fails.
        self._read = getattr(raw, "read1", raw.read)
        self._where = where
        self._compression = compression
        self._budget = budget

    def read(self, size: int, /) -> bytes:
        """Some bytes, at most ``size``; ``b""`` at the end.

        Raises:
            ReadError: the file is damaged, cut short, a bomb, or the system cannot read it.
        """
        try:
            data: bytes = self._read(size)
        except (EOFError, lzma.LZMAError, zlib.error, zipfile.BadZipFile, MemoryError, OSError) as error:
            if self._compression and not (isinstance(error, OSError) and error.errno):
                raise ReadError(
                    f"{self._where} is damaged or cut short: its .{self._compression} data "
                    f"breaks off ({error}); "
                    "what follows the break cannot be read, so make it or fetch it again"
                ) from error
            raise unreadable(self._where, error) from error
        if self._budget is not None:
            self._budget.spend(len(data))
        return data


class PeekedStream:
    """A stream whose head was looked at before it is read; a failure on the way comes where it belongs."""

    def __init__(self, stream: Readable, size: int) -> None:
        parts: list[bytes] = []
        self._error: ReadError | None = None
        try:
            while size > 0 and (data := stream.read(size)):
                parts.append(data)
                size -= len(data)
        except ReadError as error:
            self._error = error
        self.head = b"".join(parts)
        self.is_whole = size > 0
        """Whether the head is all that can be read."""
        self._rest = self.head
        self._stream = stream

    def skip(self, size: int) -> None:
        """Drop ``size`` bytes of the head, before anything is read."""
        self._rest = self._rest[size:]

    def read(self, size: int, /) -> bytes:
        """Some bytes, at most ``size``; ``b""`` at the end."""
        if self._rest:
            data, self._rest = self._rest[:size], self._rest[size:]
            return data
        if self._error is not None:
            raise self._error
        return b"" if self.is_whole else self._stream.read(size)


class _XzStream:
    """The bytes inside ``.xz`` streams, one behind the other; ``lzma.LZMAFile`` would bound no memory."""

    def __init__(self, raw: Readable, memory: int) -> None:
        self._raw = raw
        self._memory = memory
        self._packed = b""
        self._stream: lzma.LZMADecompressor | None = None

    def read(self, size: int, /) -> bytes:
        """Some bytes, at most ``size``; ``b""`` at the end.

        Raises:
            EOFError: the last stream is not whole.
            lzma.LZMAError: it is none, or takes more memory than it may.
        """
        while True:
            if not self._packed and (self._stream is None or self._stream.needs_input):
                self._packed = self._raw.read(_PACKED)
                if not self._packed and self._stream is None:
                    return b""
                if not self._packed:
                    raise EOFError("it ends in the middle of a stream")
            if self._stream is None:
                self._packed = self._packed.lstrip(b"\0")  # what streams are padded with
                if not self._packed:
                    continue
                self._stream = lzma.LZMADecompressor(lzma.FORMAT_XZ, self._memory)
            data = self._stream.decompress(self._packed, size)
            self._packed = b""
            if self._stream.eof:
                self._packed, self._stream = self._stream.unused_data, None
            if data:
                return data


def expanded(raw: IO[bytes] | Readable, compression: str, where: str, budget: Budget) -> GuardedStream:
    """The bytes inside a ``gz`` or ``xz`` stream, or the stream itself for ``""``; nothing is closed."""
    if compression == "gz":
        unzipped = gzip.GzipFile(fileobj=cast("IO[bytes]", raw), mode="rb")
        return GuardedStream(unzipped, where, compression, budget)
    if compression == "xz":
        return GuardedStream(_XzStream(raw, budget.limits.xz_memory), where, compression, budget)
    return GuardedStream(raw, where)


def unreadable(where: str, error: BaseException) -> ReadError:
    """A ReadError for what the operating system refuses."""
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    todo = "give yourself permission to read it" if isinstance(error, PermissionError) else "check the path"
    return ReadError(f"{where} cannot be read: {reason}; {todo}, or leave it out")
