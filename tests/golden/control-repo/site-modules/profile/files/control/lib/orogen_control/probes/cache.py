"""Redis with Sentinel: two instances on this node, and what its sentinel thinks of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen_control.commands import CommandError, ask
from orogen_control.probes import Part, member

if TYPE_CHECKING:
    from orogen_control.settings import Service, Settings

SENTINEL_PORT = "26379"
# By Sentinel's name for each: the part that a failover is asked for.
PORTS = {"sessions_mon": "6379", "lru_cache_mon": "6380"}


def look(_settings: Settings, service: Service) -> list[Part]:
    """Ask both instances. Raises CommandError."""
    others = len(service.members) - 1
    return [part(name, others, _information(port), _fault(name) if others else "") for name, port in PORTS.items()]


def part(name: str, others: int, found: dict[str, str], fault: str) -> Part:
    """Read an instance's INFO replication; `fault` is what its sentinel misses."""
    leads = found["role"] == "master"
    linked = leads or found.get("master_link_status") == "up"
    notes = [
        f"{found['connected_slaves']} of {others} replicas" if leads else "",
        "" if linked else f"link to {found.get('master_host')} {found.get('master_link_status')}",
        fault,
    ]
    return member(
        name,
        "leader" if leads else "follower",
        healthy=linked and not fault,
        others=others,
        position=int(found["master_repl_offset"]),
        unit="bytes",
        leader="" if leads else found.get("master_host", ""),
        note=", ".join(note for note in notes if note),
    )


def _information(port: str) -> dict[str, str]:
    text = ask(["orogen-redis-cli", "-e", "-p", port, "INFO", "replication"])
    return dict(line.split(":", 1) for line in text.replace("\r", "").splitlines() if ":" in line)


def _fault(name: str) -> str:
    """Give why the sentinels could not carry out a failover, in Sentinel's words."""
    try:
        ask(["orogen-redis-cli", "-e", "-p", SENTINEL_PORT, "SENTINEL", "CKQUORUM", name])
    except CommandError as error:
        return error.said or str(error)
    return ""
