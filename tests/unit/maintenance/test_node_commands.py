"""What runs on a node: lines of its own settings, in which a value from the network is one word and stays one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from orogen_control import operations, units
from orogen_control.commands import CommandError, perform, words
from orogen_control.operations import RefusedError, operation_of

if TYPE_CHECKING:
    from tests.unit.maintenance.machine import Machine


@pytest.mark.parametrize(
    ("line", "values", "found"),
    [
        ("systemctl stop nginx", {}, ["systemctl", "stop", "nginx"]),
        ("postqueue -p  # what is still listed waits", {}, ["postqueue", "-p"]),
        ("give {part} to {node}", {"part": "a b; rm -rf /", "node": "$(x)"}, ["give", "a b; rm -rf /", "to", "$(x)"]),
        ("go --to={candidate} now", {"candidate": ""}, ["go", "now"]),
        ("go --to={candidate}", {"candidate": "web2"}, ["go", "--to=web2"]),
        ('put \'{"a": {"b": null}}\'', {"b": "c"}, ["put", '{"a": {"b": null}}']),
    ],
)
def test_lines_are_split_without_a_shell(line: str, values: dict[str, str], found: list[str]) -> None:
    assert words(line, values) == found


@pytest.mark.usefixtures("machine")
def test_what_a_command_prints_is_said_while_it_runs() -> None:
    said: list[str] = []
    perform("printf 'one\\ntwo\\n'", said.append)
    assert said[1:] == ["one", "two"]


@pytest.mark.usefixtures("machine")
@pytest.mark.parametrize("line", ["false", "no-such-program --help"])
def test_a_failure_matters_unless_the_line_says_otherwise(line: str) -> None:
    said: list[str] = []
    with pytest.raises(CommandError, match=line.split()[0]):
        perform(line, said.append)
    perform(f"-{line}", said.append)
    assert said[-1].endswith("that does not matter")


@pytest.mark.usefixtures("machine")
def test_a_command_that_hangs_is_ended_with_all_that_it_started() -> None:
    with pytest.raises(CommandError, match="took more than 0 s"):
        perform("sh -c 'sleep 600 | sleep 600'", lambda _: None, seconds=0)


def test_a_target_says_how_many_of_its_units_run(machine: Machine) -> None:
    (found,) = units.states(["oro-consumers.target"])
    assert (found["state"], found["note"]) == ("active", "1 of 2 run")
    (missing,) = units.states(["no-such.service"])
    assert missing["state"] == "missing"
    assert machine.calls() == []


def test_times_are_written_as_everywhere(machine: Machine) -> None:
    machine.change("nginx.service", since="Mon 2026-11-23 19:14:41 UTC")
    assert [found["since"] for found in units.states(["nginx.service", "no-such.service"])] == [
        "2026-11-23T19:14:41Z",
        "",
    ]


def test_an_operation_runs_with_its_argument_as_one_word(machine: Machine) -> None:
    machine.program("empty", '#!/bin/sh\nprintf "[%s]\\n" "$@"\n')
    said: list[str] = []
    operation = operation_of(machine.settings, "store", "empty")
    operations.run(operation, {"thing": "oro.default"}, said.append)
    assert said[1:] == ["[--named]", "[oro.default]"]


def test_an_operation_that_looks_gives_its_json(machine: Machine) -> None:
    machine.program("list", '#!/bin/sh\necho "[1, 2]"\n')
    assert operations.run(operation_of(machine.settings, "store", "list"), {}, lambda _: None) == [1, 2]


@pytest.mark.parametrize(
    "arguments",
    [{}, {"thing": "A"}, {"thing": ""}, {"thing": "a\n"}, {"thing": "-a"}, {"thing": "a b"}, {"thing": ["a"]},
     {"thing": "a", "other": "b"}, {"other": "a"}],
)  # fmt: skip
def test_arguments_must_be_what_the_table_says(machine: Machine, arguments: dict[str, str]) -> None:
    with pytest.raises(RefusedError):
        operations.run(operation_of(machine.settings, "store", "empty"), arguments, lambda _: None)


@pytest.mark.parametrize(("service", "name"), [("store", "drop"), ("nothing", "empty")])
def test_operations_that_nobody_states_are_refused(machine: Machine, service: str, name: str) -> None:
    with pytest.raises(RefusedError, match="is nothing that web1 does"):
        operation_of(machine.settings, service, name)
