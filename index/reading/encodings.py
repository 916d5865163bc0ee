"""Bytes -> text: byte order marks, UTF-8, then the encodings that Vietnamese texts are found in.

The old *font* encodings (TCVN3, VNI, VISCII, VPS) have no codec; their bytes come out as Windows-1252, one
character for each byte, so that nothing is lost, and ``tracuu.analyzers.legacy`` converts them paragraph by paragraph.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from tracuu.analyzers.errors import ReadError
from tracuu.analyzers.legacy import WINDOWS_1258, decode_legacy, is_mostly_utf8, read_lines

SAMPLE = 64 * 1024
"""Bytes looked at where a whole file need not be: the statistics do not get better with more."""

LEGACY = "legacy"
"""Stands for a codec where some lines are in an old Vietnamese encoding, and others perhaps in UTF-8."""

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

MAGIC = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "a ZIP archive, or DOCX, XLSX, ODT, EPUB"),
    (b"\x1f\x8b", "gzip"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"BZh", "bzip2"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a DOC, XLS or PPT of old Microsoft Office"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\x7fELF", "a program (ELF)"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"OggS", "Ogg media"),
    (b"ID3\x03", "MP3 audio"),
    (b"ID3\x04", "MP3 audio"),
)

CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
CANDIDATES = ("cp1252", "cp1251", "koi8_r", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr")
DECLARED = re.compile(r"(?:windows|cp|iso|latin|koi8|gb|big5|euc|shift|tis)[\w-]*\d*", re.IGNORECASE)
"""Encodings that a page may name for itself: Python knows others (rot13, idna) that are none of a text."""

TONES = "\u0300\u0301\u0303\u0309\u0323"
TONE = re.compile(f"(.?)[{TONES}]", re.DOTALL)
LATIN = re.compile(r"[\t\n\r -\u024f\u0300-\u036f\u1e00-\u206f\u20ab]+")
"""What Vietnamese is written with: Latin letters, their marks, punctuation, the đồng sign."""
VOWELS = frozenset("aăâeêioôơuưyAĂÂEÊIOÔƠUƯY")


def _keep_byte(error: UnicodeError) -> tuple[str, int]:
    """Read the five bytes that Windows-1252 leaves open as Latin-1, as browsers do."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("tracuu-keep-byte", _keep_byte)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and how it was read."""

    text: str
    encoding: str
    """A codec's name: ``utf-8``, ``utf-16-le``, ``cp1258``; or ``LEGACY``."""

    replaced: int = 0
    """How many U+FFFD stand for bytes that mean nothing in this encoding."""

    @property
    def lossy(self) -> bool:
        """Whether some bytes could not be read."""
        return self.replaced > 0

    def note(self) -> str:
        """What to tell the user; empty for clean UTF-8."""
        lost = f"invalid bytes in {self.replaced} places were replaced by U+FFFD" if self.lossy else ""
        if self.encoding == "utf-8":
            return f"not clean UTF-8: {lost}" if lost else ""
        if self.encoding == LEGACY:
            return "not UTF-8: in an old Vietnamese encoding"
        return f"not UTF-8: read as {self.encoding}" + (f"; {lost}" if lost else "")


def decode(data: bytes, *, where: str = "the data", declared: str = "", legacy: bool = True) -> Decoded:
    """The text of ``data``, without a byte order mark; ``declared`` is the encoding a page names for itself.

    Valid UTF-8 is UTF-8. Where paragraphs are in old Vietnamese encodings, each byte of them becomes a character
    (``LEGACY``); ``legacy=False`` does not look for them. What is UTF-8 but for a few bytes stays so, with U+FFFD
    in their place. The rest is read in its declared encoding, if that fits without a gap, else in the one that
    fits best.

    Raises:
        ReadError: the bytes are no text.

    >>> decode("Phở".encode("utf-16"))
    Decoded(text='Phở', encoding='utf-16-le', replaced=0)
    """
    encoding, mark = detect(data, where=where, declared=declared, legacy=legacy)
    return decode_as(data[mark:] if mark else data, encoding)


