"""What batches of texts were found to hold, numbered in order of first sight."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Vocabulary:
    """Strings by their numbers. It only grows; a term may be here that stands in no text as it is."""

    terms: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """The keys of names."""
    displays: list[str] = field(default_factory=list)
    """For each name, how it was written first."""


class Numbers(dict[str, int]):
    """String -> its number, a new one if it has none yet: its place in a list."""

    def __init__(self, strings: list[str]) -> None:
        """Number the strings of this list, to which new ones are added."""
        super().__init__(zip(strings, range(len(strings)), strict=True))
        self._strings = strings

    def __missing__(self, string: str) -> int:
        self._strings.append(string)
        number = self[string] = len(self._strings) - 1
        return number
