"""Letters that look like others: what anti-copy pages and wrong keyboards put into Vietnamese words."""

from __future__ import annotations

ETH = str.maketrans("ðɖƌ", "đđđ")
"""Icelandic eth and its kin, which share code points with đ in cp1258, VISCII and Latin-1."""

_CYRILLIC = dict(zip("авгекмнопрстухіјѕһԁԛԝ", "abrekmhonpctyxijshdqw", strict=True))
_GREEK = dict(zip("αορν", "aopv", strict=True))
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɡɑı", "abcdeghijklmnoprstuvwyzgai", strict=True))

LOOKALIKES = str.maketrans(_CYRILLIC | _GREEK | _SMALL_CAPITALS)
"""Lower-case look-alike -> the Latin letter. п for n is not among Unicode's confusables."""

SMALL_CAPITALS = frozenset(_SMALL_CAPITALS)
"""Those that are Latin themselves: a word made of them and of Cyrillic letters is not Russian."""
