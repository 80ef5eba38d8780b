"""exporters: what Prometheus is told about each machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.contract import MIB, Alert, Backup, Data, Exporter, Memory, OwnedFile, Owner, Port, Quorum, Service

if TYPE_CHECKING:
    from orogen.plan.model import Node, Plan

NODE_PORT = 9100

# Filesystems that hold data; the rest is memory or another's.
_DISKS = 'fstype!~"tmpfs|ramfs|overlay|squashfs|fuse.*"'
_DISK_FREE = f"node_filesystem_avail_bytes{{{_DISKS}}} / node_filesystem_size_bytes{{{_DISKS}}}"
_INODES_FREE = f"node_filesystem_files_free{{{_DISKS}}} / node_filesystem_files{{{_DISKS}}}"
_MEMORY_FREE = "node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes"
_LOAD = "node_load15 / count without (cpu, mode) (node_cpu_seconds_total{mode='idle'})"


def _node_data(_plan: Plan, node: Node) -> Data:
    return {"profile::exporters::address": str(node.address)}


SERVICE = Service(
    name="exporters",
    title="node exporter",
    profile="profile::exporters",
    why="tells monitoring how the machine is",
    everywhere=True,
    selectable=False,
    ports=(
        Port(
            name="metrics",
            number=NODE_PORT,
            encrypted=False,
            clients={"monitoring": "metrics of the machine", "backup": "how much disk is free for a restore"},
        ),
    ),
    quorum=Quorum(model="every", why="each node speaks for itself"),
    memory=Memory(fixed=48 * MIB),
    node_data=_node_data,
    files=(
        OwnedFile(
            path="/etc/default/prometheus-node-exporter", owner=Owner.MANAGED, why="where it listens, what it collects"
        ),
        OwnedFile(
            path="/var/lib/prometheus/node-exporter",
            owner=Owner.RUNTIME_OWNED,
            why="metrics that scripts write, several services among them",
        ),
    ),
    exporters=(Exporter(port=NODE_PORT),),
    alerts=(
        Alert(
            name="NodeDown",
            expression="up{service='exporters'} == 0",
            lasting="2m",
            severity="critical",
            summary="The node does not answer",
            action="Look at the provider's console; its services fail over meanwhile: `orogen survive` says which do.",
        ),
        Alert(
            name="DiskFilling",
            expression=f"{_DISK_FREE} < 0.2",
            lasting="15m",
            severity="warning",
            summary="Less than a fifth of a disk is free",
            action="`du -xh --max-depth=2` on the mount point; enlarge the disk before it is at a tenth.",
        ),
        Alert(
            name="DiskAlmostFull",
            expression=f"{_DISK_FREE} < 0.1 or predict_linear(node_filesystem_avail_bytes{{{_DISKS}}}[6h], 14400) < 0",
            lasting="5m",
            severity="critical",
            summary="A disk has less than a tenth free, or is full within four hours",
            action="Enlarge the disk now; a store that runs out of space stops, and may not start again by itself.",
        ),
        Alert(
            name="InodesFilling",
            expression=f"{_INODES_FREE} < 0.1",
            lasting="15m",
            severity="warning",
            summary="A filesystem runs out of inodes: no new files although there is space",
            action="Find the directory with the many small files: `du --inodes -x`.",
        ),
        Alert(
            name="FilesystemReadOnly",
            expression=f"node_filesystem_readonly{{{_DISKS}}} == 1",
            lasting="1m",
            severity="critical",
            summary="A filesystem became read-only: the kernel met a fault on the disk",
            action="Fail the node's services over, then look at `journalctl -k` and the provider's disk.",
        ),
        Alert(
            name="DiskSlow",
            expression="rate(node_disk_io_time_seconds_total[5m]) > 0.9",
            lasting="30m",
            severity="warning",
            summary="A disk is busy nearly all the time",
            action="`iotop` names the process; a larger or faster disk is the cure when it is the store itself.",
        ),
        Alert(
            name="MemoryShort",
            expression=f"{_MEMORY_FREE} < 0.1",
            lasting="15m",
            severity="warning",
            summary="Less than a tenth of memory is available",
            action="`systemd-cgtop -m` names the service; compare with the sizes in data/environments/*/types/.",
        ),
        Alert(
            name="MemoryExhausted",
            expression=f"{_MEMORY_FREE} < 0.05 or rate(node_vmstat_pswpin[5m]) > 500",
            lasting="5m",
            severity="critical",
            summary="The node is out of memory or swaps: the kernel kills a process next",
            action="Stop what is not needed on the node, or move a service; then give the node type more memory.",
        ),
        Alert(
            name="LoadHigh",
            expression=f"{_LOAD} > 1.5",
            lasting="15m",
            severity="warning",
            summary="More processes want to run than there are processors",
            action="`top` names them; more web or job nodes are the cure when it is the shop's own work.",
        ),
        Alert(
            name="LoadVeryHigh",
            expression=f"{_LOAD} > 4",
            lasting="15m",
            severity="critical",
            summary="Four times more processes want to run than there are processors",
            action="`top` and `vmstat 1`: processor, disk or a stuck mount? Drain the node if others can carry it.",
        ),
        Alert(
            name="ZombieProcesses",
            expression="node_processes_state{state='Z'} > 50",
            lasting="30m",
            severity="warning",
            summary="Finished processes pile up: their parent does not collect them",
            action="`ps -eo ppid,stat,comm | grep ' Z'` names the parent; restart its service.",
        ),
        Alert(
            name="UnitFailed",
            expression="node_systemd_unit_state{state='failed'} == 1",
            lasting="5m",
            severity="warning",
            summary="A systemd unit has failed",
            action="`systemctl status` and `journalctl -u` of the unit; `systemctl reset-failed` once it is explained.",
        ),
        Alert(
            name="PuppetFailing",
            expression="orogen_puppet_failures > 0",
            lasting="2h",
            severity="warning",
            summary="Puppet runs fail: the node drifts from what the spec says",
            action="`puppet agent --test --noop` (or `puppet apply`) on the node shows the first failure.",
        ),
        Alert(
            name="PuppetSilent",
            expression="time() - orogen_puppet_last_run_timestamp_seconds > 86400",
            lasting="1h",
            severity="warning",
            summary="Puppet has not run for a day",
            action="Is the agent's service or timer running, or was it disabled (`puppet agent --enable`)?",
        ),
        Alert(
            name="NodeMetricsOld",
            expression="time() - node_textfile_mtime_seconds{file=~'.*/orogen.prom'} > 7200",
            lasting="15m",
            severity="warning",
            summary="Certificates, firewall and Puppet runs are not looked at any more",
            action="`systemctl status orogen-metrics.timer orogen-metrics.service` on the node.",
        ),
    ),
    backup=Backup(content="nothing: it holds no data", restore="a Puppet run makes it again"),
    checks="test_exporters.py",
)
