"""Old Vietnamese encodings: the tables, round trips, and what must be left alone."""

from __future__ import annotations

import codecs
import unicodedata
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracuu.analyzers.legacy import decode_bytes, decode_legacy, resolve_beyond_ascii
from tracuu.analyzers.legacy.code_pages import TCVN3, VISCII, VPS, letters_of, vni_letters
from tracuu.analyzers.legacy.encoders import encoders, utf8_shown_as
from tracuu.analyzers.legacy.encodings import Encoding, encodings
from tracuu.analyzers.marks import LETTERS

MARKED = sorted(letter for letter in LETTERS if not letter.isascii())
SENTENCE = "Thủ tướng tiếp đoàn đại biểu cấp cao của nước bạn sang thăm, chúc mừng năm mới."
OTHER = "Nông dân đồng bằng sông Cửu Long thu hoạch lúa sớm vì nước mặn lấn sâu vào đất liền."
NAMES = [encoding.name for encoding in encodings()]
WORDS = """Việt Nam đồng bằng sông Cửu Long nhà nước chính phủ thủ tướng người dân được giá lúa gạo mùa nước nổi học
    sinh thành phố Đà Nẵng đường phố chợ hàng quán bánh phở bún chả những và của là cho với không một các để đã sẽ khi
    nhiều năm trước ngày đầu tiên quyết định nghị quyết kỹ thuật thủy lợi huyện xã tỉnh Quảng Ngãi khẳng định trẻ em
    ngõ nhỏ kỷ niệm lễ hội bữa cơm thuở ấy nghiêng nghỉ ngơi""".split()


def shown(text: str, name: str) -> str:
    return encoders()[name](text)


def file_bytes(text: str, name: str) -> bytes:
    """The text as a file of a single-byte encoding holds it."""
    return b"".join(char.encode("latin-1" if ord(char) < 256 else "cp1252") for char in shown(text, name))


class TestTables:
    @pytest.mark.parametrize(("table", "count"), [(TCVN3, 74), (VISCII, 134), (VPS, 120)])
    def test_every_letter_has_a_place(self, table: str, count: int) -> None:
        letters = letters_of(table)
        assert len(letters) == count
        assert set(MARKED) <= set(letters.values())
        assert all(unicodedata.is_normalized("NFC", letter) and len(letter) == 1 for letter in letters.values())
        known = set(MARKED) | {letter.upper() for letter in MARKED}
        assert set(letters.values()) <= known

    def test_vni_writes_every_letter_in_both_cases(self) -> None:
        assert set(vni_letters().values()) == {*MARKED, *(letter.upper() for letter in MARKED)}

    @pytest.mark.parametrize(
        ("name", "data", "text"),
        [  # from the descriptions of the encodings, not from the tables here
            ("TCVN3", b"Ti\xd5ng Vi\xd6t", "Tiếng Việt"),
            ("VISCII", b"Ti\xaang Vi\xaet", "Tiếng Việt"),
            ("VPS", b"Ti\x89ng Vi\x8ct", "Tiếng Việt"),
            ("VNI", b"Tie\xe1ng Vie\xe4t", "Tiếng Việt"),
            ("Windows-1258", b"Ti\xea\xecng Vi\xea\xf2t", "Tiếng Việt"),
        ],
    )
    def test_known_bytes(self, name: str, data: bytes, text: str) -> None:
        decode = next(encoding.decode for encoding in encodings() if encoding.name == name)
        assert decode(data.decode("latin-1")) == text
        assert decode(data.decode("cp1252")) == text

    @pytest.mark.parametrize("encoding", encodings(), ids=NAMES)
    @pytest.mark.parametrize("letter", MARKED)
    def test_every_letter_comes_back(self, encoding: Encoding, letter: str) -> None:
        name, decode = encoding.name, encoding.decode
        assert decode(shown(letter, name)) == letter
        capital = decode(shown(letter.upper(), name))
        assert capital == letter.upper() or (name in ("TCVN3", "VPS") and capital == letter)

    def test_capitals_that_an_encoding_lacks(self) -> None:
        decode = encodings()[0].decode
        assert decode(shown("ĐẢNG Cộng sản VIỆT NAM, THỦ ĐÔ; Hà Nội, Bà Tú", "TCVN3")) == (
            "ĐẢNG Cộng sản VIỆT NAM, THỦ ĐÔ; Hà Nội, Bà Tú"
        )
        assert decode(shown("Ấn Độ", "TCVN3")) == "ấn Độ", "nothing tells"

    def test_vni_capitals_with_small_marks(self) -> None:
        decode = encodings()[1].decode
        assert decode("VIEÄT NAM VIEät NAM ÑAÛNG Ñaûng") == "VIỆT NAM VIỆt NAM ĐẢNG Đảng"


