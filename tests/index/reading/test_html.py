"""HTML: the main text of a page, and all its text where there is no main text."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tracuu.index.reading.html_text import html_to_text
from tracuu.index.reading.limits import LIMITS

PARAGRAPHS = [
    "Sáng sớm, hàng trăm hộ trồng sen ở Tháp Mười chống xuồng ra đồng hái ngó, kịp giao trước tám giờ.",
    "Giá ngó sen tuần này tăng gấp đôi vì nước về muộn, bà con nói chưa năm nào bán được giá như vậy.",
    "Hợp tác xã dự tính mở thêm mười héc ta sen ở xã Mỹ Hòa, trồng xen với lúa mùa nổi và nuôi cá đồng.",
    "Du khách đến đây được chèo xuồng, ăn cơm gói lá sen và nghe đờn ca tài tử trong những ngôi nhà sàn.",
]
CAPTION = "Đồng sen Tháp Mười vào mùa nước nổi. Ảnh: Nguyễn Thị Lài"
PAGE = f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
<title>Mùa sen Tháp Mười | Báo Đồng Quê</title>
<meta property="og:title" content="Mùa sen Tháp Mười">
<meta property="article:published_time" content="2025-04-14T08:00:00+07:00">
<meta name="author" content="Nguyễn Thị Lài"><meta name="keywords" content="sen, Đồng Tháp">
<link rel="canonical" href="https://example.org/mua-sen.html">
<script>var bad = "mã độc";</script><style>p {{ color: red }}</style></head>
<body><nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/the-thao">Thể thao</a></li></ul></nav>
<article><h1>Mùa sen Tháp Mười</h1>
<p>{PARAGRAPHS[0]}</p><figure><img src="a.jpg" alt=""><figcaption>{CAPTION}</figcaption></figure>
<p>{CAPTION}</p>
{"".join(f"<p>{p}</p>" for p in PARAGRAPHS[1:])}
<script>document.write("mã độc")</script></article>
<footer><p>Bản quyền thuộc về Báo Đồng Quê</p></footer></body></html>"""


def test_the_main_text_of_a_page(write, read):
    outcome = read(write("n/sen.html", PAGE))
    article = outcome.article
    assert (article.title, article.date, article.id) == (
        "Mùa sen Tháp Mười",
        dt.date(2025, 4, 14),
        "sen.html",
    )
    assert (article.authors, article.url) == (("Nguyễn Thị Lài",), "https://example.org/mua-sen.html")
    assert set(article.tags) == {"sen", "Đồng Tháp"}
    for paragraph in PARAGRAPHS:
        assert article.body.count(paragraph) == 1
    assert article.body.count(CAPTION) <= 1
    for noise in ("mã độc", "Trang chủ", "Bản quyền", "color"):
        assert noise not in article.body
    assert outcome.problems == []


def test_all_text_where_no_main_text_is_found(write, read):
    page = """<title>Giá lúa</title><body><div><a href=1>Trang chủ</a></div><table><tr><th>Loại<th>Giá
    <tr><td>OM 18<td>7.000</table><script>mã()</script><p>Cập&nbsp;nhật <b>hôm</b>   nay<br>hết"""
    outcome = read(write("a.html", page))
    assert outcome.article.title == "Giá lúa"
    for part in ("OM 18", "7.000", "Cập nhật hôm nay"):
        assert part in outcome.article.body
    assert "mã()" not in outcome.article.body


def test_doubt_about_the_main_text_is_reported(write, read):
    links = "".join(f"<li><a href='/{n}'>Tin vắn số {n} trong ngày</a></li>" for n in range(9))
    outcome = read(write("a.html", f"<title>Mục lục</title><body><nav><ul>{links}</ul></nav></body>"))
    assert outcome.article.title == "Mục lục"
    assert outcome.article.body.split("\n") == [f"Tin vắn số {n} trong ngày" for n in range(9)]
    assert "navigation included" in outcome.of_kind("note")[0].reason


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>một<p>hai", "một\nhai"),
        ("a<b>b</b>c<br>d", "abc\nd"),
        ("<ul><li>một</li><li>hai</li></ul>", "một\nhai"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a | b\nc"),
        ("x<script>y</script>z<!-- w --><style>v</style>", "xz"),
        ("<?xml version='1.0' encoding='latin1'?><p>chữ Việt</p>", "chữ Việt"),
        ("Xin &lt;chào&gt; &#7879; &amp;", "Xin <chào> ệ &"),
        ("  nhiều \n\t khoảng   trắng ", "nhiều khoảng trắng"),
        ("", ""),
        ("<!-- -->", ""),
    ],
)
def test_text_without_markup(markup, text):
    assert html_to_text(markup) == text


@pytest.mark.parametrize("name", ["windows-1258", "WINDOWS-1258"])
def test_a_page_says_its_encoding(write, read, to_cp1258, name):
    outcome = read(write("a.html", to_cp1258(PAGE.replace("utf-8", name))))
    assert outcome.article.title == "Mùa sen Tháp Mười"
    assert "not UTF-8: read as cp1258" in outcome.reasons()


def test_a_page_longer_than_trafilatura_is_given(write, read):
    outcome = read(write("a.html", PAGE), limits=replace(LIMITS, html_chars=100))
    assert PARAGRAPHS[0] in outcome.article.body and "Trang chủ" in outcome.article.body
    assert outcome.article.title == "Mùa sen Tháp Mười | Báo Đồng Quê"
    assert "navigation included" in outcome.reasons()


def test_a_failing_extractor_does_not_end_the_run(write, read, monkeypatch):
    def fail(*args: object, **options: object) -> None:
        raise RuntimeError("hỏng")

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    outcome = read(write("a.html", PAGE))
    assert PARAGRAPHS[0] in outcome.article.body
    assert "RuntimeError: hỏng" in outcome.reasons()


def test_nothing_is_printed_or_logged(write, read, capfd):
    read(write("a.html", "<p></p><p>x</p>"))
    assert capfd.readouterr() == ("", "")


def test_a_page_nested_too_deeply_is_refused_not_cut(write, read):
    path = write("a.html", "<div>" * 5000 + "giữa" + "</div>" * 5000 + "<p>cuối")
    assert "nested too deeply" in read(path).error


@pytest.mark.parametrize("content", ["<!-- chỉ có chú thích -->", "<html><body></body></html>", "<script>x</script>"])
def test_a_page_without_text(write, read, content):
    outcome = read(write("a.html", content))
    assert outcome.articles == [] and len(outcome.errors) == 1
