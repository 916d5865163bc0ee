"""Save what can be read of a damaged index into a new one."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tracuu.index.article_index import ArticleIndex
from tracuu.index.stored_segment import StoredSegment, nameless
from tracuu.index.toc import (
    SegmentEntry,
    Toc,
    generations,
    newest_generation,
    segment_file,
    unnamed_files,
    whole_tocs,
)
from tracuu.index.writer import IndexWriter


@dataclass(slots=True)
class Recovery:
    """What was saved, and what was not."""

    saved: int = 0
    older: int = 0
    """How many of these are from an earlier commit: as they were then, and maybe deleted since."""
    lost: list[str] = field(default_factory=list)
    """Of each article that is lost its id, or where it stood if that is lost too."""


def recover(damaged: Path, new: Path, *, unnamed: bool = False, jobs: int = 1) -> Recovery:
    """Write every article that can be read into a new index.

    Where articles of the last commit are lost, what is left of the one before is looked through for them. The list
    of source files is not taken over, so that "tracuu index" reads those again and puts back what is missing.

    Args:
        damaged: folder of the index, which stays as it is.
        new: folder of the new one.
        unnamed: also take what lies in segments that no table of contents names, and before anything else: the last
            commit if its table is gone. What a writer left that was killed lies there as well. Where the newest table
            is there and damaged, they are taken without asking.
        jobs: processes that build the new index.

    Raises:
        IndexNotFoundError, IndexVersionError: there is no index here that this tracuu can read.
        IndexExistsError, IndexStorageError: the new one cannot be made.
    """
    newest_generation(damaged)
    tocs = whole_tocs(damaged)
    is_headless = unnamed or [toc.generation for toc in tocs[:1]] != generations(damaged)[:1]
    index = ArticleIndex.create(new, words=all(toc.words for toc in tocs), jobs=jobs)
    with index:
        rescue = _Rescue(damaged, index.writer)
        if is_headless:
            rescue.take(_unnamed(damaged))
        for age, toc in enumerate(tocs):
            if not age or is_headless or rescue.lost:
                rescue.take(toc, is_older=age > 0 or is_headless)
    return rescue.report()


class _Rescue:
    """Articles on their way into the new index, those of the newest commit first."""

    def __init__(self, directory: Path, writer: IndexWriter) -> None:
        self.lost: dict[str, None] = {}  # a set that keeps its order
        self._directory = directory
        self._writer = writer
        self._saved: set[str] = set()
        self._older = 0
        self._segments: set[str] = set()

    def take(self, toc: Toc, *, is_older: bool = False) -> None:
        """Take the articles of a generation that a newer one does not have."""
        for entry in toc.segments:
            if entry.name in self._segments:
                continue
            self._segments.add(entry.name)
            segment = StoredSegment(self._directory, toc, entry)
            name = segment_file(entry.name)
            if segment.is_gone:
                self.lost[nameless(entry)] = None
            for number, article in segment.articles():
                if article is None:
                    self.lost[segment.id(number) or f"(article {number} of {name})"] = None
                elif article.id not in self._saved:
                    self._writer.add(article, segment.origin(number))
                    self._saved.add(article.id)
                    self._older += is_older

    def report(self) -> Recovery:
        return Recovery(len(self._saved), self._older, [name for name in self.lost if name not in self._saved])


def _unnamed(directory: Path) -> Toc:
    """The segments that no table of contents names, newest first."""
    paths = [directory / name for name in unnamed_files(directory) if name.endswith(".segment")]
    paths.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return Toc(segments=tuple(SegmentEntry(path.stem, 0) for path in paths))
