"""One record (a JSON object, a CSV row, front matter) -> one Article, whatever its fields are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from tracuu.analyzers.errors import InvalidArticleError
from tracuu.index.article import Article
from tracuu.index.reading.captions import drop_repeated_captions
from tracuu.index.reading.dates import parse_date
from tracuu.index.reading.encodings import clean
from tracuu.index.reading.limits import LIMITS

NAMES = {
    "id": ("id", "_id", "doc id", "document id", "article id", "uuid", "guid"),
    "title": ("title", "headline", "tiêu đề", "tựa đề"),
    "body": ("body", "text", "content", "contents", "full text", "article body", "nội dung"),
    "abstract": ("abstract", "summary", "description", "sapo", "tóm tắt"),
    "date": (
        *("date", "published", "published at", "publish date", "published date", "pub date"),
        *("date published", "created at", "ngày đăng", "ngày xuất bản"),
    ),
    "url": ("url", "link"),
    "source": ("source", "nguồn"),
    "authors": ("author", "authors", "tác giả"),
    "tags": ("tag", "tags", "keyword", "keywords", "category", "categories", "từ khóa"),
}
"""The names a field goes by, the most telling first. Case, marks, spaces, ``_`` and ``-`` do not count."""

MAX_NAME_CHARS = 40


def field_of(name: str) -> str:
    """The field of an article that goes by this name; empty if none does.

    >>> field_of("Tiêu đề"), field_of("publishedAt"), field_of("views")
    ('title', 'date', '')
    """
    return _field_and_rank(name)[0]


def _normal(name: str) -> str:
    """A field's name without case, marks and separators: ``Published_At`` is ``publishedat``."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return re.sub(r"[\s_-]+", "", "".join(char for char in plain if not unicodedata.combining(char)))


_FIELDS = {_normal(name): (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names)}


@lru_cache(maxsize=4096)
def _field_and_rank(name: str) -> tuple[str, int]:
    return _FIELDS.get(_normal(name), ("", 0)) if len(name) <= MAX_NAME_CHARS else ("", 0)


def article_from_record(
    record: Mapping[str, Any],
    *,
    default_id: str,
    path: str,
    note: Callable[[str], None] = lambda reason: None,
    max_chars: int = LIMITS.article_chars,
) -> Article:
    """The article that a record describes; fields without a place in it are kept as its metadata.

    An abstract becomes the first paragraph of the body, unless the body begins with it. Null and empty
    values are absent. A field that was given twice keeps its most telling name, the other goes to the
    metadata; authors and tags are gathered from all. ``note`` is told of what was read with a doubt.

    Raises:
        InvalidArticleError: no title and no body, or one of them (or the id) is not text, or too long.
    """
    record, replaced = _without_surrogates(record)
    if replaced:
        note("half characters (lone surrogates) were replaced by U+FFFD")
    given, metadata = _sort_fields(record)
    texts = {name: _text(name, given) for name in ("title", "abstract", "body")}
    body, _ = drop_repeated_captions(_join(texts["abstract"], texts["body"]))
    if len(body) + len(texts["title"]) > max_chars:
        raise InvalidArticleError(f"the article is too long: {len(body):,} characters, at most {max_chars:,}")
    if not body.strip() and not texts["title"].strip():
        found = ", ".join([repr(name) for name, value in record.items() if not _is_blank(value)][:12])
        raise InvalidArticleError(f"no title and no body; found {found or 'no field'}")

    others = {}
    for name in ("url", "source"):
        values = given.get(name, [])
        others[name] = values[0][1] if values and isinstance(values[0][1], str) else ""
        if values and not others[name]:
            _set_aside(values[0], metadata, note)
    return Article(
        title=texts["title"],
        body=body,
        id=_id(given) or default_id,
        date=_date(given, metadata, note),
        path=path,
        authors=_list("authors", given, metadata, note),
        tags=_list("tags", given, metadata, note),
        metadata=metadata,
        **others,
    )


Given = dict[str, list[tuple[str, Any]]]
"""Of each field, the names and values that were given, the most telling first."""


