"""The articles of one source file on their way into an index."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from tracuu.analyzers.errors import ArticleError, DuplicateIdError
from tracuu.index.article import Article
from tracuu.index.manifest import STDIN, UNREAD
from tracuu.index.reading import Problem, Source
from tracuu.index.reading.legacy_records import DECODED_FROM
from tracuu.index.sync_report import SyncReport
from tracuu.index.writer import IndexWriter

_MADE_OF_KEY = ("", "#", "!")
"""What stands behind the key of a file in the ids that are made of it (``read_articles``)."""


class SourceUpdate:
    """The articles of one source on their way in: new, changed, the same, or with an id that is taken.

    Attributes:
        origin: how the articles' source is named in the index.
        where: the same in messages.
        left: the origins, gone themselves, whose articles were found here.
    """

    def __init__(
        self, writer: IndexWriter, source: Source, report: SyncReport, tell: Callable[[Problem], None]
    ) -> None:
        self.writer = writer
        self.source = source
        self.report = report
        self.origin = STDIN if source.is_stdin else writer.manifest.origin(source.path)
        self.where = "standard input" if source.is_stdin else str(source.path)
        self.left: set[str] = set()
        self._tell = tell
        self._taken: set[str] = set()
        self._keys: list[str] = []
        self._before = set(writer.numbers_of(self.origin))
        self._kept: set[int] = set()
        self._is_whole = True
        self._is_contested = False

    def tell(self, problem: Problem) -> None:
        """Pass on a problem of the reading; a part that could not be read keeps its articles."""
        self._is_whole &= problem.kind != "unreadable"
        self._tell(problem)

    def take(self, article: Article) -> None:
        """Put one article in; a refusal is a problem of its own, and the source goes on."""
        if not self.source.is_stdin:
            self.writer.manifest.files[self.origin] = UNREAD  # until its end is reached
        try:
            self._put(article.with_id())
        except ArticleError as error:
            self._tell(Problem(article.path or self.where, str(error), "article"))

    def _put(self, article: Article) -> None:
        if not any(self._put_as(id, article) for id in self._ids(article.id)):
            if article.id in self._taken:
                raise DuplicateIdError(
                    f"the id {article.id!r} stands twice in this source: only the first one was taken"
                )
            self._is_contested = True  # to be looked at again: the other one may go
            raise DuplicateIdError(
                f"the id {article.id!r} belongs to {self._owner(article.id)} already: give this one another"
            )

    def _put_as(self, id: str, article: Article) -> bool:
        """Put an article in under an id, unless that belongs to another one."""
        if id in self._taken:
            return False
        writer = self.writer
        number = writer.find(id)
        article = article if article.id == id else replace(article, id=id)
        if number in self._before:
            self._kept.add(number)
            if writer.reader.article(number) == article:
                self.report.unchanged += 1
            else:
                self._update(article)
        elif number >= 0 and self._is_left_behind(writer.reader.origin(number)):
            self._update(article)
        elif id in writer:
            return False
        else:
            writer.add(article, self.origin)
            self.report.added += 1
            self._count_decoded(article)
        self._taken.add(id)
        return True

    def _ids(self, id: str) -> Iterable[str]:
        """What an article may be called, best first: as it is, or, where that was made of the name of its file, with
        more of the folders above.
        """
        if not _is_made_of(id, self.source.key):
            return (id,)
        rest = id[len(self.source.key) :]
        if not self._keys:
            self._keys = self._keys_for(rest)
        return (key + rest for key in self._keys)

    def _keys_for(self, rest: str) -> list[str]:
        """All keys of the source, first the one that all of its articles get unless they clash: the one that they had
        before, so that a file that is read again keeps its ids; or else the shortest that is free.
        """
        keys = [self.source.key, *self.source.longer_keys()]
        before = self.writer.reader.ids(sorted(self._before))
        chosen = next((key for id in before for key in keys if _is_made_of(id, key)), None)
        if chosen is None:
            chosen = next((key for key in keys if self._is_free(key + rest)), keys[0])
        return [chosen, *(key for key in keys if key != chosen)]

    def _is_free(self, id: str) -> bool:
        number = self.writer.find(id)
        return self._is_left_behind(self.writer.reader.origin(number)) if number >= 0 else id not in self.writer

    def _owner(self, id: str) -> str:
        """Whose an id is, in messages."""
        origin = self.writer.origin_of(id)
        if not origin or origin == self.origin:
            return "another article"
        return f"an article of {'standard input' if origin == STDIN else self.writer.manifest.path(origin)}"

    def _update(self, article: Article) -> None:
        self.writer.update(article, self.origin)
        self.report.updated += 1
        self._count_decoded(article)

    def _count_decoded(self, article: Article) -> None:
        names = article.metadata.get(DECODED_FROM)
        if isinstance(names, list):
            self.report.decoded.update(map(str, names))

    def _is_left_behind(self, origin: str) -> bool:
        """Whether the file that an article came from exists no more."""
        if origin in ("", STDIN, self.origin):
            return False
        try:
            self.writer.manifest.path(origin).lstat()
        except (FileNotFoundError, NotADirectoryError):
            self.left.add(origin)
            self.writer.manifest.files[origin] = UNREAD  # should it come back, it has lost something
            return True
        except OSError:
            pass
        return False

    def finish(self) -> None:
        """The source was read to its end: what it held before and holds no more goes."""
        if self.source.is_stdin:
            return
        if self._is_whole:
            self.report.removed += self.writer.delete_numbers(self._before - self._kept)
        looks = (self.source.size, self.source.mtime_ns)
        self.writer.manifest.files[self.origin] = UNREAD if self._is_contested else looks


def _is_made_of(id: str, key: str) -> bool:
    """Whether an id can have been made of a key."""
    return id.startswith(key) and id[len(key) : len(key) + 1] in _MADE_OF_KEY
