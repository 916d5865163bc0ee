"""Interleaved rounds, and the figures taken from them."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter_ns

import numpy as np

from benchmarks.speed.engines import Ask


@dataclass(frozen=True)
class Latency:
    """Milliseconds of one engine on one set.

    Attributes:
        median: of the medians that the queries have over the rounds.
        p95: the 95th percentile of those medians.
        cold: the median of the first round, which counts nowhere else.
        queries: how many.
    """

    median: float
    p95: float
    cold: float
    queries: int

    @classmethod
    def of(cls, milliseconds: np.ndarray) -> Latency:
        """From an array of rounds by queries, the cold round first."""
        cold, warm = milliseconds[0], np.median(milliseconds[1:], axis=0)
        return cls(float(np.median(warm)), float(np.percentile(warm, 95)), float(np.median(cold)), len(warm))


def race(engines: Mapping[str, Sequence[Ask]], rounds: int) -> dict[str, Latency]:
    """Ask all engines all their queries: a cold round and as many more as named, each in another order of engines."""
    taken: dict[str, list[list[float]]] = {name: [] for name in engines}
    names = list(engines)
    for turn in range(rounds + 1):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            gc.collect()
            taken[name].append([_milliseconds(ask) for ask in engines[name]])
    return {name: Latency.of(np.array(rows)) for name, rows in taken.items()}


def _milliseconds(ask: Ask) -> float:
    began = perf_counter_ns()
    ask()
    return (perf_counter_ns() - began) / 1e6