def _sort_fields(record: Mapping[str, Any]) -> tuple[Given, dict[str, Any]]:
    found: dict[str, list[tuple[int, str, Any]]] = {}
    metadata: dict[str, Any] = {}
    for name, value in record.items():
        field, rank = _field_and_rank(name)
        if value is None or (field and _is_blank(value)):
            continue
        if field:
            found.setdefault(field, []).append((rank, name, value))
        else:
            metadata[name] = value
    given: Given = {}
    for field, values in found.items():
        values.sort(key=lambda item: item[0])
        given[field] = [(name, value) for _, name, value in values]
        if field not in ("authors", "tags"):
            metadata.update(given[field][1:])
            del given[field][1:]
    # An article written out as JSON holds its metadata in one object: unpack that, if nothing collides.
    inner = metadata.get("metadata")
    if isinstance(inner, dict) and inner and not inner.keys() & metadata.keys():
        del metadata["metadata"]
        metadata = {**inner, **metadata}
    return given, metadata


def _is_blank(value: Any) -> bool:
    return not value.strip() if isinstance(value, str) else value in (None, [], {})


def _text(field: str, given: Given) -> str:
    if field not in given:
        return ""
    name, value = given[field][0]
    if not isinstance(value, str):
        raise InvalidArticleError(f"{name!r} must be text, not {_kind(value)}")
    return clean(value)


def _join(abstract: str, body: str) -> str:
    """The abstract as the first paragraph, unless the body has it there already."""
    start = " ".join(unicodedata.normalize("NFC", abstract).split())
    if not start or not body.strip():
        return body if body.strip() else abstract
    head = " ".join(unicodedata.normalize("NFC", body[: 4 * len(abstract) + 1000]).split())
    return body if head.startswith(start) else f"{abstract}\n\n{body}"


def _id(given: Given) -> str:
    if "id" not in given:
        return ""
    name, value = given["id"][0]
    if isinstance(value, dict) and list(value) == ["$oid"]:  # as MongoDB writes its own
        value = value["$oid"]
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise InvalidArticleError(f"{name!r} must be text or a number, not {_kind(value)}")
    return clean(str(value)).strip()


def _date(given: Given, metadata: dict[str, Any], note: Callable[[str], None]) -> Any:
    if "date" not in given:
        return None
    name, value = given["date"][0]
    date = parse_date(value)
    if date is None:
        note(f"{name!r} is no full date: {str(value)[:80]!r}; kept as it is in the metadata")
        metadata["date"] = value
    return date


def _list(field: str, given: Given, metadata: dict[str, Any], note: Callable[[str], None]) -> tuple[str, ...]:
    """All items given under any name of the field, each once, in order."""
    items: dict[str, None] = {}
    for name, value in given.get(field, []):
        parts = re.split(r"[,;\n]", value) if isinstance(value, str) else value
        if isinstance(parts, list) and all(isinstance(part, (str, int, float, type(None))) for part in parts):
            items.update((clean(str(part)).strip(), None) for part in parts if part is not None)
        else:
            _set_aside((name, value), metadata, note)
    items.pop("", None)
    return tuple(items)


def _set_aside(given: tuple[str, Any], metadata: dict[str, Any], note: Callable[[str], None]) -> None:
    name, value = given
    metadata[name] = value
    note(f"{name!r} is {_kind(value)}, not text; kept as it is in the metadata")


def _kind(value: object) -> str:
    kinds = {dict: "an object", list: "a list", bool: "true or false", int: "a number", float: "a number"}
    return kinds.get(type(value), type(value).__name__)


def _without_surrogates(record: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
    r"""The record without what JSON may escape but no text holds (``\ud83d`` alone); whether it had any."""

    def has_any(value: Any) -> bool:
        if isinstance(value, str):
            try:
                value.encode("utf-8")
            except UnicodeEncodeError:
                return True
            return False
        if isinstance(value, Mapping):
            return any(map(has_any, value)) or any(map(has_any, value.values()))
        return isinstance(value, list) and any(map(has_any, value))

    def repair(value: Any) -> Any:
        if isinstance(value, str):
            return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if isinstance(value, Mapping):
            return {repair(key): repair(item) for key, item in value.items()}
        return [repair(item) for item in value] if isinstance(value, list) else value

    return (repair(record), True) if has_any(record) else (record, False)
