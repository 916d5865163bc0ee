"""The best path of a two-label chain, against Viterbi's recurrence and against all paths."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.viterbi import Floats, best_labels

# Sums of quarters are exact in binary, so a tie is a tie in whatever order they are added.
quarters = st.integers(-12, 12).map(lambda n: n / 4)
chains = st.lists(st.lists(quarters, min_size=1, max_size=30), max_size=5)
weights = st.lists(quarters, min_size=4, max_size=4).map(lambda w: np.array(w).reshape(2, 2))


def viterbi(emission: list[float], transitions: Floats) -> list[int]:
    """Viterbi's recurrence on both scores; of equal ones the first label's."""
    scores, back = [0.0, emission[0]], []
    for e in emission[1:]:
        reached = [[scores[a] + transitions[a, b] for a in (0, 1)] for b in (0, 1)]
        back.append([int(reached[b][1] > reached[b][0]) for b in (0, 1)])
        scores = [max(reached[0]), max(reached[1]) + e]
    labels = [int(scores[1] > scores[0])]
    for step in reversed(back):
        labels.append(step[labels[-1]])
    return labels[::-1]


def decode(parts: list[list[float]], transitions: Floats) -> list[list[int]]:
    """The labels of chains that are decoded together."""
    if not parts:
        return []
    emission = np.array([e for part in parts for e in part])
    starts = np.cumsum([0, *map(len, parts)])
    first = np.zeros(len(emission) + 1, np.bool_)
    first[starts] = True
    labels = best_labels(emission, first[:-1], transitions)[0].astype(int)
    return [labels[a:b].tolist() for a, b in pairwise(starts)]


@given(chains, weights)
def test_ties_included(parts: list[list[float]], transitions: Floats) -> None:
    assert decode(parts, transitions) == [viterbi(part, transitions) for part in parts]


@given(st.lists(quarters, min_size=1, max_size=7), weights)
def test_no_path_is_better(emission: list[float], transitions: Floats) -> None:
    def score(labels: tuple[int, ...]) -> float:
        states = sum(e for e, label in zip(emission, labels, strict=True) if label)
        return float(states + sum(transitions[pair] for pair in pairwise(labels)))

    [labels] = decode([emission], transitions)
    assert score(tuple(labels)) == max(map(score, product((0, 1), repeat=len(emission))))


@pytest.mark.parametrize("seed", range(20))
def test_random_weights(seed: int) -> None:
    rng = np.random.default_rng(seed)
    transitions = rng.normal(size=(2, 2)) * rng.choice([0.3, 1, 3])
    parts = [rng.normal(size=size).tolist() for size in rng.integers(1, 200, 20)]
    assert decode(parts, transitions) == [viterbi(part, transitions) for part in parts]


RAMPS = [np.array([[-1.0, 2], [-3, -0.5]]), np.array([[2.0, -1], [-0.5, 3]])]


def undecided(transitions: Floats, length: int) -> list[float]:
    """A chain in which each position depends on its neighbour: d stays in the middle of the ramp."""
    (t00, t01), (t10, t11) = transitions.tolist()
    middle = (t01 - t11 + t00 - t10) / 2
    carried = max(middle + t11, t01) - max(middle + t10, t00)
    return [middle, *[middle - carried] * (length - 1)]


@pytest.mark.parametrize("transitions", RAMPS)
def test_a_run_in_which_each_position_depends_on_its_neighbour(transitions: Floats) -> None:
    emission = undecided(transitions, 150)
    assert decode([emission, [1.0]], transitions) == [viterbi(emission, transitions), [1]]


@pytest.mark.parametrize("transitions", RAMPS)
def test_a_run_too_long_to_sweep_is_in_doubt(transitions: Floats) -> None:
    for length, doubt in ((150, False), (2000, True)):
        emission = np.array([9.0, *undecided(transitions, length), 9.0])
        first = np.zeros(len(emission), np.bool_)
        first[[0, 1, length + 1]] = True
        _, doubtful = best_labels(emission, first, transitions)
        assert bool(len(doubtful)) == doubt
        assert set(doubtful.tolist()) <= set(range(1, length + 1))


sevenths = st.integers(-20, 20).map(lambda n: n / 7)  # rounded: two orders of adding them give two sums


@given(
    st.lists(sevenths, min_size=1, max_size=60),
    st.lists(sevenths, min_size=4, max_size=4).map(lambda w: np.array(w).reshape(2, 2)),
)
def test_what_is_not_in_doubt_is_as_viterbi_has_it(emission: list[float], transitions: Floats) -> None:
    labels, doubtful = best_labels(np.array(emission), np.arange(len(emission)) == 0, transitions)
    assert len(doubtful) or labels.tolist() == viterbi(emission, transitions)


def test_a_tie_by_rounding_is_in_doubt() -> None:
    emission, transitions = np.array([0.1, 0.2, 0.3 - 0.6]), np.zeros((2, 2))
    assert best_labels(emission, np.array([True, False, False]), transitions)[1].tolist() == []
    emission[2] = 1e-14
    assert best_labels(emission, np.array([True, False, False]), transitions)[1].tolist() == [2]
