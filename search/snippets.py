"""The best passages of a text: where most of the query stands close together, cut where sentences or words end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from tracuu.analyzers.combining import MARKS
from tracuu.analyzers.marks import INVISIBLE
from tracuu.search.highlighting import Highlighted, Span, merge_spans
from tracuu.search.occurrences import Occurrence
from tracuu.search.results import Snippet

_SENTENCE_END = re.compile(r"[.!?…][\"”’)\]]*\s+|\s*\n\s*")
_SPACE = re.compile(r"\s+")
_INSIDE = rf"[\w{MARKS}{INVISIBLE}]"
_WORD_START = re.compile(f"(?<!{_INSIDE}){_INSIDE}")
_WORD_END = re.compile(f"{_INSIDE}(?!{_INSIDE})")
_LONGEST_WORD = 40
"""Code points; what is longer may be cut."""
_AGAIN = 0.1
"""What another occurrence of a unit adds to a passage, as a part of what the first one does."""
_LOOKED_AT = 2_000
"""Occurrences; those after them are not tried as the beginning of a passage."""


def highlight(text: str, occurrences: Sequence[Occurrence]) -> Highlighted:
    """The whole text with everything highlighted that occurs in it."""
    return Highlighted(text, merge_spans((span for one in occurrences for span in one.spans), text))


def snippets(
    text: str,
    occurrences: Sequence[Occurrence],
    weights: Sequence[float],
    *,
    count: int = 1,
    width: int = 240,
) -> tuple[Snippet, ...]:
    """The best passages of a text, in its order.

    Args:
        text: as stored; the passages are slices of it.
        occurrences: what stands where in it, in order.
        weights: of each unit, by its number.
        count: how many passages at most; without any occurrence there is one, the beginning.
        width: of a passage in code points; a single occurrence that is longer makes it longer.
    """
    if count < 1 or not text.strip():
        return ()
    windows = _best_windows(occurrences[:_LOOKED_AT], weights, count, width)
    if not windows:
        windows = [(first := len(text) - len(text.lstrip()), first)]
    windows.sort()
    passages: list[Span] = []
    floor = 0
    for place, window in enumerate(windows):
        if window[1] <= floor and passages:
            continue  # it stands in the passage before
        ceiling: int | None = len(text)
        while ceiling is not None:  # the beginning of a later window that the passage would end within
            start, end = _passage(text, window, width, floor, ceiling)
            ceiling = next((first for first, last in windows[place + 1 :] if first < end < last), None)
        if end > start:
            passages.append((start, end))
            floor = end
    return tuple(_snippet(text, start, end, occurrences) for start, end in passages)


def _best_windows(occurrences: Sequence[Occurrence], weights: Sequence[float], count: int, width: int) -> list[Span]:
    """From the first to the last occurrence of each of the best passages, best first, none overlapping another."""
    candidates = []
    for i, first in enumerate(occurrences):
        seen: set[int] = set()
        score, end = 0.0, first.end
        for one in occurrences[i:]:
            if one.end > first.start + width * 2 // 3 and one is not first:  # the rest is for what stands around
                break
            score += weights[one.what] * (_AGAIN if one.what in seen else 1.0)
            seen.add(one.what)
            end = max(end, one.end)
        candidates.append((-score, first.start, end))
    chosen: list[Span] = []
    for _, start, end in sorted(candidates):
        if len(chosen) == count:
            break
        if all(end + width // 4 <= other[0] or start >= other[1] + width // 4 for other in chosen):
            chosen.append((start, end))
    return chosen


def _passage(text: str, window: Span, width: int, floor: int, ceiling: int) -> Span:
    """Where to cut around a window, inside ``text[floor:ceiling]``: at sentences if near enough, else between words."""
    first, last = window
    room = max(width - (last - first), 0)
    begin = max(first - room * 2 // 3, floor)
    starts = [match.end() for match in _SENTENCE_END.finditer(text, begin, first)]
    if begin == floor == 0:
        starts.insert(0, len(text) - len(text.lstrip()))
    if starts:
        # The nearest start of a sentence that leaves the passage enough of what comes before the match.
        start = next((s for s in reversed(starts) if first - s >= room // 4), starts[0])
    else:
        start = _next_word(text, max(first - room // 3, floor), first)
    end = min(start + max(width, last - start), ceiling)
    stops = [match.start() + len(match[0].rstrip()) for match in _SENTENCE_END.finditer(text, last, end)]
    if end == len(text):
        end = len(text.rstrip())
    elif stops and stops[-1] - start >= width // 2:
        end = stops[-1]
    else:
        end = _previous_word(text, last, end)
    return start, end


def _next_word(text: str, begin: int, limit: int) -> int:
    """The first start of a word from ``begin`` on, at most ``limit``: behind white space if there is any."""
    if begin > 0 and not text[begin - 1].isspace():
        gap = _SPACE.search(text, begin, limit)
        if gap:
            return gap.end()
        starts = (match.start() for match in _WORD_START.finditer(text, begin, limit + 1))
        return next(starts, _before_letter(text, begin) if limit - begin > _LONGEST_WORD else limit)
    return begin + len(text[begin:limit]) - len(text[begin:limit].lstrip())


def _previous_word(text: str, limit: int, end: int) -> int:
    """The last end of a word up to ``end``, at least ``limit``: before white space if there is any."""
    if not text[end].isspace():
        gap = max((match.start() for match in _SPACE.finditer(text, limit, end)), default=-1)
        if gap >= 0:
            return gap
        ends = (match.end() for match in _WORD_END.finditer(text, limit, end + 1))
        cut = _before_letter(text, end) if end - limit > _LONGEST_WORD else limit
        return max((at for at in ends if at <= end), default=cut)
    return limit + len(text[limit:end].rstrip())


def _before_letter(text: str, at: int) -> int:
    """The next place to the left that does not part a letter from its marks."""
    while unicodedata.combining(text[at]):
        at -= 1
    return at


def _snippet(text: str, start: int, end: int, occurrences: Sequence[Occurrence]) -> Snippet:
    spans = (
        (max(a, start) - start, min(b, end) - start)
        for one in occurrences
        for a, b in one.spans
        if a < end and b > start
    )
    passage = text[start:end]
    return Snippet(Highlighted(passage, merge_spans(spans, passage)), start, end)
