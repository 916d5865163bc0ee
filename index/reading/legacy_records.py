"""Records whose texts are in old Vietnamese encodings: a database dump that was read as Latin-1, say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from tracuu.analyzers.legacy import decode_legacy, encodings
from tracuu.index.reading.fields import field_of

DECODED_FROM = "decoded_from"
"""The key of an article's metadata under which stands what it was decoded from: a list of names of encodings."""

_AS_WRITTEN = ("id", "url")
"""Fields that are no text."""


def decode_record(record: Mapping[str, Any], nearby: Collection[str] = ()) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """The record with its names and texts decoded, and the encodings that they were in; itself if in none.

    A field too short to tell (a title, a name) is taken to be in an encoding that another field is in, or in one
    of ``nearby``.
    """
    names: dict[str, None] = {}
    _decode(record, nearby, names)
    if not names:
        return record, ()
    return _decode(record, {*nearby, *names}, names), tuple(names)


def _decode_name(name: Any, nearby: Collection[str], names: dict[str, None]) -> Any:
    """The name of a field: where it may be read in two ways, the one that is a field of an article."""
    if not isinstance(name, str) or name.isascii() or field_of(name):
        return name
    readings = (encoding.decode(name) for encoding in encodings() if encoding.name in nearby)
    return next((reading for reading in readings if field_of(reading)), _decode(name, nearby, names))


def _decode(value: Any, nearby: Collection[str], names: dict[str, None]) -> Any:
    if isinstance(value, str):
        decoding = decode_legacy(value, nearby=nearby)
        names.update(dict.fromkeys(decoding.names))
        return decoding.text
    if isinstance(value, list):
        return [_decode(item, nearby, names) for item in value]
    if isinstance(value, Mapping):
        plain = ((_decode_name(name, nearby, names), item) for name, item in value.items())
        return {name: item if field_of(name) in _AS_WRITTEN else _decode(item, nearby, names) for name, item in plain}
    return value
