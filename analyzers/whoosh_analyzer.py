"""The analysis chain as a Whoosh analyzer: the only file of this folder that imports whoosh."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken

from tracuu.analyzers.analyzer import Mode, analysis_chain


class VietnameseAnalyzer(Analyzer):  # type: ignore[misc]  # whoosh has no types
    """For `whoosh.fields.TEXT(analyzer=...)`: positions, offsets and highlighting as any analyzer of Whoosh.

    >>> from whoosh.fields import ID, TEXT, Schema
    >>> from whoosh.filedb.filestore import RamStorage
    >>> from whoosh.qparser import QueryParser
    >>> schema = Schema(id=ID(stored=True), body=TEXT(analyzer=VietnameseAnalyzer(fold=True)))
    >>> index = RamStorage().create_index(schema)
    >>> writer = index.writer()
    >>> writer.add_document(id="1", body="Bộ trưởng Bùi Thanh Sơn")
    >>> writer.commit()
    >>> with index.searcher() as searcher:
    ...     query = QueryParser("body", schema).parse("bui thanh son")
    ...     [hit["id"] for hit in searcher.search(query)]
    ['1']
    """

    def __init__(self, mode: Mode = "index", fold: bool = False, words: bool = False) -> None:
        """The options of `analysis_chain`; `mode` holds where Whoosh does not say what it analyses for."""
        self.mode = mode
        self.fold = fold
        self.words = words

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        tokenize: bool = True,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[Any]:
        """Whoosh's protocol: one Token object, changed and yielded again for each term."""
        token = WhooshToken(positions, chars, removestops=removestops, mode=mode, **kwargs)
        for text, start, end, position in self._terms(value, tokenize, mode):
            token.text = text
            token.boost = 1.0
            token.stopped = False
            if keeporiginal:
                token.original = value[start:end]
            if positions:
                token.pos = start_pos + position
            if chars:
                token.startchar = start_char + start
                token.endchar = start_char + end
            yield token

    def _terms(self, value: str, tokenize: bool, mode: str) -> Iterator[tuple[str, int, int, int]]:
        if not tokenize:
            yield value, 0, len(value), 0
            return
        chain = analysis_chain("query" if mode == "query" else "index" if mode else self.mode, self.fold, self.words)
        for token in chain.analyze(value):
            yield token.text, token.start, token.end, token.position
