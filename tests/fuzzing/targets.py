"""What is fuzzed: each target takes any bytes, and fails where a promise does not hold."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np

from tracuu.analyzers import BatchAnalyzer, PyviSegmenter, VietnameseTokenizer, canonical, find_names, fold_text
from tracuu.analyzers.errors import InvalidArticleError, QueryError, ReadError, TracuuError
from tracuu.analyzers.keystrokes import read_keystrokes
from tracuu.analyzers.legacy import decode_bytes, decode_legacy
from tracuu.index import Article, ArticleIndex
from tracuu.index.arrays import ArrayFile
from tracuu.index.manifest import Manifest
from tracuu.index.reading import Problem, Source, read_articles
from tracuu.index.reading.sources import STDIN
from tracuu.index.record_store import RecordStore
from tracuu.index.stored import dump_article, load_article
from tracuu.index.toc import read_toc
from tracuu.search import Filters, Searcher
from tracuu.search.nodes import Marks

FORMATS = ("txt", "md", "html", "json", "jsonl", "csv")
_MARKS: tuple[Marks, ...] = ("auto", "exact", "ignore")
_TAG = re.compile(r"<(?!/?mark>)")

ARTICLES = [
    Article(
        id="1", title="Bộ trưởng Bùi Thanh Sơn", body="Ông Bùi Thanh Sơn nói ngày 14/4/2025 ở Hà Nội.", tags=("tin",)
    ),
    Article(
        id="2", title="Phở bò <b>Nam Định</b>", body="Bánh phở, thịt bò; nước dùng trong 12 giờ. Nghị quyết 34-NQ/TW."
    ),
    Article(id="3", title="COVID-19", body="TP.HCM có 1.200 ca. " * 30, authors=("Vũ Bằng",)),
]


@cache
def searcher() -> Searcher:
    """Of a small index."""
    with tempfile.TemporaryDirectory() as folder:
        with ArticleIndex.create(folder) as index:
            for article in ARTICLES:
                index.add(article)
        found = Searcher(folder)
        found.search("bò", facets=("tag", "author"))
    return found


batch = cache(BatchAnalyzer)
segmenter = cache(PyviSegmenter)


def query(data: bytes) -> None:
    """A query is answered or refused, whatever it is, and the answer is escaped and goes together."""
    text = _text(data[1:])
    marks = _MARKS[data[0] % 3] if data else "auto"
    found = searcher()
    try:
        results = found.search(text, marks=marks, facets=("tag", "author"))
    except QueryError as error:
        assert str(error)
        return
    assert len(results.hits) <= results.total + results.partial <= len(ARTICLES)
    for hit in results.hits:
        for part in (hit.title, *(snippet.text for snippet in hit.snippets)):
            assert not _TAG.search(part.html())
            assert all(0 <= start < stop <= len(part.text) for start, stop in part.spans)
            assert all(before[1] < after[0] for before, after in pairwise(part.spans))
    ids = {hit.article.id for hit in results.hits}
    assert {id for id, _ in found.find(text, marks=marks).hits} == ids
    for id in sorted(ids)[:1]:
        found.explain(text, id)
    found.suggest(text)
    found.names(text)


def filters(data: bytes) -> None:
    """Any filters narrow a search or are refused."""
    since, until, *paths = [*_text(data).split("\0"), "", ""]
    try:
        results = searcher().search("bò", filters=Filters(since, until, paths=tuple(filter(None, paths))))
    except QueryError:
        return
    assert results.total <= 1


def analysis(data: bytes) -> None:
    """Offsets slice the text; batches, words and names agree with what is analysed alone."""
    text = _text(data)
    tokens = list(VietnameseTokenizer().tokenize(text))
    assert [token.position for token in tokens] == list(range(len(tokens)))
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(before.end <= after.start for before, after in pairwise(tokens))
    for token in tokens:
        assert canonical(token.text) == token.text
    found = batch().analyze([text])
    vocabulary = batch().vocabulary
    assert [vocabulary.terms[number] for number in found.terms] == VietnameseTokenizer().terms(text)
    assert [vocabulary.words[number] for number in found.words] == segmenter().words(text)
    names = list(find_names(text, tokens))
    assert all(0 <= name.start < name.end <= len(text) for name in names)
    fold_text(text)


def legacy(data: bytes) -> None:
    """Any bytes are read as some text, and what was decoded once is not decoded again into something else."""
    decode_bytes(data)
    decoded = decode_legacy(_text(data)).text
    decode_legacy(decoded)


def keystrokes(data: bytes) -> None:
    """Any tokens are read as keystrokes or not."""
    tokens = _text(data).split()
    reading = read_keystrokes(tokens, _Known())
    assert reading is None or len(reading.tokens) == len(tokens)


class _Known:
    """An index that has everything."""

    articles = 1000

    def frequency(self, term: str) -> int:
        """As often as it is long."""
        return len(term)


def reading(data: bytes) -> None:
    """A file of any format gives articles that can be stored, problems, or a ``ReadError``."""
    format = FORMATS[data[0] % len(FORMATS)] if data else "txt"
    problems: list[Problem] = []
    source = Source(STDIN, "-", len(data), 0)
    try:
        for article in read_articles(source, on_problem=problems.append, stdin=BytesIO(data[1:]), format=format):
            with_id = article.with_id()
            assert load_article(dump_article(with_id)) == with_id
    except (ReadError, InvalidArticleError) as error:
        assert str(error)
    assert all(problem.reason for problem in problems)


def disk(data: bytes) -> None:
    """A file in place of one of the index is damaged, or what it should be."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "toc-0.json")
        path.write_bytes(data)
        for read in (lambda: read_toc(path.parent, 0), lambda: _read_arrays(path), lambda: _open(path.parent)):
            try:
                read()
            except TracuuError as error:
                assert str(error)


