"""The indexes of one corpus, in a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.speed.corpus import Corpus
from benchmarks.speed.processes import TRACUU, Cost, child, run


class Indexes:
    """The indexes of one corpus, each built by a process of its own when it is first needed."""

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        """Those that lie in the folder are taken as they are."""
        self.corpus = corpus
        self._folder = folder

    def path(self, engine: str, form: str) -> Path:
        """Where the index is; it is there."""
        if not self._place(engine, form).exists():
            self.build(engine, form)
        return self._place(engine, form)

    def build(self, engine: str, form: str) -> dict[str, float]:
        """Build anew; seconds and peak of memory."""
        place = self._place(engine, form)
        shutil.rmtree(place, ignore_errors=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            return child("build", engine, form, self.corpus.folder, place)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)  # half of an index would be taken for one
            raise

    def build_with_jobs(self, jobs: int) -> Cost:
        """``tracuu index --jobs`` on the file, as a process from its start to its end."""
        place = self._place("tracuu", f"jobs-{jobs}")
        shutil.rmtree(place, ignore_errors=True)
        command = ("index", "--quiet", "--jobs", str(jobs), "--index", str(place), str(self.corpus.raw))
        return run(*TRACUU, *command)

    def _place(self, engine: str, form: str) -> Path:
        return self._folder / f"{engine}-{form}"
