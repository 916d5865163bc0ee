"""How deeply lists and objects are nested."""

from __future__ import annotations

from typing import Any


def is_nested_deeply(value: Any, limit: int) -> bool:
    """Whether lists and objects stand in one another more than ``limit`` levels deep.

    >>> is_nested_deeply({"a": [1, [2]]}, 3), is_nested_deeply({"a": [1, [2]]}, 2)
    (False, True)
    """
    level = [value]
    for _ in range(limit + 1):
        level = [one for one in level if isinstance(one, (dict, list, tuple))]
        if not level:
            return False
        level = [item for one in level for item in (one.values() if isinstance(one, dict) else one)]
    return True
