"""Bytes of a file -> text: Unicode where they are Unicode, else the old encodings, line by line."""

from __future__ import annotations

import codecs

from tracuu.analyzers.legacy.encodings import character_of
from tracuu.analyzers.legacy.recognition import Decoding, decode_legacy

_UNICODE = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LEADS = bytes(range(0xC2, 0xF5))
"""First bytes of what UTF-8 writes with several."""
_AS_WINDOWS_1252 = {byte: character_of(byte) for byte in range(0x80, 0xA0)}


def decode_bytes(data: bytes) -> Decoding:
    r"""The text of ``data``: UTF-8 or UTF-16 with a mark, UTF-8 without, else what ``decode_legacy`` finds.

    Bytes that are none of all this show as in Windows-1252; ``is_changed`` is false then.

    >>> decode_bytes(b"C\xe9ng h\xdfa x\xb7 h\xe9i ch\xf1 ngh\xdca").text
    'Cộng hòa xã hội chủ nghĩa'
    """
    for mark, encoding in _UNICODE:
        if data.startswith(mark):
            return decode_legacy(data[len(mark) :].decode(encoding, "replace"))
    return decode_legacy(read_lines(data))


def read_lines(data: bytes) -> str:
    """The text with each line read as UTF-8 if it is that, else a character for each byte, as in Windows-1252."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        lines = data.split(b"\n")
        return "\n".join(map(_read_line, lines))


def is_mostly_utf8(data: bytes) -> bool:
    """Whether valid sequences of several bytes, rare in other encodings, outnumber the broken ones by far."""
    broken = data.decode("utf-8", "replace").count("\ufffd") - data.count("\ufffd".encode())
    leads = len(data) - len(data.translate(None, _LEADS))
    return leads - broken >= 4 * broken


def _read_line(line: bytes) -> str:
    if is_mostly_utf8(line):
        return line.decode("utf-8", "replace")
    return line.decode("latin-1").translate(_AS_WINDOWS_1252)
