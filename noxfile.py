"""The test-suite in environments of their own, by hand or by night: docs/dependencies.md. CI is ``.ci/run``."""

from __future__ import annotations

import os
from pathlib import Path

import nox

PYTHONS = ["3.10", "3.11", "3.12", "3.13"]
WITHOUT = "{0} ; python_version < '0'\n"
"""An override that no environment meets: who requires the package does without it."""

nox.needs_version = ">=2025.10"
nox.options.default_venv_backend = "uv"
nox.options.sessions = ["newest", "lowest", "whoosh", "unidecode"]

# Interpreters of pyenv are found without its shims, which refuse to start what is not activated. None is downloaded.
for binaries in sorted((Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions").glob("3.*/bin")):
    os.environ["PATH"] = f"{binaries}{os.pathsep}{os.environ['PATH']}"
os.environ["UV_PYTHON_DOWNLOADS"] = "never"


@nox.session(python=PYTHONS)
def newest(session: nox.Session) -> None:
    """With the newest versions of everything."""
    session.install(".[test]")
    run_tests(session)


@nox.session(python=PYTHONS[0])
def lowest(session: nox.Session) -> None:
    """With the lowest versions that pyproject.toml allows."""
    session.install("--resolution", "lowest-direct", ".[test]")
    run_tests(session)


@nox.session(python="3.11")
@nox.parametrize("fork", ["whoosh-reloaded", "whoosh3"])
def whoosh(session: nox.Session, fork: str) -> None:
    """With another distribution of the module whoosh, in place of Whoosh 2.7.4."""
    install_without(session, "whoosh", fork)
    run_tests(session)


@nox.session(python="3.11")
def unidecode(session: nox.Session) -> None:
    """Without Unidecode, and so without a line under the GPL."""
    install_without(session, "unidecode")
    run_tests(session)


@nox.session(python="3.11")
def audit(session: nox.Session) -> None:
    """Known vulnerabilities of what would be installed. What cannot be looked up is a failure."""
    session.install("pip-audit")
    session.run("pip-audit", "--strict", *(session.posargs or ["."]))


def install_without(session: nox.Session, left_out: str, *others: str) -> None:
    overrides = Path(session.create_tmp()) / "overrides.txt"
    overrides.write_text(WITHOUT.format(left_out), "utf-8")
    session.install("--overrides", str(overrides), ".[test]", *others)


def run_tests(session: nox.Session) -> None:
    """The versions, so that what was tested can be told, and the tests; arguments behind ``--`` go to pytest."""
    session.run("uv", "pip", "list", external=True)
    session.run("pytest", "-q", *(session.posargs or ["-n", "2"]))
