"""The commands, towards nodes that answer over TLS: what is asked of whom, what is printed, and the exit code."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from oro_maintenance.main import COMMANDS, main

from tests.unit.maintenance.golden import same
from tests.unit.maintenance.states import OFF, all_well, ill, part, probes, state

if TYPE_CHECKING:
    from tests.unit.maintenance.fleet import Fleet

    Output = pytest.CaptureFixture[str]

RECORD = {
    "who": "alice@maintenance1",
    "since": "2026-11-23T10:15:00Z",
    "comment": "release 6.1.4",
    "until": "2026-11-23T11:15:00Z",
}
ON = {**OFF, "state": "on", "running": [], "stopped": ["consumer.service"], "puppet_held": ["x"], "record": RECORD}
BY = {"who": "alice@maintenance1", "since": "2026-11-23T10:15:00Z"}
SETS = [
    {"set": "2026-11-22-2305", "time": "2026-11-22T23:05:03Z", "tiers": ["hourly"], "bytes": 1048576,
     "complete": False},
    {"set": "2026-11-23-0905", "time": "2026-11-23T09:05:03Z", "tiers": ["hourly", "weekly"], "bytes": 2097152,
     "complete": True},
]  # fmt: skip
QUEUES = [
    {"name": name, "type": "quorum", "state": "running", "messages_ready": ready, "messages_unacknowledged": 1,
     "consumers": 4}
    for name, ready in (("oro.unprocessed", 7), ("oro.default", 0))
]  # fmt: skip


PLAN = {"set": "2026-11-23-0905", "minutes": 2, "lines": ["set       2026-11-23-0905 of acme-prod; made 1 h ago"]}
LOOKS = {"list": SETS, "plan": PLAN}


@pytest.fixture
def well(fleet: Fleet) -> Fleet:
    all_well(fleet)
    return fleet


def in_maintenance(fleet: Fleet) -> None:
    for name in ("web1", "web2"):
        fleet.answers[name, "maintenance-on"] = [{"said": "stopping consumer.service"}, {"result": ON}]
        fleet.answers[name, "maintenance-off"] = [{"alive": True}, {"result": OFF}]
        fleet.answers[name, "state"] = [{"result": {**state(name), "maintenance": ON}}]


def logs(fleet: Fleet) -> list[list[dict[str, Any]]]:
    folder = Path(fleet.settings["logs"])
    return [[json.loads(line) for line in path.read_text().splitlines()] for path in sorted(folder.glob("*.log"))]


def test_maintenance_is_switched_on_wherever_anything_has_to_stop(well: Fleet, capsys: Output, update: bool) -> None:
    in_maintenance(well)
    assert main(["maintenance", "on", "--comment", "release 6.1.4", "--format", "json"]) == 0
    request = {**BY, "comment": "release 6.1.4", "until": "2026-11-23T11:15:00Z"}
    assert well.changed() == [("web1", "maintenance-on", request), ("web2", "maintenance-on", request)]
    output = capsys.readouterr()
    assert "web1: stopping consumer.service" in output.err
    same("maintenance-on.json", output.out, update=update)


def test_maintenance_is_switched_off_everywhere(well: Fleet, capsys: Output, update: bool) -> None:
    in_maintenance(well)
    assert main(["maintenance:off"]) == 0
    assert [(node, verb) for node, verb, _ in well.changed()] == [
        ("web1", "maintenance-off"),
        ("web2", "maintenance-off"),
    ]
    same("maintenance-off.txt", capsys.readouterr().out, update=update)


def test_maintenance_that_was_on_stays_as_it_began(well: Fleet, capsys: Output) -> None:
    in_maintenance(well)
    before = {**ON, "record": {**RECORD, "since": "2026-11-23T09:00:00Z"}}
    for name in ("web1", "web2"):
        well.answers[name, "maintenance-on"] = [{"result": before}]
    assert main(["maintenance", "on", "--comment", "again"]) == 0
    assert "it stays as it began" in capsys.readouterr().err


def test_a_shop_that_a_restore_has_closed_is_opened_only_by_force(well: Fleet, capsys: Output) -> None:
    in_maintenance(well)
    closed = {**ON, "record": {**RECORD, "comment": "restore of 2026-11-23-0905"}}
    for name in ("web1", "web2"):
        well.answers[name, "state"] = [{"result": {**state(name), "maintenance": closed}}]
    assert main(["maintenance", "off"]) == 1
    assert well.changed() == []
    assert "`restore of 2026-11-23-0905` holds the shop closed" in capsys.readouterr().err
    assert main(["maintenance", "off", "--force"]) == 0


def test_maintenance_that_a_node_missed_is_no_success(well: Fleet, capsys: Output, update: bool) -> None:
    in_maintenance(well)
    well.answers["web2", "maintenance-on"] = [{"failed": "Job for consumer.service failed."}]
    assert main(["maintenance", "on", "--duration", "1d2h30m"]) == 1
    assert well.changed()[0][2]["until"] == "2026-11-24T12:45:00Z"
    same("maintenance-partly.txt", capsys.readouterr().out, update=update)
    assert logs(well)[0][-1]["result"] == "web2: Job for consumer.service failed."


@pytest.mark.parametrize(("changed", "code"), [({}, 0), ({"web2": OFF}, 1)])
def test_maintenance_status_says_when_nodes_differ(
    well: Fleet, capsys: Output, changed: dict[str, Any], code: int
) -> None:
    in_maintenance(well)
    for name, found in changed.items():
        well.answers[name, "state"] = [{"result": {**state(name), "maintenance": found}}]
    assert main(["maintenance", "status", "--format", "json"]) == code
    found = json.loads(capsys.readouterr().out)
    assert found["state"] == ("partly" if changed else "on")
    assert well.changed() == []


def test_service_status(well: Fleet, capsys: Output, update: bool) -> None:
    assert main(["service:status:consumer", "--format", "json"]) == 0
    same("service-status.json", capsys.readouterr().out, update=update)
    well.silence("web2")
    assert main(["service", "status", "consumer"]) == 1
    assert "! web2: does not answer" in capsys.readouterr().out


def test_without_a_name_a_service_command_means_what_maintenance_stops(well: Fleet) -> None:
    assert main(["service", "restart"]) == 0
    request = {"service": "consumer", "action": "restart"}
    assert well.changed() == [("web1", "unit", request), ("web2", "unit", request)]


def test_a_service_that_visitors_need_is_restarted_one_node_after_the_other(well: Fleet) -> None:
    assert main(["service", "restart", "web"]) == 0
    asked = [(node, verb) for node, verb, _ in well.asked if verb in ("unit", "state")]
    first, second = asked.index(("web1", "unit")), asked.index(("web2", "unit"))
    assert {*asked[first + 1 : second]} == {("web1", "state"), ("web2", "state")}


def test_a_store_is_restarted_one_member_after_the_other(well: Fleet) -> None:
    assert main(["service", "restart", "coordination"]) == 0
    assert {request["service"] for _, verb, request in well.asked if verb == "probe"} == {"coordination"}
    asked = [(node, verb) for node, verb, _ in well.asked if verb in ("unit", "probe")]
    assert [node for node, verb in asked if verb == "unit"] == ["database1", "database2", "witness1"]
    # Between two of them everybody was asked how they are.
    places = [place for place, (_, verb) in enumerate(asked) if verb == "unit"]
    assert all(later - earlier > 3 for earlier, later in pairwise(places))


def test_a_store_whose_member_does_not_come_back_is_left_alone(
    well: Fleet, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def restart(_request: dict[str, Any]) -> list[dict[str, Any]]:
        ill(well, "database1", "coordination")
        return [{"result": []}]

    monkeypatch.setattr("oro_maintenance.commands.service.BACK_SECONDS", -1)
    well.answers["database1", "unit"] = restart
    assert main(["service", "restart", "coordination"]) == 1
    assert [node for node, verb, _ in well.changed() if verb == "unit"] == ["database1"]
    assert "the other members are left alone" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["stop", "coordination"], ["restart", "coordination"], ["stop", "web"]])
def test_what_others_need_is_not_stopped_by_mistake(well: Fleet, capsys: Output, arguments: list[str]) -> None:
    ill(well, "witness1", "coordination")
    assert main(["service", *arguments]) == 1
    assert [found for found in well.changed() if found[1] == "unit"] == []
    assert "--force" in capsys.readouterr().err


def test_a_node_is_drained(well: Fleet, capsys: Output) -> None:
    well.answers["web2", "drain"] = [{"said": "draining web"}, {"result": {"drained": True, "record": RECORD}}]
    assert main(["drain", "web2", "--comment", "kernel"]) == 0
    assert well.changed() == [("web2", "drain", {**BY, "comment": "kernel"})]
    assert capsys.readouterr().out == "web2 is drained\n"


@pytest.mark.parametrize(
    ("lost", "node", "fault"),
    [
        ("witness1", "database1", "coordination: 2 of 3 work and 2 must"),
        ("database1", "witness1", "coordination: 2 of 3 work and 2 must"),
    ],
)
def test_a_drain_that_would_cost_the_quorum_is_refused(
    well: Fleet, capsys: Output, lost: str, node: str, fault: str
) -> None:
    ill(well, lost, "coordination")
    assert main(["drain", node]) == 1
    assert well.changed() == []
    assert fault in capsys.readouterr().err
    assert logs(well)[0][-1]["code"] == 1


def test_nobody_is_drained_while_two_lead(well: Fleet, capsys: Output) -> None:
    found = probes("database2")
    found["database"]["parts"] = [part("leader")]
    well.answers["database2", "probe"] = [{"result": found}]
    assert main(["drain", "database1"]) == 1
    assert "database: database1 and database2 both lead" in capsys.readouterr().err


def test_a_drain_that_costs_nothing_more_is_let_through(well: Fleet) -> None:
    ill(well, "witness1", "coordination")
    assert main(["drain", "witness1"]) == 0


def test_the_last_node_of_a_service_is_drained_only_by_force(well: Fleet, capsys: Output) -> None:
    well.silence("web1")
    assert main(["drain", "web2"]) == 1
    assert "web: 1 of 2 work and 1 must; without that no page works" in capsys.readouterr().err
    well.answers["web2", "drain"] = [{"result": {"drained": True, "record": RECORD}}]
    assert main(["drain", "web2", "--force"]) == 0


def test_undrain(well: Fleet, capsys: Output) -> None:
    well.answers["web2", "undrain"] = [{"result": {"drained": False, "record": None}}]
    assert main(["undrain", "web2"]) == 0
    assert capsys.readouterr().out == "web2 is in service\n"


def test_switchover(well: Fleet, capsys: Output) -> None:
    def hand_over(_request: dict[str, Any]) -> list[dict[str, Any]]:
        for name, role in (("database1", "follower"), ("database2", "leader")):
            found = probes(name)
            found["database"]["parts"] = [part(role)]
            well.answers[name, "probe"] = [{"result": found}]
        return [{"result": [""]}]

    well.answers["database1", "handover"] = hand_over
    assert main(["switchover", "--to", "database2", "--format", "json"]) == 0
    request = {"service": "database", "part": "", "candidate": "database2"}
    assert well.changed() == [("database1", "handover", request)]
    found = json.loads(capsys.readouterr().out)
    assert found["parts"] == [{"part": "", "from": "database1", "to": "database2"}]


@pytest.mark.parametrize(
    ("arguments", "code", "fault"),
    [
        (["--to", "database1"], 1, "`database1` leads already"),
        (["--to", "web1"], 1, "`web1` is no working member"),
        (["queue"], 2, "`queue` has no leader that hands over"),
        (["nothing"], 2, "there is no service `nothing` here"),
        (["--part", "x"], 2, "`database` has no part `x`"),
    ],
)
def test_a_switchover_that_cannot_be_is_refused(
    well: Fleet, capsys: Output, arguments: list[str], code: int, fault: str
) -> None:
    assert main(["switchover", *arguments]) == code
    assert well.changed() == []
    assert fault in capsys.readouterr().err


def test_a_switchover_without_another_member_is_refused(well: Fleet, capsys: Output) -> None:
    ill(well, "database2", "database")
    assert main(["switchover"]) == 1
    assert "`database` cannot hand over now: database2: commits nothing" in capsys.readouterr().err


@pytest.fixture
def queues(well: Fleet) -> Fleet:
    well.answers["database1", "look"] = [{"result": QUEUES}]
    return well


@pytest.mark.usefixtures("queues")
def test_queue_list(capsys: Output, update: bool) -> None:
    assert main(["rabbitmq:queue:list"]) == 0
    same("queue-list.txt", capsys.readouterr().out, update=update)


def test_another_member_is_asked_for_the_queues_when_the_first_is_lost(queues: Fleet, capsys: Output) -> None:
    queues.answers["database2", "look"] = queues.answers["database1", "look"]
    queues.silence("database1")
    assert main(["queue", "list", "--format", "json"]) == 0
    assert [found["name"] for found in json.loads(capsys.readouterr().out)["queues"]] == [
        "oro.default",
        "oro.unprocessed",
    ]


def test_a_queue_is_emptied_only_when_somebody_is_sure(queues: Fleet, capsys: Output) -> None:
    assert main(["queue", "purge", "oro.unprocessed"]) == 0
    assert queues.changed() == []
    assert "holds 7 messages; `--force` deletes them" in capsys.readouterr().out
    assert main(["queue", "purge", "oro.unprocessed", "--force"]) == 0
    request = {"service": "queue", "operation": "purge", "arguments": {"queue": "oro.unprocessed"}}
    assert queues.changed() == [("database1", "operate", request)]


@pytest.mark.usefixtures("queues")
def test_queues_that_are_not_there_are_told(capsys: Output) -> None:
    assert main(["queue", "purge", "oro.nothing", "--force"]) == 2
    assert "The queues are oro.default, oro.unprocessed." in capsys.readouterr().err


def test_an_environment_without_rabbitmq(well: Fleet, capsys: Output) -> None:
    well.configure(services={name: stated for name, stated in well.settings["services"].items() if name != "queue"})
    assert main(["queue", "list"]) == 1
    assert "no RabbitMQ" in capsys.readouterr().err


@pytest.fixture
def backups(well: Fleet) -> Fleet:
    well.answers["maintenance1", "look"] = lambda request: [{"result": LOOKS[request["operation"]]}]
    for name in ("web1", "web2"):
        well.answers[name, "maintenance-on"] = [{"result": ON}]
        well.answers[name, "maintenance-off"] = [{"result": OFF}]
    return well


@pytest.mark.usefixtures("backups")
def test_backup_list(capsys: Output, update: bool) -> None:
    assert main(["backup:list", "--per-page", "1"]) == 0
    same("backup-list.txt", capsys.readouterr().out, update=update)


def test_backup_create(backups: Fleet) -> None:
    assert main(["backup", "create", "--label", "before the upgrade"]) == 0
    arguments = {"label": "before the upgrade"}
    assert backups.changed() == [
        ("maintenance1", "operate", {"service": "backup", "operation": "create", "arguments": arguments})
    ]


def test_a_restore_says_first_what_it_would_do(backups: Fleet, capsys: Output, update: bool) -> None:
    assert main(["backup", "restore", "2026-11-23-0905"]) == 0
    assert backups.changed() == []
    same("backup-restore.txt", capsys.readouterr().out, update=update)
    assert main(["backup", "restore", "latest", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["lines"] == PLAN["lines"]


@pytest.mark.parametrize(
    ("arguments", "wish"),
    [
        (["latest"], {"set": "2026-11-23-0905", "at": ""}),
        (["--at", "2026-11-23 10:15"], {"set": "", "at": "2026-11-23 10:15"}),
    ],
)
def test_what_is_planned_is_what_is_restored(backups: Fleet, arguments: list[str], wish: dict[str, str]) -> None:
    assert main(["backup", "restore", *arguments, "--force"]) == 0
    asked = [request for _, _, request in backups.asked if request.get("operation") in ("plan", "restore")]
    assert [(request["operation"], request["arguments"]) for request in asked] == [("plan", wish), ("restore", wish)]


def test_a_restore_that_cannot_be_closes_nothing(backups: Fleet, capsys: Output) -> None:
    backups.answers["maintenance1", "look"] = lambda request: (
        [{"failed": "the disk is full"}] if request["operation"] == "plan" else [{"result": SETS}]
    )
    assert main(["backup", "restore", "latest", "--force"]) == 2
    assert backups.changed() == []
    assert "the disk is full" in capsys.readouterr().err


def test_a_restore_is_made_in_maintenance(backups: Fleet) -> None:
    assert main(["backup", "restore", "2026-11-23-0905", "--force"]) == 0
    verbs = [(node, verb) for node, verb, _ in backups.asked if verb not in ("state", "look")]
    assert verbs.index(("maintenance1", "operate")) == 2
    assert {verb for _, verb in verbs[:2]} == {"maintenance-on"}
    assert {verb for _, verb in verbs[3:]} == {"maintenance-off"}


def test_a_restore_that_failed_leaves_the_shop_closed(backups: Fleet, capsys: Output) -> None:
    backups.answers["maintenance1", "operate"] = [{"failed": "`orogen-backup` exited with 1"}]
    assert main(["backup", "restore", "2026-11-23-0905", "--force"]) == 1
    assert "maintenance-off" not in {verb for _, verb, _ in backups.asked}
    assert "maintenance stays on" in capsys.readouterr().err


def test_maintenance_that_was_on_before_a_restore_stays_on(backups: Fleet) -> None:
    in_maintenance(backups)
    assert main(["backup", "restore", "2026-11-23-0905", "--force"]) == 0
    assert "maintenance-off" not in {verb for _, verb, _ in backups.asked}


@pytest.mark.parametrize("name", ["resume", "abandon"])
def test_what_a_restore_has_closed_its_resumption_opens(backups: Fleet, name: str) -> None:
    closed = {**ON, "record": {**RECORD, "comment": "restore of 2026-11-23-0905"}}
    for node in ("web1", "web2"):
        backups.answers[node, "state"] = [{"result": {**state(node), "maintenance": closed}}]
    assert main(["backup", "restore", f"--{name}"]) == 0
    asked = [(verb, request) for _, verb, request in backups.asked if verb in ("operate", "maintenance-off")]
    assert asked[0] == ("operate", {"service": "backup", "operation": name, "arguments": {}})
    assert [verb for verb, _ in asked[1:]] == ["maintenance-off"] * 2


def vanish(_request: dict[str, Any]) -> list[dict[str, Any]]:
    raise ConnectionError


@pytest.mark.parametrize(("answer", "fault"), [([{"said": "purging"}], "broke off"), (vanish, "does not answer")])
def test_a_node_that_breaks_off_in_the_middle_is_not_followed_by_another(
    queues: Fleet, capsys: Output, answer: Any, fault: str
) -> None:
    queues.answers["database1", "operate"] = answer
    assert main(["queue", "purge", "oro.unprocessed", "--force"]) == 1
    assert [node for node, _, _ in queues.changed()] == ["database1"]
    assert fault in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "code", "fault"), [("2026-11-22-2305", 1, "is not complete"), ("yesterday", 2, "there is no set")]
)
def test_a_set_that_cannot_be_restored_is_refused(
    backups: Fleet, capsys: Output, name: str, code: int, fault: str
) -> None:
    assert main(["backup", "restore", name, "--force"]) == code
    assert backups.changed() == []
    assert fault in capsys.readouterr().err


def test_what_was_done_is_in_the_log(well: Fleet, capsys: Output, update: bool) -> None:
    in_maintenance(well)
    main(["maintenance", "on", "--comment", "release 6.1.4"])
    main(["maintenance", "on"])
    main(["drain", "web1"])
    capsys.readouterr()
    assert main(["log:list", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)["logs"]
    same("log-list.json", json.dumps(listed, indent=2) + "\n", update=update)
    assert main(["log", "view", "maintenance-on_20261123T101500Z.log"]) == 0
    text = capsys.readouterr().out
    assert "alice on maintenance1" in text
    assert "web1: stopping consumer.service" in text
    assert text.splitlines()[-1] == "2026-11-23T10:15:00Z  ended with 0: done"


@pytest.mark.parametrize("name", ["../../etc/passwd", "maintenance-on_20261123T101500Z.log", ""])
def test_only_logs_are_shown(well: Fleet, name: str) -> None:
    assert main(["log", "view", name]) == 2
    assert well.asked == []


def test_who_looks_neither_waits_nor_writes(well: Fleet) -> None:
    main(["cluster", "status"])
    main(["service", "status"])
    assert logs(well) == []


@pytest.mark.parametrize(
    "arguments", [[name, "--help"] for name in COMMANDS] + [["--help"], ["maintenance", "on", "-h"]]
)
def test_every_command_has_help(capsys: Output, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    assert "usage: oro-maintenance" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [["reboot"], ["maintenance"], ["drain"], ["maintenance", "on", "--duration", "soon"], ["queue", "move"]],
)
def test_a_wrong_command_line_is_a_usage_error(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


def test_without_a_configuration_nothing_is_done(fleet: Fleet, capsys: Output) -> None:
    fleet.place.unlink()
    assert main(["cluster", "status"]) == 2
    assert "A Puppet run writes it again." in capsys.readouterr().err


@pytest.mark.usefixtures("well")
def test_a_name_that_is_no_node(capsys: Output) -> None:
    assert main(["drain", "web9"]) == 2
    assert "The nodes are database1, database2, witness1" in capsys.readouterr().err
