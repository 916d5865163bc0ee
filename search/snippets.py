"""The best passages of a text: where most of the query stands close together, cut where sentences or words end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from heapq import heapify, heappop

from tracuu.analyzers.combining import MARKS
from tracuu.analyzers.marks import INVISIBLE
from tracuu.search.highlighting import Highlighted, Span, merge_spans
from tracuu.search.occurrences import Occurrence
from tracuu.search.results import Snippet

_SENTENCE_END = re.compile(r"[.!?…\n](?:(?<=\n)|[\"”’)\]]*\s)\s*")  # begins with one set, which is quick to find
_SPACE = re.compile(r"\s+")
_LONGEST_WORD = 40
"""Code points; what is longer may be cut."""
_FIRST, _AGAIN = 10, 1
"""What the first occurrence of a unit adds to a passage, and what each other one does."""
_EXACT = 1 << 33
"""Weights are counted in whole parts of so many, for sums that are the same in any order, and short of 2 ** 53."""


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
    windows = _best_windows(occurrences, weights, count, width)
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
    if not occurrences:
        return []
    starts, ends, whats, _ = zip(*occurrences, strict=True)  # columns: their items are at hand in the loop
    first, again = ([float(round(weight * _EXACT) * times) for weight in weights] for times in (_FIRST, _AGAIN))
    seen = [0] * len(weights)  # how often each unit occurs from `number` up to `stop`
    score, stop, size = 0.0, 0, len(occurrences)
    reach = width * 2 // 3  # the rest is for what stands around
    candidates = []
    for number, start in enumerate(starts):
        limit = start + reach
        while stop <= number or (stop < size and ends[stop] <= limit):
            what = whats[stop]
            score += again[what] if seen[what] else first[what]
            seen[what] += 1
            stop += 1
        candidates.append((-score, start, number, stop))
        what = whats[number]
        seen[what] -= 1
        score -= again[what] if seen[what] else first[what]
    chosen: list[Span] = []
    heapify(candidates)  # mostly one of them is asked for
    while candidates and len(chosen) < count:
        _, start, number, stop = heappop(candidates)
        end = max(ends[number:stop])
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
    if end == len(text):
        end = len(text.rstrip())
    elif (stop := _last_stop(text, last, end)) - start >= width // 2:
        end = stop
    else:
        end = _previous_word(text, last, end)
    return start, end


def _last_stop(text: str, begin: int, end: int) -> int:
    """Where the last sentence ends in ``text[begin:end]``, without the space behind it; -1 if none does."""
    stop = -1
    for match in _SENTENCE_END.finditer(text, begin, end):
        stop = match.end()
    return stop if stop < 0 else begin + len(text[begin:stop].rstrip())


def _next_word(text: str, begin: int, limit: int) -> int:
    """The first start of a word from ``begin`` on, at most ``limit``: behind white space if there is any."""
    if begin > 0 and not text[begin - 1].isspace():
        gap = _SPACE.search(text, begin, limit)
        if gap:
            return gap.end()
        starts = (match.start() for match in _word_edges()[0].finditer(text, begin, limit + 1))
        return next(starts, _before_letter(text, begin) if limit - begin > _LONGEST_WORD else limit)
    return begin + len(text[begin:limit]) - len(text[begin:limit].lstrip())


def _previous_word(text: str, limit: int, end: int) -> int:
    """The last end of a word up to ``end``, at least ``limit``: before white space if there is any."""
    if not text[end].isspace():
        gap = max((match.start() for match in _SPACE.finditer(text, limit, end)), default=-1)
        if gap >= 0:
            return gap
        ends = (match.end() for match in _word_edges()[1].finditer(text, limit, end + 1))
        cut = _before_letter(text, end) if end - limit > _LONGEST_WORD else limit
        return max((at for at in ends if at <= end), default=cut)
    return limit + len(text[limit:end].rstrip())


@cache
def _word_edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The first and the last character of a word; costly to compile, for text without spaces only."""
    inside = rf"[\w{MARKS}{INVISIBLE}]"
    return re.compile(f"(?<!{inside}){inside}"), re.compile(f"{inside}(?!{inside})")


def _before_letter(text: str, at: int) -> int:
    """The next place to the left that does not part a letter from its marks."""
    while unicodedata.combining(text[at]):
        at -= 1
    return at


def _snippet(text: str, start: int, end: int, occurrences: Sequence[Occurrence]) -> Snippet:
    spans = []
    for one in occurrences:
        if one.start >= start and one.end <= end:
            at = one.start - start
            spans += [(at + a, at + b) for a, b in one.tokens]
        elif one.start < end and one.end > start:
            spans += [(max(a, start) - start, min(b, end) - start) for a, b in one.spans if a < end and b > start]
    passage = text[start:end]
    return Snippet(Highlighted(passage, merge_spans(spans, passage)), start, end)
