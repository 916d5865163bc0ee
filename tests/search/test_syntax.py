"""The query language: what a text is read as, and that every text is a query."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracuu.analyzers import canonical
from tracuu.analyzers.errors import QueryError
from tracuu.analyzers.tokens import ACRONYM, ALNUM, WORD
from tracuu.search import Searcher
from tracuu.search.nodes import NullQuery, Query, Unit, Words
from tracuu.search.syntax import MAX_QUERY_LENGTH, parse_query

from .conftest import MakeSearcher


def read(text: str) -> str:
    """The tree of a query, in brackets: words, "units" of quotations, and what must be there with an exclamation."""
    return shown(parse_query(text))


def shown(node: Query) -> str:
    fields = "" if len(getattr(node, "fields", ())) != 1 else node.fields[0] + ":"
    match node:
        case Words():
            return fields + "_".join(token.text for token in node.tokens) + "!" * node.required
        case Unit():
            return f'{fields}"{node.text}"' + (f"~{node.slop}" if node.slop > 1 else "")
        case _ if node == NullQuery:
            return "nothing"
        case _ if type(node).__name__ in ("And", "Or"):
            return f" {type(node).__name__.upper()} ".join(f"[{shown(child)}]" for child in node.children())
        case _ if type(node).__name__ == "Not":
            return f"NOT [{shown(node.query)}]"
        case _ if type(node).__name__ == "DateRange":
            first, last = (str(day)[:10] if day else "*" for day in (node.startdate, node.enddate))
            return f"{first}..{last}"
    return str(node).replace("title/body", "text")


CONSTRUCTS = {
    "bùi thanh sơn": "bùi_thanh_sơn",
    '"ngoại giao"': '"ngoại giao"',
    "“ngoại giao” «hội nghị» „họp báo“": '["ngoại giao"] AND ["hội nghị"] AND ["họp báo"]',
    '"họp báo"~3': '"họp báo"~3',
    '"họp báo"~0': '"họp báo"',
    '"họp báo"~': '"họp báo"',
    "+sơn hà": '["sơn"] AND [hà]',
    "hà -sơn": '[hà] AND [NOT ["sơn"]]',
    '-"thanh sơn" hà': '[NOT ["thanh sơn"]] AND [hà]',
    "NOT sơn hà": '[NOT ["sơn"]] AND [hà]',
    "a AND b": "[a!] AND [b!]",
    "a b AND c": "[a_b!] AND [c!]",
    "a OR b": "[a] OR [b]",
    "a OR b c": "[a] OR [b_c]",
    "a AND b OR c": "[[a!] AND [b!]] OR [c]",
    "a AND NOT b": '[a!] AND [NOT ["b"]]',
    "a AND (b OR c)": "[a!] AND [[b] OR [c]]",
    "(a OR b) -(c OR d)": "[[a] OR [b]] AND [NOT [[c!] OR [d!]]]",
    "title:sơn": 'title:"sơn"',
    'title:"thanh sơn"~2': 'title:"thanh sơn"~2',
    "body:(a OR b)": "[body:a!] OR [body:b!]",
    "title:(a b) c": "[title:a_b!] AND [c]",
    "-title:sơn hà": '[NOT [title:"sơn"]] AND [hà]',
    "title:-sơn": 'title:"sơn"',
    "title:body:sơn": 'body:"sơn"',
    "tag:kinh": "Keyword(tag:'kinh')",
    'tags:"kinh tế" authors:"Bùi An"': "[Keyword(tag:'kinh tế')] AND [Keyword(author:'Bùi An')]",
    "path:báo/2021* id:7 source:x": "[Keyword(path:'báo/2021*')] AND [Keyword(id:'7')] AND [Keyword(source:'x')]",
    "date:2021": "2021-01-01..2021-12-31",
    "date:2024-02": "2024-02-01..2024-02-29",
    "date:14/4/2025": "2025-04-14..2025-04-14",
    'date:"4/2025"': "2025-04-01..2025-04-30",
    "date:[2021 TO 2023-06]": "2021-01-01..2023-06-30",
    "date:[* TO 2023] a": "[*..2023-12-31] AND [a]",
    "thanh*": "Pattern('thanh*', text, auto)",
    "title:th*nh": "Pattern('th*nh', title, auto)",
    "sown~": "Fuzzy('sown', text, 1)",
    "sown~2 hà": "[Fuzzy('sown', text, 2)] AND [hà]",
}

READ_AS_TEXT = {
    'hội "nghị': "hội_nghị",
    '"': "nothing",
    "(hội nghị": "hội_nghị",
    "hội) nghị": "[hội] AND [nghị]",
    ")(": "nothing",
    "a: b": "a_b",
    "giờ: 12:30": "giờ_12_30",
    "title: sơn": "title_sơn",
    "title:": "title",
    'title:"': "title",
    'tag:"" a': "[tag] AND [a]",
    "tag:(a b)": "[tag] AND [a_b]",
    "subtitle:a": "subtitle_a",
    "date:xưa nay": "[date_xưa] AND [nay]",
    "date:2021-13": "date_2021_13",
    "-date:xưa nay": "[NOT [date_xưa]] AND [nay]",
    "date:[x TO 2021]": "[date] AND [x_to_2021]",
    "[2021 TO 2022]": "2021_to_2022",
    "[a TO b*] c": "a_to_b_c",
    "date:[3 TO **2025] c": "[date] AND [3_to_2025_c]",
    "+[a~ TO b] c": "a_to_b_c!",
    "a AND": "a_and",
    "AND a": "and_a",
    "OR": "or",
    "NOT": "not",
    "a OR OR b": "[a_or] OR [b]",
    "(a OR) b": "[a_or] AND [b]",
    "NOT AND a": "[not!] AND [a!]",
    "title:AND b": "title_and_b",
    "a and b or not c": "a_and_b_or_not_c",
    "a - b + c": "a_b_c",
    "-- ++": "nothing",
    "-": "nothing",
    "34-NQ/TW": "34_nq_tw",
    "kinh tế-xã hội": "kinh_tế_xã_hội",
    "Díaz-Canel": "díaz_canel",
    "a~3": "a_3",
    "* ** ~": "nothing",
    "là gì?": "là_gì",
    "ai ? ở đâu ???": "ai_ở_đâu",
    "thanh*?": "Pattern('thanh*', text, auto)",
    "(thanh*, sơn)": "[Pattern('thanh*', text, auto)] AND [sơn]",
    "": "nothing",
}


@pytest.mark.parametrize(("text", "tree"), (CONSTRUCTS | READ_AS_TEXT).items())
def test_reading(text: str, tree: str) -> None:
    assert read(text) == tree


def test_decomposed_text_reads_as_composed() -> None:
    for text in CONSTRUCTS:
        assert read(unicodedata.normalize("NFD", text)) == read(text)


def test_words_of_each_kind_keep_the_rule_of_marks() -> None:
    for text in ("sơn", '"sơn"', "sơn*", "+sơn"):
        node = parse_query(text, "exact")
        assert getattr(node, "marks", None) == "exact" or node.syllables[0].marks == "exact"


ODD = {"(": 10_000, ")": 10_000, "()": 5_000, "(a": 5_000, "title:": 1_600, "-title:": 1_400, '"': 9_999, "NOT ": 2_500}
ODD |= {
    "a AND ": 1_600,
    "([": 5_000,
    "[a   ": 2_000,
    "*a": 5_000,
    "a": 10_000,
    "+-": 5_000,
    "a* ": 3_000,
    'tag:"': 2_000,
}


@pytest.mark.parametrize("text", [piece * times for piece, times in ODD.items()], ids=lambda text: text[:8])
def test_the_oddest_text_is_read_at_once(text: str) -> None:
    start = time.perf_counter()
    parse_query(text)
    assert time.perf_counter() - start < 2


def test_a_query_may_be_long_but_not_a_document() -> None:
    parse_query("sơn " * (MAX_QUERY_LENGTH // 4))
    with pytest.raises(QueryError, match="10,001 characters, more than 10,000"):
        parse_query("s" * (MAX_QUERY_LENGTH + 1))


PIECES = ["title:", "tag:", "date:", "id:", '"', "“", "”", "«", "(", ")", "AND", "OR", "NOT", "+", "-", "*", "~", "~2"]
PIECES += [
    "[2021 TO 2022]",
    "2021",
    "34-NQ/TW",
    "bùi",
    "Thanh",
    "son",
    "?",
    ":",
    "\n",
    "\u0301",
    "\x00",
    "北京",
    "ß",
    "İ",
]
queries = st.one_of(
    st.text(max_size=30),
    st.lists(st.one_of(st.sampled_from(PIECES), st.just(" "), st.text(max_size=3)), max_size=12).map("".join),
)


@pytest.fixture(scope="module")
def searcher(searcher_of: MakeSearcher) -> Searcher:
    return searcher_of("Ông Bùi Thanh Sơn nói về Nghị quyết 34-NQ/TW.", "Bac Kinh (北京) 2021", "Bụi bay ra đường.")


@settings(max_examples=400)
@given(queries)
def test_any_text_is_a_query(searcher: Searcher, text: str) -> None:
    try:
        searcher.search(text)
    except QueryError as error:
        assert "no word to look up" in str(error)


@settings(max_examples=400)
@given(queries)
def test_tokens_stand_in_the_query_in_order(text: str) -> None:
    tokens = [token for leaf in leaves(parse_query(text)) if isinstance(leaf, Unit | Words) for token in leaf.tokens]
    assert all(canonical(text[t.start : t.end]) == t.text for t in tokens if t.kind in (WORD, ACRONYM, ALNUM))
    assert all(t.compound <= t.start for t in tokens)
    places = [(t.start, t.end) for t in tokens]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))


def leaves(node: Query) -> Iterator[Query]:
    if not node.children():
        yield node
    for child in node.children():
        yield from leaves(child)


@pytest.mark.parametrize(
    "query", ["[a TO b*] c", "date:[3 TO **2025-05] c", "+[a~ TO b] c", "-[a TO *", "title:[? TO a"]
)
def test_what_looks_like_a_range_and_is_none_is_text(query: str) -> None:
    assert "a" in repr(parse_query(query)) or "2025" in repr(parse_query(query))
