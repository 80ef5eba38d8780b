"""The runbook: its golden file, its numbers, and what each kind of environment has in it."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from ipaddress import IPv4Address
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from orogen.cli.group import orogen
from orogen.recovery import markdown, text
from orogen.recovery.durations import clock, restore
from orogen.recovery.facts import Facts
from orogen.recovery.record import record
from orogen.recovery.runbook import Commands
from orogen.recovery.write import runbook
from orogen.spec.environment import Edge, Objectives
from tests.unit.recovery.test_environment import of_example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.spec.environment import Environment

GOLDEN = Path(__file__).parents[2] / "golden/dr/acme-prod.md"
GIB = 1024**3


def facts(environment: Environment | None = None, data: int | None = None) -> Facts:
    return Facts(environment or of_example(), "acme-prod.yaml", "control-repo", "recovery-repo", data)


def written(environment: Environment | None = None, data: int | None = None) -> str:
    return markdown.render(runbook(facts(environment, data)))


def with_objectives(**objectives: int) -> Environment:
    environment = of_example()
    assert environment.disaster_recovery
    recovery = replace(environment.disaster_recovery, objectives=Objectives(**objectives))
    return replace(environment, disaster_recovery=recovery)


def test_the_runbook_is_its_golden_file(update: bool) -> None:
    if update:
        GOLDEN.write_text(written(), encoding="utf-8")
    assert written() == GOLDEN.read_text(encoding="utf-8")


def commands(environment: Environment | None = None) -> Iterator[str]:
    for part in runbook(facts(environment)).parts:
        for block in (*part.blocks, *(block for step in part.steps for block in step.blocks)):
            if isinstance(block, Commands):
                yield "\n".join(block.lines)


@pytest.mark.parametrize("example", ["acme-prod", "oci"])
def test_a_shell_understands_its_commands(example: str) -> None:
    for lines in commands(of_example(example)):
        subprocess.run(["bash", "-n"], input=lines, text=True, check=True)


def test_orogen_has_the_commands_and_options_that_it_names() -> None:
    said = {line for lines in commands() for line in lines.splitlines() if line.startswith("orogen ")}
    assert len(said) > 5
    for line in said:
        words = line.split()[1:]
        command = orogen
        context = command.make_context("orogen", [], resilient_parsing=True)
        while words and hasattr(command, "get_command"):
            found = command.get_command(context, words.pop(0))
            assert found, line
            command = found
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert {word for word in words if word.startswith("-")} <= known, line


def lines_of(name: str) -> str:
    (step,) = [step for step in runbook(facts()).part("recovery").steps if step.name == name]
    return "\n".join(line for block in step.blocks if isinstance(block, Commands) for line in block.lines)


def test_nothing_is_checked_before_puppet_has_started_what_waited_for_the_release() -> None:
    opened, puppet, clusters, checks = (
        lines_of("check").rindex(words)
        for words in ("maintenance off", "puppet-apply", "oro-maintenance cluster status", "pytest")
    )
    assert opened < puppet < clusters < checks
    live, puppet, services = (
        lines_of("open").index(words) for words in ("--live", "puppet-apply", "oro-maintenance service status")
    )
    assert live < puppet < services
    assert "cron and websocket wait for the release, and are said to be lost until step 8:" in " ".join(
        written().split()
    )


def test_times_are_added_and_set_against_what_is_promised() -> None:
    recovery = runbook(facts()).part("recovery")
    assert recovery.expected == sum(step.span.expected for step in recovery.steps if step.span) == 87 * 60
    assert "27 min more are expected." in " ".join(written().split())
    assert "The spec declares 4 h: kept if all goes well, 2 h 33 min are left." in written(
        with_objectives(rto=4 * 3600)
    )
    assert "The spec declares 5 h: kept, 3 h 33 min are left." in written(with_objectives(rto=5 * 3600))
    assert "The spec declares 1 h: broken, 27 min more are expected." in written(with_objectives(rto=3600))
    assert "no more than 1 h of data are lost: kept, 1 hour." in written(with_objectives(rpo=3600))
    assert "no more than 15 min of data are lost: broken, 1 hour." in written(with_objectives(rpo=900))


def test_the_restore_follows_from_the_data() -> None:
    assert restore(20_000_000_000).expected == 1000
    assert restore(1).expected == 300
    assert "| 36 min     | 1 h 12 min | 40 GiB at 20 MB/s" in written(data=40 * GIB)


@pytest.mark.parametrize(("seconds", "words"), [(0, "0 min"), (61, "2 min"), (3600, "1 h"), (3900, "1 h 05 min")])
def test_spans_are_said_as_people_do(seconds: int, words: str) -> None:
    assert clock(seconds) == words


def test_googles_edge_has_no_tunnel_but_a_backend() -> None:
    said = written(replace(of_example(), edge=Edge(kind="gcp", tunnel=None)))
    assert "tunnel" not in said
    assert "add the web nodes of europe-west4 (web1 10.120.0.33, web2 10.120.32.33, port 80)" in " ".join(said.split())
    assert "`shop.acme.example`, and other records that name 203.0.113.10 get 198.51.100.10" in " ".join(said.split())


def test_backups_beside_what_they_protect_are_told() -> None:
    assert "Copy the newest set elsewhere each day." in written(of_example("oci"))
    assert "Copy the newest set" not in written()


def test_a_relay_that_the_region_takes_along_is_marked() -> None:
    (line,) = re.findall(r"^- smtp\.email.*\n.*", written(of_example("oci")), re.MULTILINE)
    assert "if eu-frankfurt-1 has not taken it along" in " ".join(line.split())


def test_every_machine_is_in_it_with_its_address() -> None:
    known = facts()
    for plan in (known.here, known.there):
        for node in plan.nodes:
            assert re.search(rf"^\| {node.name} +\| .* \| {node.address} ", written(), re.MULTILINE)


def test_the_terminal_gets_the_same_words() -> None:
    plain = text.render(runbook(facts()), color=False)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", text.render(runbook(facts()), color=True)) == plain
    for line in written().splitlines():
        if line.startswith("- [ ] "):
            assert line.removeprefix("- [ ] ").split()[0] in plain


def test_programs_get_machines_and_seconds() -> None:
    known = facts()
    found = json.loads(json.dumps(record(known, runbook(known))))
    assert (found["promised"], found["expected"], found["rto"]) == (3600, 87 * 60, None)
    assert [part["name"] for part in found["parts"]] == [
        *("recovery", "meanwhile", "return", "time", "before", "rehearsal"),
    ]
    machines = found["recovery"]["machines"]
    assert len(machines) == 22
    assert machines[0]["certname"] == "web1.acme-prod.internal"
    assert IPv4Address(machines[0]["address"]) == IPv4Address("10.120.0.33")
    steps = found["parts"][0]["steps"]
    assert sum(step["expected"] or 0 for step in steps) == found["expected"]
    assert {block["kind"] for step in steps for block in step["blocks"]} == {
        *("words", "commands", "checks", "points", "table"),
    }
