"""The dictionary of Vietnamese words that pyvi ships, read without importing pyvi.

Thirty thousand words are canonicalised and folded as one string, which takes 40 ms: more than a whole search from
the command line otherwise does. What comes of it is one text, which can be kept in a file and mapped: a line for
each folded form with the words that have these letters, in the order of bytes, to be found by bisection.

    tracuu words 2
    bo truong<tab>bộ trưởng
    ky su<tab>kỹ sư<tab>kĩ sư
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from mmap import mmap
from pathlib import Path

from tracuu.analyzers.coverage import covers
from tracuu.analyzers.errors import SegmenterError
from tracuu.analyzers.folding import fold
from tracuu.analyzers.marks import TONED

_NEW_STYLE = {
    first + TONED[second, tone]: TONED[first, tone] + second
    for first, second in ("oa", "oe", "uy")
    for (vowel, tone) in TONED
    if vowel == second and tone
}
_OPEN_RIME = "(?<!q)[ou][àáảãạèéẻẽẹỳýỷỹỵ](?=[ \n])"
_I_OR_Y = r"\b(?:([hklmst])y|qui(t|ch|nh|n|p|u)?)\b"
_OTHER_LETTERS = "[^\0-\x7f\u0300-\u036f]"

_HEAD = b"tracuu words "
_REMEMBERED = 1 << 15  # groups of words, found or not


class WordDictionary:
    """Words of one or more syllables, found by whatever marks a query has. Any number of threads may share one."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Take the words, one spelling each, their syllables separated by spaces."""
        text = _canonical("\n".join(words).lower())
        groups: dict[str, str] = {}
        for key, word in zip(_folded(text).split("\n"), text.split("\n"), strict=True):
            if key in groups:
                if word not in groups[key].split("\t"):
                    groups[key] += "\t" + word
            elif key:
                groups[key] = word
        lines = sorted(map("\t".join, groups.items()))
        longest = max((key.count(" ") + 1 for key in groups), default=1)
        self._wrap(_HEAD + "\n".join([str(longest), *lines, ""]).encode("utf-8", "surrogatepass"))

    @classmethod
    def from_buffer(cls, buffer: bytes | mmap) -> WordDictionary:
        """The dictionary that ``to_bytes`` made this of. Nothing is parsed, so a mapped file costs nothing.

        Raises:
            ValueError: it is something else.
        """
        made = cls.__new__(cls)
        made._wrap(buffer)
        return made

    @classmethod
    def default(cls) -> WordDictionary:
        """The dictionary of the installed pyvi, read once; an empty one if pyvi is not installed."""
        return _default()

    def _wrap(self, lines: bytes | mmap) -> None:
        end = lines.find(b"\n")
        longest = lines[len(_HEAD) : end]
        if lines[: len(_HEAD)] != _HEAD or not longest.isdigit() or lines[-1:] != b"\n":
            raise ValueError("this is no dictionary of words")
        self._lines = lines
        self._first = end + 1
        self._longest = int(longest)
        self._groups: dict[str, tuple[str, ...]] = {}

    def to_bytes(self) -> bytes:
        """All of it, for ``from_buffer``: about a megabyte."""
        return bytes(self._lines)

    def longest(self, terms: Sequence[str], start: int, stop: int) -> int:
        """How many terms from `start` on, at most up to `stop`, form the longest word they cover; 1 if none.

        >>> WordDictionary(["bộ trưởng", "ngoại giao"]).longest(["bo", "truong", "ngoai", "giao"], 2, 4)
        2
        """
        folded = [fold(term) for term in terms[start : min(stop, start + self._longest)]]
        for count in range(len(folded), 1, -1):
            group = self._group(" ".join(folded[:count]))
            if any(_covers_all(terms[start : start + count], word) for word in group):
                return count
        return 1

    def words_covering(self, terms: Sequence[str]) -> list[str]:
        """The words that the terms cover, syllable by syllable: bo truong -> bộ trưởng."""
        return [word for word in self._group(" ".join(map(fold, terms))) if _covers_all(terms, word)]

    def __contains__(self, word: object) -> bool:
        """Whether these canonical syllables, separated by spaces, are a word."""
        return isinstance(word, str) and word in self._group(" ".join(map(fold, word.split(" "))))

    def __len__(self) -> int:
        return bytes(self._lines).count(b"\t")

    def _group(self, key: str) -> tuple[str, ...]:
        """The words of a folded form, in the order in which they were given."""
        group = self._groups.get(key)
        if group is None:
            if len(self._groups) >= _REMEMBERED:
                self._groups.clear()
            group = self._groups[key] = self._find(key)
        return group

    def _find(self, key: str) -> tuple[str, ...]:
        """Bisects the lines; ``low`` and ``high`` are always where one begins."""
        lines = self._lines
        wanted = key.encode("utf-8", "surrogatepass") + b"\t"
        low, high = self._first, len(lines)
        while low < high:
            middle = (low + high) // 2
            start = max(lines.rfind(b"\n", low, middle) + 1, low)
            end = lines.find(b"\n", middle)
            line = lines[start:end]
            if line.startswith(wanted):
                return tuple(line[len(wanted) :].decode("utf-8", "surrogatepass").split("\t"))
            if line < wanted:
                low = end + 1
            else:
                high = start
        return ()


def _canonical(text: str) -> str:
    """Lower-case lines of words with their hyphens opened and their tones placed in the old style."""
    for separator in "-./\t":
        text = text.replace(separator, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    text = (text + "\n").replace(" \n", "\n")
    return re.sub(_OPEN_RIME, lambda match: _NEW_STYLE[match[0]], text)[:-1]


def _folded(text: str) -> str:
    """The same lines folded."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d"))
    if re.search(_OTHER_LETTERS, letters):
        return "\n".join(" ".join(map(fold, line.split(" "))) if line else "" for line in text.split("\n"))
    ascii_letters = letters.encode("ascii", "ignore").decode("ascii")
    return re.sub(_I_OR_Y, lambda match: match[1] + "i" if match[1] else "quy" + (match[2] or ""), ascii_letters)


def _covers_all(terms: Sequence[str], word: str) -> bool:
    syllables = word.split(" ")
    return len(terms) == len(syllables) and all(map(covers, terms, syllables))


@cache
def _default() -> WordDictionary:
    spec = find_spec("pyvi")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder, "models", "words.txt")
        if path.is_file():
            try:
                return WordDictionary(path.read_text(encoding="utf-8").split("\n"))
            except (OSError, ValueError) as error:
                raise SegmenterError(
                    f"cannot read the words of pyvi in {path}: {error}; run: pip install --force-reinstall pyvi"
                ) from error
    return WordDictionary()
