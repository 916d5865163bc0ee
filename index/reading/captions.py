"""Captions of crawled pages, which stand twice: once for the picture, once for its description."""

from __future__ import annotations

from unicodedata import normalize

MIN_WORDS = 4
"""Shorter lines ("Có.", "* * *") are repeated on purpose."""


def drop_repeated_captions(text: str) -> tuple[str, int]:
    r"""The text with each line kept once that stands again on the next non-empty line, and how many went.

    Lines are compared without surrounding white space and in NFC. The empty lines between the two go
    with the second. Lines of fewer than four words stay. Nothing else of the text changes.

    >>> drop_repeated_captions("Cầu Rồng lúc nửa đêm.\n\nCầu Rồng lúc nửa đêm.\n\nĐà Nẵng")
    ('Cầu Rồng lúc nửa đêm.\n\nĐà Nẵng', 1)
    """
    kept: list[str] = []
    end = 0  # number of kept lines up to the last non-empty one, included
    last = ""
    dropped = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            stripped = normalize("NFC", stripped)
            if stripped == last and _has_words(stripped):
                del kept[end:]
                dropped += 1
                continue
            last = stripped
            end = len(kept) + 1
        kept.append(line)
    return ("\n".join(kept), dropped) if dropped else (text, 0)


def _has_words(line: str) -> bool:
    return sum(any(map(str.isalnum, word)) for word in line.split()) >= MIN_WORDS
