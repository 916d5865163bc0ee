"""Which encoding a paragraph is in: the one in which its words are Vietnamese syllables.

Statistics of bytes do not tell the Vietnamese encodings apart, syllables do. Pages mix encodings, so each
paragraph is asked by itself; one that is too short to tell is read as its neighbours were.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from tracuu.analyzers.legacy import references, stray_tones
from tracuu.analyzers.legacy.encodings import Encoding, character_of, encodings
from tracuu.analyzers.marks import LETTERS
from tracuu.analyzers.syllable import parse

REFERENCES = "HTML references"

# Measured on round trips of 1,500 runs of ten words in each encoding, 30,000 good articles, and 1.1 million messages
# of programs in 150 languages, none of which may change.
LEAST_SCORE = 0.6
"""Of the reading that is taken: (syllables - others) / (syllables + others)."""
MOST_SCORE = 0.2
"""Of the same words before: what is Vietnamese already is not converted."""
ENOUGH = 5
"""Different words that a reading must have made syllables of to be sure by itself ..."""
ENOUGH_IF_CLEAN = 3
"""... if it leaves no other word over ..."""
ENOUGH_AMONG_SYLLABLES = 2
"""... and if there are three syllables in all, changed or not, and a frequent one among them ..."""
ENOUGH_IN_UTF8 = 2
"""... or if they were sequences of UTF-8, which do not come about by chance."""

_COMMON = frozenset(
    """ấy bà bạn bằng báo biết bộ bị các cả cái cán cần có còn công cơ của cũng cùng cụ dân dự đã đang đây đầu để đến
    đều đi đó đối đồng động được giá giữa hà hành hàng hai họ hoặc học hội hơn kế khác khi không là lại làm lên lớn lực
    mà mình mới một mỗi năm này nên ngày người nhà nhân nhất nhiều nhưng những như nội nước ở ông phải phát phố phần
    pháp quân quốc quyền rất sẽ số sản sau sự sử tại tài tế tên thành thế thể theo thì thị thời thủ thuộc tiền tỉnh tình
    tới tôi trên trước trường trong trở tự từ và vào vẫn về vì việc việt với vụ xã xuất ý yêu
    ô ôtô bêtông""".split()
)
"""Frequent words: they decide between readings in which all words are syllables. The last are loans that are none."""
_ACRONYM = re.compile("[A-ZĐ]{2,7}")
"""Neither a syllable nor a sign against Vietnamese: UBNĐ, ĐH."""
_GOOD = frozenset("".join(LETTERS) + "".join(LETTERS).upper() + "“”‘’–—…•\xa0")
_CODE_PAGES = {
    character_of(byte, codec) for byte in range(0x80, 0x100) for codec in ("latin-1", "cp1252", "cp1258", "mac_roman")
}
_VISCII_CONTROLS = "\x02\x05\x06\x14\x19\x1e"
_NEVER_GOOD = re.escape("".join({*_CODE_PAGES, *_VISCII_CONTROLS, *stray_tones.COMPOSED} - _GOOD))
_SUSPICIOUS = re.compile(
    f"[{_NEVER_GOOD}ìòÌÒ](?:(?<=[{_NEVER_GOOD}])|(?<=[aâeêoôõuyýAÂEÊOÔÕUYÝ].))"  # the tones of Windows-1258
)
"""What good Vietnamese text hardly ever has, and no old encoding does without."""
_BEYOND_CODE_PAGES = re.compile("[\u1ea0-\u1ef9]")
"""Letters that only Unicode has."""

_PIECE = re.compile(r"[^\x00-@\[-`{-\x7f\u00a0\u2000-\u206f\u3000]+")
"""Letters, and whatever beyond ASCII stands among them; a symbol left over spoils the word."""


class Decoding(NamedTuple):
    """A text as it was meant, and what it was in."""

    text: str
    encodings: tuple[tuple[str, int], ...] = ()
    """Names of the encodings, and how many paragraphs were in each; the most frequent first. Empty: nothing was."""

    @property
    def is_changed(self) -> bool:
        """Whether anything was decoded."""
        return bool(self.encodings)

    @property
    def names(self) -> tuple[str, ...]:
        """The encodings without the counts."""
        return tuple(name for name, _ in self.encodings)


def decode_legacy(text: str, *, nearby: Collection[str] = (), is_markup: bool = False) -> Decoding:
    r"""Read what is in an old Vietnamese encoding as what it says; everything else stays as it is.

    To be called before anything strips or collapses white space: old encodings write letters as U+00A0, U+00AD
    and control characters. Good text costs one pass of a regular expression.

    Args:
        text: as somebody read it, who took it for Latin-1, Windows-1252 or the like.
        nearby: encodings that were found in what belongs to this text (the body of this title).
        is_markup: whether it is HTML: then tags end paragraphs, and references are none of our business.

    >>> decode_legacy("Céng hßa x· héi chñ nghÜa ViÖt Nam")
    Decoding(text='Cộng hòa xã hội chủ nghĩa Việt Nam', encodings=(('TCVN3', 1),))
    """
    if not nearby and not _SUSPICIOUS.search(text) and ("&" not in text or is_markup):
        return Decoding(text)
    paragraphs = re.split(r"([\n<>])" if is_markup else r"(\n)", text)
    found: Counter[str] = Counter()
    unsure: list[int] = []
    for number in range(0, len(paragraphs), 2):
        paragraph = paragraphs[number]
        resolved = references.resolve(paragraph) if "&" in paragraph and not is_markup else paragraph
        encoding = _recognise(resolved) if _SUSPICIOUS.search(resolved) else None
        if encoding is not None:
            paragraphs[number] = encoding.decode(resolved)
            found[encoding.name] += 1
        elif resolved != paragraph and references.are_left_over(paragraph):
            paragraphs[number] = unicodedata.normalize("NFC", resolved)
            found[REFERENCES] += 1
        elif not paragraph.isascii():
            unsure.append(number)
    likely = {*nearby, *found}
    for number in unsure if likely else ():
        encoding = _recognise(paragraphs[number], likely)
        if encoding is not None:
            paragraphs[number] = encoding.decode(paragraphs[number])
            found[encoding.name] += 1
    text, mended = stray_tones.repair("".join(paragraphs))
    if mended:
        found[stray_tones.NAME] += 1
    return Decoding(text, tuple(found.most_common()))


class _Evidence(NamedTuple):
    """What a text has of different words beyond ASCII."""

    syllables: int
    others: int
    common: int

    @property
    def score(self) -> float:
        return (self.syllables - self.others) / (self.syllables + self.others or 1)


def _recognise(paragraph: str, likely: Collection[str] | None = None) -> Encoding | None:
    """The encoding of a paragraph, None if it is in none, or too short to tell; ``likely`` ones need one syllable."""
    if len(_BEYOND_CODE_PAGES.findall(paragraph)) > len(_SUSPICIOUS.findall(paragraph)):
        return None
    least = ENOUGH_IN_UTF8 if likely is None else 1
    if _evidence(paragraph).others < least:
        return None
    best: Encoding | None = None
    best_rank: tuple[float, int, int] = (LEAST_SCORE, 0, 0)
    words = paragraph.split(" ")
    for encoding in encodings():
        if likely is not None and encoding.name not in likely:
            continue
        decoded = encoding.decode(paragraph)
        if decoded == paragraph:
            continue
        changed = [(old, new) for old, new in zip(words, decoded.split(" "), strict=True) if old != new]
        before = _evidence(" ".join([old for old, _ in changed]))
        if before.score > MOST_SCORE:
            continue
        after = _evidence(decoded)
        rank = (after.score, after.common, after.syllables)
        if rank > best_rank and before.others >= (1 if likely is not None else _enough(encoding, after)):
            best, best_rank = encoding, rank
    return best


def _enough(encoding: Encoding, after: _Evidence) -> int:
    """How many words that were no syllables a reading must have changed."""
    if encoding.is_mojibake:
        return ENOUGH_IN_UTF8
    if after.others:
        return ENOUGH
    return ENOUGH_AMONG_SYLLABLES if after.common and after.syllables >= 3 else ENOUGH_IF_CLEAN


def _evidence(text: str) -> _Evidence:
    words = {piece for piece in _PIECE.findall(text) if not piece.isascii() and not _ACRONYM.fullmatch(piece)}
    syllables = [word for word in words if _is_syllable(word) or word.lower() in _COMMON]
    return _Evidence(len(syllables), len(words) - len(syllables), len(_COMMON.intersection(syllables)))


def _is_syllable(word: str) -> bool:
    """Whether it is one, written in one case; a lone letter is none, as quotation marks become by a wrong reading."""
    return (word[1:].islower() or (len(word) > 1 and word.isupper())) and parse(word) is not None
