"""How much of anything is read at most: every limit of the reading layer, in one place."""

from __future__ import annotations

from dataclasses import dataclass

MI = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one bad file from taking all memory, or all time."""

    article_chars: int = 4 * MI
    """Code points of one article: its body, or the whole text of a one-article file."""

    title_chars: int = 1000
    """Code points of a first line that can still be a title; a longer one is text."""

    line_bytes: int = 64 * MI
    """Bytes of one line of JSON Lines or CSV, and of one CSV record over several lines."""

    json_bytes: int = 512 * MI
    """Bytes of a ``.json`` file that is one JSON value, which must be held whole."""

    html_chars: int = 20 * MI
    """Code points of a page whose main text is looked for; of a longer one all the text is taken."""

    expanded_bytes: int = 4096 * MI
    """Bytes that one compressed file may expand to, all members of a ZIP together."""

    expanded_ratio: int = 1000
    """Expanded bytes per compressed byte, from ``expanded_ratio_from`` bytes on: more is a bomb."""

    expanded_ratio_from: int = 256 * MI

    xz_memory: int = 256 * MI
    """Bytes that unpacking an ``.xz`` file may take; ``xz -9`` asks for 65 MiB, a file may ask for 4 GiB."""

    front_matter_chars: int = 64 * 1024
    """Code points of the front matter of a Markdown file; YAML is read at some 30 kB a second."""

    nesting: int = 50
    """Levels of lists and objects in a record."""


LIMITS = Limits()
