"""tantivy-py, with its default tokenizer, and with one that folds letters to ASCII."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import tantivy

from benchmarks.robustness.collections import DEPTH
from benchmarks.robustness.engines import words
from benchmarks.speed.corpus import Record


def _folding() -> tantivy.TextAnalyzer:
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    return analyzer.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold()).build()


class TantivyEngine:
    """Words in quotation marks for the query parser, so that nothing in them is syntax; it joins them by OR."""

    tokenizer = "default"

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._index.register_tokenizer("folding", _folding())
        self._searcher = self._index.searcher()

    @classmethod
    def build(cls, records: Iterator[Record], folder: Path) -> None:
        folder.mkdir(parents=True)
        fields = tantivy.SchemaBuilder()
        fields.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        fields.add_text_field("title", tokenizer_name=cls.tokenizer)
        fields.add_text_field("body", tokenizer_name=cls.tokenizer)
        index = tantivy.Index(fields.build(), path=str(folder))
        index.register_tokenizer("folding", _folding())
        writer = index.writer(num_threads=1)
        for record in records:
            writer.add_document(tantivy.Document(id=record.id, title=record.title, body=record.body))
        writer.commit()
        writer.wait_merging_threads()

    def ask(self, text: str) -> list[str]:
        quoted = ('"{}"'.format(word.replace("\\", "\\\\").replace('"', '\\"')) for word in words(text))
        query = self._index.parse_query(" ".join(quoted), ["title", "body"])
        searcher = self._searcher
        return [searcher.doc(address)["id"][0] for _, address in searcher.search(query, DEPTH).hits]


class FoldingTantivyEngine(TantivyEngine):
    """Articles and queries without marks."""

    tokenizer = "folding"
