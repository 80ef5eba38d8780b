"""monitoring: Prometheus, with the targets and the alerts of every service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.contract import (
    MIB,
    Alert,
    Backup,
    Data,
    Exporter,
    Memory,
    OwnedFile,
    Owner,
    Port,
    Quorum,
    Reason,
    Service,
    Value,
    Without,
)

if TYPE_CHECKING:
    from orogen.contract import Budget
    from orogen.plan.model import Plan
    from orogen.spec.environment import Environment

WEB_PORT = 9090

# Part of the disk that samples may take: the system and Prometheus's own write-ahead log need the rest.
_DISK_SHARE = 5
_LEAST_MIB = 512


def targets(plan: Plan) -> list[Value]:
    """Give every exporter of the environment with the nodes it runs on, in the order of the services."""
    return [
        {
            "service": service.name,
            "scheme": _scheme(service, exporter),
            "port": exporter.port,
            "path": exporter.path,
            "members": plan.members(service.name),
        }
        for service in plan.services
        for exporter in service.exporters
        if all(port.when(plan.environment) for port in service.ports if port.number == exporter.port)
    ]


def _scheme(service: Service, exporter: Exporter) -> str:
    encrypted = any(port.encrypted for port in service.ports if port.number == exporter.port)
    return "https" if encrypted else "http"


def rules(plan: Plan) -> list[Value]:
    """Give the alerts of all services that run here."""
    return [_rule(service.name, alert) for service in plan.services for alert in service.alerts]


def _rule(service: str, alert: Alert) -> Value:
    return {
        "name": alert.name,
        "service": service,
        "expression": alert.expression,
        "lasting": alert.lasting,
        "severity": alert.severity,
        "summary": alert.summary,
        "action": alert.action,
    }


def _data(plan: Plan) -> Data:
    return {
        "profile::monitoring::environment_name": plan.environment.name,
        "profile::monitoring::targets": targets(plan),
        "profile::monitoring::rules": rules(plan),
    }


def _sizing(_environment: Environment, budget: Budget) -> Data:
    return {"profile::monitoring::retention_mib": max(budget.disk // _DISK_SHARE // MIB, _LEAST_MIB)}


def _vpn(environment: Environment) -> tuple[str, ...]:
    return tuple(str(network) for network in environment.access.vpn)


_REASONS = {
    "profile::monitoring::retention_mib": Reason(
        "In MiB, a fifth of the disk of {disk}, 512 MiB at the least: the oldest samples go first.",
        ("nodes.<type>.disk",),
    ),
    "profile::monitoring::environment_name": Reason("The environment's name: each sample has it.", ("name",)),
    "profile::monitoring::targets": Reason("Each exporter of each service, on all nodes that run it.", ("nodes",)),
    "profile::monitoring::rules": Reason("The alerts of all services that run here.", ("nodes",)),
}


SERVICE = Service(
    name="monitoring",
    title="Prometheus",
    profile="profile::monitoring",
    why="sees every failure that the environment survives, so that the second one is not a surprise",
    tier="operations",
    ports=(
        Port(
            name="web",
            number=WEB_PORT,
            encrypted=False,
            clients={"monitoring": "one Prometheus watches the other"},
            networks=_vpn,
            networks_why="administrators look at graphs and alerts",
        ),
    ),
    quorum=Quorum(model="any", why="each Prometheus asks every exporter itself"),
    without=Without("later", "nobody is told of failures"),
    memory=Memory(fixed=768 * MIB),
    sizing=_sizing,
    data=_data,
    reasons=_REASONS,
    files=(
        OwnedFile(path="/etc/prometheus/prometheus.yml", owner=Owner.MANAGED, why="whom it asks"),
        OwnedFile(path="/etc/prometheus/orogen.rules.yml", owner=Owner.MANAGED, why="when somebody has to be told"),
        OwnedFile(path="/var/lib/prometheus/metrics2", owner=Owner.RUNTIME_OWNED, why="the samples"),
    ),
    exporters=(Exporter(port=WEB_PORT),),
    alerts=(
        Alert(
            name="Watchdog",
            expression="vector(1)",
            lasting="1m",
            severity="warning",
            summary="Always firing: when this alert stops arriving, monitoring itself is down",
            action="Nothing while it fires. Route it to a receiver that calls when it falls silent.",
        ),
        Alert(
            name="RulesFail",
            expression="increase(prometheus_rule_evaluation_failures_total[10m]) > 0",
            lasting="10m",
            severity="warning",
            summary="Prometheus cannot evaluate an alert: that failure would go unseen",
            action="The page Status > Rules names the rule and the error.",
        ),
        Alert(
            name="AlertsUndelivered",
            expression="rate(prometheus_notifications_dropped_total[10m]) > 0",
            lasting="10m",
            severity="critical",
            summary="Prometheus cannot reach Alertmanager: nobody is told of anything",
            action="Are the addresses in profile::monitoring::alertmanagers right, and can this node reach them?",
        ),
        Alert(
            name="ExporterDown",
            expression="up{service!='exporters'} == 0",
            lasting="5m",
            severity="warning",
            summary="A service does not answer with its metrics: it may be down, and its alerts are blind",
            action="The labels name service and node: `systemctl status` of the service, then of its exporter.",
        ),
    ),
    backup=Backup(
        content="nothing: samples are about the past few weeks only",
        restore="start empty; graphs begin anew",
    ),
    units=lambda _: ("prometheus.service",),
    checks="test_monitoring.py",
)
