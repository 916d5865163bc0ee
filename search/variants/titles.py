"""Titles and honorifics in front of a person's name: ông Sơn, Bộ trưởng Bùi Thanh Sơn, PGS.TS Nguyễn Văn A.

The name must follow at once and have a capital, and must not be a country or place: the president of the United
States (Tổng thống Mỹ) is nobody without his title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from tracuu.analyzers import Token, is_bare
from tracuu.analyzers.marks import bare
from tracuu.analyzers.name_words import COUNTRIES, FAMILY_NAMES, PLACES, PLACES_LIKE_TITLES, TITLES
from tracuu.analyzers.tokens import WORD
from tracuu.search.variants.bare_syllables import may_be_syllable


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split(","))


_KINDS_OF_PLACES = _phrases("thành phố, tỉnh, huyện, quận, phường, xã, thị xã, thị trấn")
_OFFICES = _phrases(
    """
    thủ tướng chính phủ, phó thủ tướng chính phủ, chủ tịch quốc hội, phó chủ tịch quốc hội, phó chủ tịch nước,
    phó tổng thống, phó bí thư, bí thư thành ủy, bí thư tỉnh ủy, tổng thư ký, thư ký, bộ trưởng ngoại giao, bộ trưởng
    quốc phòng, bộ trưởng công an, bộ trưởng tài chính, bộ trưởng y tế, thủ hiến, thống đốc, thị trưởng, thượng nghị
    sĩ, hạ nghị sĩ, nghị sĩ, tham mưu trưởng, tư lệnh, phó viện trưởng, phó hiệu trưởng, trưởng đoàn, phó trưởng ban,
    trưởng công an, thẩm phán, công tố viên, nhà giáo, nhà giáo nhân dân, nghệ sĩ nhân dân, nghệ sĩ ưu tú, nghệ nhân,
    danh hài, danh thủ, tiền đạo, tiền vệ, hậu vệ, thủ môn, trung phong, đội trưởng, trọng tài, vua, hoàng thân, công
    chúa, nhà thiết kế, người mẫu, rapper, biên đạo, biên kịch, nhiếp ảnh gia, doanh nhân, tỷ phú, kiến trúc sư,
    thượng sĩ, trung sĩ, hạ sĩ, đại tướng quân, linh mục, giám mục, giáo hoàng, hòa thượng, thượng tọa, đại đức
    """
)
_ADDRESSES = _phrases("ông, bà, anh, chị, cô, bác, cụ, thầy, ngài, chú, cậu, dì, em, cháu, bé")
"""Behind these any capital is a name, and any given name will do: ông Sơn."""
_UNDERSTOOD_BARE = _phrases("ong, ba, anh, chi, co, bac, cu, thay, ngai")
_GIVEN_NAMES = _phrases("anh, chi, ba, bac, thay, em")
"""Addresses that are names, too, if they have a capital: Anh Tuấn."""
_ABBREVIATED = _phrases("bs, gs, ks, ls, pgs, ths, ts, nsnd, nsưt, nsut, hlv, mr, mrs, ms, dr")
_ATTRIBUTES = _phrases("nguyên, cựu, tân, quyền, phó, cố")
"""Of a title: nguyên Thủ tướng."""

_TITLES = (TITLES - _KINDS_OF_PLACES) | _OFFICES
_BARE_TITLES = frozenset(map(bare, _TITLES))
_OFFICE = re.compile("chủ tịch|bí thư|thủ tướng|tổng thống|giám đốc|trưởng|đại sứ|vua|vương|hoàng|thống đốc|tư lệnh")
"""What is held in some place: a name behind such a title may be that of the place."""
_LONGEST = max(title.count(" ") for title in _TITLES) + 1
_FIRST = frozenset(
    phrase.split(" ")[0]
    for phrase in _TITLES | _BARE_TITLES | _ADDRESSES | _UNDERSTOOD_BARE | _ABBREVIATED | _ATTRIBUTES
)
_FAMILIES = FAMILY_NAMES | frozenset(map(bare, FAMILY_NAMES))

_NOBODY = (
    PLACES
    | COUNTRIES
    | _phrases(
        """
        afghanistan, algeria, argentina, armenia, azerbaijan, bangladesh, belarus, bolivia, brazil, brunei, bulgaria,
        chile, colombia, croatia, ecuador, estonia, ethiopia, gruzia, hungary, iceland, ireland, jordan, kazakhstan,
        kenya, kuwait, kyrgyzstan, latvia, lebanon, liban, libya, litva, lithuania, mexico, moldova, mông cổ,
        montenegro, mozambique, nepal, new zealand, nigeria, oman, palestine, panama, paraguay, peru, qatar, romania,
        rumani, serbia, slovakia, slovenia, somalia, sri lanka, sudan, tajikistan, tunisia, turkmenistan, uganda,
        uruguay, uzbekistan, yemen, zambia, zimbabwe, hồng kông, hong kong, châu âu, châu phi, eu, liên xô, đông timor
        """
    )
)
"""What a title may stand before that is no person."""

_MOST = 6
"""Titles of one person: nguyên Phó Thủ tướng, GS.TS.BS. What has more is no name, and not looked through."""
_TITLE_GAP = re.compile(r"[\s.,]*")
_NAME_GAP = re.compile(r"[\s.]*")

KnownName = Callable[[list[str]], bool]


def titles_before_name(tokens: Sequence[Token], start: int, text: str, is_known: KnownName) -> list[range]:
    """The titles from a token on, one after the other up to a person's name; none if no name follows.

    Args:
        tokens: of the query.
        start: where the first title would begin.
        text: the whole query.
        is_known: whether the index has a name of these terms: Anh Tuấn is no Mr Tuấn.
    """
    found: list[range] = []
    place = start
    while place < len(tokens) and (size := _title(tokens, place)):
        if found and not _TITLE_GAP.fullmatch(text, tokens[place - 1].end, tokens[place].start):
            return []
        found.append(range(place, place + size))
        place += size
        if len(found) > _MOST:
            return []
    if not found or place == len(tokens) or _phrase(tokens, found[-1]) in _ATTRIBUTES:
        return []
    if not _NAME_GAP.fullmatch(text, tokens[place - 1].end, tokens[place].start):
        return []
    name = list(takewhile(lambda at: _is_capitalised(tokens, at, place, text), range(place, len(tokens))))
    terms = [tokens[at].text for at in name]
    return found if terms and _is_person(tokens, found[-1], terms, place, text, is_known) else []


def _title(tokens: Sequence[Token], start: int) -> int:
    """How many tokens the longest title here has, 0 for none."""
    if tokens[start].text not in _FIRST:
        return 0
    for size in range(min(_LONGEST, len(tokens) - start), 0, -1):
        phrase = _phrase(tokens, range(start, start + size))
        if phrase in _TITLES or (phrase in _BARE_TITLES and is_bare(phrase)):
            return size
    return int(tokens[start].text in _ADDRESSES | _UNDERSTOOD_BARE | _ABBREVIATED | _ATTRIBUTES)


def _is_person(
    tokens: Sequence[Token], title: range, name: list[str], place: int, text: str, is_known: KnownName
) -> bool:
    """Whether the capitalised words behind a title are somebody's name."""
    if any(" ".join(name[:size]) in _NOBODY for size in (1, 2, 3)) and not is_known(name[:2]):
        return False
    if any(" ".join(name[:size]) in _NOBODY for size in (2, 3)):
        return False
    phrase = _phrase(tokens, title)
    has_family = len(name) > 1 and name[0] in _FAMILIES
    if phrase in _ADDRESSES or phrase in _UNDERSTOOD_BARE:
        if has_family or text[tokens[title.start].start].islower():
            return True
        return phrase not in _GIVEN_NAMES and f"{phrase} {name[0]}" not in PLACES_LIKE_TITLES
    if has_family or not all(map(may_be_syllable, name)):  # Tổng thống Putin
        return True
    if len(name) == 1:
        return place == len(tokens) - 1  # Bộ trưởng Sơn
    return not _OFFICE.search(phrase) and is_known(name)


def _is_capitalised(tokens: Sequence[Token], at: int, first: int, text: str) -> bool:
    """Whether the token is one more word with a capital behind those from ``first`` on."""
    token = tokens[at]
    if token.kind != WORD or not text[token.start].isupper():
        return False
    return at == first or bool(_NAME_GAP.fullmatch(text, tokens[at - 1].end, token.start))


def _phrase(tokens: Sequence[Token], stretch: range) -> str:
    return " ".join(tokens[place].text for place in stretch)
