"""The features that pyvi gives its model, as CRFsuite's names of attributes, in pyvi's order.

Source: `word2features` in pyvi/ViTokenizer.py. pyvi also passes the features that a syllable does not have, with the
value 0; that changes no score, so they are left out here.
"""

from __future__ import annotations

PREVIOUS_BIGRAM, NEXT_BIGRAM = "-1:word.bi_gram()", "+1:word.bi_gram()"
"""The syllable and the one before it, or after it, are a word of the dictionary."""
PREVIOUS_TRIGRAM, NEXT_TRIGRAM = "-2:word.tri_gram()", "+2:word.tri_gram()"
"""The same of three: the syllable is the last, or the first."""

VALUED = tuple(f"{place}word.lower():" for place in ("", "-1:", "+1:"))
"""What attributes begin with that go on with a syllable."""

FLAGS = frozenset(
    {"bias", "word.isdigit()", PREVIOUS_BIGRAM, NEXT_BIGRAM, PREVIOUS_TRIGRAM, NEXT_TRIGRAM}
    | {f"{place}word.{case}()" for place in ("", "-1:", "+1:") for case in ("isupper", "istitle")}
)
"""All other attributes."""


def own_features(syllable: str) -> list[str]:
    """The attributes of a position that its syllable alone gives it."""
    features = ["bias", f"word.lower():{_form(syllable)}"]
    if syllable.isupper():
        features.append("word.isupper()")
    if syllable.istitle():
        features.append("word.istitle()")
    if syllable.isdigit():
        features.append("word.isdigit()")
    return features


def neighbour_features(place: str, syllable: str) -> list[str]:
    """The attributes of a position that the syllable before it ("-1:") or after it ("+1:") gives it.

    >>> neighbour_features("-1:", "Bộ")
    ['-1:word.lower():bộ', '-1:word.istitle()']
    """
    features = [f"{place}word.lower():{_form(syllable)}"]
    if syllable.istitle():
        features.append(f"{place}word.istitle()")
    if syllable.isupper():
        features.append(f"{place}word.isupper()")
    return features


def _form(syllable: str) -> str:
    return syllable.lower().partition("\0")[0]  # to CRFsuite a name is a string of C, which ends before a NUL
