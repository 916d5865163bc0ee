"""Names of many texts at once: the same as `names.find_names`, but a run seen before is looked up by number."""

from __future__ import annotations

from itertools import chain

import numpy as np

from tracuu.analyzers.cached import cached_property
from tracuu.analyzers.capitals import APART, CAPITAL, LINE, SENTENCE, SMALL
from tracuu.analyzers.columns import Array, Column
from tracuu.analyzers.dictionary import WordDictionary
from tracuu.analyzers.key_table import KeyTable
from tracuu.analyzers.name_rules import Form, display_of, key_of, name_spans
from tracuu.analyzers.names import HEADLINE
from tracuu.analyzers.sequences import LONGEST, Sequences
from tracuu.analyzers.vocabulary import Numbers, Vocabulary

_DOUBTFUL, _CUT = 1, 2  # of a run, beside its number


class NameFinder:
    """Finds the names in a stream of tokens, and numbers them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Number the names by this vocabulary, and cut words by its terms."""
        self.forms: Sequences[Form] = Sequences()
        self._dictionary = _Dictionary(vocabulary.terms)
        self.follow(vocabulary)

    def follow(self, vocabulary: Vocabulary) -> None:
        """Number the names by this vocabulary from now on, whose terms are those of the one before."""
        self._remembered = KeyTable()  # number of a run << 2 | what else matters -> its names, packed
        self._displays = vocabulary.displays
        del vocabulary.names[len(self._displays) :]  # Ctrl-C may have left one more
        self._numbers = Numbers(vocabulary.names)

    def __len__(self) -> int:
        """How much is remembered."""
        return len(self.forms) + len(self._remembered)

    def find(self, flags: Array, terms: Array, forms: Array) -> tuple[Array, Array]:
        """The numbers of the names, and for each the token where its run begins, in order.

        Args:
            flags: of each token (`capitals`), and of the gap after the last one; the first begins a line.
            terms: the number of each token's term.
            forms: the number of each capitalised token's form.
        """
        starts, stops = _runs(flags)
        kept = ~_in_headlines(flags, starts)
        starts, stops = starts[kept], stops[kept]
        about = np.where(flags[starts] & SENTENCE, _DOUBTFUL, 0)
        followed = np.flatnonzero(flags[stops] & (APART | SMALL) == SMALL)
        after = stops[followed]
        about[followed[self._dictionary.has_pairs(terms[after - 1], terms[after])]] |= _CUT

        packed = np.empty(len(starts), np.int64)
        short = stops - starts <= LONGEST
        runs = self.forms.find(forms, starts[short], stops[short]) << 2 | about[short]
        packed[short] = self._remembered.get(runs, self._of_number)
        for at in np.flatnonzero(~short).tolist():
            run = self.forms.symbols(forms[starts[at] : stops[at]].tolist())
            packed[at] = self._of_run(run, int(about[at]))
        names = np.column_stack((packed >> 32, packed & 0xFFFFFFFF)).ravel() - 1
        found = names >= 0
        return names[found], np.repeat(starts, 2)[found]

    def _of_number(self, run: int) -> int:
        return self._of_run(self.forms[run >> 2], run)

    def _of_run(self, run: list[Form], about: int) -> int:
        """The names of a run, none, one or two: first << 32 | second. A name is its number + 1, and 0 is none."""
        packed = 0
        doubtful, cut = bool(about & _DOUBTFUL), bool(about & _CUT)
        for start, stop in name_spans(run, self._dictionary.words, doubtful=doubtful, cut=cut):
            number = self._numbers[key_of(run[start:stop])]
            if number == len(self._displays):
                self._displays.append(display_of(run[start:stop]))
            packed = packed << 32 | number + 1
        return packed


def _runs(flags: Array) -> tuple[Array, Array]:
    """Where the runs of capitalised tokens stand, half-open."""
    capital = flags & CAPITAL != 0
    capital[-1] = False
    before = np.append(False, capital[:-1])
    goes_on = before & capital & (flags & APART == 0)
    return np.flatnonzero(capital & ~goes_on), np.flatnonzero(before & ~goes_on)


def _in_headlines(flags: Array, tokens: Array) -> Array:
    """Whether each of these tokens stands in a line of capitalised words: bool [tokens]."""
    lines = np.flatnonzero(flags & LINE)  # the last one is the end
    if not len(tokens):
        return np.empty(0, bool)
    small = np.bitwise_or.reduceat(flags, lines[:-1]) & SMALL != 0
    headline = ~small & (np.diff(lines) >= HEADLINE)
    of_line: Array = headline[np.searchsorted(lines, tokens, "right") - 1]
    return of_line


class _Dictionary:
    """The words of the dictionary, and those of two syllables by the numbers of terms."""

    def __init__(self, terms: list[str]) -> None:
        self._terms = terms
        self._of_term = Column()  # the number of each term among the syllables of words, 0 if it is none

    @cached_property
    def words(self) -> frozenset[str]:
        """All words: a batch asks for hundreds, and the dictionary itself bisects for each."""
        lines = WordDictionary.default().to_bytes().decode("utf-8", "surrogatepass").split("\n")
        return frozenset(word for line in lines[1:] for word in line.split("\t")[1:])

    def has_pairs(self, first: Array, second: Array) -> Array:
        """Whether a term and another one are a word: bool [terms]."""
        syllables, words = self._pairs
        new = self._terms[len(self._of_term) :]
        self._of_term.extend([syllables.get(term, 0) for term in new])
        pairs = self._of_term.take(first).astype(np.int64) << 32 | self._of_term.take(second)
        at = np.searchsorted(words, pairs).clip(max=len(words) - 1)
        found: Array = words[at] == pairs
        return found

    @cached_property
    def _pairs(self) -> tuple[dict[str, int], Array]:
        """The numbers of syllables, from 1 on; and the words of two: first << 32 | second, ascending."""
        pairs = [word.split(" ") for word in self.words if word.count(" ") == 1]
        syllables = {syllable: number for number, syllable in enumerate(dict.fromkeys(chain.from_iterable(pairs)), 1)}
        words = [syllables[first] << 32 | syllables[second] for first, second in pairs]
        return syllables, np.sort(np.array([-1, *words]))  # never empty
