"""What a run of ``tracuu index`` did, in one sentence or as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracuu.search.cli.layout import plural

if TYPE_CHECKING:
    from tracuu.index.sync_report import SyncReport


@dataclass(frozen=True, slots=True)
class Run:
    """A run that is over.

    Attributes:
        report: from ``sync``.
        problems: how many of each kind.
        folder: of the index.
        articles: in the index now.
        seconds: that it took.
        interrupted: by Ctrl-C.
        can_go_on: whether all that was to be read can be read again; standard input cannot.
    """

    report: SyncReport
    problems: Mapping[str, int]
    folder: str
    articles: int
    seconds: float
    interrupted: bool
    can_go_on: bool = True

    @property
    def refused(self) -> int:
        """Articles that were left out."""
        return self.problems.get("article", 0)

    def record(self) -> dict[str, Any]:
        """For JSON."""
        report = self.report
        return {
            "index": self.folder,
            "articles": self.articles,
            "files": report.files,
            "unchanged_files": report.unchanged_files,
            "unreadable": self.problems.get("unreadable", 0),
            "ignored": self.problems.get("ignored", 0),
            "notes": self.problems.get("note", 0),
            "gone_files": report.gone_files,
            "added": report.added,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "removed": report.removed,
            "refused": self.refused,
            "decoded": dict(report.decoded.most_common()),
            "seconds": round(self.seconds, 3),
            "interrupted": self.interrupted,
        }


def summary(run: Run) -> str:
    """A sentence for people; sentences, where there is something to do."""
    holds = f"the index in {run.folder} holds {plural(run.articles, 'article')}"
    changes = list(_changes(run))
    if changes or run.interrupted:
        read = run.report.files - run.report.unchanged_files
        done = ", ".join(changes) or "nothing taken"
        if read:
            done += f" from {plural(read, 'file')}"
        text = f"{done} in {duration(run.seconds)}; {holds}"
    else:
        text = f"nothing changed; {holds}"
    if run.interrupted:
        text = f"interrupted: {text}"
        if run.can_go_on:
            text += ". The same command goes on where this one stopped"
    return ". ".join([text, *_hints(run)])


def _changes(run: Run) -> Iterator[str]:
    report = run.report
    counts = {
        "added": report.added,
        "updated": report.updated,
        "removed": report.removed,
        "refused": run.refused,
    }
    named = False
    for name, count in counts.items():
        if count:
            yield f"{count:,} {name}" if named else f"{plural(count, 'article')} {name}"
            named = True


def _hints(run: Run) -> Iterator[str]:
    if decoded := run.report.decoded.most_common():
        (first, count), *others = decoded
        were = "article was" if count == 1 else "articles were"
        yield ", ".join([f"{count:,} {were} decoded from {first}", *(f"{n:,} from {name}" for name, n in others)])
    if unreadable := run.problems.get("unreadable", 0):
        yield f"{plural(unreadable, 'file')} could not be read"
    if ignored := run.problems.get("ignored", 0):
        yield f"{plural(ignored, 'file')} passed over (-v tells why)"
    if run.report.gone_files and not run.report.removed:
        whose = "its" if run.report.gone_files == 1 else "their"
        yield f"{plural(run.report.gone_files, 'file')} no longer there: --prune removes {whose} articles"


def duration(seconds: float) -> str:
    """A time as people say it.

    >>> duration(0.84), duration(42.4), duration(312)
    ('0.8 s', '42 s', '5 min 12 s')
    """
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
