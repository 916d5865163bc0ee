"""Whatever was done to an index, it holds what one fresh index of its live articles holds."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tracuu.analyzers.errors import DuplicateIdError
from tracuu.index import Article, ArticleIndex, inversion, merge, spool, writer
from tracuu.index.toc import older

WORDS = "phở bò gà Bùi Thanh Sơn ở Hà Nội hoà hòa 1".split()
ids = st.sampled_from("abcdef")
texts = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
articles = st.builds(
    Article,
    id=ids,
    title=texts.map(lambda text: f"Bài {text}"),
    body=texts,
    source=st.sampled_from(["", "Bếp Nhà"]),
    tags=st.lists(st.sampled_from(["một", "hai", "mốt"]), max_size=2).map(tuple),
    authors=st.lists(st.sampled_from(["Vũ Bằng"]), max_size=1).map(tuple),
)


class AnIndexAndADictionary(RuleBasedStateMachine):
    """Does the same to an index and to a dictionary, and compares all that there is."""

    contents_of: Callable[..., Any]

    @initialize(
        tier=st.sampled_from([2, 3, 8]),
        tokens=st.sampled_from([1, 8, 4_000_000]),
        cut=st.booleans(),
        small=st.booleans(),
    )
    def make(self, tier: int, tokens: int, cut: bool, small: bool) -> None:
        self.patches = [
            patch.object(merge, "TIER", tier),
            patch.object(writer, "IN_MEMORY", tokens),
            patch.object(merge, "MAX_TOKENS", 40 if cut else 2**32 - 1),
            patch.object(inversion, "WINDOW", 3 if small else inversion.WINDOW),
            patch.object(spool, "IN_MEMORY", 3 if small else spool.IN_MEMORY),
            patch.object(os, "fsync", lambda handle: None),
        ]
        for change in self.patches:
            change.start()
        self.folder = Path(tempfile.mkdtemp(prefix="tracuu-"))
        self.index = ArticleIndex.create(self.folder / "index", words=False)
        self.committed: dict[str, Article] = {}
        self.pending: dict[str, Article] = {}

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            try:
                self.index.close()
                self.check()
            finally:
                for change in self.patches:
                    change.stop()
                shutil.rmtree(self.folder)

    @rule(article=articles)
    def add(self, article: Article) -> None:
        if article.id in self.pending:
            with pytest.raises(DuplicateIdError):
                self.index.add(article)
        else:
            assert self.index.add(article) == article.id
            self.pending[article.id] = article

    @rule(article=articles)
    def update(self, article: Article) -> None:
        self.index.update(article)
        self.pending[article.id] = article

    @rule(id=ids)
    def delete(self, id: str) -> None:
        assert self.index.delete(id) == (self.pending.pop(id, None) is not None)

    @rule()
    def commit(self) -> None:
        self.index.commit()
        self.committed = dict(self.pending)
        self.check()

    @rule()
    def optimize(self) -> None:
        self.index.optimize()
        self.committed = dict(self.pending)
        if merge.MAX_TOKENS > 40:
            assert [segment.size for segment in self.index.reader.segments] == (
                [len(self.pending)] * bool(self.pending)
            )
        self.check()

    @rule()
    def rollback(self) -> None:
        self.index.rollback()
        self.pending = dict(self.committed)

    @rule()
    def reopen(self) -> None:
        self.index.close()
        self.index = ArticleIndex(self.folder / "index")
        self.pending = dict(self.committed)

    @rule()
    def look(self) -> None:
        assert {article.id: article for article in self.index} == self.committed
        assert all(id in self.index for id in self.committed)
        assert len(self.index) == len(self.committed)

    def check(self) -> None:
        self.look()
        with ArticleIndex.create(self.folder / "fresh", words=False, replace=True) as fresh:
            for article in self.committed.values():
                fresh.add(article)
        assert self.contents_of(self.index.reader) == self.contents_of(fresh.reader)
        ours = self.index.statistics()
        theirs = fresh.statistics()
        for figure in ("articles", "tokens", "syllables", "bigrams", "words", "names", "dates"):
            assert getattr(ours, figure) == getattr(theirs, figure), figure
        toc = self.index.reader.toc
        before = older(self.index.directory, toc.generation)
        needed = toc.files() | (before.files() if before else set())
        assert needed == {
            path.name for path in self.index.directory.iterdir() if path.name.startswith(("toc-", "seg-", "words-"))
        }


def test_any_history(contents_of: Callable[..., Any]) -> None:
    AnIndexAndADictionary.contents_of = staticmethod(contents_of)
    run_state_machine_as_test(
        AnIndexAndADictionary,
        settings=settings(
            max_examples=60,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )


def test_words_survive_merging(tmp_path: Path, contents_of: Callable[..., Any]) -> None:
    """The same with words, which are too slow to cut for hundreds of histories."""
    texts = ["Bộ trưởng Bùi Thanh Sơn", "bộ trưởng ngoại giao", "phở bò ở Hà Nội", "Hà Nội mùa thu"]
    one = ArticleIndex.create(tmp_path / "one")
    many = ArticleIndex.create(tmp_path / "many")
    for number, text in enumerate(texts * 3):
        article = Article(id=f"{number}", title=text, body=text * 2)
        one.add(article)
        many.add(article)
        many.commit()
    one.commit()
    for index in (one, many):
        index.delete("2")
        index.commit()
    assert contents_of(one.reader) == contents_of(many.reader)
    many.optimize()
    assert contents_of(one.reader) == contents_of(many.reader)
    words = {term for view, _, term in contents_of(many.reader) if view == "words"}
    assert {"bộ_trưởng", "ngoại_giao", "hà_nội"} <= words
