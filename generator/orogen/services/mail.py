"""mail: Postfix, which takes the shop's mail and hands it to the upstream relays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.contract import (
    MIB,
    Alert,
    Backup,
    Data,
    Endpoint,
    Memory,
    OwnedFile,
    Owner,
    Port,
    Quorum,
    Reason,
    Secret,
    Service,
    Value,
    Without,
)
from orogen.survival.timers import MEMBER_GONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Environment, Relay

PORT = 465
LISTEN = 10025


def relays(environment: Environment) -> list[Value]:
    """Give the relays in the order in which they are tried; those of equal priority as the spec lists them."""
    ordered = sorted(environment.mail.relays, key=lambda relay: relay.priority)
    return [_relay(relay) for relay in ordered]


def _relay(relay: Relay) -> dict[str, Value]:
    return {"host": relay.host, "port": relay.port, "user": relay.user or None}


def _login(environment: Environment) -> bool:
    return any(relay.user for relay in environment.mail.relays)


def _data(plan: Plan) -> Data:
    environment = plan.environment
    return {
        "profile::mail::clients": [*plan.addresses("application")],
        "profile::mail::relays": relays(environment),
        "profile::mail::recipients": [*environment.mail.recipients],
        "profile::mail::port": PORT,
        **({"profile::mail::active": False} if environment.standby else {}),
    }


def _node_data(_plan: Plan, node: Node) -> Data:
    return {"profile::mail::hostname": node.certname, "profile::mail::address": str(node.address)}


def _variables(_plan: Plan) -> Mapping[str, str]:
    return {"ORO_MAILER_DSN": f"smtp://127.0.0.1:{LISTEN}"}


_REASONS = {
    "profile::mail::clients": Reason("Each node that runs OroCommerce's code.", ("nodes.<application>.count",)),
    "profile::mail::relays": Reason("In the order in which they are tried: by priority.", ("mail.relays",)),
    "profile::mail::recipients": Reason(
        "The only domains that may receive mail; outside production the shop's own, so that no test order reaches a "
        "customer. None: everybody may.",
        ("mail.recipients",),
    ),
    "profile::mail::hostname": Reason("The node's certificate name.", ("location.domain", "nodes.<type>")),
}


SERVICE = Service(
    name="mail",
    title="Postfix",
    profile="profile::mail",
    why="takes mail at once and keeps it until an upstream relay does, so that no page waits for one",
    tier="store",
    requires=("certificates",),
    ports=(
        Port(
            name="submissions",
            number=PORT,
            encrypted=True,
            clients={"application": "OroCommerce's mail, through the HAProxy of its node"},
        ),
    ),
    endpoints=(
        Endpoint(
            port="submissions",
            reach="proxy",
            listen=LISTEN,
            balance="leastconn",
            why="a DSN takes one host, and PHP does not trust the environment's own authority: HAProxy does",
        ),
    ),
    quorum=Quorum(model="any", why="each node takes mail and has a queue of its own"),
    takeover=lambda _: (MEMBER_GONE,),
    without=Without("later", "consumers try their mail again; nobody gets any"),
    memory=Memory(fixed=64 * MIB),
    data=_data,
    node_data=_node_data,
    reasons=_REASONS,
    variables=_variables,
    secrets=(
        Secret(
            name="mail-relay-password",
            keys=("profile::mail::relay_password",),
            why="login at the upstream relays: one password for all that name a user",
            kind="given",
            when=_login,
        ),
    ),
    held_units=("postfix", "postfix@-"),
    files=(
        OwnedFile(
            path="/etc/postfix/main.cf", owner=Owner.MANAGED, why="who may send, to whom, and through which relays"
        ),
        OwnedFile(path="/etc/postfix/master.cf", owner=Owner.MANAGED, why="Postfix's processes and its port"),
        OwnedFile(
            path="/etc/postfix/relay_passwords", owner=Owner.MANAGED, why="the logins at the relays, for root alone"
        ),
        OwnedFile(
            path="/var/spool/postfix", owner=Owner.RUNTIME_OWNED, why="the queue: changed through postsuper only"
        ),
    ),
    alerts=(
        Alert(
            name="MailDown",
            expression="orogen_mail_running == 0",
            lasting="2m",
            severity="warning",
            summary="Postfix does not run on a node: what is in its queue waits",
            action="`postfix check` and `journalctl -t postfix/master` on the node.",
        ),
        Alert(
            name="MailQueueGrows",
            expression="sum(orogen_mail_queue_messages) > 100",
            lasting="15m",
            severity="warning",
            summary="More than 100 messages have been waiting for a quarter of an hour",
            action="`postqueue -p` gives the reason for each; `qshape deferred` the domains.",
        ),
        Alert(
            name="MailQueueLong",
            expression="sum(orogen_mail_queue_messages) > 1000",
            lasting="15m",
            severity="critical",
            summary="More than 1,000 messages wait: customers get no order confirmations",
            action="Are the relays reachable, is the login right? `journalctl -t postfix/smtp`; then `postqueue -f`.",
        ),
        Alert(
            name="MailRelayDefers",
            expression="time() - orogen_mail_oldest_deferred_timestamp_seconds > 3600 "
            "and orogen_mail_queue_messages{queue='deferred'} > 10",
            lasting="10m",
            severity="warning",
            summary="No relay takes some messages since more than an hour",
            action="`postqueue -p` has the relay's own words: a quota, an unknown sender domain, a wrong login.",
        ),
        Alert(
            name="MailMetricsOld",
            expression="time() - node_textfile_mtime_seconds{file=~'.*/orogen-mail.prom'} > 900",
            lasting="5m",
            severity="warning",
            summary="Nobody looks at the mail queue any more",
            action="`systemctl status orogen-mail-metrics.timer orogen-mail-metrics.service` on the node.",
        ),
    ),
    backup=Backup(content="nothing: queued mail is of the moment", restore="a Puppet run; the queue starts empty"),
    units=lambda _: ("postfix.service",),
    drain=(
        "postqueue -f",
        "postqueue -p  # what is still listed waits on this node's disk",
        "systemctl stop postfix",
    ),
    undrain=("systemctl start postfix", "postqueue -f"),
    checks="test_mail.py",
    drills=(
        "mail-node-lost",
        "mail-relay-lost",
    ),
)
