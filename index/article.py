"""The article: what goes into an index and comes back from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tracuu.analyzers.errors import InvalidArticleError


@dataclass(frozen=True, slots=True)
class Article:
    """One text with a title and what is known about it.

    Only ``body`` or ``title`` must hold something. ``id`` may stay empty: the index then derives one from
    the content. ``metadata`` is free: it is kept as JSON and given back, never searched.

    >>> Article(title="Phở bò", body="Nước dùng trong.").with_id().id
    '16d04bbce439d1de'
    """

    title: str = ""
    body: str = ""
    id: str = ""
    date: dt.date | dt.datetime | None = None
    url: str = ""
    path: str = ""
    source: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("title", "body", "id", "url", "path", "source"):
            value = getattr(self, name)
            if not isinstance(value, str):
                raise InvalidArticleError(f"{name} of an article must be text, not {type(value).__name__}")
        for name in ("authors", "tags"):
            value = getattr(self, name)
            if value == ():
                continue
            items = tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else (value,)
            if isinstance(value, str) or not all(isinstance(item, str) for item in items):
                raise InvalidArticleError(f"{name} of an article must be a sequence of texts, not {value!r}")
            object.__setattr__(self, name, items)
        if not isinstance(self.metadata, dict | Mapping):  # to ask for dict first is quick
            raise InvalidArticleError(f"metadata of an article must be a mapping, not {self.metadata!r}")
        if self.date is not None and not isinstance(self.date, dt.date):
            raise InvalidArticleError(f"date of an article must be a date or a datetime, not {self.date!r}")
        if not self.title.strip() and not self.body.strip():
            raise InvalidArticleError("an article needs a title or a body; both are empty")

    def with_id(self) -> Article:
        """The same article with an id: its own, else 16 hex digits of a hash of title and body."""
        if self.id:
            return self
        content = f"{self.title}\x00{self.body}".encode("utf-8", "surrogatepass")
        import hashlib  # 2 ms that a search need not wait for

        return replace(self, id=hashlib.blake2b(content, digest_size=8).hexdigest())
