"""Asking: each query of a collection in each variant, and what the answers are worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from benchmarks.robustness.collections import Collection
from benchmarks.robustness.engines import Asked
from benchmarks.robustness.variants import VARIANTS, spelled

POINTS = 100
"""In what is lost: 0.01 of nDCG or MRR is a point."""

GOALS = {variant: 5.0 if variant == "one typo" else 1.0 for variant in VARIANTS if variant != "marked"}
"""Points that tracuu may lose."""


@dataclass(frozen=True)
class Figures:
    """An engine on a collection: what each query got, by variant, in the order of the queries."""

    scores: Mapping[str, list[float]]

    def mean(self, variant: str) -> float:
        """nDCG or MRR, 0 to 1."""
        scores = self.scores[variant]
        return sum(scores) / len(scores)

    def loss(self, variant: str) -> float:
        """Points below the marked queries; negative if it is above."""
        return POINTS * (self.mean("marked") - self.mean(variant))


def measure(engine: Asked, collection: Collection) -> Figures:
    """Ask everything. What a variant leaves as it was is not asked twice."""
    ask = cache(engine.ask)
    return Figures(
        {
            variant: [
                collection.judge(ask(spelled(variant, query.id, query.text)), query.relevant)
                for query in collection.queries
            ]
            for variant in VARIANTS
        }
    )
