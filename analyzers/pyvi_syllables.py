"""A text cut into syllables, numbers and signs the way pyvi cuts it, before it joins them to words."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain

# pyvi's own expression, alternative by alternative, its groups not captured.
_HEAD = r"[A-ZĐ]+\.|Tp\.|Mr\.|Mrs\.|Ms\.|Dr\.|ThS\.|==>|->|\.\.\.|>>|\n|\w+://[^\s]+"
_ADDRESS = r"[a-zA-Z0-9_.+-]+@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+"
_TAIL = r"\d+(?:[.,_]\d+)+|[^\w\s]|\w+"
_TOKEN = re.compile(f"{_HEAD}|{_ADDRESS}|{_TAIL}")
# Looking for an address reads on to the end of the piece at each of its tokens: only where one may be.
_TOKEN_NO_ADDRESS = re.compile(f"{_HEAD}|{_TAIL}")
_MOST_REMEMBERED = 1 << 17  # pieces
_LONGEST_REMEMBERED = 32  # code points


class _Pieces(dict[str, tuple[str, ...]]):
    """The tokens of a piece, that is of what stands between two spaces. May be shared by threads."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        tokens = tuple((_TOKEN if "@" in piece else _TOKEN_NO_ADDRESS).findall(piece))
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


_ABBREVIATED = ("Tp", "Mr", "Mrs", "Ms", "Dr", "ThS")


def is_independent(core: str, after: str) -> bool:
    """Whether a core is cut into the same tokens without the signs of punctuation around it.

    Args:
        core: begins and ends with something else.
        after: the signs after it.
    """
    if not core[0].isalnum() or "@" in core or "://" in core:
        return False
    return not (after.startswith(".") and (core[-1].isupper() or core.endswith(_ABBREVIATED)))
