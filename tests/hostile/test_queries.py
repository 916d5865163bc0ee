"""Queries that would take forever, or all memory: answered, or refused with a message, within bounds.

Time is measured by the steps of the interpreter that two queries of different lengths take, which no other process
on the machine disturbs: three times the query must not be much more than three times the work.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from functools import partial

import pytest

from tracuu.analyzers.errors import QueryError, TracuuError
from tracuu.index import Article, ArticleIndex
from tracuu.search import Searcher
from tracuu.search.nodes import Syllable, Unit
from tracuu.search.occurrences import OccurrenceFinder
from tracuu.search.plan import MAX_LOOSE, MAX_UNITS, MAX_WIDE
from tracuu.search.syntax import MAX_QUERY_LENGTH
from tracuu.search.variants.aliases import parse_aliases

from .conftest import Run

WORDS = (
    "phở bò ở Hà Nội của Ông Bùi Thanh Sơn và bà Trần Thị Mai thủ tướng dự hội nghị ngoại giao ngày 14/4/2025".split()
)
QUERIES = int(os.environ.get("TRACUU_LONG_QUERIES", "12"))
"""All of them in the long run."""
TITLE = "một hai ba bốn năm sáu bảy tám chín mười"


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    directory = tmp_path_factory.mktemp("queries") / "i"
    with ArticleIndex.create(directory, words=False) as index:
        for number in range(30):
            body = " ".join(WORDS[number % 7 :] + WORDS) + f" x{number} Nguyễn A A A A A B"
            index.add(Article(id=f"{number}", title=f"{TITLE} {number}", body=body, tags=("a" * 200, f"{number}")))
    return Searcher(directory)


REPEATED = [
    *(
        "(",
        ")",
        "()",
        "(a",
        "((a) OR ",
        "NOT ",
        "-",
        "- ",
        "+",
        '"',
        '""',
        '" ',
        "“",
        "a OR ",
        "a AND ",
        "OR ",
        "title:",
    ),
    *("title:(", "tag:", 'tag:"', "date:", "[", "[a TO ", "*", "* ", "a* ", "*a", "?*", "~", "a~ ", "a~2 ", '"a b"~9 '),
    *(
        "a",
        "A",
        "ă",
        "1",
        "1 ",
        "1.",
        "1-",
        "A.",
        "A. ",
        "a-",
        "/",
        "a/",
        "@",
        "a@",
        "#",
        "&",
        "\\",
        "\0",
        "a\0",
        "\ud800",
    ),
    *("a\ud800 ", "\u0301", "a\u0301", "\u200b", "漢", "😀", "\u202e", "\x1b[31m", "%", "http://", "'", "`", "a`e^"),
    *(
        "aa",
        "aaeeoowwddsfrxj ",
        "a6e6o7d9 ",
        "a^`e^?o+~ ",
        "Ông ",
        "PGS.TS. ",
        "Bộ trưởng ",
        "ngày 1 tháng 2 ",
        "14/4/2025 ",
    ),
    *(
        "34-NQ/TW ",
        "nghị định số ",
        "UBND TP.HCM ",
        "XIV ",
        "MMMDCCCLXXXVIII ",
        "nguyenvana ",
        "nguyenvana",
        "Nguyễn V. ",
    ),
    *("Hoàng Vy Vũ ", "phở bò ", "mentions:2021 ", "id:1 ", "path:/a* ", "12 000 ", "vi ", "'a ", "one two "),
]


def steps(work: Callable[[], object]) -> int:
    """How many lines and calls of Python it takes; array operations are linear and hardly count."""
    count = 0

    def trace(*_: object) -> object:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    except QueryError:
        return 0
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("method", ["search", "names", "suggest"])
def test_the_work_grows_as_the_query_does(searcher: Searcher, method: str) -> None:
    for piece in REPEATED:
        times = max(400 // len(piece), 1)
        once, thrice = (steps(partial(getattr(Searcher(searcher.index), method), piece * n * times)) for n in (1, 3))
        assert thrice < 4.5 * once + 60_000, piece
    whole = [" ".join(WORDS * 40)[:length] for length in (1000, 3000)]
    once, thrice = (steps(partial(Searcher(searcher.index).search, text)) for text in whole)
    assert thrice < 4.5 * once


def test_as_long_as_a_query_may_be(searcher: Searcher) -> None:
    """All of them end, and by nothing but an answer or an error of our own."""
    for piece in random.sample(REPEATED, min(QUERIES, len(REPEATED))):
        text = (piece * MAX_QUERY_LENGTH)[:MAX_QUERY_LENGTH]
        for ask in (searcher.search, searcher.names, searcher.suggest, lambda text: searcher.explain(text, "1")):
            try:
                ask(text)
            except TracuuError as error:
                assert len(str(error)) < 1000


@pytest.mark.parametrize("length", [MAX_QUERY_LENGTH + 1, 100_000, 10_000_000])
def test_longer_ones_are_refused_before_they_are_read(searcher: Searcher, length: int) -> None:
    for ask in (
        searcher.search,
        searcher.find,
        searcher.names,
        searcher.suggest,
        lambda text: searcher.explain(text, "1"),
        lambda text: searcher.highlight(text, searcher.index.get("1")),
    ):
        assert steps(lambda ask=ask: ask("a " * length)) < 1000
        with pytest.raises(QueryError, match=f"has {length:,} characters, more than 10,000: search for a few words"):
            ask("a" * length)


def test_as_many_words_as_the_text_has() -> None:
    """What a word may begin is looked up, not compared with all that is looked for."""

    def find(count: int) -> int:
        words = [f"x{number:03}" for number in range(count)]
        units = [Unit((Syllable(word, ("body",)),)) for word in words]
        return steps(lambda: OccurrenceFinder(units).find(" ".join(words), "body"))

    find(400)  # what is worked out once for each word
    assert find(300) < 4.5 * find(100)


def test_limits_are_said(searcher: Searcher) -> None:
    words = [f"x{number}" for number in range(MAX_UNITS + 1)]
    with pytest.raises(
        QueryError, match="1,025 different words and names, more than 1,024: search for a few sentences"
    ):
        searcher.search(" ".join(words))
    assert searcher.search(" ".join(words[1:])).partial == 29
    assert searcher.search("phở " * 2400).total == 30
    loose = [f'"phở bò"~{number}' for number in range(2, MAX_LOOSE + 3)]
    with pytest.raises(QueryError, match="33 quotations with ~, more than 32: leave some out"):
        searcher.search(" ".join(loose))
    assert searcher.search(" ".join(loose[1:])).total == 30
    wide = [f"{letter}*" for letter in "abcdefghijklmnopq"]
    with pytest.raises(QueryError, match=r"17 words with \* or ~, more than 16"):
        searcher.search(" OR ".join(wide))
    assert searcher.search(" OR ".join(wide[:MAX_WIDE])).total == 30


def test_the_same_clause_is_looked_for_once(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    matcher = searcher.snapshot.matchers[0]
    monkeypatch.setattr(matcher, "covered", lambda unit, ask=matcher.covered: asked.append(unit) or ask(unit))
    for joint in (" ", " OR ", " -"):
        asked.clear()
        searcher.search(joint.join(['"phở bò ở"~9'] * 400), suggest=False)
        assert 0 < len(asked) < 10


def test_patterns_that_backtrack(searcher: Searcher) -> None:
    for field in ("", "tag:", "path:", "id:", "author:"):
        for pattern in ("*a" * 30 + "b", "a" + "*a" * 60 + "*b", "*" * 200 + "b", "*ă" * 40):
            # Most is compiling, and Python 3.10 knows no atomic groups: fnmatch writes two groups for each of them.
            assert steps(lambda query=field + pattern: searcher.search(query, suggest=False)) < 600_000
    assert searcher.search("tag:" + "*a" * 100).total == 30


def test_names_whose_parts_repeat(searcher: Searcher) -> None:
    """Each way to lay syllables over those of a name would be tried: 12! of them."""
    from tracuu.search.names import _assigned

    syllables = [Syllable(term, ("body",)) for term in [*"aaaaaaaaaaa", "c"]]
    assert steps(lambda: _assigned(syllables, ["a"] * 30)) < 20_000
    assert _assigned([Syllable(term, ("body",)) for term in ("an", "án")], ["án", "an"])
    assert _assigned(syllables, [*"caaaaaaaaaaab"]) and not _assigned(syllables, [*"aaaaaaaaaaab"])


def test_an_acronym_of_thousands_of_groups(searcher: Searcher) -> None:
    aliases = parse_aliases("\n".join(f"PB = món số {number} = phở {number}" for number in range(2_000)))
    many = Searcher(searcher.index, aliases=aliases)
    assert many.search("PB phở").partial == 30


def test_memory_and_time_have_walls(run: Run, searcher: Searcher) -> None:
    """The worst of it, by the command, in a process that may have 2 GB and a minute."""
    script = """
    import os
    from click.testing import CliRunner
    from tracuu.search.cli import tracuu

    def ask(*arguments, stdin=b""):
        result = CliRunner().invoke(tracuu, [*arguments], input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        print(result.exit_code, (result.stderr or "-").splitlines()[0][:64])

    os.environ["TRACUU_INDEX"] = sys.argv[1]
    ask("search", "a " * 5_000_000)
    ask("search", "(" * 100_000)
    ask("names", "a" * 10_000_000)
    ask("suggest", "a" * 10_000_000)
    ask("explain", '"' * 100_000, "1")
    ask("search", "--", "NOT " * 2400)
    ask("search", "-", stdin=b"(" * 10_000_000 + b"\\n" + b"\\xff\\x00" * 4000 + b"\\nph\\xe1\\xbb\\x9f\\n")
    """
    printed = run(script, searcher.index.directory)
    assert printed.splitlines()[:5] == [
        f"2 {message:.64}"
        for message in (
            f"tracuu: the query has {length:,} characters, more than 10,000: search for a few words or sentences"
            for length in (10**7, 10**5, 10**7, 10**7, 10**5)
        )
    ]
    assert printed.splitlines()[-1].startswith("2 tracuu: line 1: the query has")
