"""JSON as it is found: with numbers that no record can hold, which Python would read, or take minutes to read."""

from __future__ import annotations

import json
import math
from typing import Any

_DIGITS = 4300
"""As many as Python itself reads of a number, from 3.10.7 on."""


def load_json(text: str) -> Any:
    """The value of a JSON text.

    ``NaN``, which NumPy and pandas write for what is missing, is None; what is infinite, or too large to be anything
    else, stays as it is written.

    >>> load_json('[1.5, NaN, -Infinity, 1e999]')
    [1.5, None, '-Infinity', '1e999']

    Raises:
        ValueError: it is none, or holds a number of thousands of digits.
        RecursionError: it is nested too deeply.
    """
    return json.loads(text, cls=JSONDecoder)


class JSONDecoder(json.JSONDecoder):
    """Decodes as ``load_json`` does."""

    def __init__(self) -> None:
        super().__init__(parse_int=_integer, parse_float=_real, parse_constant=_constant)


def _integer(digits: str) -> int:
    """Not without bound: it takes time that grows with the square of them."""
    if len(digits) > _DIGITS:
        raise ValueError(f"a number of more than {_DIGITS:,} digits")
    return int(digits)


def _real(digits: str) -> float | str:
    value = float(digits)
    return value if math.isfinite(value) else digits


def _constant(name: str) -> str | None:
    return None if name == "NaN" else name
