from __future__ import annotations

import re

from orogen.plan.build import plan
from orogen.services.exporters import NODE_PORT, SERVICE
from tests.samples import node_type, production

NODES = (node_type("witness", 2, "coordination"),)


def test_each_node_is_asked_at_its_own_address() -> None:
    laid_out = plan(production(nodes=NODES))
    addresses = [SERVICE.node_data(laid_out, node)["profile::exporters::address"] for node in laid_out.nodes]
    assert addresses == [str(node.address) for node in laid_out.nodes]
    assert len(set(addresses)) == 2


def test_it_runs_on_every_node_although_no_spec_names_it() -> None:
    assert all("exporters" in node.services for node in plan(production(nodes=NODES)).nodes)


def test_only_monitoring_and_who_restores_reach_its_port() -> None:
    assert [(port.number, [*port.clients]) for port in SERVICE.ports] == [(NODE_PORT, ["monitoring", "backup"])]


def test_what_fills_up_is_told_twice_early_and_late() -> None:
    severities: dict[str, set[str]] = {}
    for alert in SERVICE.alerts:
        about = re.split("(?=[A-Z])", alert.name)[1]
        severities.setdefault(about, set()).add(alert.severity)
    for about in ("Disk", "Memory", "Load"):
        assert severities[about] == {"warning", "critical"}, about
