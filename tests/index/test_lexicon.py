"""The term dictionary against a sorted list."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracuu.index.lexicon import Lexicon, lexicon_key, merge_lexicons

terms = st.sets(st.tuples(st.text("ab", min_size=1, max_size=3), st.text("ăâbạ", min_size=1, max_size=3)), max_size=15)


def lexicon(entries: set[tuple[str, str]]) -> Lexicon:
    return Lexicon(sorted(lexicon_key(term, fold) for fold, term in entries))


@given(terms, st.text("ab", max_size=3))
def test_look_ups(entries: set[tuple[str, str]], wanted: str) -> None:
    lex = lexicon(entries)
    assert {(lex.fold(n), lex.term(n)) for n in range(len(lex))} == entries
    assert all(lex.term(lex.find(term, fold)) == term for fold, term in entries)
    assert lex.find("không có", wanted) == -1
    assert {(lex.fold(n), lex.term(n)) for n in lex.group(wanted)} == {e for e in entries if e[0] == wanted}
    assert {(lex.fold(n), lex.term(n)) for n in lex.prefix(wanted)} == {e for e in entries if e[0].startswith(wanted)}


@given(st.lists(terms, min_size=1, max_size=4))
def test_merging(parts: list[set[tuple[str, str]]]) -> None:
    lexicons = [lexicon(part) for part in parts]
    keys, numbers = merge_lexicons(lexicons)
    merged = Lexicon(keys)
    assert {(merged.fold(n), merged.term(n)) for n in range(len(merged))} == set().union(*parts)
    for old, new in zip(lexicons, numbers, strict=True):
        assert [merged.keys[n] for n in new.tolist()] == list(old.keys)
