"""Numbered transactions, and what an index must hold after so many of them."""

from __future__ import annotations

from pathlib import Path

from tracuu.index import Article, ArticleIndex
from tracuu.index.toc import older
from tracuu.index.verification import verify


def write(index: ArticleIndex, number: int) -> None:
    """The transaction of this number: it adds, updates and deletes."""
    for part in "abc":
        index.add(Article(id=f"{number}{part}", title=f"Bài {number} {part}", body="phở bò ở Hà Nội " * 5))
    index.delete(f"{number - 2}b")
    index.update(Article(id=f"{number - 1}a", title=f"Bài {number - 1} mới"))
    index.writer.manifest.files[f"./{number % 3}.txt"] = (number, number)
    if number % 5 == 4:
        index.optimize()
    else:
        index.commit()


def written(directory: Path, count: int) -> ArticleIndex:
    """A new index after so many transactions."""
    index = ArticleIndex.create(directory, words=False)
    for number in range(count):
        write(index, number)
    return index


def expected(count: int) -> dict[str, str]:
    """Ids and titles after so many transactions."""
    titles: dict[str, str] = {}
    for number in range(count):
        titles |= {f"{number}{part}": f"Bài {number} {part}" for part in "abc"}
        titles.pop(f"{number - 2}b", None)
        titles[f"{number - 1}a"] = f"Bài {number - 1} mới"
    return titles


def check(directory: Path, reported: int) -> int:
    """Look the index over after a crash; how many transactions it holds.

    All that were reported as committed, whole, and none that was not begun; and it opens without repair.
    """
    index = ArticleIndex(directory)  # a generation to fall back to would be a warning, which is an error here
    titles = {article.id: article.title for article in index}
    count = next((n for n in (reported, reported + 1) if titles == expected(n)), None)
    assert count is not None, f"neither {reported} nor {reported + 1} transactions: {sorted(titles)}"
    assert index.reader.manifest.files.keys() == {f"./{number}.txt" for number in range(min(count, 3))}
    found = verify(directory)
    assert found.damaged == found.reserve == {}
    _ = index.writer  # the lock is free, and who holds it next cleans up
    left = {path.name for path in directory.iterdir()} - {"write.lock", "write.lock.json", ".gitignore"}
    toc = index.reader.toc
    before = older(directory, toc.generation)
    assert left == toc.files() | (before.files() if before else set())
    index.rollback()
    return count
