"""Analysis in batches gives what the analysis of single texts gives."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracuu.analyzers import batch, batch_names, batch_words, pieces
from tracuu.analyzers.batch import Analyzed, BatchAnalyzer
from tracuu.analyzers.dictionary import WordDictionary
from tracuu.analyzers.joins import Joiner, syllabify
from tracuu.analyzers.name_rules import Form
from tracuu.analyzers.names import find_names
from tracuu.analyzers.pieces import EDGES, Pieces
from tracuu.analyzers.pyvi_model import pyvi_model
from tracuu.analyzers.pyvi_segmenter import PyviSegmenter, new_style
from tracuu.analyzers.sequences import Sequences
from tracuu.analyzers.tokenizer import VietnameseTokenizer
from tracuu.analyzers.vocabulary import Numbers
from tracuu.seeds import folder

TOKENIZER = VietnameseTokenizer()
SEGMENTER = PyviSegmenter()
SEEDS = [path.read_text("utf-8") for path in sorted(folder().rglob("*")) if path.suffix in (".txt", ".md", ".jsonl")]

WORDS = st.sampled_from(
    """Bùi Thanh Sơn ông Ông Bà Bộ Ngoại giao Hà Nội Putin Díaz-Canel Kim Jong-un Mát-xcơ-va Mỹ Việt Nam nói hoà
    HÒA Ðảng đảng 34-NQ/TW NQ/TW TP.HCM UBND GS.TS R&D O'Neill d’Ivoire 14/4/2025 12h30 12 5 000 678 345.000 000,5
    000/1 3,5% 2016 13/2023 ١٢ ½ 😀 北京 “Sơn” (Sơn) ...Nam. Nam.Theo (12 000) "34 A B nam_bộ Bùi_Thanh __
    https://a.vn/b-1?c=d x@y.vn H5N1 ng\u00adười tới\u200bCảm tie\u0302\u0301ng kinh tế-xã ==> Ths. ThS. Ảnh Theo
    Nguyễn Văn An Trung ương Đảng cộng sản tham gia học sinh \u01c5a""".split()
) | st.sampled_from(["x" * 70 + ",Sơn", "Bùi-" * 20 + "Sơn", "12\u00a0000", "5\u00a0678", "Hà\u00a0Nội"])
GAPS = st.sampled_from(
    [" "] * 12
    + [
        "\n",
        "  ",
        ", ",
        ". ",
        " - ",
        " – ",
        "-",
        "–",
        "\n\n",
        "\r\n",
        "\u00a0",
        "\t",
        "\u2028",
        "",
        " \u202f",
        "\u0301 ",
    ]
)
TEXTS = st.lists(st.tuples(WORDS, GAPS), max_size=14).map(lambda parts: "".join(a + b for a, b in parts))
BATCHES = st.lists(TEXTS | st.text(max_size=20), max_size=4)


def unfolded(analyzer: BatchAnalyzer, analyzed: Analyzed) -> list[tuple[list[str], list[str], list[str]]]:
    """For each text its terms, its words and the keys of its names."""
    vocabulary = analyzer.vocabulary
    columns = (
        (analyzed.terms, analyzed.lengths, vocabulary.terms),
        (analyzed.words, analyzed.word_lengths, vocabulary.words),
        (analyzed.names, analyzed.name_lengths, vocabulary.names),
    )
    texts = []
    for numbers, lengths, strings in columns:
        assert numbers.dtype == lengths.dtype == np.int32
        assert lengths.sum() == len(numbers)
        texts.append(
            [[strings[i] for i in part] for part in np.split(numbers, np.cumsum(lengths)[:-1])][: len(lengths)]
        )
    return list(zip(*texts, strict=True))


def expected(text: str, *, words: bool) -> tuple[list[str], list[str], list[str]]:
    tokens = list(TOKENIZER.tokenize(text))
    names = [name.key for name in find_names(text, tokens)]
    return [token.text for token in tokens], SEGMENTER.words(text) if words else [], names


def check(analyzer: BatchAnalyzer, texts: Sequence[str]) -> None:
    found = unfolded(analyzer, analyzer.analyze(texts))
    assert found == [expected(text, words=analyzer.words) for text in texts]


@pytest.fixture(scope="module")
def old() -> BatchAnalyzer:
    """An analyzer that has seen much."""
    return BatchAnalyzer()


@given(BATCHES)
@example([])
@example([""])
@example(["\n", " ", ""])
@example(["có 12 000 người", "12", "000", "số 34 - NQ/TW - 5 678,5"])
@example(["số 034 - NQ/TW, 034 - 5/2016"])
@example(["nói Hà 😀Sơn, Hà Sơn😀 Nội, (Sơn😀 Nội"])
@example(["1 5\u00a0678 345\u00a0678 000 000 000 000 000 000 000"])
@example(["Bùi Thanh Sơn\nnói Theo Bùi\u00a0Thanh  Sơn"])
def test_a_batch_holds_what_its_texts_hold(old: BatchAnalyzer, texts: list[str]) -> None:
    check(old, texts)
    check(BatchAnalyzer(words=False), texts)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_articles(form: str) -> None:
    texts = [unicodedata.normalize(form, text) for text in SEEDS]
    analyzer = BatchAnalyzer()
    for first in range(0, len(texts), 7):
        check(analyzer, texts[first : first + 7])
    displays: dict[str, str] = {}
    for text in texts:
        for name in find_names(text, TOKENIZER.tokenize(text)):
            displays.setdefault(name.key, name.display)
    assert len(displays) > 100
    assert analyzer.vocabulary.names == list(displays), "in order of first sight, and only what was found"
    assert analyzer.vocabulary.displays == list(displays.values())
    words = dict.fromkeys(word for text in texts for word in SEGMENTER.words(text))
    assert analyzer.vocabulary.words == list(words)
    check(analyzer, texts)


@given(TEXTS)
def test_a_vocabulary_has_every_string_once(old: BatchAnalyzer, text: str) -> None:
    old.analyze([text])
    vocabulary = old.vocabulary
    for strings in (vocabulary.terms, vocabulary.words, vocabulary.names):
        assert len(set(strings)) == len(strings)
    assert len(vocabulary.displays) == len(vocabulary.names)


def test_without_words() -> None:
    analyzer = BatchAnalyzer(words=False)
    analyzed = analyzer.analyze(["học sinh học sinh học", "Hà Nội"])
    assert (analyzed.lengths.tolist(), analyzed.word_lengths.tolist()) == ([5, 2], [0, 0])
    assert (len(analyzed.words), analyzer.vocabulary.words) == (0, [])


@pytest.mark.parametrize("text", ["Ông " * 15 + "Bùi Thanh Sơn nói", "x " + "Một Hai Ba " * 400 + "Bùi nói"])
def test_runs_of_capitals_too_long_to_be_numbered(text: str) -> None:
    check(BatchAnalyzer(), [text, text])


@pytest.mark.parametrize("longest", [1, 2])
def test_long_runs_are_the_same_without_a_number(monkeypatch: pytest.MonkeyPatch, longest: int) -> None:
    monkeypatch.setattr(batch_names, "LONGEST", longest)
    monkeypatch.setattr(batch_words, "LONGEST", longest)
    check(BatchAnalyzer(), SEEDS)


def test_words_of_the_dictionary_by_numbers() -> None:
    terms = ["bộ", "trưởng", "phở", "12", "ngoại"]
    dictionary = batch_names._Dictionary(terms)
    default = WordDictionary.default()
    assert len(dictionary.words) > 20_000
    assert all(word in default for word in dictionary.words)
    pairs = np.array([(first, second) for first in range(5) for second in range(5)])
    for _ in range(2):
        found = dictionary.has_pairs(pairs[:, 0], pairs[:, 1])
        assert found.tolist() == [f"{terms[first]} {terms[second]}" in default for first, second in pairs.tolist()]
        assert found.any()
        terms[:] = [*terms[:5], "giao", "tổng"]
        pairs = np.array([(first, second) for first in range(7) for second in range(7)])


def test_without_a_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WordDictionary, "default", WordDictionary)
    dictionary = batch_names._Dictionary(["bộ", "trưởng"])
    assert dictionary.has_pairs(np.array([0, 1]), np.array([1, 0])).tolist() == [False, False]


def test_long_pieces_are_not_remembered() -> None:
    terms: list[str] = []
    forms: Sequences[Form] = Sequences()
    known = Pieces(Numbers(terms), forms)
    for _ in range(2):
        numbers = known.number(["a.vn/" + "b" * 70, "c"])
        assert known.counts(numbers).tolist() == [0, 3, 0, 1, 0]
        known.forget_long()
        assert "c" in known and not any("b" in piece for piece in known)
        assert "b" * 70 not in "".join(known.texts)
    assert sorted(terms) == ["a", "b" * 70, "c", "vn"]


def test_numbers_with_spaces_are_one_piece() -> None:
    known = Pieces(Numbers([]), Sequences())
    assert len(known.number(["có 12 000 người"])) == 5
    assert len(known.number(["ngày 2 - 3 và - NQ/TW 12 . 000"])) == 12
    assert "12 000" in known


@pytest.mark.parametrize("limited", ["pieces", "tokens", "runs", "words"])
def test_an_analyzer_forgets_before_it_remembers_too_much(monkeypatch: pytest.MonkeyPatch, limited: str) -> None:
    monkeypatch.setattr(batch, "_REMEMBERED", 30)
    analyzer = BatchAnalyzer(words=limited == "words")
    texts = {
        "pieces": [" ".join("." * i for i in range(40))],
        "tokens": [".".join("a" * 40)],
        "runs": ["nói Bùi Thanh Sơn Văn An"] + ["nói " + f"{a} Nội" for a in "ABCDEGHIKLMNOPQRSTUVXY"],
        "words": [",;" * 20],
    }[limited]
    check(analyzer, texts)
    first = unfolded(analyzer, analyzer.analyze(["có"]))
    remembered = analyzer._pieces
    assert len(remembered.texts) < 6, "all but the last text is forgotten"
    check(analyzer, ["có"])
    assert analyzer._pieces is remembered, "there was no need to forget again"
    assert unfolded(analyzer, analyzer.analyze(["có"])) == first, "the vocabulary is the same"


@pytest.mark.parametrize("after", [0, 2, 4])
@pytest.mark.parametrize(
    "at",
    ["pieces._right_flags", "pieces.form", "batch_words.new_style", "batch_names.key_of", "batch_names.display_of"],
)
def test_an_interruption_leaves_nothing_half_done(monkeypatch: pytest.MonkeyPatch, at: str, after: int) -> None:
    texts = [
        "Ông Bùi Thanh Sơn, (Bộ Ngoại giao) nói: 12 000 người ở Hà Nội.",
        "ông Kim Jong-un ở Đà Nẵng, Lào Cai, " + "ab." * 30,
    ]
    analyzer = BatchAnalyzer()
    module = {"pieces": pieces, "batch_words": batch_words, "batch_names": batch_names}[at.split(".")[0]]
    function = getattr(module, at.split(".")[1])
    calls = iter(range(after))

    def interrupted(*arguments: object) -> object:
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return function(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(module, function.__name__, interrupted)
        with pytest.raises(KeyboardInterrupt):
            analyzer.analyze(texts)
    check(analyzer, texts)


@pytest.mark.parametrize(
    ("owner", "column", "method"),
    [
        ("_pieces", "_after", "append"),
        ("_pieces", "flags", "append"),
        ("_words", "_tokens", "extend"),
        ("_words", "_counts", "__setitem__"),
    ],
)
def test_an_interruption_between_two_columns(
    monkeypatch: pytest.MonkeyPatch, owner: str, column: str, method: str
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    analyzer = BatchAnalyzer()
    analyzer.analyze(["có"])
    torn = getattr(getattr(analyzer, owner), column)
    with monkeypatch.context() as patch:
        patch.setattr(*((type(torn), method) if method.startswith("__") else (torn, method)), interrupted)
        with pytest.raises(KeyboardInterrupt):
            analyzer.analyze(["Ông Bùi Thanh Sơn nói"])
    check(analyzer, ["Theo ông Bùi Thanh Sơn, học sinh tham gia", "Sơn"])


@given(st.text(EDGES + "aĐS.Tph@:/->=_1\u0301\u0302ê \u212a", max_size=9))
@example("(TP.")
@example("->a")
@example("a...")
@example("K\u212a.")
@example("Mr.")
@example("a@b.vn,")
@example("“https://a.vn”")
def test_tokens_of_a_piece_are_those_of_its_parts(piece: str) -> None:
    joiner = _JOINER
    tokens = batch_words._TokensOf(joiner).piece(piece)
    assert [joiner.numbers.syllables[token] for token in tokens] == syllabify(new_style(piece))


_JOINER = Joiner(pyvi_model())


def test_sequences_are_numbered_once() -> None:
    sequences: Sequences[str] = Sequences()
    a, b = sequences.symbol("a"), sequences.symbol("b")
    symbols = np.array([a, b, a, b, b, a, b])
    found = sequences.find(symbols, np.array([0, 2, 4, 5]), np.array([2, 4, 5, 7]))
    assert found[0] == found[1] == found[3] != found[2] == b
    longer = int(sequences.find(symbols, np.array([0]), np.array([5]))[0])
    assert (sequences[a], sequences[int(found[0])], sequences[longer]) == (["a"], ["a", "b"], ["a", "b", "a", "b", "b"])
    assert len(sequences) == 2 + 4


def test_names_that_are_begun_anew() -> None:
    analyzer = BatchAnalyzer(words=False)
    analyzer.analyze(["Ông Hoà Bình nói"])
    before = analyzer.vocabulary.names, analyzer.vocabulary.displays
    analyzer.begin_names()
    analyzed = analyzer.analyze(["Ông Trần Phú nói với ông Hòa Bình ở Hà Nội"])
    assert before == (["hòa bình"], ["Hòa Bình"]), "who still needs them has them"
    assert [analyzer.vocabulary.displays[number] for number in analyzed.names] == ["Trần Phú", "Hòa Bình", "Hà Nội"]
    assert analyzer.vocabulary.names == ["trần phú", "hòa bình", "hà nội"]
