"""Character references of HTML that were left over in a text: ``Vi&#7879;t Nam``, ``n&oacute;i``."""

from __future__ import annotations

import html
import re

from tracuu.analyzers.syllable import parse

_REFERENCE = re.compile(r"&(?:amp;)*(#[0-9]{2,7};|#[xX][0-9a-fA-F]{2,6};|[A-Za-z][A-Za-z0-9]{1,30};)")
_WORD_WITH_REFERENCE = re.compile(rf"(?:[^\W\d_]|[\u0300-\u036f]|{_REFERENCE.pattern})+")
_KEPT = frozenset("<>")
"""What would make markup of text stays written as a reference."""


def resolve(text: str) -> str:
    """The text with its references as characters, those of ``<`` and ``>`` excepted.

    >>> resolve("T&#7841;i &lt;b&gt; A&amp;B")
    'Tại &lt;b&gt; A&B'
    """
    return _REFERENCE.sub(_character, text)


def resolve_beyond_ascii(markup: str) -> str:
    """The same for HTML itself, where references of ASCII characters keep apart text and markup."""
    return _REFERENCE.sub(lambda match: match[0] if match[0].startswith("&amp;") else _beyond_ascii(match), markup)


def are_left_over(paragraph: str) -> bool:
    """Whether references stand inside of Vietnamese words, in place of letters that occur in no other way.

    A text about HTML has them alone, or beside the letters that they mean.
    """
    words = [match[0] for match in _WORD_WITH_REFERENCE.finditer(paragraph) if "&" in match[0]]
    if not any(_is_marked_syllable(resolve(word)) for word in words):
        return False
    letters = [char for word in words for name in _REFERENCE.findall(word) for char in html.unescape("&" + name)]
    written = sum(map(paragraph.count, {char for char in letters if char.isalpha()}))
    return written < len(letters)


def _is_marked_syllable(word: str) -> bool:
    return len(word) > 1 and not word.isascii() and parse(word) is not None


def _character(match: re.Match[str]) -> str:
    character = html.unescape("&" + match[1])
    is_known = character == "&" or not character.startswith("&")
    return character if character and is_known and character not in _KEPT else match[0]


def _beyond_ascii(match: re.Match[str]) -> str:
    character = html.unescape(match[0])
    return match[0] if character.isascii() else character
