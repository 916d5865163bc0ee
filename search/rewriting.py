"""Putting other terms into a query: nothing else of it changes, and capitals stay as they were typed."""

from __future__ import annotations

from collections.abc import Sequence

from tracuu.analyzers import Token, VietnameseTokenizer, fold_text
from tracuu.index.views import TEXT_FIELDS
from tracuu.search.frequent_terms import articles
from tracuu.search.names import display_name
from tracuu.search.nodes import Syllable, Unit
from tracuu.search.snapshot import Snapshot


def rewrite(snapshot: Snapshot, text: str, tokens: Sequence[Token], terms: Sequence[str]) -> str:
    """The text with these terms in the places of its tokens.

    A name in small letters is written as the index writes it, if it is one in at least half of its articles.

    Args:
        snapshot: of the index that knows the names.
        text: what was typed.
        tokens: of the text, all or the first ones.
        terms: canonical, one for each token; where it is the token's own, the text stays as it is.
    """
    words = [
        written if term == token.text else _in_the_case_of(written, term)
        for token, term in zip(tokens, terms, strict=True)
        for written in [text[token.start : token.end]]
    ]
    renamed = [token._replace(text=term) for token, term in zip(tokens, terms, strict=True)]
    place = 0
    for unit in snapshot.cutter.cut(renamed, text):
        stop = place + len(unit)
        if all(word == word.lower() for word in words[place:stop]):
            words[place:stop] = _as_name(snapshot, [token.text for token in unit]) or words[place:stop]
        place = stop
    pieces, end = [], 0
    for token, word in zip(tokens, words, strict=True):
        pieces += [text[end : token.start], word]
        end = token.end
    return "".join([*pieces, text[end:]])


def _in_the_case_of(written: str, term: str) -> str:
    if written.isupper() and (len(written) > 1 or len(term) == 1):
        return term.upper()
    return term.capitalize() if written[0].isupper() else term


def _as_name(snapshot: Snapshot, terms: list[str]) -> list[str]:
    """The syllables of a name as it is written; nothing if in most articles these syllables are no name."""
    key = " ".join(terms)
    named = articles(snapshot.reader, "names", key, fold_text(key))
    if not named:
        return []
    unit = Unit(tuple(Syllable(term, TEXT_FIELDS, "exact") for term in terms))
    if 2 * named < int(snapshot.covered(unit).sum()):
        return []
    display = display_name(snapshot.reader, key)
    parts = [display[token.start : token.end] for token in VietnameseTokenizer().tokenize(display)]
    return parts if len(parts) == len(terms) else []
