"""What matched, shown in HTML, Markdown, on a terminal and as plain text: nothing of the text is ever markup."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tracuu.search import Highlighted
from tracuu.search.highlighting import merge_spans, printable

NASTY = "<script>alert('1')</script> & \"x\" &amp; <!-- --> ]]> * _ ` # > - + 1. [a](b) ![a](b) ~~ | \\ <b> http://a.b"
texts = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from([*NASTY.split(" "), " ", "  ", "\n", "\n\n", "\t", "a", "bùi", "1."]), max_size=12).map(
        "".join
    ),
)


@st.composite
def highlighted(draw: st.DrawFn) -> Highlighted:
    """A text with some of its stretches of letters highlighted, as they are in real ones."""
    text = draw(texts)
    spans = [match.span() for match in re.finditer(r"[^\W_]+", text) if draw(st.booleans())]
    return Highlighted(text, merge_spans(spans, text))


class Reader(HTMLParser):
    """What a browser would show: the text, and which of it is marked."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[tuple[str, bool]] = []
        self.marked = False
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        self.marked = True

    def handle_endtag(self, tag: str) -> None:
        self.tags.append("/" + tag)
        self.marked = False

    def handle_data(self, data: str) -> None:
        self.pieces.append((data, self.marked))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def test_one_text_in_all_formats() -> None:
    found = Highlighted('Ông *Bùi Thanh Sơn* <b>nói</b> & "cười"\nở Hà\u00a0Nội', ((5, 18), (42, 48)))
    assert found.html() == (
        "Ông *<mark>Bùi Thanh Sơn</mark>* &lt;b&gt;nói&lt;/b&gt; &amp; &quot;cười&quot;\nở <mark>Hà\u00a0Nội</mark>"
    )
    assert found.html("em").count("<em>") == 2
    assert found.markdown() == ('Ông \\***Bùi Thanh Sơn**\\* \\<b\\>nói\\</b\\> \\& "cười" ở **Hà Nội**')
    assert found.plain() == 'Ông *[Bùi Thanh Sơn]* <b>nói</b> & "cười" ở [Hà Nội]'
    assert found.ansi().replace("\x1b[1;33m", "[").replace("\x1b[0m", "]") == found.plain()
    assert [found.render(name) for name in ("html", "markdown", "plain", "ansi")] == [
        found.html(),
        found.markdown(),
        found.plain(),
        found.ansi(),
    ]
    assert str(found) == found.text


@given(highlighted())
def test_pieces_are_the_text(found: Highlighted) -> None:
    assert "".join(piece for piece, _ in found.pieces()) == found.text
    assert [piece for piece, hit in found.pieces() if hit] == [found.text[start:end] for start, end in found.spans]


@given(highlighted())
def test_html_shows_the_text_and_nothing_else(found: Highlighted) -> None:
    reader = Reader()
    reader.feed(found.html())
    reader.close()
    assert "".join(text for text, _ in reader.pieces) == found.text
    assert "".join(text for text, marked in reader.pieces if marked) == "".join(
        found.text[start:end] for start, end in found.spans
    )
    assert set(reader.tags) <= {"mark", "/mark"}


def rendered(markdown: str) -> str:
    reader = Reader()
    reader.feed(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown))
    reader.close()
    assert set(reader.tags) <= {"p", "/p", "strong", "/strong"}, (markdown, reader.tags)
    return "".join(text for text, _ in reader.pieces)


@given(highlighted())
def test_markdown_shows_the_text_and_nothing_else(found: Highlighted) -> None:
    assert "\n" not in found.markdown()
    assert rendered(found.markdown()).split() == printable(found.text).split()


@pytest.mark.parametrize(
    "text", ["1. a", "1) a", "# a", "- a", "    a", "a\n===", "a\n\n---", "> a", "```\na", "[a]: b"]
)
def test_no_line_of_markdown_is_a_block(text: str) -> None:
    assert rendered(Highlighted(text).markdown()).split() == text.split()


STEERING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
CONTROL = "\x1b[31m \x1b]0;title\x07 \x9b31m \r\b\x00 \u202e \u2066 \u200f \ud800 \u2028 a"


@given(st.one_of(texts, st.text(st.sampled_from(CONTROL), max_size=20)))
def test_nothing_steers_a_terminal(text: str) -> None:
    found = Highlighted(text, ((0, 1),) if text[:1].isalnum() else ())
    for shown in (found.plain(), found.ansi().replace("\x1b[1;33m", "").replace("\x1b[0m", "")):
        for char in shown:
            assert unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp"), ascii(shown)
            assert unicodedata.bidirectional(char) not in (
                "LRE",
                "RLE",
                "LRO",
                "RLO",
                "PDF",
                "LRI",
                "RLI",
                "FSI",
                "PDI",
            )


def test_printable_keeps_what_is_harmless() -> None:
    text = "Tiê\u0301ng Việt 北京 café\u00ad 👩\u200d🚀 a\u200bb"
    assert printable(text) == text
    assert printable("một\nhai\r\n\tba\u00a0bốn") == "một hai   ba bốn"
    assert printable("\x1b[2J\u202e") == "\ufffd[2J\ufffd"


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 4))), st.text("a -\n", min_size=16, max_size=16))
def test_merged_spans_cover_what_the_spans_do(spans: list[tuple[int, int]], text: str) -> None:
    given_spans = [(start, start + size) for start, size in spans]
    merged = merge_spans(given_spans, text)
    covered = {place for start, end in given_spans for place in range(start, end)}
    shown = {place for start, end in merged for place in range(start, end)}
    assert covered <= shown
    assert all(text[place] in " -" for place in shown - covered)
    assert all(before[1] < after[0] for before, after in pairwise(merged))


def test_spans_join_over_white_space_and_hyphens_only() -> None:
    assert merge_spans([(0, 3), (4, 9), (10, 13)], "Bùi Thanh Sơn") == ((0, 13),)
    assert merge_spans([(0, 4), (5, 10)], "Díaz-Canel") == ((0, 10),)
    assert merge_spans([(0, 2), (4, 6)], "Hà, Nội") == ((0, 2), (4, 6))
    assert merge_spans([(0, 2), (3, 6)], "Hà\nNội") == ((0, 2), (3, 6))
    assert merge_spans([(0, 2), (6, 9)], "Hà    Nội") == ((0, 2), (6, 9))
