"""Names of many texts at once: the same as `names.find_names`, but a run seen before is looked up by number."""

from __future__ import annotations

import numpy as np

from tracuu.analyzers.capitals import APART, CAPITAL, LINE, SENTENCE, SMALL
from tracuu.analyzers.columns import Array
from tracuu.analyzers.dictionary import WordDictionary
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
        self._cut_words = _CutWords(vocabulary.terms)
        self._names_of = _NamesOf(self.forms, vocabulary)

    def __len__(self) -> int:
        """How much is remembered."""
        return len(self.forms) + len(self._cut_words) + len(self._names_of)

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
        pairs = terms[after - 1].astype(np.int64) << 32 | terms[after]
        cut = np.fromiter(map(self._cut_words.__getitem__, pairs.tolist()), bool, len(pairs))
        about[followed[cut]] |= _CUT

        packed = np.empty(len(starts), np.int64)
        short = stops - starts <= LONGEST
        runs = self.forms.find(forms, starts[short], stops[short]) << 2 | about[short]
        packed[short] = np.fromiter(map(self._names_of.__getitem__, runs.tolist()), np.int64, len(runs))
        for at in np.flatnonzero(~short).tolist():
            run = [form for number in forms[starts[at] : stops[at]].tolist() for form in self.forms[number]]
            packed[at] = self._names_of.work_out(run, int(about[at]))
        names = np.column_stack((packed >> 32, packed & 0xFFFFFFFF)).ravel() - 1
        found = names >= 0
        return names[found], np.repeat(starts, 2)[found]


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


class _CutWords(dict[int, bool]):
    """Term number << 32 | term number -> whether the two are one word of the dictionary."""

    def __init__(self, terms: list[str]) -> None:
        super().__init__()
        self._terms = terms
        self._words: frozenset[str] | None = None

    def __missing__(self, pair: int) -> bool:
        if self._words is None:
            self._words = _words_of_two(WordDictionary.default())
        found = self[pair] = f"{self._terms[pair >> 32]} {self._terms[pair & 0xFFFFFFFF]}" in self._words
        return found


def _words_of_two(dictionary: WordDictionary) -> frozenset[str]:
    """The words of two syllables, as a set: a batch asks for hundreds, and the dictionary bisects for each."""
    lines = dictionary.to_bytes().decode("utf-8", "surrogatepass").split("\n")
    return frozenset(word for line in lines[1:] for word in line.split("\t")[1:] if word.count(" ") == 1)


class _NamesOf(dict[int, int]):
    """Number of a run << 2 | what else matters -> its names, none, one or two.

    They are given as first << 32 | second; a name is its number + 1, and 0 is none.
    """

    def __init__(self, forms: Sequences[Form], vocabulary: Vocabulary) -> None:
        super().__init__()
        self._forms = forms
        self._numbers = Numbers(vocabulary.names)
        self._displays = vocabulary.displays

    def __missing__(self, run: int) -> int:
        names = self[run] = self.work_out(self._forms[run >> 2], run)
        return names

    def work_out(self, run: list[Form], about: int) -> int:
        """The names of a run that has no number."""
        packed = 0
        doubtful, cut = bool(about & _DOUBTFUL), bool(about & _CUT)
        for start, stop in name_spans(run, WordDictionary.default(), doubtful=doubtful, cut=cut):
            number = self._numbers[key_of(run[start:stop])]
            if number == len(self._displays):
                self._displays.append(display_of(run[start:stop]))
            packed = packed << 32 | number + 1
        return packed
