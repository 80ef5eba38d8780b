from __future__ import annotations

import re
import sys
from importlib import import_module

import click
import pytest
from click.testing import CliRunner

from orogen import __version__
from orogen.cli.group import orogen, wants_color
from orogen.cli.table import COMMANDS, overview


def test_help_is_the_overview() -> None:
    result = CliRunner().invoke(orogen, ["--help"])
    assert (result.exit_code, result.stdout) == (0, overview())


def test_the_overview_names_every_option_and_command() -> None:
    options = {option for parameter in orogen.params for option in parameter.opts}
    assert set(re.findall("--[a-z]+", overview())) == options | {"--help"}
    assert re.findall("^  ([a-z]+)  ", overview(), re.MULTILINE) == list(COMMANDS)


def test_the_overview_fits_into_a_terminal() -> None:
    assert max(map(len, overview().splitlines())) <= 80


def test_the_version() -> None:
    assert CliRunner().invoke(orogen, ["--version"]).stdout == f"orogen {__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_is_there_under_its_name(name: str) -> None:
    module, _, attribute = COMMANDS[name][0].partition(":")
    command = getattr(import_module(module), attribute)
    assert isinstance(command, click.Command)
    assert command.name == name


def test_a_misspelt_command_gets_a_suggestion() -> None:
    result = CliRunner().invoke(orogen, ["validte", "x.yaml"])
    assert result.exit_code == 2
    assert "No such command 'validte'. Did you mean 'validate'?" in result.stderr


def test_no_command_shows_the_overview() -> None:
    result = CliRunner().invoke(orogen, [])
    assert result.exit_code == 2
    assert overview().rstrip() in result.stderr


@pytest.mark.parametrize(
    ("choice", "terminal", "environment", "wanted"),
    [
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {}, False),
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", True, {"TERM": "dumb"}, False),
    ],
)
def test_who_gets_colour(
    monkeypatch: pytest.MonkeyPatch, choice: str, terminal: bool, environment: dict[str, str], wanted: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    assert wants_color(choice) is wanted