class TestRoundTrips:
    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("text", [SENTENCE, OTHER])
    def test_a_sentence(self, name: str, text: str) -> None:
        decoding = decode_legacy(shown(text, name))
        assert decoding == (text, ((name, 1),))
        assert decoding.is_changed and decoding.names == (name,)

    @pytest.mark.parametrize("name", NAMES)
    def test_ten_words(self, name: str) -> None:
        """Of any ten words a few hundredths may be read otherwise; whole sentences say more."""
        random = Random(name)
        texts = [" ".join(random.sample(WORDS, random.randint(10, 25))) for _ in range(400)]
        exact = sum(decode_legacy(shown(text, name)).text == text for text in texts) / len(texts)
        assert exact >= (0.95 if name in ("VISCII", "VPS") else 0.99)

    @pytest.mark.parametrize("name", ["TCVN3", "VNI", "VISCII", "VPS", "Windows-1258"])
    def test_bytes(self, name: str) -> None:
        assert decode_bytes(file_bytes(SENTENCE, name)) == (SENTENCE, ((name, 1),))

    @pytest.mark.parametrize("codec", ["latin-1", "cp1252", "cp1258"])
    def test_code_pages_that_utf_8_is_read_in(self, codec: str) -> None:
        for text in (SENTENCE, OTHER, "“Hà Nội” – Đà Nẵng… ôtô"):
            assert decode_legacy(utf8_shown_as(text, codec)) == (text, (("UTF-8 read as ANSI", 1),))

    def test_decoding_twice_changes_nothing_more(self) -> None:
        for name in NAMES:
            once = decode_legacy(shown(SENTENCE, name)).text
            assert not decode_legacy(once).is_changed


class TestParagraphs:
    def test_a_page_that_mixes_encodings(self) -> None:
        lines = [shown(SENTENCE if number % 2 else OTHER, name) for number, name in enumerate(NAMES)]
        good = ["Một dòng đã là Unicode, không phải đổi gì.", "", "L'été, les élèves ont visité le musée.", "«a» ½ ñ"]
        decoding = decode_legacy("\n".join([*lines, *good]))
        assert decoding.text.split("\n") == [SENTENCE if n % 2 else OTHER for n in range(len(NAMES))] + good
        assert sorted(decoding.names) == sorted(NAMES)

    def test_a_short_line_is_read_as_its_neighbours(self) -> None:
        title = shown("Giá lúa", "TCVN3")
        assert not decode_legacy(title).is_changed
        assert decode_legacy(f"{title}\n{shown(SENTENCE, 'TCVN3')}").text == f"Giá lúa\n{SENTENCE}"
        assert decode_legacy(title, nearby=["TCVN3"]).text == "Giá lúa"
        assert not decode_legacy(title, nearby=["VNI"]).is_changed

    def test_tags_end_paragraphs_of_markup(self) -> None:
        page = f"<p>{shown(SENTENCE, 'VNI')}</p><p>{shown(OTHER, 'TCVN3')}</p><i>café</i> &eacute;"
        decoding = decode_legacy(page, is_markup=True)
        assert decoding.text == f"<p>{SENTENCE}</p><p>{OTHER}</p><i>café</i> &eacute;"

    def test_lines_of_a_file_may_be_utf_8_and_others_not(self) -> None:
        data = file_bytes(SENTENCE, "TCVN3") + b"\n" + OTHER.encode() + b"\n" + file_bytes(OTHER, "VNI")
        assert decode_bytes(data).text == f"{SENTENCE}\n{OTHER}\n{OTHER}"

    @pytest.mark.parametrize(
        "data", [SENTENCE.encode(), codecs.BOM_UTF8 + SENTENCE.encode(), SENTENCE.encode("utf-16")]
    )
    def test_unicode_files(self, data: bytes) -> None:
        assert decode_bytes(data) == (SENTENCE, ())

    def test_a_few_broken_bytes_are_no_encoding(self) -> None:
        decoding = decode_bytes(SENTENCE.encode() + b"\xff")
        assert decoding == (SENTENCE + "\ufffd", ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        SENTENCE,
        unicodedata.normalize("NFD", SENTENCE),
        SENTENCE.upper(),
        "Thành phố Ðà Nẵng, quận Ðống Ða, Ðảng bộ, Ðồng Tháp, Ðiện Biên",
        "Quãng đường dài 5½ km, giá 20 €, nhiệt độ 37°C ± 2; «Tắt đèn» của Ngô Tất Tố © 2020 ® ™ § ¶",
        "Ngôn ngữ pha và « bồi »",
        "L'été dernier, les élèves ont visité le musée où l'on voit des œuvres très célèbres, à Noël déjà.",
        "¿Está «aquí»…? El niño comió piña en España mañana, según él; nº 5, 2ª edición.",
        "Die Größe der Häuser überrascht: schöne Mädchen grüßen fröhlich für König »Öl«.",
        "Os pássaros não são três; amanhã há eleições à região, avó e avô vêm às dez.",
        "På så sätt får två små hästar gå åt öster, då mår nån bra.",
        "Perché può essere così però lunedì andrò in città e poi tornerò più tardi",
        "Zażółć gęślą jaźń; Gdańsk, Toruń, Łódź, Příliš žluťoučký kůň, Kṛṣṇa, ń ḿ Ḥ Ḷ ṃ",
        "Çağrı üzerine İstanbul'a gitti, şöyle böyle; Ősi Fűzfő, žvėris, ţară, Þór fór út á æ",
        "The naïve café served crème brûlée to Señor Müller.",
        "Во вторник министр встретился. 外交部长星期二在北京会见了代表团。 नमस्ते",
        "for (i = 0; i < n && x[i] != '\\xe1'; ++i) { a &= ~b; } // é à &amp; &lt;script&gt;",
        "\x00\x01\x02\x05 \x7f\x80\x85\xa0\xad\ufeff\ud83d",
    ],
)
def test_left_alone(text: str) -> None:
    assert decode_legacy(text) == (text, ())


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    decoding = decode_legacy(text)
    assert decoding.is_changed or decoding.text == text
    assert decode_bytes(text.encode("utf-8", "surrogatepass")) is not None