def _read_arrays(path: Path) -> None:
    file = ArrayFile(path)
    file.verify()
    for name in file:
        file[name]


def _open(folder: Path) -> None:
    ArticleIndex(folder).close()


def record(data: bytes) -> None:
    """A record is an article or refused; so is a list of sources."""
    with suppress(TypeError, ValueError, RecursionError, InvalidArticleError):
        load_article(data)
    try:
        Manifest.load(Path("index"), "manifest-0.json", data)
    except TracuuError as error:
        assert str(error)
    with suppress(ValueError):
        RecordStore([data], np.empty(0, np.uint8))[0]


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (query, filters, analysis, legacy, keystrokes, reading, disk, record)
}


def seeds(target: str) -> list[bytes]:
    """Inputs of the right kind, for fuzzing to begin with."""
    queries = [
        "bui thanh son",
        '"Bộ trưởng" -tag:tin OR title:(phở ~bò)',
        "date:[2021 TO 2025-05] mentions:14/4/2025",
        "buif thanh sown",
    ]
    texts = [f"{article.title}\n{article.body[:200]}".encode() for article in ARTICLES]
    records = [dump_article(article)[:300] for article in ARTICLES]
    files = {
        "txt": texts[0],
        "md": b"---\ntitle: Pho\ndate: 2025-04-14\ntags: [a, b]\n---\n# Bo\n\n* [x](y) `z`\n\n```\nq\n```\n",
        "html": b"<html><head><title>a</title><meta charset=utf-8></head><body><p>b &amp; c</p><script>d</script>",
        "json": b'[{"title": "a", "body": "b", "date": "14/4/2025", "tags": ["c"], "x": {"y": 1}}]',
        "jsonl": b'{"title": "a", "body": "b"}\n{"headline": "c", "content": "d"}\n',
        "csv": b'title,body,date\n"a ""b""","c\nd",2025-04-14\n',
    }
    tables = [b'{"version": 3, "crc": 0, "toc": {"generation": 0, "segments": [], "stamps": {}}}', b"TRACUU\0\2"]
    return {
        "query": [b"\0" + query.encode() for query in queries],
        "filters": [b"2021-05\x0014/4/2025\0news/*.txt"],
        "reading": [bytes([number]) + files[name] for number, name in enumerate(FORMATS)],
        "disk": tables + records,
        "record": [*records, b'{"root": "/a", "files": {"./b.txt": [1, 2]}}'],
    }.get(target, texts)


def _text(data: bytes) -> str:
    """Half of the texts have lone surrogates for what is no UTF-8."""
    return data.decode("utf-8", "surrogateescape" if data[:1] < b"\x80" else "replace")
