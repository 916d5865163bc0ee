"""Robustness: what is left of an engine's ranking when queries are not typed as articles are written.

    python -m benchmarks.robustness --help       # from the project's root; needs: pip install -e ".[bench]"

Each query is asked in ten spellings (``variants``), each engine (``engines``) is measured on each collection
(``collections``) by what it gives for its first ten articles (``measures``), and its loss against what it gave for the
query as it stands is set down (``report``, ``chart``); ``losses`` tells which
queries and words it comes from.
"""
