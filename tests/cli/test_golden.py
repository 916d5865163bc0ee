"""What people see, as whole pages: read the files in ``golden/`` to judge it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

Golden = Callable[[str, str], None]
Run = Callable[..., Any]

QUERIES = {
    "full-and-partial": ["search", "nước dùng quế"],
    "marks-relaxed": ["search", "Trần Vân Đạt"],
    "facets": ["search", "--facet", "tag", "--facet", "year", "--sort", "date", "--snippets", "2", "nước"],
    "hostile": ["search", "địa chỉ"],
    "wide": ["search", "hiền tài"],
    "nfd": ["search", "--width", "400", "sông đáy"],
    "show": ["show", "--highlight", "thủy điện", "thuy-dien"],
}


def steady(text: str) -> str:
    """Without scores, which the ranking may change."""
    return re.sub(r"\d+\.\d\d$", "0.00", text, flags=re.MULTILINE)


@pytest.mark.parametrize("width", ["60", "200"])
def test_pages_for_people(odd: Run, golden: Golden, width: str) -> None:
    page = ""
    for name, arguments in QUERIES.items():
        done = odd(*arguments, COLUMNS=width)
        assert done.returncode == 0, (name, done)
        page += f"$ tracuu {' '.join(arguments)}\n{done.stderr}\n{done.stdout}\n"
    golden(f"pages-{width}.txt", steady(page))


def test_in_a_pipe_a_passage_is_one_line(odd: Run, golden: Golden) -> None:
    golden("pipe.txt", steady(odd("search", "nước dùng quế").stdout))


def test_colours(odd: Run, golden: Golden) -> None:
    done = odd("search", "--color", "always", "nước dùng quế", COLUMNS="60")
    golden("colours.txt", steady(done.stdout.replace("\x1b", "␛").replace("␛[0m\n", "\n")))


@pytest.mark.parametrize("format", ["html", "markdown"])
def test_documents(odd: Run, golden: Golden, format: str) -> None:
    done = odd("search", "--format", format, "--facet", "tag", "phở", "OR", "alert")
    assert done.stderr == ""
    golden(f"page.{format}", done.stdout)


def test_analyze(golden: Golden, empty: Run) -> None:
    text = "Ông BÙI THANH SƠN thăm thuỷ điện Hoà Bình ngày 14/4/2025, theo Nghị quyết 34-NQ/TW."
    golden("analyze.txt", empty("analyze", "--no-words", text).stdout)
