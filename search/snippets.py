"""The best passages of a text: where most of the query stands close together, cut where sentences or words end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracuu.search.highlighting import Highlighted, Span, merge_spans
from tracuu.search.occurrences import Occurrence
from tracuu.search.results import Snippet

_SENTENCE_END = re.compile(r"[.!?…][\"”’)\]]*\s+|\s*\n\s*")
_SPACE = re.compile(r"\s+")
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
    passages: list[Span] = []
    for window in sorted(windows):
        start, end = _passage(text, *window, width, passages[-1][1] if passages else 0)
        if end > start:
            passages.append((start, end))
    return tuple(_snippet(text, start, end, occurrences) for start, end in passages)


def _best_windows(occurrences: Sequence[Occurrence], weights: Sequence[float], count: int, width: int) -> list[Span]:
    """From the first to the last occurrence of each of the best passages, best first, none overlapping another."""
    candidates = []
    for i, first in enumerate(occurrences):
        seen: set[int] = set()
        score, end = 0.0, first.end
        for one in occurrences[i:]:
            if one.end > first.start + width and one is not first:
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


def _passage(text: str, first: int, last: int, width: int, floor: int) -> Span:
    """Where to cut around ``text[first:last]``: at sentences if they are near enough, else between words."""
    room = max(width - (last - first), 0)
    begin = max(first - room * 2 // 3, floor)
    starts = [match.end() for match in _SENTENCE_END.finditer(text, begin, first)]
    if begin == floor == 0:
        starts.insert(0, len(text) - len(text.lstrip()))
    if starts:
        # The nearest start of a sentence that leaves the passage enough of what comes before the match.
        start = next((s for s in reversed(starts) if first - s >= room // 4), starts[0])
    else:
        begin = max(first - room // 3, floor)
        start = _next_word(text, begin, first)
    end = min(start + max(width, last - start), len(text))
    stops = [match.start() + len(match[0].rstrip()) for match in _SENTENCE_END.finditer(text, last, end)]
    if end == len(text):
        end = len(text.rstrip())
    elif stops and stops[-1] - start >= width // 2:
        end = stops[-1]
    else:
        end = _previous_word(text, last, end)
    return start, end


def _next_word(text: str, begin: int, limit: int) -> int:
    if begin == 0 or text[begin - 1].isspace():
        return begin
    gap = _SPACE.search(text, begin, limit)
    return gap.end() if gap else begin if limit - begin > 40 else limit


def _previous_word(text: str, limit: int, end: int) -> int:
    if end >= len(text) or text[end].isspace():
        return limit + len(text[limit:end].rstrip())
    cut = max(text.rfind(" ", limit, end), text.rfind("\n", limit, end))
    return limit + len(text[limit:cut].rstrip()) if cut > limit else max(limit, end if end - limit > 40 else limit)


def _snippet(text: str, start: int, end: int, occurrences: Sequence[Occurrence]) -> Snippet:
    spans = (
        (max(a, start) - start, min(b, end) - start)
        for one in occurrences
        for a, b in one.spans
        if a < end and b > start
    )
    passage = text[start:end]
    return Snippet(Highlighted(passage, merge_spans(spans, passage)), start, end)
