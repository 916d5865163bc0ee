"""Commits that say in every answer which one it is an answer of, and what is to be found in each.

Commit ``n`` writes three marks anew, adds an article, changes the one added three commits ago and deletes the one
added ``KEPT`` commits ago; so the index keeps its size, and any mixture of two commits contradicts itself.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

from tracuu.index import Article, ArticleIndex, IndexReader
from tracuu.search import Filters, Results, Searcher
from tracuu.search.collect import Sort

MARKS = 3
KEPT = 20
_FILLER = " Nước dùng trong, bánh phở mềm, thịt bò thái mỏng, hành lá và rau thơm." * 20


def article(id: str, number: int) -> Article:
    """An article as commit ``number`` wrote it."""
    return Article(
        id=id,
        title=f"Phở bò lần {number}",
        body=f"Quán phở bò ở Hà Nội mở cửa lần thứ {number}.{_FILLER}",
        tags=(f"lần {number}", "phở"),
        authors=(f"tác giả {number % 3}",),
        date=dt.date(2000, 1, 1) + dt.timedelta(days=number),
    )


def contents(number: int) -> dict[str, int]:
    """What is in the index after commit ``number``: ids, and which commit wrote each."""
    marks = {f"mốc {mark}": number for mark in range(MARKS)}
    added = range(max(number - KEPT + 1, 0), number + 1)
    return marks | {f"bài {one}": one if number - one < 3 else one + 3 for one in added}


def commit(index: ArticleIndex, number: int) -> None:
    """Make commit ``number``, which follows all before it; every tenth merges all."""
    for mark in range(MARKS):
        index.update(article(f"mốc {mark}", number))
    index.add(article(f"bài {number}", number))
    if number >= 3:
        index.update(article(f"bài {number - 3}", number))
    index.delete(f"bài {number - KEPT}")
    if number % 10 == 9:
        index.optimize()
    else:
        index.commit()


def written_by(found: Article) -> int:
    """The commit that wrote an article."""
    return int(found.title.removeprefix("Phở bò lần "))


def commit_of(found: dict[str, int]) -> int:
    """The commit that has just these articles, each as this one has it."""
    number = max(found.values())
    assert found == contents(number), f"of commit {number}, and of others: {found}"
    return number


def check_results(results: Results) -> int:
    """Of which commit this is an answer, to a query that all articles match, with facets of tags and authors."""
    found = {hit.id: written_by(hit.article) for hit in results.hits}
    number = commit_of(found)
    assert results.total == len(results.hits) == len(found), "each is found once"
    written = Counter(found.values())
    tags = dict(results.facets["tag"])
    assert tags == {"phở": len(found)} | {f"lần {one}": count for one, count in written.items()}
    authors: Counter[str] = Counter()
    for one, count in written.items():
        authors[f"tác giả {one % 3}"] += count
    assert dict(results.facets["author"]) == dict(authors)
    for hit in results.hits:
        assert hit.article == article(hit.id, found[hit.id]), "all of it, as it was written"
        snippet = hit.snippets[0]
        assert snippet.text.text == hit.article.body[snippet.start : snippet.end]
        assert any(highlighted for _, highlighted in snippet.text.pieces()), "and the positions are of this text"
    return number


def check_searcher(searcher: Searcher) -> int:
    """Ask one searcher in many ways; of which commit all answers are. It must not be refreshed meanwhile."""
    number = ask(searcher, "mở cửa")
    assert ask(searcher, '"phở bò ở Hà Nội mở cửa"') == number
    assert ask(searcher, "pho bo") == number
    assert ask(searcher, "phở", sort="date") == number
    held = contents(number)
    marked = sorted(id for id, one in held.items() if one == number)
    assert _ids(searcher, f'"lần thứ {number}"') == marked
    assert _ids(searcher, "phở", Filters(tags=(f"lần {number}",))) == marked
    assert _ids(searcher, "phở", Filters(tags=(f"lần {number + 1}",))) == []
    assert check_reader(searcher.index.reader) == number
    return number


def ask(searcher: Searcher, query: str, sort: Sort = "relevance") -> int:
    """Ask what all articles match; of which commit the answer is."""
    limit = KEPT + MARKS + 5
    return check_results(searcher.search(query, limit=limit, facets=("tag", "author"), sort=sort))


def _ids(searcher: Searcher, query: str, filters: Filters | None = None) -> list[str]:
    return sorted(hit.id for hit in searcher.search(query, limit=100, filters=filters).hits)


def check_reader(reader: IndexReader) -> int:
    """Look into a reader in many ways; which commit it is of."""
    articles = list(reader)
    number = commit_of({one.id: written_by(one) for one in articles})
    assert all(one == article(one.id, contents(number)[one.id]) for one in articles)
    assert len(reader) == len(articles)
    assert reader.get("mốc 1") == article("mốc 1", number)
    marked = [one for one in contents(number).values() if one == number]
    assert len(reader.with_keyword("tag", f"lần {number}", f"lan {number}")) == len(marked)
    assert len(reader.with_keyword("tag", f"lần {number + 1}", f"lan {number + 1}")) == 0
    return number
