"""Drills of the shop as visitors meet it: a page that needs both stores, asked for behind the edge on each web node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.boxes import puppet
from orogen.drills import faults, leaders
from orogen.drills.loss import Losing
from orogen.drills.model import Check
from orogen.drills.parts import drill, each, several, shop_without

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from orogen.drills.faults import Fault
    from orogen.drills.ground import Ground
    from orogen.drills.ledger import Ledger
    from orogen.drills.loss import Course
    from orogen.drills.model import Drill
    from orogen.drills.parts import Victims
    from orogen.plan.model import Plan

    Judged = Callable[[Ground, Course, tuple[Ledger, ...]], Iterable[Check]]
    Told = Callable[[Ground, tuple[str, ...]], Iterable[str]]

# A visitor waits for so long before they ask again.
_ONE_TRY = 10.0
_HOLD = 30.0
_JOBS = 2
_PHP = "$(basename --multiple /usr/lib/systemd/system/php*-fpm.service)"
_BEHIND = (
    "visitors enter at nginx behind the edge: no tunnel can be opened from a box, so what Cloudflare does is not seen"
)


def _puppet_changes_nothing(ground: Ground, _course: Course, _ledgers: tuple[Ledger, ...]) -> Iterator[Check]:
    runs = list(puppet.runs(ground.podman, ground.layout.boxes, ground.folder, _JOBS))
    other = [f"{run.box.name}: {', '.join((*run.faults, *run.changes))}" for run in runs if run.faults or run.changes]
    yield Check("what Puppet changes afterwards", "; ".join(other) or "nothing", "nothing", not other)


def _first(ground: Ground) -> tuple[str, ...]:
    return ground.nodes("web")[:1]


def _shop(
    name: str,
    service: str,
    about: str,
    fault: Fault,
    victims: Victims = _first,
    judged: Judged = lambda _ground, _course, _ledgers: (),
    told: Told = lambda _ground, _victims: (),
) -> Drill:
    losing = Losing(
        workload="shop",
        fault=fault,
        victims=victims,
        expectation=shop_without,
        tasks=each("web"),
        hold=_HOLD,
        one_try=_ONE_TRY,
        judged=judged,
        told=told,
        notes=(_BEHIND,),
    )
    return drill(name, service, about, losing, several("web"))


DRILLS = (
    _shop("web-node-lost", "web", "a web node's machine loses its power", faults.KILLED),
    _shop(
        "web-php-lost",
        "web",
        "PHP stops on a web node, whose nginx leads visitors to the others",
        faults.stopped(_PHP, "php-fpm"),
    ),
    _shop(
        "edge-node-lost",
        "edge",
        "nginx stops on a web node: who enters through the others goes on",
        faults.stopped("nginx", lost=True),
    ),
)


def _zone(zone: str, nodes: tuple[str, ...]) -> Drill:
    return _shop(
        f"zone-lost-{zone}",
        "web",
        f"all machines in {zone} lose their power at once, under visitors in the others",
        faults.KILLED,
        lambda _ground: nodes,
        _puppet_changes_nothing,
        leaders.among,
    )


ANY_ZONE = _zone("ZONE", ())


def zones(plan: Plan) -> tuple[Drill, ...]:
    """Give a drill for the loss of each zone that has nodes, where there are others."""
    used = {zone: tuple(n.name for n in plan.nodes if n.zone == zone) for zone in plan.environment.location.zones}
    return tuple(_zone(zone, nodes) for zone, nodes in used.items() if nodes and len(used) > 1)
