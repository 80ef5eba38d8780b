from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest
import yaml

from orogen.catalogue import catalogue
from orogen.contract import Budget
from orogen.plan.build import plan
from orogen.services import monitoring
from orogen.services.coordination import METRICS_PORT
from tests.samples import node_type, production

if TYPE_CHECKING:
    from pathlib import Path

GIB = 1024**3
NODES = (node_type("database", 2, "coordination"), node_type("maintenance", 1, "monitoring"))


def as_rules(services: list[Any]) -> list[dict[str, Any]]:
    return [cast("dict[str, Any]", monitoring._rule(service.name, a)) for service in services for a in service.alerts]


def test_every_exporter_is_asked_on_every_node_of_its_service() -> None:
    laid_out = plan(production(nodes=NODES))
    found = cast("list[dict[str, Any]]", monitoring.targets(laid_out))
    asked = {(t["service"], t["port"]): [member["name"] for member in t["members"]] for t in found}
    assert asked["coordination", METRICS_PORT] == ["database1", "database2"]
    assert asked["exporters", 9100] == ["database1", "database2", "maintenance1"]
    assert len(asked) == sum(len(service.exporters) for service in laid_out.services)


def test_an_exporter_on_an_encrypted_port_is_asked_over_tls() -> None:
    etcd = catalogue()["coordination"]
    ports = tuple(replace(port, encrypted=True) for port in etcd.ports)
    assert monitoring._scheme(etcd, etcd.exporters[0]) == "http"
    assert monitoring._scheme(replace(etcd, ports=ports), etcd.exporters[0]) == "https"


def test_no_alert_of_a_service_that_runs_here_is_left_out() -> None:
    laid_out = plan(production(nodes=NODES))
    names = {rule["name"] for rule in cast("list[dict[str, Any]]", monitoring.rules(laid_out))}
    assert names == {alert.name for service in laid_out.services for alert in service.alerts}
    assert {"EtcdNoLeader", "NodeDown", "Watchdog"} <= names


def test_alert_names_are_unique_over_all_services() -> None:
    counted = Counter(alert.name for service in catalogue().values() for alert in service.alerts)
    assert [name for name, count in counted.items() if count > 1] == []


@pytest.mark.parametrize(("disk", "expected"), [(100 * GIB, 20480), (GIB, 512)])
def test_samples_take_a_fifth_of_the_disk(disk: int, expected: int) -> None:
    sized = monitoring.SERVICE.sizing(production(), Budget(cpus=2, memory=GIB, disk=disk))
    assert sized["profile::monitoring::retention_mib"] == expected


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool (Debian package prometheus) is not installed")
def test_prometheus_takes_every_alert_of_every_service(tmp_path: Path) -> None:
    rules = [
        {
            "alert": rule["name"],
            "expr": rule["expression"],
            "for": rule["lasting"],
            "labels": {"severity": rule["severity"]},
            "annotations": {"summary": rule["summary"], "action": rule["action"]},
        }
        for rule in as_rules([*catalogue().values()])
    ]
    file = tmp_path / "rules.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "all", "rules": rules}]}))
    checked = subprocess.run(["promtool", "check", "rules", str(file)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert f"{len(rules)} rules found" in checked.stdout + checked.stderr
