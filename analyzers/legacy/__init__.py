"""Text in old Vietnamese encodings -> Unicode: TCVN3, VNI, VISCII, VPS, Windows-1258, UTF-8 read as something else.

decode_legacy(text)  ->  Decoding(text, encodings)     what somebody has read as Latin-1 or Windows-1252
decode_bytes(data)   ->  the same                      what nobody has read yet
"""

from __future__ import annotations

from tracuu.analyzers.legacy.encodings import WINDOWS_1258, encodings
from tracuu.analyzers.legacy.from_bytes import decode_bytes, is_mostly_utf8, read_lines
from tracuu.analyzers.legacy.recognition import Decoding, decode_legacy
from tracuu.analyzers.legacy.references import resolve_beyond_ascii

__all__ = [
    "WINDOWS_1258",
    "Decoding",
    "decode_bytes",
    "decode_legacy",
    "encodings",
    "is_mostly_utf8",
    "read_lines",
    "resolve_beyond_ascii",
]
