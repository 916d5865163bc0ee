"""Save what can be read of a damaged index into a new one."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tracuu.index.article_index import ArticleIndex
from tracuu.index.manifest import STDIN, UNREAD, Manifest
from tracuu.index.stored_segment import StoredSegment, nameless
from tracuu.index.toc import (
    SegmentEntry,
    Toc,
    generations,
    newest_generation,
    segment_file,
    segments_in,
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
    unnamed: int = 0
    """Segments that no table of contents names, and that were left out."""
    lost: list[str] = field(default_factory=list)
    """Of each article that is lost its id, or where it stood if that is lost too."""


def recover(damaged: Path, new: Path, *, unnamed: bool = False, jobs: int = 1) -> Recovery:
    """Write every article that can be read into a new index.

    Where articles of the last commit are lost, what is left of the one before is looked through for them. "tracuu
    index" with the old folders then reads all source files again, and puts back what is missing.

    Args:
        damaged: folder of the index, which stays as it is.
        new: folder of the new one.
        unnamed: also take what lies in segments that no table of contents names, and before anything else: the last
            commit if its table is gone. What a writer left that was killed lies there as well. Where the newest table
            is damaged, or there is none, they are taken without asking.
        jobs: processes that build the new index.

    Raises:
        IndexNotFoundError, IndexVersionError: there is no index here that this tracuu can read.
        IndexExistsError, IndexStorageError: the new one cannot be made.
    """
    if not segments_in(damaged):
        newest_generation(damaged)
    tocs = whole_tocs(damaged)
    is_headless = not tocs or tocs[0].generation != generations(damaged)[0]
    index = ArticleIndex.create(new, words=all(toc.words for toc in tocs), jobs=jobs)
    with index:
        rescue = _Rescue(damaged, index.writer, knows_what_is_lost=not is_headless)
        if is_headless or unnamed:
            rescue.take(_unnamed(damaged))
        for age, toc in enumerate(tocs):
            if not age or is_headless or rescue.lost:
                rescue.take(toc, is_older=age > 0 or is_headless)
    return rescue.report()


class _Rescue:
    """Articles on their way into the new index, those of the newest commit first."""

    def __init__(self, directory: Path, writer: IndexWriter, *, knows_what_is_lost: bool) -> None:
        self.lost: dict[str, None] = {}  # a set that keeps its order
        self._directory = directory
        self._writer = writer
        self._saved: set[str] = set()
        self._older = 0
        self._seen: set[tuple[str, str]] = set()
        self._gone: set[str] = set()
        self._knows_what_is_lost = knows_what_is_lost
        self._old = Manifest.empty(directory)

    def take(self, toc: Toc, *, is_older: bool = False) -> None:
        """Take the articles of a generation that a newer one does not have, or, if it is older and all that is lost
        has an id, only these: others were deleted since.
        """
        wanted = set(self.lost) if is_older and self._knows_what_is_lost else None
        for entry in toc.segments:
            if (entry.name, entry.deletions) in self._seen:  # with other deletions it has other articles
                continue
            self._seen.add((entry.name, entry.deletions))
            segment = StoredSegment(self._directory, toc, entry)
            name = segment_file(entry.name)
            if segment.is_gone and entry.name not in self._gone:
                self._gone.add(entry.name)
                self._lose(nameless(entry), "")
            for number, article in segment.articles():
                if article is None:
                    if wanted is None:  # else it is lost already, or was deleted
                        self._lose(f"(article {number} of {name})", segment.id(number))
                elif article.id not in self._saved and (wanted is None or article.id in wanted):
                    self._writer.add(article, self._origin(segment.origin(number)))
                    self._saved.add(article.id)
                    self._older += is_older

    def _lose(self, place: str, id: str) -> None:
        self.lost[id or place] = None
        self._knows_what_is_lost &= bool(id)

    def _origin(self, origin: str) -> str:
        """The same source file, as the new index calls it, which is to read it again."""
        if origin in ("", STDIN):
            return origin
        manifest = self._writer.manifest
        origin = manifest.origin(self._old.path(origin))
        manifest.files[origin] = UNREAD
        return origin

    def report(self) -> Recovery:
        left_out = {entry.name for entry in _unnamed(self._directory).segments} - {name for name, _ in self._seen}
        lost = [name for name in self.lost if name not in self._saved]
        return Recovery(len(self._saved), self._older, len(left_out), lost)


def _unnamed(directory: Path) -> Toc:
    """The segments that no table of contents names, newest first."""
    paths = [directory / name for name in unnamed_files(directory) if name.endswith(".segment")]
    paths.sort(key=lambda path: path.lstat().st_mtime_ns, reverse=True)
    return Toc(segments=tuple(SegmentEntry(path.stem, 0) for path in paths))
