"""Old Vietnamese encodings in files of every format, and what is kept of them with the article."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from typing import Any

import pytest

from tracuu.analyzers.legacy.encoders import encoders
from tracuu.index import ArticleIndex, sync
from tracuu.index.reading.legacy_records import decode_record

TITLE = "Chợ nổi Cái Răng họp từ sáng sớm"
BODY = """Ghe chở dưa hấu từ Sóc Trăng neo giữa dòng, cây bẹo treo lủng lẳng trước mũi.
Người mua gọi với sang, người bán ném từng quả dưa qua mạn ghe."""
SINGLE_BYTES = ["TCVN3", "VNI", "VISCII", "VPS", "Windows-1258"]
AS_TEXT = [*SINGLE_BYTES, "UTF-8 read as ANSI", "UTF-8 read as Mac Roman"]


def shown(text: str, name: str) -> str:
    return encoders()[name](text)


def as_bytes(text: str, name: str) -> bytes:
    return b"".join(char.encode("latin-1" if ord(char) < 256 else "cp1252") for char in shown(text, name))


def is_decoded(article: Any, *names: str) -> bool:
    assert (article.title, article.body) == (TITLE, BODY)
    return article.metadata == {"decoded_from": list(names)}


@pytest.mark.parametrize("name", SINGLE_BYTES)
class TestBytes:
    def test_text(self, read, write, name):
        outcome = read(write("a.txt", as_bytes(f"{TITLE}\n\n{BODY}", name)))
        assert is_decoded(outcome.article, name)
        assert [problem.reason[:9] for problem in outcome.of_kind("note")] == ["not UTF-8"]

    def test_markdown(self, read, write, name):
        page = f"---\ntags: [x]\n---\n# {TITLE}\n\n{BODY}\n"
        article = read(write("a.md", as_bytes(page, name))).article
        assert is_decoded(article, name) and article.tags == ("x",)

    def test_html(self, read, write, name):
        page = (
            f"<html><head><title>{TITLE}</title></head><body><p>{'</p><p>'.join(BODY.splitlines())}</p></body></html>"
        )
        assert is_decoded(read(write("a.html", as_bytes(page, name))).article, name)

    def test_csv(self, read, write, name):
        rows = f'tiêu đề;nội dung;người viết bài\n"{TITLE}";"{BODY}";Năm Căn\nGiá lúa;Giá gạo tăng;\n'
        first, second = read(write("a.csv", as_bytes(rows, name))).articles
        assert first.metadata.pop("người viết bài") == "Năm Căn"
        assert is_decoded(first, name)
        assert (second.title, second.body) == ("Giá lúa", "Giá gạo tăng")

    def test_json_lines(self, read, write, name):
        lines = [json.dumps({"title": TITLE, "body": BODY}, ensure_ascii=False)] * 3
        articles = read(write("a.jsonl", as_bytes("\n".join(lines), name))).articles
        assert len(articles) == 3 and all(is_decoded(article, name) for article in articles)

    def test_compressed_and_in_an_archive(self, read, write, name):
        data = as_bytes(f"{TITLE}\n\n{BODY}", name)
        assert is_decoded(read(write("a.txt.gz", gzip.compress(data))).article, name)
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("b.txt", data)
        assert is_decoded(read(write("a.zip", archive.getvalue())).article, name)


@pytest.mark.parametrize("name", AS_TEXT)
class TestTextReadAsSomethingElse:
    @pytest.mark.parametrize("ensure_ascii", [True, False])
    def test_json(self, read, write, name, ensure_ascii):
        record = {"id": "1", "title": shown(TITLE, name), "body": shown(BODY, name)}
        for suffix, content in (("json", record), ("json", {"articles": [record]}), ("jsonl", record)):
            data = json.dumps(content, ensure_ascii=ensure_ascii)
            assert is_decoded(read(write(f"a.{suffix}", data)).article, name)

    def test_names_tags_and_metadata(self, read, write, name):
        record = {
            shown("tiêu đề", name): shown("Giá lúa", name),
            shown("nội dung", name): shown(BODY, name),
            "tags": [shown("thời sự", name), "IT"],
            "more": {"place": [shown("Cần Thơ", name), 7, None]},
            "url": "https://a.vn/" + shown("ồ", name),
        }
        article = read(write("a.jsonl", json.dumps(record))).article
        assert (article.title, article.body) == ("Giá lúa", BODY)
        assert article.tags == ("thời sự", "IT")
        assert article.metadata["more"] == {"place": ["Cần Thơ", 7, None]}
        assert article.metadata["decoded_from"] == [name]
        assert article.url == record["url"]

    def test_text(self, read, write, name):
        assert is_decoded(read(write("a.txt", shown(f"{TITLE}\n\n{BODY}", name))).article, name)

    def test_off(self, read, write, name):
        text = shown(BODY, name)
        article = read(write("a.jsonl", json.dumps({"title": "x", "body": text})), decode=False).article
        assert (article.body, dict(article.metadata)) == (text, {})


def test_a_file_of_many_encodings(read, write):
    lines = [as_bytes(BODY, name) for name in SINGLE_BYTES]
    article = read(write("a.txt", b"\n".join([b"Bai", BODY.encode(), *lines]))).article
    assert article.body == "\n".join([BODY] * 6)
    assert sorted(article.metadata["decoded_from"]) == sorted(SINGLE_BYTES)


def test_one_line_of_another_encoding(read, write):
    good = json.dumps({"title": TITLE, "body": BODY}, ensure_ascii=False).encode()
    bad = as_bytes(json.dumps({"title": TITLE, "body": BODY}, ensure_ascii=False), "TCVN3")
    outcome = read(write("a.jsonl", b"\n".join([good] * 2000 + [bad])))
    assert {(article.title, article.body) for article in outcome.articles} == {(TITLE, BODY)}
    assert outcome.articles[-1].metadata == {"decoded_from": ["TCVN3"]}
    assert outcome.articles[0].metadata == {}
    assert [problem.where[-5:] for problem in outcome.problems] == [":2001"]


def test_references_of_an_old_encoding_in_a_page(read, write):
    page = f"<title>{TITLE}</title><p>{'</p><p>'.join(BODY.splitlines())}</p>"
    written = shown(page, "VNI").encode("ascii", "xmlcharrefreplace")
    assert is_decoded(read(write("a.html", written)).article, "VNI")


def test_references_that_were_escaped_twice(read, write):
    body = BODY.replace("ế", "&#7871;").replace("ừ", "&amp;#7915;").replace("ủ", "&amp;#7911;")
    page = f"<title>{TITLE}</title><p>{'</p><p>'.join(body.splitlines())}</p><p>&lt;b&gt; a &amp;lt; b</p>"
    article = read(write("a.html", page)).article
    assert article.body == BODY + "\n<b> a &lt; b"
    assert article.metadata == {"decoded_from": ["HTML references"]}


def test_off_leaves_bytes_a_character_each(read, write):
    article = read(write("a.txt", as_bytes(f"{TITLE}\n\n{BODY}", "TCVN3")), decode=False).article
    assert TITLE not in article.title and article.metadata == {}


def test_a_record_that_is_good_is_given_back_itself():
    record = {"title": TITLE, "tags": ["a"], "n": 1.5}
    decoded, names = decode_record(record)
    assert decoded is record and names == ()


def test_the_run_counts_what_was_decoded(write, tmp_path):
    write("texts/a.txt", as_bytes(f"{TITLE}\n\n{BODY}", "TCVN3"))
    write("texts/b.txt", as_bytes(f"{TITLE}\n\n{BODY}", "TCVN3"))
    write("texts/c.txt", as_bytes(f"{TITLE}\n\n{BODY}", "VNI"))
    write("texts/d.txt", f"{TITLE}\n\n{BODY}")
    write("texts/e.jsonl", json.dumps({"title": "a", "decoded_from": "b"}))
    with ArticleIndex.create(tmp_path / "index", words=False) as index:
        report = sync(index, [tmp_path / "texts"])
    assert report.decoded == {"TCVN3": 2, "VNI": 1}
    assert index.get("texts/a.txt").metadata == {"decoded_from": ["TCVN3"]}
    (tmp_path / "texts" / "a.txt").touch()
    with index:
        again = sync(index, [tmp_path / "texts"])
    assert (again.updated, again.decoded) == (0, {})


def test_sync_leaves_all_as_it_is_if_told_to(write, tmp_path):
    write("texts/a.txt", as_bytes(f"{TITLE}\n\n{BODY}", "TCVN3"))
    with ArticleIndex.create(tmp_path / "index", words=False) as index:
        report = sync(index, [tmp_path / "texts"], decode=False)
    assert not report.decoded and index.get("texts/a.txt").metadata == {}
