"""Tasks that need a process of their own, since their memory or their first steps are measured.

``python -m benchmarks.speed.child TASK ...`` prints its report as a line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

from benchmarks.speed.corpus import Corpus
from benchmarks.speed.engines import builder
from benchmarks.speed.processes import own_memory


def build(engine: str, form: str, corpus: str, folder: str) -> dict[str, float]:
    """Build an index; libraries are imported before the clock runs, what they load by themselves afterwards is not."""
    make, source = builder(engine), Corpus(Path(corpus))
    began = time.perf_counter()
    make(source, Path(folder), form)
    return {"seconds": time.perf_counter() - began, "peak": own_memory("VmHWM")}


def open_index(folder: str, query: str) -> dict[str, float]:
    """CPU seconds to open an index, and to open it and answer a first query; modules are imported before."""
    from tracuu.index.article_index import ArticleIndex
    from tracuu.search.searcher import Searcher

    began = time.process_time()
    searcher = Searcher(ArticleIndex(folder))
    opened = time.process_time() - began
    searcher.search(query)
    return {"opened": opened, "answered": time.process_time() - began}


def answer(folder: str, queries: str, count: str) -> dict[str, float]:
    """Anonymous memory after so many queries of a file of lines; mapped files are not counted."""
    from tracuu.index.article_index import ArticleIndex
    from tracuu.search.searcher import Searcher

    searcher = Searcher(ArticleIndex(folder))
    for query in islice(cycle(Path(queries).read_text("utf-8").splitlines()), int(count)):
        searcher.search(query)
    return {"anonymous": own_memory("RssAnon")}


if __name__ == "__main__":
    task, *arguments = sys.argv[1:]
    tasks: dict[str, Callable[..., dict[str, float]]] = {"build": build, "open": open_index, "answer": answer}
    print(json.dumps(tasks[task](*arguments)))
