"""``index`` on a folder of old encodings, as a process of its own: what it says, and what is found then."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tracuu.analyzers.legacy.encoders import encoders

TITLE = "Chợ nổi Cái Răng"
BODY = "Ghe chở dưa hấu từ Sóc Trăng neo giữa dòng, người bán ném từng quả dưa qua mạn ghe."

NEXT = "Bà Sáu bán bún riêu trên chiếc xuồng ba lá đã hơn bốn mươi năm."
LAST = "Người mua gọi với sang."


def as_bytes(text: str, name: str) -> bytes:
    shown = encoders()[name](text)
    return b"".join(char.encode("latin-1" if ord(char) < 256 else "cp1252") for char in shown)


@pytest.fixture
def old(empty: Any) -> Any:
    """The command in a folder with a file of each kind below ``texts``."""
    texts = empty.folder / "texts"
    texts.mkdir()
    (texts / "a.txt").write_bytes(as_bytes(f"{TITLE}\n\n{BODY}", "TCVN3"))
    (texts / "b.html").write_bytes(as_bytes(f"<title>{TITLE}</title><p>{BODY}</p>", "VNI"))
    (texts / "c.csv").write_bytes(as_bytes(f'tiêu đề,nội dung\n{TITLE},"{BODY}"\n', "Windows-1258"))
    mojibake = encoders()["UTF-8 read as ANSI"]
    (texts / "d.jsonl").write_text(json.dumps({"id": "d", "title": mojibake(TITLE), "body": mojibake(BODY)}), "utf-8")
    (texts / "e.txt").write_bytes(as_bytes(BODY, "TCVN3") + b"\n" + as_bytes(NEXT, "VNI") + b"\n" + LAST.encode())
    (texts / "f.txt").write_bytes(bytes(range(256)) * 9)
    (texts / "g.txt").write_text(f"{TITLE}\n\n{BODY}", "utf-8")
    return empty


def test_what_was_decoded_is_told_kept_and_found(old: Any) -> None:
    done = old("index", "--no-words", "texts")
    assert done.returncode == 0
    assert done.stdout.startswith("6 articles added from 7 files in ")
    assert (
        ". 2 articles were decoded from TCVN3, 2 from VNI, 1 from Windows-1258, 1 from UTF-8 read as ANSI. "
        "1 file could not be read\n"
    ) in done.stdout
    assert "texts/a.txt: not UTF-8: in an old Vietnamese encoding\n" in done.stderr
    assert "texts/f.txt: is not text" in done.stderr
    found = json.loads(old("search", '"ném từng quả dưa"', "--json").stdout)
    assert found["total"] == 6
    shown = json.loads(old("show", "texts/e.txt", "--json").stdout)
    assert shown["title"] == BODY and shown["body"] == f"{NEXT}\n{LAST}"
    assert shown["metadata"] == {"decoded_from": ["TCVN3", "VNI"]}


def test_the_counts_are_data_too(old: Any) -> None:
    report = json.loads(old("index", "--no-words", "--json", "texts").stdout)
    assert report["decoded"] == {"TCVN3": 2, "VNI": 2, "Windows-1258": 1, "UTF-8 read as ANSI": 1}
    again = json.loads(old("index", "--no-words", "--json", "texts").stdout)
    assert again["decoded"] == {}


def test_it_can_be_left_as_it_is(old: Any) -> None:
    done = old("index", "--no-words", "--no-decode", "texts")
    assert "decoded" not in done.stdout
    shown = json.loads(old("show", "d", "--json").stdout)
    assert shown["title"] == encoders()["UTF-8 read as ANSI"](TITLE)
    assert shown["metadata"] == {}


def test_standard_input(old: Any) -> None:
    done = old("index", "--no-words", "-", stdin=as_bytes(f"{TITLE}\n\n{BODY}", "VISCII"))
    assert "1 article was decoded from VISCII\n" in done.stdout
