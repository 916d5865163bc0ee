"""What the command says about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import click
import pytest

from tracuu.search.cli import tracuu

Run = Callable[..., Any]
CONTEXT = click.Context(tracuu, info_name="tracuu")
NAMES = tracuu.list_commands(CONTEXT)


def command(name: str) -> click.Command:
    found = tracuu.get_command(CONTEXT, name)
    assert found is not None
    return found


def options() -> Iterator[tuple[str, click.Option]]:
    for name in NAMES:
        yield from ((name, option) for option in command(name).params if isinstance(option, click.Option))


def test_these_are_the_commands() -> None:
    assert [
        *("index", "search", "show", "names", "suggest", "explain", "stats", "analyze", "delete"),
        *("verify", "recover", "completion"),
    ] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_help_has_an_example_that_calls_the_command(invoke: Run, empty: Any, name: str) -> None:
    result = invoke(empty, name, "-h")
    assert result.exit_code == 0
    example = result.stdout.partition("\n  Example:\n")[2]
    assert f"    tracuu {name}" in example


@pytest.mark.parametrize("name", NAMES)
def test_every_help_says_in_a_line_what_the_command_does(name: str) -> None:
    help_ = command(name).help or ""
    assert help_.partition("\n")[0].rstrip().endswith(".")
    assert (command(name).short_help or "").endswith(".")
    assert len(command(name).short_help or "") < 60


def test_every_option_is_documented() -> None:
    silent = [(name, option.opts) for name, option in options() if not (option.help or "").endswith(".")]
    assert silent == []


@pytest.mark.parametrize("name", [name for name in NAMES if name != "completion"])
def test_data_is_given_as_json_by_every_command(name: str) -> None:
    flags = {flag for option in command(name).params for flag in option.opts}
    assert {"--json", "--jsonl", "--color"} <= flags
    assert ("--index" in flags) == (name not in ("analyze", "recover"))


def test_an_option_means_the_same_everywhere() -> None:
    seen: dict[str, str] = {}
    for name, option in options():
        if option.name in ("index_folder", "marks", "color"):
            assert seen.setdefault(option.name, option.help or "") == option.help, name
    assert len(seen) == 3


def test_help_of_the_whole(invoke: Run, empty: Any) -> None:
    result = invoke(empty, "--help")
    assert result.exit_code == 0
    for name in NAMES:
        assert f"\n  {name} " in result.stdout
    assert "Exit status: 0 found, 1 nothing found, 2 error" in result.stdout


def test_version(invoke: Run, empty: Any) -> None:
    result = invoke(empty, "--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("tracuu ")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["serach", "phở"], "did you mean: tracuu search"),
        (["anaylze"], "did you mean: tracuu analyze"),
        (["bui", "thanh", "son"], "did you mean: tracuu search bui thanh son"),
    ],
)
def test_an_unknown_command_is_answered_by_what_may_be_meant(
    invoke: Run, empty: Any, typed: list[str], meant: str
) -> None:
    result = invoke(empty, *typed)
    assert result.exit_code == 2
    assert meant in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("arguments", [["search"], ["search", "--lmit", "3", "x"], ["show"], ["index"], []])
def test_wrong_usage_is_2_and_says_how_it_is_meant(invoke: Run, empty: Any, arguments: list[str]) -> None:
    result = invoke(empty, *arguments)
    assert result.exit_code == 2
    assert "Usage: tracuu" in result.stderr + result.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_line_for_a_shell(invoke: Run, empty: Any, shell: str) -> None:
    line = invoke(empty, "completion", shell).stdout.splitlines()[-1]
    assert f"_TRACUU_COMPLETE={shell}_source tracuu" in line
    assert invoke(empty, "completion", SHELL=f"/usr/bin/{shell}").stdout.splitlines()[-1] == line


def test_completion_without_a_known_shell_asks_for_one(invoke: Run, empty: Any) -> None:
    result = invoke(empty, "completion", SHELL="/bin/sh")
    assert result.exit_code == 2
    assert "tracuu completion bash|zsh|fish" in result.stderr


def test_the_completion_line_works(empty: Run) -> None:
    words = {"COMP_WORDS": "tracuu se", "COMP_CWORD": "1"}
    assert empty(_TRACUU_COMPLETE="bash_complete", **words).stdout == "plain,search\n"
    assert "_tracuu_completion" in empty(_TRACUU_COMPLETE="zsh_source").stdout
