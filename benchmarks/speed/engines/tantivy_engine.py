"""tantivy-py, with one thread for indexing, as it lies after ``commit`` and the merges that go with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tantivy

from benchmarks.speed.corpus import Corpus, read_records
from benchmarks.speed.engines import Ask, Kind

_TOKENIZERS = {"raw": "default", "canonical": "whitespace", "folding": "folding"}


def build(corpus: Corpus, folder: Path, form: str) -> None:
    """Two stored fields with positions; ``folding`` is raw text whose terms lose their marks."""
    folder.mkdir(parents=True)
    index = tantivy.Index(_schema(form), path=str(folder))
    index.register_tokenizer("folding", _folding())
    writer = index.writer(num_threads=1)
    for record in read_records(corpus.canonical if form == "canonical" else corpus.raw):
        writer.add_document(tantivy.Document(id=record.id, title=record.title, body=record.body))
    writer.commit()
    writer.wait_merging_threads()


def _schema(form: str) -> tantivy.Schema:
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    fields.add_text_field("title", stored=True, tokenizer_name=_TOKENIZERS[form])
    fields.add_text_field("body", stored=True, tokenizer_name=_TOKENIZERS[form])
    return fields.build()


def _folding() -> tantivy.TextAnalyzer:
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    return analyzer.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold()).build()


class TantivyEngine:
    """Query objects are made before the clock runs, as tracuu's trees are."""

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        """Open the index in a folder."""
        self.index = tantivy.Index.open(str(folder))
        self.index.register_tokenizer("folding", _folding())
        self.searcher = self.index.searcher()

    def top(self, kind: Kind, terms: list[str]) -> Ask:
        query, search = self._query(kind, terms), self.searcher.search
        return lambda: search(query, 10).hits

    def top_uncounted(self, kind: Kind, terms: list[str]) -> Ask:
        """Without the total, so that it may skip articles that cannot be among the best."""
        query, search = self._query(kind, terms), self.searcher.search
        return lambda: search(query, 10, count=False).hits

    def total(self, kind: Kind, terms: list[str]) -> int:
        result: Any = self.searcher.search(self._query(kind, terms), 1)
        return int(result.count)  # missing in its stubs

    def search(self, terms: list[str]) -> Ask:
        """Parse, find, fetch ten articles, and cut a snippet of each as HTML."""
        text = " ".join(terms)

        def ask() -> object:
            searcher = self.searcher
            query = self.index.parse_query(text, ["title", "body"])
            snippets = tantivy.SnippetGenerator.create(searcher, query, self.index.schema, "body")
            snippets.set_max_num_chars(240)
            articles = [searcher.doc(address) for _, address in searcher.search(query, 10).hits]
            return [(article["title"], snippets.snippet_from_doc(article).to_html()) for article in articles]

        return ask

    def _query(self, kind: Kind, terms: list[str]) -> tantivy.Query:
        schema = self.index.schema
        if kind == "phrase":
            return tantivy.Query.phrase_query(schema, "body", [*terms])
        occur = tantivy.Occur.Must if kind == "and" else tantivy.Occur.Should
        return tantivy.Query.boolean_query([(occur, tantivy.Query.term_query(schema, "body", t)) for t in terms])
