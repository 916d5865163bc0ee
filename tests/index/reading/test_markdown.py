"""Markdown: front matter, headings, and text without markup."""

from __future__ import annotations

import datetime as dt
import json

import pytest

PAGE = """---
title: "Lễ hội Nghinh Ông"
id: 007
date: 14/4/2025
author: Trần Thị Bưởi, Lê Mận
tags: [biển, lễ hội]
categories: Văn hóa
summary: Ngư dân Cần Giờ rước cá Ông.
views: 12
draft: no
---
# Lễ hội Nghinh Ông

Đoàn **ghe** rước [Ông](https://example.org "cá") ra *cửa biển*,
`trống` vang.

![Ghe hoa trên sông](ghe.jpg)

- một
- hai <b>ba</b>

| Xã | Ghe |
|----|-----|
| Thạnh An | 30 |

```python
print("xin chào")
```

<div><p>Khối <i>HTML</i></p><script>alert(1)</script></div>
"""


def test_a_whole_page(write, read):
    outcome = read(write("n/lễ hội.md", PAGE))
    article = outcome.article
    assert article.title == "Lễ hội Nghinh Ông"
    assert article.body.split("\n\n") == [
        "Ngư dân Cần Giờ rước cá Ông.",
        "Đoàn ghe rước Ông ra cửa biển,\ntrống vang.",
        "Ghe hoa trên sông",
        "một\nhai ba",
        "Xã | Ghe\nThạnh An | 30",
        'print("xin chào")',
        "Khối HTML",
    ]
    assert (article.id, article.date) == ("007", dt.date(2025, 4, 14))
    assert article.authors == ("Trần Thị Bưởi", "Lê Mận")
    assert article.tags == ("biển", "lễ hội", "Văn hóa")
    assert article.metadata == {"views": 12, "draft": False}
    assert outcome.problems == []


@pytest.mark.parametrize(
    ("content", "title", "body"),
    [
        ("# Tựa\n\nThân", "Tựa", "Thân"),
        ("Tựa\n=====\n\nThân", "Tựa", "Thân"),
        ("Lời mở.\n\n## Tựa\n\nThân", "Tựa", "Lời mở.\n\nTựa\n\nThân"),
        ("Dòng đầu\n\nThân", "Dòng đầu", "Thân"),
        ("---\ntitle: Tựa\n---\n# Khác\n\nThân", "Tựa", "Khác\n\nThân"),
        ("---\ntitle: Tựa\n---", "Tựa", ""),
        ("---\ntitle: No\n---\nThân", "No", "Thân"),
        ("---\ntitle: ~\n---\n# Tựa\n", "Tựa", ""),
        ("# A &amp; B\\*\n\nx<br>y<!-- ẩn -->", "A & B*", "x\ny"),
        ("---\n\nGiữa hai vạch\n\n---\n\nThân", "Giữa hai vạch", "Thân"),
        ("---\n{}\n---\nTựa\n", "Tựa", ""),
    ],
)
def test_titles(write, read, content, title, body):
    article = read(write("a.md", content)).article
    assert (article.title, article.body) == (title, body)


@pytest.mark.parametrize(
    "front",
    [
        "title: [chưa đóng",
        "a: &x [1]\nb: *x",
        "x: !!timestamp hôm nay",
        "x: !!int ''",
        "a: " + "[" * 3000,
        "? [a]\n: b",
        "x: !!python/object/apply:os.system ['true']",
    ],
)
def test_front_matter_that_is_not_understood_is_kept_as_text(write, read, front):
    outcome = read(write("a.md", f"---\n{front}\n---\n# Tựa\n\nThân"))
    assert (outcome.article.title, outcome.article.body) == ("Tựa", f"{front}\n\nThân")
    assert "front matter" in outcome.of_kind("note")[0].reason


def test_metadata_can_be_stored_as_json(write, read):
    front = "a: !!set {x}\nb: 2025-02-30\nc: !!binary aGk=\n1: {2: [3, null]}\nbody: khác"
    metadata = read(write("a.md", f"---\n{front}\n---\n# Tựa\n\nThân")).article.metadata
    assert json.loads(json.dumps(dict(metadata))) == metadata
    assert metadata["b"] == "2025-02-30" and metadata["1"] == {"2": [3, None]}
    assert metadata["body (front matter)"] == "khác"


def test_a_date_that_is_none_is_kept(write, read):
    outcome = read(write("a.md", "---\ndate: 2025-02-30\n---\n# Tựa\n"))
    assert (outcome.article.date, outcome.article.metadata) == (None, {"date": "2025-02-30"})
    assert "'date' is no full date" in outcome.of_kind("note")[0].reason


def test_a_heading_that_is_no_text_and_a_page_without_any(write, read):
    assert read(write("a.md", "---\nviews: 1\n---\n")).error.endswith("no title and no body; found 'views'")
    assert "must be text" in read(write("b.md", "---\ntitle: [a]\n---\nThân")).error


def test_html_nested_too_deeply_is_kept_as_it_is(write, read):
    outcome = read(write("a.md", "# Tựa\n\n" + "<div>" * 3000 + "giữa"))
    assert "giữa" in outcome.article.body
    assert "kept as it is written" in outcome.of_kind("note")[0].reason


def test_markdown_nested_too_deeply_is_not_cut(write, read):
    """The parser leaves out, without a word, what is nested more deeply than it was told to go."""
    levels = [f"{'  ' * n}- mục {n}" for n in range(200)]
    outcome = read(write("a.md", "# Tựa\n\n" + "\n".join(levels[:25])))
    assert "mục 24" in outcome.article.body and outcome.problems == []
    outcome = read(write("a.md", "# Tựa\n\n" + "\n".join(levels)))
    assert "mục 199" in outcome.article.body
    assert "nested too deeply" in outcome.of_kind("note")[0].reason


def test_numbers_that_no_record_can_hold(write, read):
    article = read(write("a.md", "---\ntitle: A\nx: .nan\ny: -.inf\n---\nThân bài.\n")).article
    assert article.metadata == {"y": "-Infinity"}
