"""Every error that a caller can handle, in one tree.

    TracuuError
    ├── ArticleError             an article that cannot be taken
    │   ├── InvalidArticleError      a field is missing or makes no sense (a date that is none)
    │   ├── DuplicateIdError         another article, or another source, has this id already
    │   └── ArticleNotFoundError     no article has this id
    ├── AnalysisError            articles could not be analysed: a process that did it has died
    │   └── SegmenterError           pyvi's files are missing or cannot be read
    ├── ReadError                a source that cannot be read: not text, broken archive, no permission
    ├── IndexError_              (abstract) something about the index as a whole
    │   ├── IndexNotFoundError       there is no index here
    │   ├── IndexExistsError         there is one already
    │   ├── IndexVersionError        it was made by another version of tracuu
    │   ├── IndexDamagedError        a file of it is missing, short or changed
    │   ├── IndexLockedError         somebody else is writing
    │   └── IndexStorageError        the disk refused: full, read-only, no permission
    ├── AliasError               a file of acronyms and long forms that cannot be read
    └── QueryError               a query that cannot be answered (too long, a filter that is none)

A message says what, where, and what to do next.
"""

from __future__ import annotations


class TracuuError(Exception):
    """The root: catch it to catch all that tracuu raises on purpose."""


class ArticleError(TracuuError):
    """An article that cannot be taken, or is not there."""


class InvalidArticleError(ArticleError):
    """A field of an article is missing or makes no sense."""


class DuplicateIdError(ArticleError):
    """The id belongs to another article already."""


class ArticleNotFoundError(ArticleError):
    """No article of the index has this id."""


class ReadError(TracuuError):
    """A file, folder or stream could not be read as articles."""


class IndexError_(TracuuError):
    """Something is wrong with the index as a whole (the underscore keeps the builtin's name free)."""


class IndexNotFoundError(IndexError_):
    """There is no index at this place."""


class IndexExistsError(IndexError_):
    """There is an index at this place already."""


class IndexVersionError(IndexError_):
    """The index was written by a version of tracuu that this one cannot read."""


class IndexDamagedError(IndexError_):
    """A file of the index is missing, too short, or not what was written."""


class IndexLockedError(IndexError_):
    """Another process or thread is writing to the index."""

    def __init__(self, message: str, what: str = "") -> None:
        """``what``: the part of the message that says who writes where, since when."""
        super().__init__(message, what)
        self.what = what

    def __str__(self) -> str:
        return str(self.args[0])


class IndexStorageError(IndexError_):
    """The file system refused: disk full, read-only, no permission."""


class QueryError(TracuuError):
    """The query, or one of its filters, cannot be answered."""


class AliasError(TracuuError):
    """A file of acronyms and their long forms, or a line of it, makes no sense."""


class AnalysisError(TracuuError):
    """Articles could not be analysed."""


class SegmenterError(AnalysisError):
    """Word segmentation was asked for, but its library cannot be loaded."""
