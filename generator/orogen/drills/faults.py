"""What can happen to a node, and how it is undone. Nothing outside of the node's own container is touched."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from orogen.boxes.containers import await_boot, start_again
from orogen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from orogen.drills.ground import Ground

# In the box's own network namespace, before the table of its profile, which stays as it is.
_CUT = "orogen_drill"
_CUT_OFF = f"""
add table inet {_CUT}
add chain inet {_CUT} input {{ type filter hook input priority -10; policy drop; }}
add chain inet {_CUT} output {{ type filter hook output priority -10; policy drop; }}
add rule inet {_CUT} input iif lo accept
add rule inet {_CUT} output oif lo accept
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault of some nodes: `words` for its beginning and `undone` for its end, as a report says them.

    `lost`: the nodes take part in nothing meanwhile, so their own workers count for nothing.
    """

    words: str
    undone: str
    begin: Callable[[Ground, Sequence[str]], None]
    end: Callable[[Ground, Sequence[str]], None]
    lost: bool = True


def _nothing(_ground: Ground, _nodes: Sequence[str]) -> None:
    """It ends by itself."""


def _kill(ground: Ground, nodes: Sequence[str]) -> None:
    ground.podman.run("kill", *(ground.container(node) for node in nodes))


def _start(ground: Ground, nodes: Sequence[str]) -> None:
    containers = [ground.container(node) for node in nodes]
    with ThreadPoolExecutor(len(containers)) as pool:
        list(pool.map(lambda name: start_again(ground.podman, name), containers))
        list(pool.map(lambda name: await_boot(ground.podman, name), containers))


def _pause(ground: Ground, nodes: Sequence[str]) -> None:
    ground.podman.run("pause", *(ground.container(node) for node in nodes))


def _unpause(ground: Ground, nodes: Sequence[str]) -> None:
    ground.podman.run("unpause", *(ground.container(node) for node in nodes))


def _cut(ground: Ground, nodes: Sequence[str]) -> None:
    for node in nodes:
        ground.run(node, "nft -f -", text=_CUT_OFF)


def _join(ground: Ground, nodes: Sequence[str]) -> None:
    for node in nodes:
        ground.run(node, f"nft delete table inet {_CUT}")


KILLED = Fault(words="power gone", undone="power back", begin=_kill, end=_start)
FROZEN = Fault(words="frozen", undone="thawed", begin=_pause, end=_unpause)
CUT_OFF = Fault(words="cut off from all others", undone="joined again", begin=_cut, end=_join)


def stopped(unit: str, name: str = "", *, lost: bool = False) -> Fault:
    """A unit is stopped as a person would stop it; `lost`: nothing on the node does any work without it."""
    return _unit(name or unit, "stopped", f"systemctl stop {unit}", f"systemctl start {unit}", lost=lost)


def killed(unit: str) -> Fault:
    """Every process of a unit is killed. systemd starts it again; in the end it is started where systemd gave up."""
    begin = f"systemctl kill --kill-whom=all --signal=KILL {unit}"
    return _unit(unit, "killed with all its processes", begin, f"systemctl start {unit}")


def halted(unit: str) -> Fault:
    """The main process of a unit is halted by a signal, and everything else on the node goes on."""
    signal = f"systemctl kill --kill-whom=main --signal={{}} {unit}"
    # systemd may have killed it meanwhile, and waits before it starts another.
    return _unit(f"{unit}'s main process", "halted", signal.format("STOP"), f"{signal.format('CONT')} || true")


def command(words: str, script: str) -> Fault:
    """A command that is run on the node, and has no other end than its own."""
    return Fault(words=words, undone="", begin=_script(script), end=_nothing, lost=False)


def rules(words: str, rule: str) -> Fault:
    """A rule of the packet filter in the node's own network namespace, on its way out."""
    table = (
        f"add table inet {_CUT}; "
        f"add chain inet {_CUT} output {{ type filter hook output priority -10; policy accept; }}; "
        f"add rule inet {_CUT} output {rule}"
    )
    return Fault(words=words, undone="reached again", begin=_script(f"nft '{table}'"), end=_join, lost=False)


def _unit(name: str, words: str, begin: str, end: str, *, lost: bool = False) -> Fault:
    return Fault(words=f"{name} {words}", undone=f"{name} started", begin=_script(begin), end=_script(end), lost=lost)


def _script(script: str) -> Callable[[Ground, Sequence[str]], None]:
    def run(ground: Ground, nodes: Sequence[str]) -> None:
        for node in nodes:
            ground.run(node, script, seconds=180)

    return run