def decode_as(data: bytes, encoding: str) -> Decoded:
    """The text of ``data`` in a known encoding; what means nothing in it becomes U+FFFD, counted."""
    if encoding == LEGACY:
        return Decoded(read_lines(data), encoding)
    if encoding == "cp1252":
        return Decoded(data.decode(encoding, "tracuu-keep-byte"), encoding)
    try:
        text, replaced = data.decode(encoding), 0
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        kept = data.count("\ufffd".encode()) if encoding == "utf-8" else 0
        replaced = text.count("\ufffd") - kept
    if encoding == "cp1258":  # it writes most tones as a character of their own
        text = unicodedata.normalize("NFC", text)
    return Decoded(text, encoding, replaced)


def clean(text: str) -> str:
    r"""The text with ``\n`` as its only line end, and without NULs."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\x00", "") if "\x00" in text else text


def detect(
    data: bytes, *, where: str = "the data", declared: str = "", whole: bool = True, legacy: bool = True
) -> tuple[str, int]:
    """The encoding of ``data`` and the length of its byte order mark.

    ``whole=False`` says that ``data`` is the head of something longer, and may end inside a character.

    Raises:
        ReadError: the bytes are no text.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    kind = _kind_of_file(data)
    wide = _utf16_without_mark(data[:SAMPLE])
    if wide and not kind:
        return wide, 0
    kind = kind or _kind_of_controls(data)
    if kind:
        raise ReadError(f"{where} is not text (it looks like {kind}); convert it to text, or leave it out")
    if not whole:
        data = _whole_characters(data)
    if _fits(data, "utf-8"):
        return "utf-8", 0
    if legacy and (found := decode_legacy(read_lines(data[:SAMPLE])).names):
        return ("cp1258" if found == (WINDOWS_1258,) else LEGACY), 0
    if is_mostly_utf8(data):
        return "utf-8", 0
    if DECLARED.fullmatch(declared) and _fits(data, declared):
        name = codecs.lookup(declared).name
        return ("cp1252" if name == "iso8859-1" else name), 0  # pages say Latin-1 and mean Windows-1252
    return _legacy(data[:SAMPLE]), 0


def _utf16_without_mark(sample: bytes) -> str:
    """UTF-16 shows by its NULs: half the bytes of ASCII, nearly all at even or nearly all at odd offsets."""
    if len(sample) < 4 or b"\x00" not in sample:
        return ""
    half = len(sample) // 2
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if max(even, odd) < 0.2 or min(even, odd) > 0.02:
        return ""
    text = sample[: half * 2].decode(encoding, "replace")
    return encoding if len(LATIN.sub("", text)) * 10 < half else ""


def _kind_of_file(data: bytes) -> str:
    """What kind of file begins like this; empty if it may be text."""
    if data[257:262] == b"ustar":
        return "a TAR archive"
    return next((kind for magic, kind in MAGIC if data.startswith(magic)), "")


def _kind_of_controls(data: bytes) -> str:
    """What to call bytes of which too many are control characters; empty if they may be text."""
    controls = len(data) - len(data.translate(None, CONTROLS))
    if controls >= 4 and controls * 20 > len(data):
        return f"binary data: {controls} of {len(data)} bytes are control characters"
    return ""


def _whole_characters(head: bytes) -> bytes:
    """The head without the last line, or at least without the character, that it may cut in two."""
    end = head.rfind(b"\n") + 1
    if end:
        return head[:end]
    last = next((n for n in range(1, min(4, len(head)) + 1) if head[-n] & 0xC0 != 0x80), 0)
    return head[:-last] if last and head[-last] >= 0xC0 else head


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (LookupError, UnicodeError):
        return False
    return True


def _legacy(sample: bytes) -> str:
    """Windows-1258 if its tones stand on vowels, else what charset-normalizer finds, else Windows-1252."""
    bases = TONE.findall(sample.decode("cp1258", "replace"))
    on_vowels = sum(base in VOWELS for base in bases)
    if on_vowels and on_vowels >= 9 * (len(bases) - on_vowels):
        return "cp1258"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=[*CANDIDATES] if bases else ["cp1258", *CANDIDATES]).best()
    return best.encoding if best is not None else "cp1252"