@settings(max_examples=300, deadline=None)
@given(st.binary())
def test_any_bytes_are_survived(data: bytes) -> None:
    assert len(decode_bytes(data).text) <= len(data)


class TestReferences:
    @pytest.mark.parametrize(
        ("written", "text"),
        [
            ("Vi&#7879;t Nam", "Việt Nam"),
            ("Vi&#x1EC7;t Nam", "Việt Nam"),
            ("Vi&ecirc;̣t Nam", "Việt Nam"),
            ("Vi&amp;#7879;t Nam", "Việt Nam"),
            ("n&oacute;i v&agrave; l&agrave;m, &ldquo;th&ocirc;i&rdquo;&nbsp;nhé", "nói và làm, “thôi”\xa0nhé"),
            ("Nh&agrave; A&amp;B, &lt;b&gt; &#60;i&#62;", "Nhà A&B, &lt;b&gt; &#60;i&#62;"),
            ("đ&#432;&#7901;ng", "đường"),
            ("l&agrave; &khongco; &#1; &", "là &khongco; &#1; &"),
        ],
    )
    def test_left_over(self, written: str, text: str) -> None:
        assert decode_legacy(written) == (text, (("HTML references", 1),))

    @pytest.mark.parametrize(
        "text",
        [
            "Trong HTML, &lt;script&gt; và &amp; phải viết như thế.",
            "Chữ é viết là &eacute;, chữ ệ viết là &#7879;.",
            "Người ta viết Vi&#7879;t thay cho Việt.",
            "R&D, AT&T; a &copy; b, caf&eacute;, &nbsp;",
            "x=1&aacute=2&b=3",
        ],
    )
    def test_meant_as_they_are(self, text: str) -> None:
        assert decode_legacy(text) == (text, ())

    def test_letters_of_an_old_encoding_as_references(self) -> None:
        written = shown(SENTENCE, "VNI").encode("ascii", "xmlcharrefreplace").decode()
        assert decode_legacy(written) == (SENTENCE, (("VNI", 1),))

    def test_markup_keeps_what_parts_text_and_tags(self) -> None:
        written, resolved = "&lt;b&gt; &amp;eacute; Vi&#7879;t&nbsp;&#60;", "&lt;b&gt; &amp;eacute; Việt\xa0&#60;"
        assert resolve_beyond_ascii(written) == resolved


class TestLatin1ReadAsWindows1258:
    def test_tones_on_consonants_are_letters(self) -> None:
        text = "Còn mình thì thích ý nghĩa này, mình đi trò chuyện"
        garbled = "C\u0323n m\u0301nh th\u0301 thích ư nghĩa này, m\u0301nh đi tr\u0323 chuyện"
        decoding = decode_legacy(garbled)
        assert decoding == (text, (("Latin-1 read as Windows-1258", 1),))
        assert decode_legacy(unicodedata.normalize("NFC", garbled)).text == text

    def test_the_other_letters_are_tried_on_what_is_no_syllable(self) -> None:
        assert decode_legacy("th\u0301 quư vị v\u0301 quư khách c\u0323n").text == "thì quý vị vì quý khách còn"
        assert not decode_legacy("quư vị, quư khách").is_changed

    def test_one_slip_is_not_enough(self) -> None:
        assert not decode_legacy("th\u0301 mà").is_changed
