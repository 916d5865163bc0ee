"""The fields of the Whoosh schema and their exact terms, as one segment holds them.

Which view of which text field a field is: ``title`` and ``body`` are syllables, ``body_words`` words,
``title_bigrams`` pairs; ``names`` and the keyword fields stand for the whole article. ``date`` has no terms here.
"""

from __future__ import annotations

import numpy as np

from tracuu.analyzers.errors import QueryError
from tracuu.index.lexicon import Lexicon
from tracuu.index.postings import Ints
from tracuu.index.segment import Segment
from tracuu.index.views import KEYWORD_FIELDS, TEXT_FIELDS, fold_key
from tracuu.search.term_nodes import TermSet
from tracuu.search.wildcards import literal_head

_VIEWS = {
    **{name: (name, "any") for name in (*KEYWORD_FIELDS, "names")},
    **{name: ("syllables", name) for name in TEXT_FIELDS},
    **{f"{name}_words": ("words", name) for name in TEXT_FIELDS},
    **{f"{name}_bigrams": ("bigrams", name) for name in TEXT_FIELDS},
}
FIELDS = frozenset([*_VIEWS, "date"])
"""All that can be asked for."""


def view_of(fieldname: str) -> tuple[str, str]:
    """The view of a field, and its field in that view, as ``Segment.postings`` takes them.

    Raises:
        QueryError: there is no such field, or it has no terms.
    """
    if fieldname not in _VIEWS:
        raise QueryError(f"no field {fieldname!r} has terms to look up: those are {', '.join(sorted(_VIEWS))}")
    return _VIEWS[fieldname]


def find_term(segment: Segment, view: str, text: str) -> Ints:
    """The number of a term of a view in a segment, as an array of one; of none if it is not there."""
    if view == "bigrams":
        first, _, second = text.partition(" ")
        return segment.bigrams.find(*(find_term(segment, "syllables", side) for side in (first, second)))
    number = _lexicon(segment, view).find(text, fold_key(view, text))
    return np.array([number] if number >= 0 else [], np.int64)


def find_terms(segment: Segment, view: str, among: TermSet) -> Ints:
    """The numbers of the terms of a view that a set accepts, ascending. Looks at each term, but for syllables
    only at those that begin alike.
    """
    if view == "bigrams":
        terms = list(segment.syllables.terms())
        first, second = segment.bigrams.sides(all_terms(segment, view))
        pairs = zip(first.tolist(), second.tolist(), strict=True)
        accepted = [number for number, (a, b) in enumerate(pairs) if among.accepts(f"{terms[a]} {terms[b]}")]
        return np.array(accepted, np.int64)
    lexicon = _lexicon(segment, view)
    numbers = lexicon.prefix(literal_head(among.head)) if view == "syllables" else range(len(lexicon))
    return np.array([number for number in numbers if among.accepts(lexicon.term(number))], np.int64)


def all_terms(segment: Segment, view: str) -> Ints:
    """The numbers of all terms of a view in a segment."""
    return np.arange(len(segment.bigrams if view == "bigrams" else _lexicon(segment, view)))


def _lexicon(segment: Segment, view: str) -> Lexicon:
    if view in KEYWORD_FIELDS:
        return segment.keywords[view]
    return {"syllables": segment.syllables, "words": segment.words, "names": segment.names}[view]
