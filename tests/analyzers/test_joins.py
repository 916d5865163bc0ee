"""Joins against pyvi itself, to the letter."""

from __future__ import annotations

import tracemalloc
import warnings
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, chain, pairwise, product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracuu.analyzers import joins
from tracuu.analyzers.joins import Joiner, syllabify
from tracuu.analyzers.pyvi_model import PyviModel, pyvi_model
from tracuu.analyzers.pyvi_tagger import tag
from tracuu.analyzers.word_ngrams import WordNgrams

MODEL = pyvi_model()
JOINER = Joiner(MODEL)
Pyvi = Callable[[str], str]


@pytest.fixture(scope="module")
def pyvi() -> Pyvi:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes; a model of an older scikit-learn
        from pyvi import ViTokenizer
    tokenize: Pyvi = ViTokenizer.tokenize
    return tokenize


@pytest.fixture(scope="module")
def sylabelize(pyvi: Pyvi) -> Callable[[str], list[str]]:
    from pyvi.ViTokenizer import ViTokenizer

    return lambda text: ViTokenizer.sylabelize(text)[1]


def joined(texts: Sequence[str], joiner: Joiner = JOINER) -> list[list[bool]]:
    """The joins of texts that are looked at together."""
    tokens = [[joiner.number(token) for token in syllabify(text)] for text in texts]
    starts = list(accumulate(map(len, tokens), initial=0))[:-1]
    flags = joiner.joined(np.array([*chain(*tokens)], np.int32), np.array(starts, np.int64))
    return [part.tolist() for part in np.split(flags, starts[1:])] if texts else []


def written(text: str, flags: Sequence[bool]) -> str:
    """The text as `pyvi.ViTokenizer.tokenize` writes it."""
    tokens = syllabify(text)
    parts = chain.from_iterable(("_" if flag else " ", token) for token, flag in zip(tokens, flags, strict=True))
    return "".join([*parts][1:]) if tokens else text


def spelled(words: Iterable[Sequence[str]]) -> list[str]:
    return [" ".join(word) for word in words]


SYLLABLES = sorted({syllable for word in (*MODEL.bigrams, *MODEL.trigrams) for syllable in word})
KNOWN = sorted(name.partition("word.lower():")[2] for name in MODEL.crf.attributes if name.startswith("word.lower():"))
ODD = [
    *["İstanbul", "ΣΑΣ", "Σ", "ΑΣ", "ǅ", "ß", "ﬁ", "Ð", "\0", "a://b\0c", "_", "__", "()", "==>", "->", "...", ">>"],
    *["<=>", "TP.HCM", "Tp.", "ThS.", "Đ.", "a_b@c.d.vn", "+@a.vn", "http://a.vn/x,y", "1_000a", "1.000,5", "1.", "²"],
    *["١٢٣", "½", "e\u0301", "o\u0300a", "\u0300", "ho\u0300a", "\u200b", "😀", "中文", "ʰ", "Ⅷ", "ⅷ", "a\u00adb"],
]
GAPS = [" ", " ", " ", " ", "", "\n", "\n\n", ", ", ". ", "\t", "\u00a0", "\r\n", "\u2028", " - ", "/", "\x1c", "\x85"]
pieces = st.one_of(
    st.sampled_from(sorted(spelled(MODEL.bigrams))),
    st.sampled_from(sorted(spelled(MODEL.trigrams))),
    st.sampled_from(SYLLABLES),
    st.sampled_from(KNOWN),
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    st.from_regex(r"\A[\w.:@/+_>=-]{1,8}\Z"),
)
cased = st.tuples(pieces, st.sampled_from([str, str, str, str.title, str.upper, str.capitalize, str.lower])).map(
    lambda pair: pair[1](pair[0])
)
texts = st.lists(st.tuples(cased, st.sampled_from(GAPS)), max_size=14).map(lambda parts: "".join(chain(*parts)))


@given(st.lists(texts, max_size=6))
@example(["", "\n", "", "Hà", "Nội", " ", "", "ngoại\ngiao", ""])
@example([" ".join(ODD), "\n".join(ODD), "".join(ODD)])
def test_texts_side_by_side_are_joined_as_pyvi_joins_each(pyvi: Pyvi, side_by_side: list[str]) -> None:
    flags = joined(side_by_side)
    assert [written(*pair) for pair in zip(side_by_side, flags, strict=True)] == list(map(pyvi, side_by_side))


@given(texts)
@example("==>->...>>\n=>.. a.b@c.vn@d 1,2.3_4 1. A.B Tp. tp. ://x a://b")
def test_syllables_are_those_of_pyvi(sylabelize: Callable[[str], list[str]], text: str) -> None:
    assert syllabify(text) == sylabelize(text)


