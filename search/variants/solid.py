"""Words that were typed without spaces, or with hyphens: buithanhson, Pu-tin, bui-thanh-son-tham-ha-noi, addresses.

The index tells: a solid word is cut where its pieces stand side by side far more often than the word itself, and a
hyphenated one is joined if the index has it joined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tracuu.analyzers import Token, fold, is_bare
from tracuu.analyzers.patterns import DASHES
from tracuu.analyzers.tokens import ACRONYM, URL, WORD
from tracuu.index.reader import IndexReader
from tracuu.index.recent import Recent
from tracuu.search.units import UnitCutter
from tracuu.search.variants import Variants
from tracuu.search.variants.bare_syllables import may_be_syllable
from tracuu.search.variants.letter_counts import LetterCounts
from tracuu.search.variants.solid_cutter import cut

_SHORTEST, _LONGEST = 5, 60
"""Letters of a solid word: hanoi."""
_FEW, _SHARE = 10, 10_000
"""A word that occurs more often than that, and is more than one of so many tokens, is one of its own: facebook."""
_FORMS = 4
"""Spellings of a joined word that are looked for, the most frequent."""
_SLUG = 4
"""Pieces from which on hyphens tie a phrase together."""
_LONGEST_JOINED = 8
"""Pieces of a hyphenated word: In-đô-nê-xi-a has five."""
_REMEMBERED = 256 * 1024
"""Bytes of words that were cut: some three hundred."""
_PAGES = (".html", ".htm", ".aspx", ".php", ".epi", ".vnp", ".ldo", ".tpo")
_WORDS = (WORD, ACRONYM, URL)
_SPACES = str.maketrans(dict.fromkeys(DASHES, " "))


class Solid:
    """Recognises such words, by one index."""

    def __init__(self, reader: IndexReader, cutter: UnitCutter | None = None) -> None:
        """Take the index that tells; ``cutter`` is one of the same reader."""
        self._counts = LetterCounts(reader)
        self._known: Recent[str] = Recent(_REMEMBERED, len)
        self._cutter = cutter or UnitCutter(reader)

    def __call__(self, tokens: Sequence[Token], text: str) -> Iterator[Variants]:
        """See ``Recogniser``."""
        if not any(token.end < len(text) and text[token.end] in DASHES for token in tokens):
            for place, token in enumerate(tokens):
                if len(token.text) >= _SHORTEST:
                    yield from self._cut(token, place)
            return
        for chunk in _runs(tokens, range(len(tokens)), text, lambda between: not any(map(str.isspace, between))):
            runs = list(_runs(tokens, chunk, text, lambda between: len(between) == 1 and between in DASHES))
            if _is_address(tokens, chunk, text):
                yield from self._address(tokens, chunk, runs, text)
            else:
                for run in runs:
                    yield from (
                        self._hyphenated(tokens, run, text) if len(run) > 1 else self._cut(tokens[run.start], run.start)
                    )

    def _cut(self, token: Token, place: int) -> Iterator[Variants]:
        """A single word, cut."""
        term = token.text
        if token.compound >= 0 or token.kind not in _WORDS or not _SHORTEST <= len(term) <= _LONGEST:
            return
        if not term.isalpha() or may_be_syllable(term):
            return
        if pieces := self._pieces(term):
            yield Variants(place, place + 1, (pieces,))

    def _pieces(self, term: str) -> str:
        """The pieces of a solid word, joined by spaces; nothing if it is one of its own. Remembered."""
        known = self._known.get(term)
        if known is None:
            count = self._counts.of(fold(term))
            found = cut(term, self._counts) if count <= max(_FEW, self._counts.size // _SHARE) else None
            known = " ".join(found.pieces) if found is not None and found.beats(count) else ""
            self._known.put(term, known)
        return known

    def _hyphenated(self, tokens: Sequence[Token], run: range, text: str) -> Iterator[Variants]:
        """Words that hyphens tie together: as one word if the index has it, or as a phrase."""
        terms = [tokens[place].text for place in run]
        if not all(tokens[place].kind in _WORDS for place in run):
            return
        if texts := self._joined(terms):
            yield Variants(run.start, run.stop, texts)
        elif len(run) >= _SLUG and all(map(is_bare, terms)):
            yield from self._units(tokens, run, text)

    def _joined(self, terms: list[str]) -> tuple[str, ...]:
        """How the index writes these pieces as one word, most often first; nothing if it does not."""
        joined = "".join(terms)
        if len(terms) > _LONGEST_JOINED or len(joined) < _SHORTEST or may_be_syllable(joined):
            return ()
        return tuple(self._counts.forms(fold(joined))[:_FORMS])

    def _address(self, tokens: Sequence[Token], chunk: range, runs: list[range], text: str) -> Iterator[Variants]:
        """The units of the headline in an address; what else there is of it need not be found."""
        slug = max(runs, key=len)
        while len(slug) > 1 and not tokens[slug[-1]].text.isalpha():  # the number of the page
            slug = slug[:-1]
        if len(slug) < 2:
            return
        if chunk.start < slug.start:
            yield Variants(chunk.start, slug.start, is_optional=True)
        yield from self._units(tokens, slug, text)
        if slug.stop < chunk.stop:
            yield Variants(slug.stop, chunk.stop, is_optional=True)

    def _units(self, tokens: Sequence[Token], slug: range, text: str) -> Iterator[Variants]:
        """The words and names of a slug, each to be found by itself."""
        loose = [token._replace(compound=-1) for token in tokens[slug.start : slug.stop]]
        place = slug.start
        for unit in self._cutter.cut(loose, text.translate(_SPACES)):
            yield Variants(place, place + len(unit), (" ".join(token.text for token in unit),))
            place += len(unit)


def _runs(tokens: Sequence[Token], within: range, text: str, ties: Callable[[str], bool]) -> Iterator[range]:
    """The tokens in runs, each as long as what stands between two neighbours ties them."""
    start = within.start
    for stop in range(within.start + 1, within.stop + 1):
        if stop == within.stop or not ties(text[tokens[stop - 1].end : tokens[stop].start]):
            yield range(start, stop)
            start = stop


def _is_address(tokens: Sequence[Token], chunk: range, text: str) -> bool:
    """Whether a chunk is the address of a page, or the end of one."""
    first, last = tokens[chunk.start], tokens[chunk.stop - 1]
    return (
        first.kind == URL or text[: first.start].endswith("/") or text[first.start : last.end].lower().endswith(_PAGES)
    )
