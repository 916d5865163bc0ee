"""Compressed files: read as a stream, whole or broken, honest or not."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tracuu.index.reading.limits import LIMITS, Limits

TITLE = "Chợ nổi Cái Răng họp từ ba giờ sáng"
COMPRESSORS = {"gz": gzip.compress, "xz": lzma.compress}


def lines(count: int) -> bytes:
    """JSON Lines that do not compress well, so that a break in the middle is one."""
    words = random.Random(7)
    records = [{"title": f"Tựa {n}", "body": f"{words.getrandbits(4000):x}"} for n in range(count)]
    return "".join(json.dumps(record) + "\n" for record in records).encode()


@pytest.mark.parametrize("compression", COMPRESSORS)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", f"{TITLE}\nThân"),
        ("a.md", f"# {TITLE}\nThân"),
        ("a.html", f"<title>{TITLE}</title><p>Thân</p>"),
        ("a.json", f'{{"title": "{TITLE}"}}'),
        ("a.jsonl", f'{{"title": "{TITLE}"}}\n'),
        ("a.csv", f"title\n{TITLE}\n"),
    ],
)
def test_every_format_compressed(write, read, compression, name, content):
    path = write(f"n/{name}.{compression}", COMPRESSORS[compression](content.encode()))
    outcome = read(path.parent)
    assert outcome.article.title == TITLE
    assert outcome.article.path == str(path)
    assert outcome.article.id.startswith(f"n/{name}.{compression}")
    assert outcome.errors == []


@pytest.mark.parametrize("compression", COMPRESSORS)
def test_streams_of_several_parts_are_one(write, read, compression):
    compress = COMPRESSORS[compression]
    path = write(f"a.jsonl.{compression}", compress(lines(2)) + compress(lines(3)))
    assert len(read(path).articles) == 5


@pytest.mark.parametrize("compression", COMPRESSORS)
@pytest.mark.parametrize("share", [0.0001, 0.1, 0.5, 0.99, 0.99999])
def test_articles_before_a_break_are_not_lost(write, read, compression, share):
    data = COMPRESSORS[compression](lines(300))
    path = write(f"a.jsonl.{compression}", data[: max(1, int(len(data) * share))])
    outcome = read(path)
    assert len(outcome.articles) >= int(300 * share * 0.9) - 70  # a decoder holds back a block of 32 KiB or so
    assert [article.title for article in outcome.articles] == [f"Tựa {n}" for n in range(len(outcome.articles))]
    assert str(path) in outcome.error and "damaged or cut short" in outcome.error
    assert outcome.problems == []


@pytest.mark.parametrize("compression", COMPRESSORS)
def test_damage_in_the_middle(write, read, compression):
    data = bytearray(COMPRESSORS[compression](lines(300)))
    data[len(data) // 2 : len(data) // 2 + 64] = bytes(64)
    outcome = read(write(f"a.jsonl.{compression}", bytes(data)))
    assert 0 < len(outcome.articles) <= 300
    assert "damaged or cut short" in outcome.error


@pytest.mark.parametrize("compression", COMPRESSORS)
@pytest.mark.parametrize("content", [b"", b"abc", b"\x1f\x8b", TITLE.encode()])
def test_what_is_not_compressed_at_all(write, read, compression, content):
    outcome = read(write(f"a.txt.{compression}", content))
    assert outcome.articles == []
    assert "a.txt" in outcome.error and ("damaged" in outcome.error or "is empty" in outcome.error)


def test_garbage_after_the_end(write, read):
    outcome = read(write("a.jsonl.gz", gzip.compress(lines(3)) + b"junk"))
    assert len(outcome.articles) == 3 and "damaged" in outcome.error


@pytest.mark.parametrize("compression", COMPRESSORS)
def test_an_empty_text_inside(write, read, compression):
    assert "is empty" in read(write(f"a.txt.{compression}", COMPRESSORS[compression](b""))).error


def test_a_compressed_file_whose_name_does_not_say_so(write, read):
    assert "looks like gzip" in read(write("a.txt", gzip.compress(b"abc"))).error
    assert "looks like xz" in read(write("b.jsonl", lzma.compress(b"abc"))).error


SMALL = replace(LIMITS, expanded_bytes=1_000_000, expanded_ratio=100, expanded_ratio_from=200_000)


class TestBombs:
    @pytest.mark.parametrize("compression", COMPRESSORS)
    def test_too_much_for_so_small_a_file(self, write, read, compression):
        path = write(f"a.jsonl.{compression}", COMPRESSORS[compression](b'{"title": "A"}\n' * 40_000))
        outcome = read(path, limits=SMALL)
        assert f"{path} expands to more than 100 times its size" in outcome.error
        assert 0 < len(outcome.articles) < 40_000  # what came before is kept
        assert len(read(path).articles) == 40_000

    @pytest.mark.parametrize("compression", COMPRESSORS)
    def test_too_much_in_all(self, write, read, compression):
        path = write(f"a.jsonl.{compression}", COMPRESSORS[compression](lines(1100)))
        limits = replace(SMALL, expanded_ratio=10_000)
        assert "expands to more than 0 MiB" in read(path, limits=limits).error

    def test_the_members_of_an_archive_share_one_budget(self, write, read):
        path = zipped(write, {f"{n}.txt": b"A\n" + b"x" * 60_000 for n in range(10)})
        outcome = read(path, limits=SMALL)
        assert "expands to more than 100 times its size" in outcome.error
        assert 3 <= len(outcome.articles) < 10

    def test_an_archive_in_an_archive_counts_twice(self, write, read):
        path = zipped(write, {"a.jsonl.gz": gzip.compress(b'{"title": "A"}\n' * 40_000)})
        assert "expands to more than" in read(path, limits=SMALL).error

    def test_the_limits_of_every_day(self):
        assert Limits().expanded_bytes == 4 * 2**30
        assert (Limits().expanded_ratio, Limits().expanded_ratio_from) == (1000, 256 * 2**20)

    def test_a_large_plain_file_is_no_bomb(self, write, read):
        assert len(read(write("a.jsonl", lines(1200)), limits=SMALL).articles) == 1200


def zipped(write, members: dict[str, bytes], **options: int) -> Path:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, **options)
    return write("n/gói.zip", data.getvalue())


class TestZip:
    def test_members_are_read_by_their_own_names(self, write, read, text):
        path = zipped(
            write,
            {
                "bài/một.txt": text.encode(),
                "hai.jsonl": b'{"title": "A"}\n{"title": "B", "id": "b"}\n',
                "ba.json.gz": gzip.compress(b'{"title": "C"}'),
                "../thoát.txt": b"D",
                "./gốc.txt": b"E",
                "ảnh.png": b"\x89PNG",
                "bốn.zip": b"PK",
                "__MACOSX/x.txt": b"X",
                "bài/.ẩn.txt": b"X",
                "bài/.git/x.txt": b"X",
            },
        )
        outcome = read(path.parent)
        assert [article.title for article in outcome.articles] == [TITLE, "A", "B", "C", "D", "E"]
        assert [article.id for article in outcome.articles] == [
            "n/gói.zip!bài/một.txt",
            "n/gói.zip!hai.jsonl#1",
            "b",
            "n/gói.zip!ba.json.gz",
            "n/gói.zip!../thoát.txt",
            "n/gói.zip!./gốc.txt",
        ]
        assert outcome.articles[0].path == f"{path}!bài/một.txt"
        found = {p.where.removeprefix(f"{path}!"): p.kind for p in outcome.problems if p.kind != "note"}
        assert found == {"ảnh.png": "ignored", "bốn.zip": "unreadable"}
        assert outcome.errors == []

    def test_one_bad_member_does_not_hide_the_others(self, write, read):
        path = zipped(write, {"a.jsonl": lines(200), "b.txt": b"", "c.txt": b"%PDF-", "d.txt": b"D"})
        data = bytearray(path.read_bytes())
        data[data.index(b"a.jsonl") + 50_000] ^= 0xFF
        path.write_bytes(data)
        outcome = read(path)
        titles = [article.title for article in outcome.articles]
        assert titles[0] == "Tựa 0" and titles[-1] == "D" and len(titles) > 20
        bad = [p.where.partition("!")[2] for p in outcome.of_kind("unreadable")]
        assert bad == ["a.jsonl", "b.txt", "c.txt"]
        assert outcome.problems[0].reason.startswith("is damaged or cut short")
        assert outcome.problems[1].reason == "is empty; leave it out, or check what wrote it"

    def test_an_encrypted_member_is_reported(self, write, read):
        path = zipped(write, {"a.txt": b"A", "b.txt": b"B"})
        data = bytearray(path.read_bytes())
        for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            data[data.index(signature) + offset] |= 1
        path.write_bytes(data)
        outcome = read(path)
        assert [article.title for article in outcome.articles] == ["B"]
        assert "is encrypted" in outcome.problems[0].reason and outcome.problems[0].where.endswith("!a.txt")

    def test_a_method_that_zipfile_does_not_know(self, write, read):
        path = zipped(write, {"a.txt": b"A", "b.txt": b"B"})
        data = bytearray(path.read_bytes())
        for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
            data[data.index(signature) + offset] = 97
        path.write_bytes(data)
        outcome = read(path)
        assert [article.title for article in outcome.articles] == ["B"]
        assert "is packed by a method that is not read" in outcome.problems[0].reason

    @pytest.mark.parametrize("content", [b"", b"abc", b"PK\x03\x04" + bytes(40)])
    def test_what_is_no_archive(self, write, read, content):
        assert "is not a readable ZIP archive" in read(write("a.zip", content)).error

    def test_an_archive_cut_short(self, write, read):
        path = zipped(write, {"a.txt": b"A" * 1000})
        path.write_bytes(path.read_bytes()[:-30])
        assert "is not a readable ZIP archive" in read(path).error

    def test_an_empty_archive(self, write, read):
        assert "is an empty archive" in read(zipped(write, {})).error

    def test_a_given_format_holds_for_the_members(self, write, read):
        path = zipped(write, {"a.log": b"A\nB"})
        assert read(path).articles == []
        assert read(path, format="txt").article.title == "A"
