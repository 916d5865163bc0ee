"""The tokenizer: terms, starts, ends, positions and compounds asserted together."""

from __future__ import annotations

import pytest

from tracuu.analyzers.tokenizer import VietnameseTokenizer
from tracuu.analyzers.tokens import Token

TOKENIZER = VietnameseTokenizer()


def tokens(text: str) -> list[Token]:
    return list(TOKENIZER.tokenize(text))


def places(text: str) -> list[tuple[str, int, int, int]]:
    return [(t.text, t.start, t.end, t.position) for t in tokens(text)]


def compounds(text: str) -> list[list[str]]:
    """The terms, those of one compound in one list."""
    groups: list[list[str]] = []
    last = -1
    for token in tokens(text):
        if token.compound >= 0 and token.compound == last:
            groups[-1].append(token.text)
        else:
            groups.append([token.text])
        last = token.compound
    return groups


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  ...!", []),
        ("Bùi Thanh Sơn", [("bùi", 0, 3, 0), ("thanh", 4, 9, 1), ("sơn", 10, 13, 2)]),
        ("Hoà, bình.", [("hòa", 0, 3, 0), ("bình", 5, 9, 1)]),
        ("tie\u0302\u0301ng Vie\u0323\u0302t", [("tiếng", 0, 7, 0), ("việt", 8, 14, 1)]),
        ("tiê\u0301ng nói", [("tiếng", 0, 6, 0), ("nói", 7, 10, 1)]),
        ("ng\u00adười ta", [("người", 0, 6, 0), ("ta", 7, 9, 1)]),
        ("\ufeffViệt\u00a0Nam\u3000ta", [("việt", 1, 5, 0), ("nam", 6, 9, 1), ("ta", 10, 12, 2)]),
        ("tới\u200bCảm", [("tới", 0, 3, 0), ("cảm", 4, 7, 1)]),
        ("ng\u200bười", [("người", 0, 6, 0)]),
        ("Việt Nam.Theo", [("việt", 0, 4, 0), ("nam", 5, 8, 1), ("theo", 9, 13, 2)]),
        ("12.000 đồng", [("12000", 0, 6, 0), ("đồng", 7, 11, 1)]),
        ("12 000 đồng", [("12000", 0, 6, 0), ("đồng", 7, 11, 1)]),
        ("12h30", [("12", 0, 2, 0), ("30", 3, 5, 1)]),
        ("3,5% +7,09%", [("3.5", 0, 3, 0), ("7.09", 6, 10, 1)]),
        ("34 - NQ/TW", [("34", 0, 2, 0), ("nq", 5, 7, 1), ("tw", 8, 10, 2)]),
        ("O'Neill, d’Ivoire", [("o'neill", 0, 7, 0), ("d'ivoire", 9, 17, 1)]),
        ("‘đúng’ 'sai'", [("đúng", 1, 5, 0), ("sai", 8, 11, 1)]),
        ("北京,東京", [("北京", 0, 2, 0), ("東京", 3, 5, 1)]),
    ],
)
def test_terms_and_places(text: str, expected: list[tuple[str, int, int, int]]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("34-NQ/TW", [["34", "nq", "tw"]]),
        ("34/NQ-TW", [["34", "nq", "tw"]]),
        ("34 - NQ/TW", [["34", "nq", "tw"]]),
        ("034-NQ/TW", [["34", "nq", "tw"]]),
        ("34-nq/tw", [["34", "nq", "tw"]]),
        ("34–NQ/TƯ", [["34", "nq", "tư"]]),
        ("34-NQ/TU\u031b", [["34", "nq", "tư"]]),
        ("209-QĐ/TW", [["209", "qđ", "tw"]]),
        ("13/2023/NĐ-CP", [["13", "2023", "nđ", "cp"]]),
        ("13/2023/ND-CP", [["13", "2023", "nd", "cp"]]),
        ("747/TTg-QĐ", [["747", "ttg", "qđ"]]),
        ("747/QĐ-TTg", [["747", "qđ", "ttg"]]),
        ("91/2025/QH15", [["91", "2025", "qh15"]]),
        ("26/2014/TTLT-BYT-BCA", [["26", "2014", "ttlt", "byt", "bca"]]),
        ("06-CTr/TU", [["6", "ctr", "tu"]]),
        ("59/CP", [["59", "cp"]]),
        ("1671/QĐ-TTg.", [["1671", "qđ", "ttg"]]),
    ],
)
def test_numbers_of_documents(text: str, expected: list[list[str]]) -> None:
    assert compounds(text) == expected
    assert {token.kind for token in tokens(text)} == {"document"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14/4/2025", [["14", "4", "2025"]]),
        ("14-4-2025", [["14", "4", "2025"]]),
        ("14.4.2025", [["14", "4", "2025"]]),
        ("04/05/2025", [["4", "5", "2025"]]),
        ("14/4/25", [["14", "4", "25"]]),
        ("2025-04-14", [["2025", "4", "14"]]),
        ("02/9", [["2", "9"]]),
        ("30/4-1/5", [["30", "4"], ["1", "5"]]),
        ("4/2025", [["4", "2025"]]),
        ("04-2025", [["4", "2025"]]),
        ("(5/3)", [["5", "3"]]),
    ],
)
def test_dates(text: str, expected: list[list[str]]) -> None:
    assert compounds(text) == expected
    assert {token.kind for token in tokens(text)} == {"date"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ngày 14 tháng 4 năm 2025", [["ngày"], ["14"], ["tháng"], ["4"], ["năm"], ["2025"]]),
        ("10-15/4/2025", [["10"], ["15", "4", "2025"]]),
        ("32/13/2025", [["32"], ["13"], ["2025"]]),
        ("12h30", [["12", "30"]]),
        ("12g30", [["12", "30"]]),
        ("15:30", [["15", "30"]]),
        ("7 giờ 15", [["7"], ["giờ"], ["15"]]),
        ("5,6 triệu ; 5.6", [["5.6"], ["triệu"], ["5.6"]]),
        ("1.234.567,89", [["1234567.89"]]),
        ("1,2,3", [["1"], ["2"], ["3"]]),
        ("2016-2021", [["2016"], ["2021"]]),
        ("100.000-150.000", [["100000"], ["150000"]]),
        ("12.000đ", [["12000"], ["đ"]]),
        ("007", [["007"]]),
        ("0982 666 028", [["0982"], ["666"], ["028"]]),
        ("năm 2020.Theo", [["năm"], ["2020"], ["theo"]]),
    ],
)
def test_numbers_and_times(text: str, expected: list[list[str]]) -> None:
    assert compounds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TP.HCM", [["tp", "hcm"]]),
        ("Tp.HCM", [["tp", "hcm"]]),
        ("TPHCM", [["tphcm"]]),
        ("TP. Hồ Chí Minh", [["tp"], ["hồ"], ["chí"], ["minh"]]),
        ("TP.Hồ Chí Minh", [["tp"], ["hồ"], ["chí"], ["minh"]]),
        ("GS.TS", [["gs", "ts"]]),
        ("PGS.TS.BS", [["pgs", "ts", "bs"]]),
        ("Th.S", [["th", "s"]]),
        ("T.Ư, TƯ, TW", [["t", "ư"], ["tư"], ["tw"]]),
        ("v.v...", [["v", "v"]]),
        ("Q.1", [["q", "1"]]),
        ("R&D", [["r", "d"]]),
        ("COVID-19", [["covid", "19"]]),
        ("F-16, U-23", [["f", "16"], ["u", "23"]]),
        ("Covid 19", [["covid"], ["19"]]),
        ("Díaz-Canel", [["díaz", "canel"]]),
        ("Di\u0301az-Canel", [["díaz", "canel"]]),
        ("Mát-xcơ-va", [["mát", "xcơ", "va"]]),
        ("Ma-ri-a", [["ma", "ri", "a"]]),
        ("In-đô-nê-xi-a", [["in", "đô", "nê", "xi", "a"]]),
        ("kinh tế-xã hội", [["kinh"], ["tế"], ["xã"], ["hội"]]),
        ("Mỹ-Trung", [["mỹ"], ["trung"]]),
        ("Bà Rịa - Vũng Tàu", [["bà"], ["rịa"], ["vũng"], ["tàu"]]),
        ("nam_bộ #hà_nội", [["nam"], ["bộ"], ["hà"], ["nội"]]),
        ("H5N1 5G 100km", [["h5n1"], ["5g"], ["100km"]]),
    ],
)
def test_compounds(text: str, expected: list[list[str]]) -> None:
    assert compounds(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (
            "https://dangcongsan.vn/thoi-su/abc-123.html",
            "url",
            ["https", "dangcongsan", "vn", "thoi", "su", "abc", "123", "html"],
        ),
        ("www.nhandan.vn", "url", ["www", "nhandan", "vn"]),
        ("VnExpress.net", "url", ["vnexpress", "net"]),
        ("tuoitre.vn/thoi-su?p=2#a", "url", ["tuoitre", "vn", "thoi", "su", "p", "2", "a"]),
        ("toa.soan@bao-moi.com.vn", "email", ["toa", "soan", "bao", "moi", "com", "vn"]),
    ],
)
def test_addresses(text: str, kind: str, expected: list[str]) -> None:
    found = tokens(text + ".")
    assert [token.text for token in found] == expected
    assert {(token.kind, token.compound) for token in found} == {(kind, 0)}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("UBND HĐND AI VIỆT Nam", ["acronym", "acronym", "word", "word", "word"]),
        ("12 H5N1 năm", ["number", "alnum", "word"]),
        ("TP.HCM 2021", ["acronym", "acronym", "number"]),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [token.kind for token in tokens(text)] == kinds


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Москва Ελλάδα", ["москва", "ελλάδα"]),
        ("हिन्दी ภาษาไทย العَرَبِيَّة", ["हिन्दी", "ภาษาไทย", "العَرَبِيَّة"]),
        ("東京タワー 서울", ["東京タワー", "서울"]),
        ("か\u3099くせい", ["がくせい"]),
        ("١٢٣ １２", ["123", "12"]),
        ("m² ½ №5", ["m²", "½", "5"]),
        ("😀 vui😀quá", ["vui", "quá"]),
    ],
)
def test_every_script_has_its_terms(text: str, terms: list[str]) -> None:
    assert TOKENIZER.terms(text) == terms


def test_long_runs_are_cut_into_pieces_of_255() -> None:
    found = tokens("x" * 600 + " ạ" + "'ạ" * 400)
    assert [(t.start, t.end) for t in found[:3]] == [(0, 255), (255, 510), (510, 600)]
    assert all(t.end - t.start <= 255 for t in found)
    assert TOKENIZER.terms("12345." * 50) == ["12345"] * 50


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "1",
        ".",
        "a.",
        "1.",
        "1,",
        "-",
        "a-",
        "a'",
        "@a",
        "a@",
        "/a",
        "1/",
        "a\u0301",
        "\u0301",
        "\u200b",
        "a\u200b",
        "www.",
        "https://",
        "1 000",
        "12h",
        "Nam.Theo",
        "\u00ad",
        "😀",
        "北",
        "_",
        "34-NQ/",
        "\n",
        "a" * 255 + ".",
    ],
)
def test_naughty_text_takes_linear_time(unit: str) -> None:
    """Were one alternative quadratic, this would take an hour."""
    text = unit * (200_000 // len(unit))
    end = count = 0
    for token in TOKENIZER.tokenize(text):
        assert end <= token.start < token.end
        end = token.end
        count += 1
    assert end <= len(text)
    assert count == len(TOKENIZER.terms(text))