def test_sentences_of_the_dictionary(pyvi: Pyvi) -> None:
    """Every word of it at least once, in an order that has no meaning."""
    rng = np.random.default_rng(1)
    words = sorted(spelled([*MODEL.bigrams, *MODEL.trigrams]))
    lines = [" ".join(line) for line in np.array_split(rng.permutation(words), 500)]
    assert [written(*pair) for pair in zip(lines, joined(lines), strict=True)] == list(map(pyvi, lines))


@given(st.lists(st.tuples(texts, st.integers(2, 60)), max_size=3))
@example([("ha ", 999), ("ha ", 1000), ("hì ", 999)])
def test_where_all_is_the_same_the_rounding_of_crfsuite_decides(pyvi: Pyvi, repeated: list[tuple[str, int]]) -> None:
    side_by_side = [text * times for text, times in repeated]
    flags = joined(side_by_side)
    assert [written(*pair) for pair in zip(side_by_side, flags, strict=True)] == list(map(pyvi, side_by_side))


def test_only_texts_in_doubt_are_tagged_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    tagged = []

    def spy(model: PyviModel, syllables: Sequence[str]) -> list[bool]:
        tagged.append(" ".join(syllables))
        return tag(model, syllables)

    monkeypatch.setattr(joins, "tag", spy)
    laughter = " ".join(["ha"] * 99)
    joined(["Bộ trưởng Ngoại giao nói về hoà bình", laughter, "", "thành phố Hồ Chí Minh"])
    assert tagged == [laughter]


@given(texts)
def test_the_tagger_for_one_text(pyvi: Pyvi, text: str) -> None:
    from pyvi.ViTokenizer import ViTokenizer

    syllables = syllabify(text)
    theirs = ViTokenizer.model.predict([ViTokenizer.sent2features(syllables, False)])[0] if syllables else []
    assert (tag(MODEL, syllables) if syllables else []) == [label == "I_W" for label in theirs]


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    many = ["", "Bộ trưởng Ngoại giao Bùi Thanh Sơn", "", "", "thế giới", "hoà bình\nthế giới", ""] * 20
    expected = joined(many)
    assert sum(map(sum, expected)) > 100
    for size in (1, 2, 3, 7, 50):
        monkeypatch.setattr(joins, "_BLOCK", size)
        assert joined(many) == expected


def test_memory_is_bounded_by_the_longest_text() -> None:
    tokens = np.resize(
        [JOINER.number(token) for token in syllabify("Bộ trưởng Ngoại giao nói, về hoà bình.")], 1_000_000
    )
    starts = np.arange(0, len(tokens), 500)
    tracemalloc.start()
    JOINER.joined(tokens.astype(np.int32), starts)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * len(tokens) + 2 * len(tokens) + 6_000_000  # the numbers, two bytes each, and one block


def test_numbers() -> None:
    joiner = Joiner(MODEL)
    assert [joiner.number(token) for token in ("Hà", "nội", "Hà", "hà")] == [0, 1, 0, 2]
    assert list(map(joiner.numbers.__getitem__, ["nội", "mới"])) == [1, 3]
    assert joiner.joined(np.zeros(0, np.int32), np.zeros(0, np.int64)).tolist() == []
    assert joiner.joined(np.zeros(0, np.int32), np.zeros(3, np.int64)).tolist() == []


@given(st.lists(st.sampled_from("abcdex"), max_size=40))
def test_word_ngrams(syllables: list[str]) -> None:
    pairs = [("a", "b"), ("b", "b"), ("c", "a"), ("e", "a")]
    triples = [("a", "b", "c"), ("b", "b", "b"), ("a", "d", "c")]
    ngrams = WordNgrams(pairs, triples)
    numbers = np.array([ngrams.numbers.get(syllable, ngrams.unknown) for syllable in syllables], np.int64)
    assert ngrams.bigrams(numbers).tolist() == [pair in pairs for pair in pairwise(syllables)]
    found = [at for at in range(len(syllables)) if tuple(syllables[at : at + 3]) in triples]
    assert ngrams.trigrams(numbers).tolist() == found


def test_all_pairs_of_a_small_dictionary() -> None:
    pairs = sorted(MODEL.bigrams)[:300]
    ngrams = WordNgrams(pairs, [])
    syllables = list(ngrams.numbers)[:200]
    numbers = np.array([ngrams.numbers[s] for pair in product(syllables, repeat=2) for s in pair])
    found = ngrams.bigrams(numbers)[::2].tolist()
    assert found == [pair in set(pairs) for pair in product(syllables, repeat=2)]
    assert any(found)
