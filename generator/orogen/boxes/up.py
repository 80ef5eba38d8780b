"""From a plan to running boxes, step by step; what is there already is kept, so that it can be called again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from orogen.boxes import containers, existing, images, layout, memory, network, outside, repo
from orogen.boxes.differences import Machine, differences
from orogen.boxes.packages import package_sets
from orogen.boxes.plugins import delayed_messages
from orogen.plan.build import plan as plan_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime
    from typing import Literal

    from orogen.boxes.layout import Layout
    from orogen.boxes.podman import Podman
    from orogen.contract import Value
    from orogen.plan.model import Plan
    from orogen.verify.catalogs import Catalog


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What will be brought up: the plan as boxes run it, Hiera data over it, and what differs from the spec.

    `root` is the control repo where it is there already.
    """

    plan: Plan
    data: Mapping[str, Value]
    lines: tuple[str, ...]
    root: Path | None = None


def prepare(plan: Plan, os: Literal["debian-13", "debian-12"] | None, extra: Path | None, total: int) -> Prepared:
    """Fit an environment to this machine, of `total` bytes of memory. Raises OrogenError when it does not fit."""
    environment = plan.environment
    outside_address, _ = network.spare_addresses(plan, 2)
    machine = Machine(
        os=os or environment.location.os,
        outside=outside_address,
        memory=memory.shared_out(environment, total),
        delayed_messages=delayed_messages(extra),
    )
    changed, data, lines = differences(environment, machine)
    return Prepared(plan=plan_of(changed), data=data, lines=lines)


def prepare_existing(plan: Plan, root: Path, extra: Path | None) -> Prepared:
    """Have boxes run a control repo that is there already. Raises OrogenError when they cannot."""
    placed = existing.placed(plan.environment, root)
    data, lines = existing.needed(placed, extra)
    existing.refuse_without(root, plan.environment.name, data)
    return Prepared(plan=placed, data=data, lines=lines, root=root)


def bring_up(
    podman: Podman,
    prepared: Prepared,
    *,
    spec: str,
    folder: Path,
    extra: Path | None,
    now: datetime,
    step: Callable[[str], AbstractContextManager[None]],
) -> Layout:
    """Render, build the images, make the network and start the boxes. Raises OrogenError where a step fails."""
    environment = prepared.plan.environment
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n")
    with step("control repo"):
        if prepared.root:
            existing.link(folder, prepared.root)
        else:
            repo.render(folder, prepared.plan, prepared.data, now)
        wanted = package_sets([*repo.catalogs(folder).values(), *_later(prepared)])
    with step(f"image: {environment.location.os} with Puppet"):
        base = images.build_base(podman, environment.location.os)
    with step("image: the nodes' packages"):
        image = images.build_packages(podman, base, wanted, extra)
    made = _layout(prepared.plan, spec, image)
    with step(f"network: {environment.location.network}"):
        gateway = network.spare_addresses(prepared.plan, 2)[1]
        label = containers.label(environment.name)
        network.make(podman, made.network, environment.location.network, gateway, label)
    layout.write(folder, made)
    with step(f"boxes: {len(made.boxes)}, and one for the world outside"):
        containers.start(podman, made, folder)
        outside.set_up(podman, made, len(environment.mail.relays))
    return made


def _later(prepared: Prepared) -> list[Catalog]:
    """Give the catalogs of what stands by now, as they are once it is the shop."""
    if not prepared.root or not prepared.plan.environment.standby:
        return []
    with TemporaryDirectory() as folder:
        return [*repo.catalogs(existing.live(prepared.root, prepared.plan, Path(folder))).values()]


def _layout(plan: Plan, spec: str, image: str) -> Layout:
    return layout.Layout(
        environment=plan.environment.name,
        spec=spec,
        network=plan.environment.location.domain,
        image=image,
        outside=str(network.spare_addresses(plan, 2)[0]),
        boxes=tuple(
            layout.Box(
                certname=node.certname,
                name=node.name,
                type=node.type.name,
                zone=node.zone,
                address=str(node.address),
                memory=node.type.memory,
                services=node.services,
            )
            for node in plan.nodes
        ),
    )
