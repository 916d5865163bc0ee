"""Whether a query was typed with the keyboard program switched off, and what it says then.

Buif Thanh Sown is Bùi Thanh Sơn; box office, visa, USA and A4 are themselves. Many English words and codes are
keystrokes of some syllable, so a token alone proves little: it is *strong* if the index knows what it decodes to but
hardly knows the token itself, and nothing speaks against it. A query is read as keystrokes if it has a strong token
and the others are syllables, can be decoded too, or are numbers or acronyms; foreign words may stand between (Obama
thawm Vieetj Nam) if they do not outnumber the strong ones. Only queries are read so, never documents. How often that
is right is measured by `python -m benchmarks.keystrokes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from tracuu.analyzers.canonical import canonical
from tracuu.analyzers.english_lookalikes import ENGLISH_LOOKALIKES
from tracuu.analyzers.keystroke_decoder import Decoded, Method, decode
from tracuu.analyzers.marks import bare, marks_nfc, split_tone
from tracuu.analyzers.syllable import is_syllable

ATTESTED = 5
"""Articles that must have what a strong token decodes to; one is enough in a small index."""
SMALL = 1000
"""Articles of an index that says little about what is rare."""
KNOWN = 3
"""Articles that have the token as typed make it a word of its own: visa, teen, boots."""
COMMONER = 250
"""But not if so many times more articles have what it decodes to: in a large index somebody is called Cas. A name that
has its capital (Congo, which is công too) remains one."""
LIKELIER = 50
"""A token that is a syllable already (boong) must be so many times rarer than what it decodes to (công)."""
CERTAIN = 2
"""Keys of all strong tokens that allow foreign words between them, if these are not more."""
LONGEST_CODE = 4
"""Characters of a token in capitals that may be an acronym or a code: USA, CO2."""

_VIQR_MARK = re.compile(r"[aeo]\^|a\(|[ou]\+|[aeiouy][\^(+*]?(?:[`'~]|\?(?=\w))", re.IGNORECASE)
"""What only VIQR writes; a full stop or question mark at the end of a token may be punctuation."""
_CORE: dict[Method, re.Pattern[str]] = {
    "telex": re.compile(r"\w(?:.*\w)?", re.DOTALL),
    "vni": re.compile(r"\w(?:.*\w)?", re.DOTALL),
    "viqr": re.compile(r"\w(?:.*[\w^(+*`'~?.])?", re.DOTALL),
}
"""A token without the punctuation around it."""
_BAR: dict[Method, str] = {"telex": "DD", "vni": "D9", "viqr": "DD"}
"""How đ is typed in an acronym, which is no syllable."""
_UNDECODED = Decoded("", 0)


class Evidence(Protocol):
    """What the index knows."""

    @property
    def articles(self) -> int:
        """How many articles there are."""

    def frequency(self, term: str) -> int:
        """In how many articles a canonical term stands, exactly so: sơn, sown."""


class KeystrokeReading(NamedTuple):
    """A query read as keystrokes.

    Attributes:
        method: by which it was typed.
        tokens: parallel to the tokens of the query, what each decodes to; None for those that stay as they are.
        text: the query as it was meant: the tokens, decoded or not, with a space between.
    """

    method: Method
    tokens: tuple[str | None, ...]
    text: str


def read_keystrokes(tokens: Sequence[str], evidence: Evidence) -> KeystrokeReading | None:
    """Read the tokens of a query as Telex, else VNI, else VIQR; None if it is none of them.

    Args:
        tokens: what stands between spaces, in NFC or NFD; punctuation around a token is kept.
        evidence: of the index that is searched.
    """
    tokens = list(map(marks_nfc, tokens))
    for method in _methods(tokens):
        reading = _Reader(method, tokens, evidence).reading()
        if reading is not None:
            return reading
    return None


def _methods(tokens: Sequence[str]) -> Iterator[Method]:
    """The methods that the query may have been typed by; an apostrophe is no key in one that begins a quotation."""
    if any(map(_VIQR_MARK.search, tokens)) and not any(token.startswith(("'", "`")) for token in tokens):
        yield "viqr"
    yield "telex"
    if any(character.isdecimal() for token in tokens for character in token):
        yield "vni"


class _Token(NamedTuple):
    """A token of the query: its core, without punctuation around, and the syllable that it decodes to, or nothing."""

    typed: str
    start: int
    core: str
    syllable: str
    keys: int

    def replaced(self, text: str | None) -> str:
        """The token with this for its core."""
        if text is None:
            return self.typed
        return self.typed[: self.start] + text + self.typed[self.start + len(self.core) :]


class _Reader:
    """Judges one query by one method."""

    def __init__(self, method: Method, tokens: Sequence[str], evidence: Evidence) -> None:
        self._method = method
        self._evidence = evidence
        self._attested = ATTESTED if evidence.articles >= SMALL else 1
        self._in_capitals = len(tokens) > 1 and not any(letter.islower() for token in tokens for letter in token)
        self._tokens = list(map(self._take, tokens))

    def reading(self) -> KeystrokeReading | None:
        """What the query says, if it was typed by this method."""
        strong = list(map(self._is_strong, self._tokens))
        foreign = sum(map(self._is_foreign, self._tokens))
        keys = sum(token.keys for token, sure in zip(self._tokens, strong, strict=True) if sure)
        if not keys or (foreign and (foreign > sum(strong) or keys < CERTAIN)):
            return None
        decoded = tuple(
            token.syllable if sure else self._beside_strong(token)
            for token, sure in zip(self._tokens, strong, strict=True)
        )
        text = " ".join(token.replaced(new) for token, new in zip(self._tokens, decoded, strict=True))
        return KeystrokeReading(self._method, decoded, text)

    def _take(self, typed: str) -> _Token:
        match = _CORE[self._method].search(typed)
        if match is None:
            return _Token(typed, 0, "", "", 0)
        core = match[0]
        decoded = decode(core, self._method) or _UNDECODED
        if self._method == "viqr" and core[-1] in "?.'" and self._frequency(decoded.text) < self._attested:
            core = core[:-1]  # it ends a sentence, or a quotation
            decoded = decode(core, self._method) or _UNDECODED
        return _Token(typed, match.start(), core, *decoded)

    def _is_strong(self, token: _Token) -> bool:
        return (
            token.keys > 0
            and _is_complete(token.syllable.lower())
            and self._is_typical(token.core)
            and self._frequency(token.syllable) >= self._attested
            and self._is_new(token)
        )

    def _is_typical(self, core: str) -> bool:
        """Whether tokens of this method look like this, and not much else does."""
        if self._method == "viqr":
            return _VIQR_MARK.search(core) is not None
        if core.isupper() and len(core) <= LONGEST_CODE and not self._in_capitals:
            return False
        if self._method == "vni":
            return sum(map(str.isalpha, core)) >= 2
        return core.lower() not in ENGLISH_LOOKALIKES

    def _is_new(self, token: _Token) -> bool:
        """Whether the index hardly knows the token as it was typed."""
        known, meant = self._frequency(token.core), self._frequency(token.syllable)
        if known >= KNOWN and (token.core[0].isupper() or known * COMMONER > meant):
            return False
        return not is_syllable(token.core) or known * LIKELIER <= meant

    def _is_foreign(self, token: _Token) -> bool:
        """Whether a token is neither a syllable, as typed or decoded, nor a number, nor an acronym."""
        is_acronym = token.core.isupper() and not self._in_capitals
        return not token.syllable and any(map(str.isalpha, token.core)) and not is_acronym

    def _beside_strong(self, token: _Token) -> str | None:
        """What a token that is not strong decodes to beside one that is: sex does, visa and vnexpress do not."""
        meant = token.syllable if token.keys else ""
        if not token.syllable and token.core.isupper():
            meant = token.core.replace(_BAR[self._method], "Đ")  # HDDND
        likelier = meant != token.core and self._frequency(meant) >= max(1, self._frequency(token.core))
        return meant if meant and likelier else None

    def _frequency(self, text: str) -> int:
        return self._evidence.frequency(canonical(text)) if text else 0


def _is_complete(syllable: str) -> bool:
    """Whether a decoded syllable has any mark, and a tone if its coda asks for one: viết or việt, not viêt."""
    toneless, tone = split_tone(syllable)
    return bare(syllable) != syllable and (tone != "" or not toneless.endswith(("c", "ch", "p", "t")))
