"""Kinds of official documents, and the codes that stand for them in their numbers: 34-NQ/TW is a nghị quyết."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracuu.analyzers import Token, fold
from tracuu.search.variants.phrases import PhrasesBefore


class DocumentType(NamedTuple):
    """A kind of document.

    Attributes:
        words: its name.
        code: its usual abbreviation.
        is_common_word: "quyết định 5 người" is no document; it takes more than a number to make it one.
        is_common_code: "TT 2" may be anything, "NQ 34" is a document.
    """

    words: str
    code: str
    is_common_word: bool
    is_common_code: bool


_RARE, _COMMON = False, True
DECISION = DocumentType("quyết định", "QĐ", _COMMON, _RARE)
REGULATION = DocumentType("quy định", "QĐ", _COMMON, _RARE)  # of the Party, which writes QĐ, QyĐ or QĐi
DOCUMENT_TYPES = (
    DocumentType("nghị quyết", "NQ", _RARE, _RARE),
    DocumentType("nghị định", "NĐ", _RARE, _RARE),
    DECISION,
    REGULATION,
    REGULATION._replace(code="QyĐ"),
    REGULATION._replace(code="QĐi"),
    DocumentType("chỉ thị", "CT", _RARE, _COMMON),
    DocumentType("thông tư", "TT", _RARE, _COMMON),
    DocumentType("thông tư liên tịch", "TTLT", _RARE, _RARE),
    DocumentType("tờ trình", "TTr", _RARE, _RARE),
    DocumentType("công điện", "CĐ", _RARE, _COMMON),
    DocumentType("công văn", "CV", _RARE, _COMMON),
    DocumentType("pháp lệnh", "PL", _RARE, _COMMON),
    DocumentType("kết luận", "KL", _COMMON, _COMMON),
    DocumentType("thông báo", "TB", _COMMON, _COMMON),
    DocumentType("hướng dẫn", "HD", _COMMON, _COMMON),
    DocumentType("kế hoạch", "KH", _COMMON, _COMMON),
    DocumentType("chương trình", "CTr", _COMMON, _COMMON),
    DocumentType("báo cáo", "BC", _COMMON, _COMMON),
)

BY_CODE: dict[str, tuple[DocumentType, ...]] = {}
"""Folded code -> what it may stand for."""

BY_WORDS: dict[str, tuple[DocumentType, ...]] = {}
"""Name -> the type under each of its codes."""

for _type in DOCUMENT_TYPES:
    BY_CODE[fold(_type.code)] = (*BY_CODE.get(fold(_type.code), ()), _type)
    BY_WORDS[_type.words] = (*BY_WORDS.get(_type.words, ()), _type)

_PHRASES = PhrasesBefore((phrase, types) for words, types in BY_WORDS.items() for phrase in (words, f"{words} số"))


def name_before(tokens: Sequence[Token], number: int) -> tuple[int, tuple[DocumentType, ...]] | None:
    """The name of a type, perhaps with "số", before the token of a number: its first token, and the type."""
    found = _PHRASES.find(tokens, number)
    return None if found is None else (number - found[0], found[1])


def codes_of(term: str) -> tuple[DocumentType, ...]:
    """What a term stands for as a code, if anything; nd is NĐ too."""
    return BY_CODE.get(fold(term), ())


def type_before(tokens: Sequence[Token], number: int) -> tuple[DocumentType, ...]:
    """The types whose name or code stands before the token of a number."""
    found = name_before(tokens, number)
    if found is not None:
        return found[1]
    return codes_of(tokens[number - 1].text) if number else ()
