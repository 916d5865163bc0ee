"""The articles of a run as files that every engine reads: raw, as canonical syllables, as ASCII code words."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import TextIO

import click

from benchmarks.speed.processes import ROOT
from tracuu.analyzers import VietnameseTokenizer, fold

_SHUFFLED_TOGETHER = 1000  # articles

corpus_option = click.option(
    "--corpus",
    "source",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=ROOT.parent / "shared/corpora/vietnews-30k.jsonl.xz",
    show_default=False,
    help="JSON lines of id, title, abstract, body; .xz too (default: ../shared/corpora).",
)


@dataclass(frozen=True)
class Record:
    """One article as it stands in a file; in all but the raw file its texts are terms joined by spaces."""

    id: str
    title: str
    body: str


def read_records(path: Path) -> Iterator[Record]:
    """Records of JSON lines, plain or ``.xz``; an abstract is the beginning of the body. Ids are those of the file.

    Articles without any text are passed over.
    """
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            read = json.loads(line)
            body = "\n\n".join(filter(None, [read.get("abstract", ""), read.get("body", "")]))
            record = Record(str(read["id"]), read.get("title", ""), body)
            if record.title.strip() or record.body.strip():
                yield record


def shuffled(records: Sequence[Record], copy: int) -> Iterator[Record]:
    """New articles from the sentences of old ones: a thousand articles pool theirs, and each draws as many as it had.

    Terms keep their frequencies and sentences their phrases; what stands together in one article is new.
    """
    rng = random.Random(copy)
    for first in range(0, len(records), _SHUFFLED_TOGETHER):
        block = records[first : first + _SHUFFLED_TOGETHER]
        bodies = [record.body.split("\n") for record in block]
        sentences = [sentence for body in bodies for sentence in body]
        rng.shuffle(sentences)
        drawn = iter(sentences)
        for record, body in zip(block, bodies, strict=True):
            yield Record(f"{record.id}~{copy}", record.title, "\n".join(islice(drawn, len(body))))


def grown(source: Path, articles: int) -> Iterator[Record]:
    """The first articles of a file, and shuffled copies of them until there are as many as asked for."""
    records = list(islice(read_records(source), articles))
    yield from records
    missing, copy = articles - len(records), 0
    while records and missing > 0:
        copy += 1
        yield from islice(shuffled(records, copy), missing)
        missing -= len(records)


class Corpus:
    """The files of one run, in a folder.

    ``raw`` has the texts, the others their terms joined by spaces: ``canonical`` the syllables of tracuu,
    ``coded`` an ASCII word for each of them, ``folded`` one for each syllable without marks.
    """

    def __init__(self, folder: Path) -> None:
        """The corpus that ``write`` has put there."""
        self.folder = folder
        self.raw = folder / "articles.jsonl"
        self.canonical = folder / "canonical.jsonl"
        self.coded = folder / "coded.jsonl"
        self.folded = folder / "folded.jsonl"
        facts = json.loads((folder / "facts.json").read_text("utf-8"))
        self.articles: int = facts["articles"]
        self.bytes: int = facts["bytes"]
        """UTF-8 bytes of titles and bodies: neither ids nor JSON."""

    @classmethod
    def write(cls, records: Iterable[Record], folder: Path) -> Corpus:
        """Write the raw file; what an earlier run has written is taken as it is."""
        if not (folder / "facts.json").exists():
            folder.mkdir(parents=True, exist_ok=True)
            articles = size = 0
            with (folder / "articles.jsonl").open("w", encoding="utf-8") as raw:
                for record in records:
                    articles += 1
                    size += len(record.title.encode()) + len(record.body.encode())
                    _write(raw, record.id, record.title, record.body)
            (folder / "facts.json").write_text(json.dumps({"articles": articles, "bytes": size}), "utf-8")
        return cls(folder)

    def analyse(self) -> Corpus:
        """Write the files of terms, unless they are there; itself."""
        if not self._codes_file.exists():
            codes: dict[str, str] = {}
            with (
                self.canonical.open("w", encoding="utf-8") as canonical,
                self.coded.open("w", encoding="utf-8") as coded,
                self.folded.open("w", encoding="utf-8") as folded,
            ):
                for record in read_records(self.raw):
                    texts = [_canonical(record.title).split(), _canonical(record.body).split()]
                    _write(canonical, record.id, *map(" ".join, texts))
                    _write(coded, record.id, *(_coded(terms, codes) for terms in texts))
                    _write(folded, record.id, *(_coded(map(fold, terms), codes) for terms in texts))
            _canonical_line.cache_clear()
            self._codes_file.write_text(json.dumps(codes), "utf-8")  # the last: without it nothing is there
        return self

    @cached_property
    def codes(self) -> dict[str, str]:
        """The ASCII word that stands for a term, folded or not."""
        codes: dict[str, str] = json.loads(self._codes_file.read_text("utf-8"))
        return codes

    @property
    def _codes_file(self) -> Path:
        return self.folder / "codes.json"


def _canonical(text: str) -> str:
    return " ".join(map(_canonical_line, text.split("\n")))


@lru_cache(maxsize=1 << 20)  # shuffled sentences come again
def _canonical_line(line: str) -> str:
    return " ".join(VietnameseTokenizer().terms(line))


def _coded(terms: Iterable[str], codes: dict[str, str]) -> str:
    return " ".join([codes.setdefault(term, f"w{len(codes)}") for term in terms])


def _write(file: TextIO, id: str, title: str, body: str) -> None:
    print(json.dumps({"id": id, "title": title, "body": body}, ensure_ascii=False), file=file)
