"""A run of drills on boxes that are up: one after the other, and none on an environment that is not whole."""

from __future__ import annotations

import os
import platform
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

from orogen.boxes import logs
from orogen.boxes.differences import Machine, differences
from orogen.boxes.memory import of_machine
from orogen.drills.catalogue import known
from orogen.drills.model import Result
from orogen.drills.report import record
from orogen.errors import OrogenError
from orogen.plan.build import plan as plan_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from orogen.boxes.layout import Layout
    from orogen.drills.ground import Ground
    from orogen.drills.model import Drill
    from orogen.plan.model import Plan

LOGS = "drill-logs"


def plan_of_boxes(plan: Plan, layout: Layout) -> Plan:
    """Give the plan as boxes run it. Raises OrogenError when its spec has other nodes than the boxes that are up."""
    machine = Machine(
        os=plan.environment.location.os,
        outside=IPv4Address(layout.outside),
        memory={box.type: box.memory for box in layout.boxes},
        delayed_messages=None,
    )
    if {node.certname for node in plan.nodes} != {box.certname for box in layout.boxes}:
        raise OrogenError(
            f"{layout.spec} has other nodes than the boxes that are up",
            help=f"`orogen boxes up {layout.spec}` takes up the spec as it is now.",
        )
    return plan_of(differences(plan.environment, machine)[0])


def run(
    ground: Ground, drills: Sequence[Drill], step: Callable[[str], AbstractContextManager[None]]
) -> Iterator[Result]:
    """Give each drill's result. Where one cannot go on it has failed, the logs are kept, and it is the last."""
    for drill in drills:
        began = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            with step(f"{drill.name}: {drill.about}"):
                result = drill.run(ground, drill)
        except OrogenError as problem:
            kept = ground.folder / LOGS / drill.name
            logs.collect(ground.podman, ground.layout, ground.folder, kept)
            yield Result(
                name=drill.name,
                about=drill.about,
                state="failed",
                at=began,
                reason=f"{problem}; no other drill can follow. Logs of all boxes: {kept}",
            )
            return
        yield replace(result, at=began)


def report(ground: Ground, results: Iterable[Result]) -> record.Report:
    """Put the results together with what they were measured on; where a drill has several, the last one counts."""
    environment = ground.plan.environment
    done = {result.name: result for result in results}
    names = [drill.name for drill in known(ground.plan)]
    return record.Report(
        environment=environment.name,
        release=environment.application.release,
        system=environment.location.os,
        failover=environment.database.failover,
        machine=record.Machine(
            cpus=os.cpu_count() or 1,
            memory=of_machine(),
            kernel=platform.release(),
            system=_system(),
        ),
        results=tuple(done[name] for name in names if name in done),
        left_out=tuple(name for name in names if name not in done),
    )


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.system()
