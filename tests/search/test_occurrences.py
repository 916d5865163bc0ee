"""What is highlighted is what matched: under the same rule of marks, every place, and nothing else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracuu.analyzers import Token, VietnameseTokenizer, class_key, covers, fold, is_bare
from tracuu.index import ArticleIndex
from tracuu.search import Highlighted, Searcher, occurrences
from tracuu.search.nodes import Rule, Syllable, Unit
from tracuu.search.occurrences import OccurrenceFinder
from tracuu.search.pattern_nodes import Fuzzy, Pattern
from tracuu.search.snippets import highlight

from .random_texts import PHRASES, SYLLABLES, fill, text, words

BODY = ("title", "body")


def unit(text: str, marks: Rule = "auto", slop: int = 1, fields: tuple[str, ...] = BODY) -> Unit:
    return Unit(tuple(Syllable(term, fields, marks) for term in VietnameseTokenizer().terms(text)), slop=slop)


def shown(text: str, *units: Unit) -> str:
    return highlight(text, OccurrenceFinder(units).find(text, "body")).plain()


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("bùi thanh sơn", "Ông Bùi Thanh Sơn, BÙI THANH SƠN.", "Ông [Bùi Thanh Sơn], [BÙI THANH SƠN]."),
        ("bui thanh son", "Bùi Thanh Sơn, bụi thánh sòn, Bui Son", "[Bùi Thanh Sơn], [bụi thánh sòn], Bui Son"),
        ("bùi", "Bùi là họ, bụi bay, búi tóc, bui", "[Bùi] là họ, bụi bay, búi tóc, bui"),
        ("bùi thanh", "Bui Thanh, Bùi Thanh, Bui Thành", "[Bui Thanh], [Bùi Thanh], Bui Thành"),
        ("hòa", "hoà bình, hòa bình, hóa học", "[hoà] bình, [hòa] bình, hóa học"),
        ("kỹ", "kĩ sư, kỹ sư, kì", "[kĩ] sư, [kỹ] sư, kì"),
        ("díaz canel", "Miguel Díaz-Canel, Diaz-Canel", "Miguel [Díaz-Canel], [Diaz-Canel]"),
        ("34-NQ/TW", "Nghị quyết 34-NQ/TW; số 34 của NQ/TW", "Nghị quyết [34-NQ/TW]; số 34 của NQ/TW"),
        ("thanh thanh", "thanh thanh thanh", "[thanh thanh thanh]"),
        ("sơn", "", ""),
    ],
)
def test_units(query: str, text: str, expected: str) -> None:
    assert shown(text, unit(query)) == expected


def test_decomposed_text() -> None:
    text = unicodedata.normalize("NFD", "Ông Bùi Thanh Sơn và bụi đường")
    assert unicodedata.normalize("NFC", shown(text, unit("bùi thanh sơn"))) == "Ông [Bùi Thanh Sơn] và bụi đường"


def test_the_other_rules_of_marks() -> None:
    text = "Bùi bụi bui"
    assert shown(text, unit("bùi", "ignore")) == "[Bùi bụi bui]"
    assert shown(text, unit("bui", "exact")) == "Bùi bụi [bui]"
    assert shown(text, unit("bùi", "exact")) == "[Bùi] bụi bui"


def test_slop_finds_the_way_to_the_end() -> None:
    """The nearest next syllable is not always one from which the rest can be reached."""
    assert shown("a b b x c", unit("a b c", slop=2)) == "[a] b [b] x [c]"
    assert shown("a x b", unit("a b", slop=2)) == "[a] x [b]"
    assert shown("a x y b", unit("a b", slop=2)) == "a x y b"
    assert shown("b a", unit("a b", slop=3)) == "b a"


def test_fields() -> None:
    finder = OccurrenceFinder([unit("sơn", fields=("title",))], [Pattern("th*", ("title",)), Fuzzy("an", ("body",))])
    assert [one.what for one in finder.find("sơn thanh an", "title")] == [0, 1]
    assert [one.what for one in finder.find("sơn thanh an", "body")] == [2]


def test_patterns_and_fuzzy_terms() -> None:
    finder = OccurrenceFinder([], [Pattern("thà*", BODY), Fuzzy("sown", BODY)])
    text = "Thành phố than thở; Sơn son xuống"
    assert highlight(text, finder.find(text, "body")).plain() == "[Thành] phố than thở; [Sơn son] xuống"


RULES: list[Rule] = ["auto", "exact", "ignore"]


@settings(max_examples=300)
@given(st.randoms(use_true_random=False), st.sampled_from(RULES), st.sampled_from([1, 1, 2, 3]))
def test_every_place_and_nothing_else(random: Random, marks: Rule, slop: int) -> None:
    body = text(random, 15)
    tokens = list(VietnameseTokenizer().tokenize(body))
    typed = unit(words(random, 3), marks, slop)
    found = OccurrenceFinder([typed]).find(body, "body")
    chosen = [way for way in ways(len(tokens), len(typed.syllables), slop) if accepted(typed, tokens, way)]
    assert [one.start for one in found] == sorted({tokens[way[0]].start for way in chosen})
    for one in found:
        assert any(one.spans == spans([tokens[place] for place in way]) for way in chosen)
        assert (one.start, one.end) == (one.spans[0][0], one.spans[-1][1])


def spans(tokens: Sequence[Token]) -> tuple[tuple[int, int], ...]:
    """Where tokens are written; parts of one compound are one span."""
    groups = groupby(tokens, key=lambda token: token.compound if token.compound >= 0 else -2 - token.start)
    return tuple((group[0].start, group[-1].end) for group in (list(group) for _, group in groups))


def ways(size: int, length: int, slop: int) -> Iterator[tuple[int, ...]]:
    """All ways to choose places out of so many, each at most ``slop`` behind the one before."""
    for steps in product(range(1, slop + 1), repeat=length - 1):
        for start in range(size - sum(steps)):
            yield tuple(accumulate((start, *steps)))


def accepted(typed: Unit, tokens: Sequence[Token], way: Sequence[int]) -> bool:
    """Whether the tokens there are the unit, or all of it without marks."""
    pairs = [(s, tokens[place].text) for s, place in zip(typed.syllables, way, strict=True)]
    if not all(s.fold == fold(term) for s, term in pairs):
        return False
    match typed.marks:
        case "ignore":
            return True
        case "exact":
            return all(class_key(s.text) == class_key(term) for s, term in pairs)
    return all(covers(s.text, term) for s, term in pairs) or (
        typed.may_be_bare and all(is_bare(term) for _, term in pairs)
    )


ODDITIES = (
    "12.000 5 05 5,6 34-NQ/TW 14/4/2025 12h30 COVID-19 U23 5.6km 20km TP.HCM R&D O'Neill d’Ivoire K'Ho ‘sơn’ Øre Straße"
    " Москва 北京 北京bùi 5北bùi bùi_thanh https://bui.vn/son-thanh-5 international Facebook ng\u00adoại bùi\u200bthanh"
    " b\u200bùi \u200b \u20dd a\u0301 - – — & / ² TWabcdefghijklmnop"
).split(" ")
ODDITIES += ["12 000", "34 - NQ/TW", "34 - NQ/TWabcdefghijklmnop", "bùi" * 90, "1 1 1"]
JOINTS = [*[" "] * 12, "  ", ", ", "\n", "\u00a0", " - ", " – ", "-", "/", ".", "", "’", "\u200b", "_", '"', " … "]


@st.composite
def odd_texts(draw: st.DrawFn) -> str:
    """Syllables, and all that makes it hard to see where a token stands."""
    pieces = st.one_of(st.sampled_from([*SYLLABLES, *PHRASES]), st.sampled_from(ODDITIES))
    drawn = draw(st.lists(st.tuples(pieces, st.sampled_from(JOINTS)), min_size=5, max_size=40))
    text = "".join(piece + joint for piece, joint in drawn)
    return unicodedata.normalize(draw(st.sampled_from(["NFC", "NFC", "NFD"])), text)


@settings(max_examples=500)
@given(odd_texts(), st.data())
def test_tokenising_stretches_finds_what_tokenising_all_does(text: str, data: st.DataObject) -> None:
    """Units of any tokens of the text, with their marks or without; with a pattern, all is tokenised."""
    terms = VietnameseTokenizer().terms(text) or ["bùi"]
    units = []
    for _ in range(data.draw(st.integers(1, 3))):
        start, slop = data.draw(st.integers(0, len(terms) - 1)), data.draw(st.sampled_from([1, 1, 1, 2, 3, 9]))
        typed = terms[start :: data.draw(st.integers(1, slop))][: data.draw(st.integers(1, 4))]
        if data.draw(st.booleans()):
            typed = [fold(term) for term in typed]
        marks = data.draw(st.sampled_from(RULES))
        units.append(Unit(tuple(Syllable(term, BODY, marks) for term in typed), slop=slop))
    everywhere = OccurrenceFinder(units, [Pattern("nothing*", BODY)]).find(text, "body")
    finder = OccurrenceFinder(units)
    assert finder.find(text, "body") == everywhere
    assert finder.find(text, "title") == everywhere  # what was remembered is the same


@settings(max_examples=200)
@given(st.lists(odd_texts(), min_size=1, max_size=4), st.data())
def test_what_stands_in_some_texts_is_what_stands_in_each(texts: list[str], data: st.DataObject) -> None:
    """Of units that reach from one text into the next too."""
    terms = VietnameseTokenizer().terms("\n".join(texts)) or ["bùi"]
    start, slop = data.draw(st.integers(0, len(terms) - 1)), data.draw(st.sampled_from([1, 1, 2]))
    typed = terms[start : start + data.draw(st.integers(1, 4))]
    units = [Unit(tuple(Syllable(term, BODY) for term in typed), slop=slop), unit("sơn", fields=("body",))]
    everywhere = OccurrenceFinder(units, [Pattern("nothing*", BODY)])
    texts.insert(data.draw(st.integers(0, len(texts))), "")
    found = OccurrenceFinder(units).find_all({"title": texts, "body": texts, "tag": texts})
    assert found == {field: [everywhere.find(text, field) for text in texts] for field in ("title", "body", "tag")}


def test_many_texts_are_looked_through_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["sơn " * size for size in (0, 3, 30, 1, 0, 2)]
    expected = OccurrenceFinder([unit("sơn")]).find_all({"body": texts})
    monkeypatch.setattr(occurrences, "_TOGETHER", 20)
    batches = list(occurrences._batches(texts))
    assert [len(batch) for batch in batches] == [2, 1, 3]
    assert OccurrenceFinder([unit("sơn")]).find_all({"body": texts}) == expected
    assert [len(found) for found in expected["body"]] == [0, 3, 30, 1, 0, 2]


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    index = ArticleIndex.create(tmp_path_factory.mktemp("occurrences"), words=False)
    fill(index, Random(5), commits=2, size=12)
    return Searcher(index)


@given(st.randoms(use_true_random=False), st.sampled_from(RULES), st.sampled_from([1, 2, 4]))
def test_an_article_matches_where_something_of_it_is_highlighted(
    searcher: Searcher, random: Random, marks: Rule, slop: int
) -> None:
    typed = unit(words(random, 3), marks, slop, random.choice([BODY, ("title",)]))
    finder = OccurrenceFinder([typed])
    reader = searcher.snapshot.reader
    matching = {reader.article(number).id for number in np.flatnonzero(searcher.snapshot.mask(typed)).tolist()}
    assert matching == {a.id for a in reader if finder.find(a.title, "title") + finder.find(a.body, "body")}


def test_a_searcher_highlights_any_article(searcher: Searcher) -> None:
    article = next(a for a in searcher.index if "bùi" in a.body.lower())
    title, body = searcher.highlight("bùi", article)
    assert isinstance(title, Highlighted)
    assert (title.text, body.text) == (article.title, article.body)
    assert {fold(body.text[start:end].split(" ")[0]) for start, end in body.spans} == {"bui"}
