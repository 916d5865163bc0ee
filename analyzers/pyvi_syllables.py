"""A text cut into syllables, numbers and signs the way pyvi cuts it, before it joins them to words."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain

# pyvi's own expression, alternative by alternative, its groups not captured.
_TOKEN = re.compile(
    r"[A-ZĐ]+\.|Tp\.|Mr\.|Mrs\.|Ms\.|Dr\.|ThS\."
    r"|==>|->|\.\.\.|>>|\n"
    r"|\w+://[^\s]+"
    r"|[a-zA-Z0-9_.+-]+@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+"
    r"|\d+(?:[.,_]\d+)+"
    r"|[^\w\s]|\w+"
)
_MOST_REMEMBERED = 1 << 17  # pieces
_LONGEST_REMEMBERED = 32  # code points


class _Pieces(dict[str, tuple[str, ...]]):
    """The tokens of a piece, that is of what stands between two spaces. May be shared by threads."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        tokens = tuple(_TOKEN.findall(piece))
        if len(piece) <= _LONGEST_REMEMBERED:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[piece] = tokens
        return tokens


_pieces = _Pieces()


def syllabify(text: str) -> list[str]:
    r"""The tokens of pyvi's `sylabelize`, in NFC: syllables, numbers, addresses, single signs and line feeds.

    No alternative of the expression looks back or goes on over white space (the line feed alone is a token), so the
    tokens of a text are those of its pieces; most pieces have been seen before.

    >>> syllabify("Ông A.B. nói:\n3,5 triệu (a@b.vn)...")
    ['Ông', 'A.', 'B.', 'nói', ':', '\n', '3,5', 'triệu', '(', 'a@b.vn', ')', '...']
    """
    pieces = unicodedata.normalize("NFC", text).replace("\n", " \n ").split(" ")
    return list(chain.from_iterable(map(_pieces.__getitem__, pieces)))
