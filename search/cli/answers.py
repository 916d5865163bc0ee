"""Asking one query, or each line of standard input, and printing the answer as it was asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from tracuu.analyzers.errors import QueryError
from tracuu.search.cli.hits_text import hits_text
from tracuu.search.cli.notes import notes, tried
from tracuu.search.cli.options import Output
from tracuu.search.cli.output import Record, explanation_record, hit_record, results_record, show_json
from tracuu.search.cli.streams import complain, note, write_utf_8
from tracuu.search.cli.terminal import Terminal
from tracuu.search.filters import Filters
from tracuu.search.results import Explanation, Results
from tracuu.search.searcher import Searcher


class Answer(NamedTuple):
    """What a search found, and how each hit came to its score if that was asked for."""

    results: Results
    explanations: Mapping[str, Explanation]

    @property
    def found(self) -> bool:
        """Whether anything matches, on this page or another."""
        return bool(self.results.total or self.results.partial)

    def record(self) -> Record:
        """The whole of it for JSON."""
        return results_record(self.results, self.hits())

    def hits(self) -> Iterator[Record]:
        """Each hit for JSON."""
        for hit in self.results:
            record = hit_record(hit)
            if hit.id in self.explanations:
                record["explanation"] = explanation_record(self.explanations[hit.id])
            yield record


class Question(NamedTuple):
    """A search that waits for its query: ``settings`` are those of ``Searcher.search``."""

    searcher: Searcher
    settings: Mapping[str, Any]
    explain: bool

    def ask(self, query: str) -> Answer:
        """Search. Raises as ``Searcher.search``."""
        results = self.searcher.search(query, **self.settings)
        rules = {name: self.settings[name] for name in ("marks", "keystrokes", "filters")}
        explained = results if self.explain else ()
        return Answer(results, {hit.id: self.searcher.explain(query, hit.id, **rules) for hit in explained})


class View(NamedTuple):
    """How answers are printed."""

    output: Output
    format: str
    terminal: Terminal
    settings: Mapping[str, Any]

    def show(self, answer: Answer) -> None:
        """Print one answer."""
        results, limit = answer.results, self.settings["limit"]
        if self.output:
            if self.output == "jsonl":
                self._say(answer)
            show_json(self.output, answer.record(), answer.hits())
        elif self.format == "html":
            from tracuu.search.cli.hits_html import hits_html

            write_utf_8(sys.stdout)
            self.terminal.show(hits_html(results, limit))
        elif self.format == "markdown":
            from tracuu.search.cli.hits_markdown import hits_markdown

            self.terminal.show(hits_markdown(results, limit))
        else:
            self._say(answer)
            self.terminal.show(hits_text(results, self.terminal, answer.explanations))

    def _say(self, answer: Answer) -> None:
        filtered = self.settings["filters"] != Filters()
        for sentence in notes(answer.results, self.settings["limit"]):
            note(sentence)
        for sentence in tried(answer.results, self.settings["marks"], filtered):
            note(sentence)
        if answer.found and sys.stdout.isatty():
            note("")


def answer_lines(question: Question, view: View, lines: Iterable[bytes]) -> int:
    """Answer a query on each line; the exit status. A line of JSON Lines is one answer, or the error."""
    found = failed = False
    number = 0
    records: list[Record] = []
    for number, query in _queries(lines):
        try:
            answer = question.ask(query)
        except QueryError as error:
            failed = True
            complain(f"line {number}: {error}")
            records.append({"query": query, "error": str(error)})
        else:
            found = found or answer.found
            if view.output is None:
                view.terminal.show([*view.terminal.paragraph(f"== {query}", bold=True), ""])
                view.show(answer)
            else:
                records.append(answer.record())
        if view.output == "jsonl":
            show_json("jsonl", records.pop())
            sys.stdout.flush()  # whoever asks through a pipe waits for it
    if view.output == "json":
        show_json("json", {"answers": records})
    elif not number:
        note("no query was read from standard input: one is expected on each line")
    return 2 if failed else 0 if found else 1


def _queries(lines: Iterable[bytes]) -> Iterator[tuple[int, str]]:
    """Number and text of each line that is not empty."""
    for number, line in enumerate(lines, 1):
        if query := line.decode("utf-8-sig", "replace").strip():
            yield number, query
