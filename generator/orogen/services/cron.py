"""cron: OroCommerce's own schedule, put into the message queue minute by minute."""

from __future__ import annotations

from orogen.contract import MIB, Alert, Backup, Memory, OwnedFile, Owner, Quorum, Service, Without
from orogen.survival.timers import lease_runs_out

SERVICE = Service(
    name="cron",
    title="cron",
    profile="profile::cron",
    why="puts what is due into the queue; one is active, the others stand by",
    tier="application",
    requires=("application",),
    quorum=Quorum(
        model="leader", voters="coordination", why="two would put every command that is due into the queue twice"
    ),
    takeover=lambda _: lease_runs_out("a standby starts it; the minute that was missed is run"),
    without=Without("later", "nothing happens that is scheduled"),
    memory=Memory(fixed=256 * MIB),
    files=(
        OwnedFile(path="/usr/local/lib/orogen/cron", owner=Owner.MANAGED, why="the minute's loop"),
        OwnedFile(
            path="/etc/systemd/system/oro-cron.service",
            owner=Owner.MANAGED,
            why="a change restarts it where it is active; another node may take over",
        ),
        OwnedFile(path="/etc/orogen/leader.json", owner=Owner.MANAGED, why="who stands for election, and where"),
    ),
    alerts=(
        Alert(
            name="CronNowhere",
            expression='(sum(orogen_leader{name="cron"}) or vector(0)) < 1',
            lasting="3m",
            severity="critical",
            summary="No node runs cron: nothing that is scheduled happens",
            action="`systemctl status oro-cron` on its nodes. Without a majority in etcd nobody may lead.",
        ),
        Alert(
            name="CronTwice",
            expression='sum(orogen_leader{name="cron"}) > 1',
            lasting="1m",
            severity="critical",
            summary="Two nodes run cron: everything that is scheduled happens twice",
            action="Restart oro-cron on one of them, then find out why its keeper did not see the lease end.",
        ),
        Alert(
            name="CronNoStandby",
            expression='count(node_systemd_unit_state{name="oro-cron.service", state="active"} == 1) < 2 and '
            'count(node_systemd_unit_state{name="oro-cron.service"}) > 1',
            lasting="10m",
            severity="warning",
            summary="Only one node can run cron: its loss ends it",
            action="`systemctl status oro-cron` on the other nodes; without a release there the unit does not start.",
        ),
    ),
    backup=Backup(content="nothing: the schedule is in the database", restore="comes with the database"),
    units=lambda _: ("oro-cron.service",),
    stopped_in_maintenance=("oro-cron.service",),
    probe="keeper",
    # Another stands for election every two seconds.
    handover=("systemctl stop oro-cron", "sleep 6", "systemctl start oro-cron"),
    drain=("systemctl stop oro-cron",),
    undrain=("systemctl start oro-cron",),
    checks="test_cron.py",
    drills=(
        "cron-node-lost",
        "cron-keeper-frozen",
    ),
)
