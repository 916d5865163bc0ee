"""Speed, size and memory of tracuu and of its peers, side by side in one run.

    python -m benchmarks.speed --help       # from the project's root; needs: pip install -e ".[bench]"

``corpus`` writes what all engines read, ``query_sets`` draws what they are asked, ``engines`` adapts one engine a
file; ``contest``, ``measures``, ``growth`` and ``processes`` take the figures, ``rows`` holds the goals, ``report``
and ``chart`` set them down.
"""
