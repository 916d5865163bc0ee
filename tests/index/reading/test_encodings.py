"""Bytes in every encoding that Vietnamese texts are found in, and bytes that are no text."""

from __future__ import annotations

import codecs
import unicodedata
import zlib

import pytest

from tracuu.analyzers.errors import ReadError
from tracuu.index.reading.encodings import decode, detect


def test_utf8_with_and_without_a_mark(text):
    for data in (text.encode(), codecs.BOM_UTF8 + text.encode()):
        decoded = decode(data)
        assert (decoded.text, decoded.encoding, decoded.lossy, decoded.note()) == (text, "utf-8", False, "")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_with_a_mark(text, encoding):
    decoded = decode(("\ufeff" + text).encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert decoded.note() == f"not UTF-8: read as {encoding}"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(text, encoding):
    assert decode(text.encode(encoding)).text == text


def test_decomposed_text_is_left_as_it_is(text):
    decomposed = unicodedata.normalize("NFD", text)
    assert decode(decomposed.encode()).text == decomposed


@pytest.mark.parametrize("length", [40, 120, None])
def test_cp1258_is_composed(text, to_cp1258, length):
    decoded = decode(to_cp1258(text[:length]))
    assert (decoded.text, decoded.encoding, decoded.lossy) == (text[:length], "cp1258", False)


@pytest.mark.parametrize(
    ("sentence", "encoding"),
    [
        ("L'été dernier, les élèves ont visité le musée où l'on voit des œuvres très célèbres.", "cp1252"),
        ("Perché può essere così però lunedì andrò in città e poi tornerò più tardi", "cp1252"),
        ("Во вторник министр иностранных дел встретился с делегацией двух стран.", "cp1251"),
        ("外交部长星期二在北京会见了越南代表团,双方就合作问题进行了深入讨论。", "gb18030"),
        ("外務大臣は火曜日に東京でベトナム代表団と会談し、協力について話し合いました。", "shift_jis"),
    ],
)
def test_other_languages_are_not_taken_for_vietnamese(sentence, encoding):
    decoded = decode(sentence.encode(encoding))
    assert (decoded.text, decoded.encoding) == (sentence, encoding)


def test_a_few_bad_bytes_do_not_make_utf8_another_encoding(text):
    data = text.encode().replace(b"Ghe", b"Gh\xff", 1) + b"\xe1\xba"
    decoded = decode(data)
    assert decoded.encoding == "utf-8" and decoded.lossy and decoded.replaced == 2
    assert decoded.text == text.replace("Ghe", "Gh\ufffd", 1) + "\ufffd"
    assert decoded.note() == "not clean UTF-8: invalid bytes in 2 places were replaced by U+FFFD"


def test_replacement_characters_of_the_text_itself_are_not_counted(text):
    assert decode((text + "\ufffd").encode()).note() == ""
    assert decode((text + "\ufffd").encode() + b"\xff").replaced == 1


def test_a_legacy_font_keeps_a_character_for_each_byte():
    data = bytes(range(0xA0, 0x100)) + b" \x81\x8d\x8f\x90\x9d "  # as TCVN3 or VISCII may have them
    decoded = decode(data)
    assert decoded.encoding == "cp1252" and not decoded.lossy
    assert decoded.text == data.decode("latin-1")


def test_a_declared_encoding_wins_over_a_guess():
    data = "Мир".encode("cp1251")
    assert decode(data).text != "Мир"  # too short to be recognised
    assert decode(data, declared="windows-1251").text == "Мир"
    assert decode(b"caf\xe9", declared="iso-8859-1").encoding == "cp1252"


@pytest.mark.parametrize("declared", ["rot13", "base64", "không có", "unicode_escape", "idna", "utf-7", "x" * 9999])
def test_a_declared_encoding_that_is_none_is_not_believed(text, declared, to_cp1258):
    assert decode(text.encode(), declared=declared).text == text
    assert decode(to_cp1258(text), declared=declared).encoding == "cp1258"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04\x14\x00", "DOCX"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\x7fELF\x02\x01", "ELF"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"ten\0" * 64 + b"\0ustar\x0000", "TAR"),
        (b"SQLite format 3\0", "SQLite"),
        (zlib.compress(b"abc" * 99) * 20, "control characters"),
        (b"\x00\x01\x02\x03" * 99, "control characters"),
    ],
)
def test_what_is_no_text_says_what_it_looks_like(data, kind):
    with pytest.raises(ReadError, match=f"thư.bin is not text .it looks like .*{kind}"):
        decode(data, where="thư.bin")


def test_single_control_characters_are_no_reason_to_refuse(text):
    assert decode(text.replace("Ghe", "\x00Ghe\x0c").encode()).text == text.replace("Ghe", "\x00Ghe\x0c")


@pytest.mark.parametrize("cut", range(1, 30))
def test_a_head_that_ends_inside_a_character(cut, text):
    head = "ữềợặ đổi mới ".encode() * 3
    assert detect(head[:-cut], whole=False) == ("utf-8", 0)


def test_no_bytes_are_an_empty_text():
    assert decode(b"").text == ""
