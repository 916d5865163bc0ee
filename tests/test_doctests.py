"""The examples in the docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import tracuu.analyzers
import tracuu.index
import tracuu.search
import tracuu.seeds

MODULES = sorted(
    {
        name
        for package in (tracuu.analyzers, tracuu.index, tracuu.search, tracuu.seeds)
        for name in [
            package.__name__,
            *(info.name for info in pkgutil.walk_packages(package.__path__, package.__name__ + ".")),
        ]
    }
)


@pytest.mark.parametrize("name", MODULES)
def test_doctests(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    examples = sum(len(test.examples) for name in MODULES for test in finder.find(importlib.import_module(name)))
    assert examples > 30
