"""pyvi's tagger for one text, syllable after syllable, with every rounding of CRFsuite's.

In "ha ha ha ha ha" it is the same to the model where the odd syllable goes, and CRFsuite's rounding errors decide. To
decide as they do, sums have to be made in the same order, which arrays do not do. So texts with a decision as close as
that, and these alone, are tagged here.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tracuu.analyzers import pyvi_features as features
from tracuu.analyzers.pyvi_model import PyviModel

_NOTHING = (0.0, 0.0)


def tag(model: PyviModel, syllables: Sequence[str]) -> list[bool]:
    """Where the label is I_W."""
    lower = [syllable.lower() for syllable in syllables]
    pairs = [pair in model.bigrams for pair in pairwise(lower)]
    triples = [triple in model.trigrams for triple in zip(lower, lower[1:], lower[2:], strict=False)]
    scores = []
    for at, syllable in enumerate(syllables):
        attributes = features.own_features(syllable)
        if at > 0:
            attributes += features.neighbour_features("-1:", syllables[at - 1])
            attributes += [features.PREVIOUS_BIGRAM] * pairs[at - 1]
        if at > 1:
            attributes += [features.PREVIOUS_TRIGRAM] * triples[at - 2]
        if at < len(syllables) - 1:
            attributes += features.neighbour_features("+1:", syllables[at + 1])
            attributes += [features.NEXT_BIGRAM] * pairs[at]
        if at < len(syllables) - 2:
            attributes += [features.NEXT_TRIGRAM] * triples[at]
        begins = inside = 0.0
        for attribute in attributes:
            to_begins, to_inside = model.weights.get(attribute, _NOTHING)
            begins += to_begins
            inside += to_inside
        scores.append((begins, inside))
    return _viterbi(scores, model.crf.transitions.tolist())


def _viterbi(scores: list[tuple[float, float]], transitions: list[list[float]]) -> list[bool]:
    """`crf1dc_viterbi` of CRFsuite's lib/crf/src/crf1d_context.c for two labels."""
    (b_b, b_i), (i_b, i_i) = transitions
    begins, inside = scores[0]
    back = []  # for each label, whether it is best reached from I_W
    for to_begins, to_inside in scores[1:]:
        b_to_b, i_to_b, b_to_i, i_to_i = begins + b_b, inside + i_b, begins + b_i, inside + i_i
        back.append((b_to_b < i_to_b, b_to_i < i_to_i))
        begins = max(b_to_b, i_to_b) + to_begins
        inside = max(b_to_i, i_to_i) + to_inside
    labels = [begins < inside]
    for before in reversed(back):
        labels.append(before[labels[-1]])
    return labels[::-1]
