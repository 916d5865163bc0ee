"""Nothing that is fed to a target breaks it: neither what hypothesis thinks of, nor what fuzzing has found before."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .targets import TARGETS

FOUND = sorted(Path(__file__).with_name("found").glob("*/*"))
"""Inputs that broke a target once, in a folder of its name."""

LETTERS = st.text(st.sampled_from("aăâeêioôơuưyđbcdghklmnpqrstvxáàảãạấầẩẫậĐÁ \u0301\u0300\u0323\u0309")).map(str.encode)
MARKUP = st.sampled_from(
    """ " ' ( ) [ ] { } < > : ; , . / - -- + * ? ~ ~2 ^ & | AND OR NOT AND( title: tag: mentions: date: [2021 TO *]
    14/4/2025 34-NQ/TW 2/9 TP.HCM IV &amp; &#x1EA5; <p> </p> <!-- --> <script> ]]> # ## --- ``` ![ ]( ![]( | a,b "a""b"
    {" ":1} [{ \\u00 \\ud800 Ã¡ â€œ µ¸ C¸ aáù Vieetj nguwowif""".split()
).map(str.encode)
ODD = st.sampled_from(
    [b"\0", b"\n", b"\r\n", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\x1f\x8b", b"BZh9", b"PK\x03\x04"]
)
INPUTS = st.lists(LETTERS | MARKUP | ODD | st.binary(max_size=12) | st.just(b" "), max_size=14).map(b"".join)


@pytest.mark.parametrize("target", TARGETS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kind=st.binary(min_size=1, max_size=1), data=INPUTS)
def test_any_input(target: str, kind: bytes, data: bytes) -> None:
    TARGETS[target](kind + data)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())
