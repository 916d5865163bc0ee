"""Stretches of texts: what stands between places that no chunk of the tokenizer reaches across.

    >>> from tracuu.analyzers.letters import Sought
    >>> texts = JoinedTexts(["Nghị quyết 34 - NQ/TW", "Bộ trưởng, thứ trưởng"])
    >>> spans = [texts.letters.find(Sought([fold])) for fold in ("nq", "truong")]
    >>> [stretch for _, _, stretch in texts.stretches(spans, [0, 0])]
    ['34 - NQ/TW', 'trưởng', 'trưởng']

To tokenise a stretch by itself gives the tokens that stand there in the whole text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from tracuu.analyzers.cached import cached_property
from tracuu.analyzers.columns import Array
from tracuu.analyzers.letters import ALNUM, JOINS_BEFORE_SPACE, OUTSIDE, SPACE, Letters

_JOINT = "\n\n"  # its second half is a gap, whatever the text before ends with


class JoinedTexts:
    """Some texts laid end to end: the fixed cost of array operations is paid once for all of them.

    Attributes:
        letters: of all texts; what it finds may reach from one text into the next.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        """Join texts."""
        self._text = _JOINT.join([*texts, ""])
        ends = np.cumsum([len(text) + len(_JOINT) for text in texts])
        self._begins = np.concatenate(([0], ends[:-1]))
        self._last_gaps = ends - 1
        self.letters = Letters(self._text)

    def stretches(self, spans: Sequence[Array], more: Sequence[int]) -> Iterator[tuple[int, int, str]]:
        """The stretches around spans, in order; where stretches overlap they are one.

        Args:
            spans: arrays as ``Letters`` gives them.
            more: for each array, how many tokens behind a span belong to its stretch.

        Returns:
            For each stretch the number of its text, where it begins in it, and the stretch itself.
        """
        begins, ends = _united(*self._around(np.concatenate(spans), np.repeat(more, [len(some) for some in spans])))
        characters = self.letters.characters  # without brackets and commas at their edges more stretches are the same
        begins += OUTSIDE.take(characters.take(begins))
        ends -= OUTSIDE.take(characters.take(ends - 1))
        numbers = self._begins.searchsorted(begins, "right") - 1
        places = begins - self._begins[numbers]
        stretches = map(self._text.__getitem__, map(slice, begins.tolist(), ends.tolist()))
        return zip(numbers.tolist(), places.tolist(), stretches, strict=True)

    def _around(self, spans: Array, more: Array) -> tuple[Array, Array]:
        """Where the stretch around each span begins and ends, for those that stand in one text."""
        first, last = self._last_gaps.searchsorted(spans.T)
        within = first == last
        if not within.all():
            spans, more, last = spans[within], more[within], last[within]
        starts, stops = self._gaps.searchsorted(spans.T)
        if more.any():
            behind = self._pieces.searchsorted(self._pieces[stops - 1] + more) + 1
            stops = np.minimum(np.maximum(stops, behind), self._gaps.searchsorted(self._last_gaps)[last])
        return self._gaps[starts - 1] + 1, self._gaps[stops]

    @cached_property
    def _gaps(self) -> Array:
        """Where texts may be cut, ascending, and -1: at white space that no chunk reaches across."""
        characters = self.letters.characters
        gaps = (characters == SPACE).nonzero()[0]
        gaps = gaps[~JOINS_BEFORE_SPACE.take(characters.take(gaps - 1))]
        return np.concatenate(([-1], gaps))

    @cached_property
    def _pieces(self) -> Array:
        """How many of the pieces up to the one behind each gap begin with a letter or digit: a token at least."""
        return np.cumsum(self.letters.characters.take(self._gaps + 1, mode="clip") >= ALNUM)


def _united(begins: Array, ends: Array) -> tuple[Array, Array]:
    """In order, those made one that overlap."""
    order = begins.argsort(kind="stable")
    begins, ends = begins[order], ends[order]
    apart = np.ones(len(begins), bool)
    apart[1:] = begins[1:] > np.maximum.accumulate(ends)[:-1]
    first = apart.nonzero()[0]
    return begins[first], np.maximum.reduceat(ends, first)
