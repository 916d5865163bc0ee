"""What comes with tracuu: declared, in the README with its licence, and what is under the GPL not needed."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # comes with pytest there

ROOT = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DECLARED = {canonicalize_name(Requirement(line).name): Requirement(line) for line in PROJECT["dependencies"]}
SECTION = (ROOT / "README.md").read_text("utf-8").split("\n## Licences\n")[1].split("\n## ")[0]
ROWS = re.findall(r"^\| ([\w-]+) \| (.+?) \|", SECTION.split("|---|")[-1], re.MULTILINE)
TABLE = {canonicalize_name(name): licence for name, licence in ROWS}

UNIMPORTED = {"pyvi": "its model and dictionary are read as files", "lxml-html-clean": "trafilatura imports it"}

CLASSIFIERS = {
    "Apache Software License": {"Apache-2.0"},
    "BSD License": {"BSD-2-Clause", "BSD-3-Clause"},
    "GNU General Public License v2 or later (GPLv2+)": {"GPL-2.0-or-later"},
    "MIT License": {"MIT"},
    "Mozilla Public License 2.0 (MPL 2.0)": {"MPL-2.0"},
    "The Unlicense (Unlicense)": {"Unlicense"},
}
PERMISSIVE = {"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "PSF-2.0", "Unlicense"}


def licences(name: str) -> list[set[str]]:
    """What the metadata of an installed package states, in SPDX names: under each of the list, one of each set."""
    stated = metadata.metadata(name)
    expression = stated.get("License-Expression")
    classifiers = [line.split(" :: ")[-1] for line in stated.get_all("Classifier", []) if "License :: " in line]
    if not expression and classifiers:
        return [CLASSIFIERS.get(classifier, {classifier}) for classifier in classifiers]
    return [set(re.split(r" OR ", part)) for part in re.split(r" AND ", expression or stated.get("License", "UNKNOWN"))]


def required_by(name: str) -> Iterator[str]:
    for line in metadata.requires(name) or []:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonicalize_name(requirement.name)


def installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def all_installed() -> set[str]:
    """The declared packages that are here, and all that they bring."""
    found: set[str] = set()
    waiting = [name for name in DECLARED if installed(name)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(other for other in required_by(name) if installed(other))
    return found


def test_the_table_has_every_dependency_and_nothing_else() -> None:
    assert TABLE.keys() == DECLARED.keys()


@pytest.mark.parametrize("name", DECLARED)
def test_the_table_has_the_licence_that_the_package_states(name: str) -> None:
    if not installed(name):
        pytest.skip(f"{name} is not here: another distribution takes its place, or it is left out")
    shown = set(re.findall(r"[\w.-]+", TABLE[name]))
    for stated in licences(name):
        assert stated & shown, f"{name} is under {stated}, and the README says {TABLE[name]}"


def test_what_is_brought_along_under_other_terms_is_named() -> None:
    brought = all_installed() - DECLARED.keys()
    assert len(brought) > 10
    special = {name for name in brought if not all(stated & PERMISSIVE for stated in licences(name))}
    assert special == {name for name in special if re.search(rf"\b{name}\b", SECTION)}


def test_only_unidecode_is_under_the_gpl() -> None:
    bound = {n for n in all_installed() if any(all("GPL" in one for one in stated) for stated in licences(n))}
    assert bound <= {"unidecode"}


def imported_modules() -> Iterator[tuple[Path, str]]:
    for layer in ("analyzers", "index", "search", "seeds"):
        for path in (ROOT / layer).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    yield from ((path, alias.name.split(".")[0]) for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module:
                    yield path, node.module.split(".")[0]


def test_imports_are_declared_and_what_is_declared_is_imported() -> None:
    brought_by: dict[str, set[str]] = {}
    for name in DECLARED:
        for file in (metadata.files(name) or []) if installed(name) else []:
            brought_by.setdefault(file.parts[0].removesuffix(".py"), set()).add(name)
    used = set()
    for path, module in imported_modules():
        if module in sys.stdlib_module_names or module == "tracuu":
            continue
        names = brought_by.get(module) or {module} & DECLARED.keys()
        assert names, f"{path.relative_to(ROOT)} imports {module}, which no declared dependency brings"
        used |= names
    left_out = {name for name in DECLARED if not installed(name)}
    assert used | left_out | UNIMPORTED.keys() == DECLARED.keys() | left_out


def test_a_major_version_cannot_change_an_index() -> None:
    for name in ("whoosh", "numpy", "zstandard", "pyvi", "unidecode"):
        assert any(bound.operator == "<" for bound in DECLARED[name].specifier), f"{name} has no upper bound"


WITHOUT_UNIDECODE = """
import sys
sys.modules["unidecode"] = None  # its import raises ImportError
from tracuu.search.cli import main
main()
"""


def test_it_runs_without_unidecode(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Müller đến Москва\nÔng Bùi Thanh Sơn gặp ông Müller ở Москва.\n", "utf-8")

    def tracuu(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", WITHOUT_UNIDECODE, *arguments],
            cwd=tmp_path, capture_output=True, check=True, encoding="utf-8",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"},
        ).stdout  # fmt: skip

    tracuu("index", "one.txt")
    for query in ("bui thanh son", "Bùi Thanh Sơn", "muller", "Москва", "москва"):
        assert "one.txt" in tracuu("search", query), query
    assert "moskva" not in tracuu("analyze", "Москва")
