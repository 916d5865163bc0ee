"""One text file on its way to articles, wherever it lies: on disk, in an archive, on standard input."""

from __future__ import annotations

from dataclasses import dataclass

from tracuu.analyzers.errors import ReadError
from tracuu.index.reading.compression import Readable
from tracuu.index.reading.encodings import Decoded, decode
from tracuu.index.reading.limits import Limits
from tracuu.index.reading.problems import OnProblem, Problem

CHUNK = 256 * 1024


@dataclass(frozen=True)
class Entry:
    """A stream of uncompressed bytes, with its name and where to report to."""

    where: str
    """What messages call it: ``/home/an/news.zip!a.txt``, ``standard input``."""

    path: str
    """``where``, or empty for standard input: the path of its articles."""

    key: str
    """The stable name that ids are made from; empty for standard input."""

    stream: Readable
    on_problem: OnProblem
    limits: Limits

    def note(self, reason: str, place: str = "") -> None:
        """Report something that was read, but with a doubt; ``place`` is ``:line`` or ``#record``."""
        self.on_problem(Problem(self.where + place, reason, "note"))

    def refuse(self, reason: str, place: str = "") -> None:
        """Report an article that is left out while the rest of the file goes on."""
        self.on_problem(Problem(self.where + place, reason, "article"))

    def id_of_record(self, number: int) -> str:
        """The id of the record ``number``, from 1, of a file of several, when it brings none."""
        return f"{self.key}#{number}" if self.key else ""

    def read_bytes(self, limit: int, advice: str) -> bytes:
        """All bytes, held at once.

        Raises:
            ReadError: there are none, or more than ``limit``, or they cannot be read.
        """
        chunks, size = [], 0
        while chunk := self.stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise ReadError(f"{self.where} is too long: more than {limit:,} bytes; {advice}")
            chunks.append(chunk)
        if not size:
            raise self.empty()
        return b"".join(chunks)

    def decode(self, data: bytes, declared: str = "") -> str:
        r"""The text of these bytes, with ``\n`` as the only line end; a doubt is reported."""
        decoded: Decoded = decode(data, where=self.where, declared=declared)
        if decoded.note():
            self.note(decoded.note())
        text = clean(decoded.text)
        if not text.strip():
            raise self.empty()
        return text

    def read_text(self) -> str:
        """The text of a file that is one article.

        Raises:
            ReadError: it is empty, no text, too long, or cannot be read.
        """
        limit = self.limits.article_chars
        text = self.decode(self.read_bytes(4 * limit + 4, "split it"))
        if len(text) > limit:
            raise ReadError(f"{self.where} is too long: {len(text):,} characters, at most {limit:,}; split it")
        return text

    def empty(self) -> ReadError:
        """The error for a file without any text."""
        return ReadError(f"{self.where} is empty; leave it out, or check what wrote it")


def clean(text: str) -> str:
    r"""The text with ``\n`` as its only line end, and without NULs."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\x00", "") if "\x00" in text else text
