"""One text file on its way to articles, wherever it lies: on disk, in an archive, on standard input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tracuu.analyzers.errors import ReadError
from tracuu.analyzers.legacy import WINDOWS_1258, decode_legacy
from tracuu.index.reading.compression import Readable
from tracuu.index.reading.encodings import Decoded, clean, decode
from tracuu.index.reading.legacy_records import DECODED_FROM, decode_record
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
    legacy: bool = True
    """Whether text in old Vietnamese encodings is decoded."""

    decoded_from: list[str] = field(default_factory=list)
    """The old encodings that the text of the whole file was in, as far as it was read: those of all its articles."""

    nearby: list[str] = field(default_factory=list)
    """Those that some of its records are in: what is too short to tell is taken to be in one of them."""

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
        decoded: Decoded = decode(data, where=self.where, declared=declared, legacy=self.legacy)
        if decoded.note():
            self.note(decoded.note())
        self.remember_codec(decoded.encoding)
        text = clean(decoded.text)
        if not text.strip():
            raise self.empty()
        return text

    def remember_codec(self, encoding: str) -> None:
        """Take note of a codec that all of the file is read with, if it is one of the old Vietnamese encodings."""
        if self.legacy and encoding == "cp1258":
            self.decoded_from.append(WINDOWS_1258)

    def decode_legacy(self, text: str, *, is_markup: bool = False) -> str:
        """The text of a file that is one article, with its paragraphs in old Vietnamese encodings decoded."""
        if not self.legacy:
            return text
        decoding = decode_legacy(text, is_markup=is_markup)
        self.decoded_from.extend(decoding.names)
        return decoding.text

    def decode_record(self, record: Mapping[str, Any]) -> Mapping[str, Any]:
        """The same for one record of several; the field ``DECODED_FROM`` says what was decoded."""
        if not self.legacy:
            return record
        decoded, names = decode_record(record, self.nearby)
        return decoded if not names and not self.decoded_from else {**decoded, **self.metadata(names)}

    def metadata(self, names: Iterable[str] = ()) -> dict[str, Any]:
        """What is kept with an article: the encodings of the file, and those of itself."""
        encodings = list(dict.fromkeys([*self.decoded_from, *names]))
        return {DECODED_FROM: encodings} if encodings else {}

    def read_text(self) -> str:
        """The text of a file that is one article.

        Raises:
            ReadError: it is empty, no text, too long, or cannot be read.
        """
        limit = self.limits.article_chars
        text = self.decode_legacy(
            self.decode(self.read_bytes(4 * limit + 4, f"at most {limit:,} characters are one article: split it"))
        )
        if len(text) > limit:
            raise ReadError(f"{self.where} is too long: {len(text):,} characters, at most {limit:,}; split it")
        return text

    def empty(self) -> ReadError:
        """The error for a file without any text."""
        return ReadError(f"{self.where} is empty; leave it out, or check what wrote it")
