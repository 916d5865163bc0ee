"""What the tests of reading share: files written in one line, and read with all that was reported."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tracuu.analyzers.errors import ReadError
from tracuu.index.article import Article
from tracuu.index.reading import Problem, find_sources, read_articles

TEXT = """Chợ nổi Cái Răng họp từ ba giờ sáng

Ghe chở dưa hấu từ Sóc Trăng neo giữa dòng, cây bẹo treo lủng lẳng trước mũi.
Người mua gọi với sang, người bán ném từng quả dưa qua mạn ghe.

Bà Sáu bán bún riêu trên chiếc xuồng ba lá đã hơn bốn mươi năm."""


@dataclass
class Outcome:
    """All that came out of a reading."""

    articles: list[Article] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Problem]:
        return [problem for problem in self.problems if problem.kind == kind]

    def reasons(self) -> str:
        return "\n".join(f"{problem.kind}: {problem.where}: {problem.reason}" for problem in self.problems)

    @property
    def article(self) -> Article:
        """The only one."""
        (article,) = self.articles
        return article

    @property
    def error(self) -> str:
        """The only one."""
        (error,) = self.errors
        return error


Read = Callable[..., Outcome]
Write = Callable[..., Path]


@pytest.fixture
def read() -> Read:
    """Read paths as the command does: a file that cannot be read is skipped, the run goes on."""

    def read(paths: str | Path | Iterable[str | Path], **options: Any) -> Outcome:
        outcome = Outcome()
        several = [paths] if isinstance(paths, (str, Path)) else paths
        for source in find_sources(several, on_problem=outcome.problems.append):
            try:
                for article in read_articles(source, on_problem=outcome.problems.append, **options):
                    outcome.articles.append(article)
            except ReadError as error:
                outcome.errors.append(str(error))
        return outcome

    return read


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file below the test's own folder, making the folders above it."""

    def write(name: str, content: str | bytes = TEXT) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def text() -> str:
    """A short text whose first line is its title."""
    return TEXT


@pytest.fixture
def to_cp1258() -> Callable[[str], bytes]:
    """An encoder for Windows-1258, which Python's own is not: tones are characters of their own there."""

    def encode(text: str) -> bytes:
        out = bytearray()
        for char in unicodedata.normalize("NFC", text):
            parts = unicodedata.normalize("NFD", char)
            tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
            try:
                out += char.encode("cp1258")
            except UnicodeEncodeError:
                out += (base + tones).encode("cp1258")
        return bytes(out)

    return encode


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real texts that lies beside the project on some machines; skips on others."""
    folder = Path(__file__).parents[4] / "shared"
    if not folder.is_dir():
        pytest.skip("no folder with real texts beside the project")
    return folder
