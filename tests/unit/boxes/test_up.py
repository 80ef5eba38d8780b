"""`up` from a plan to running boxes, with a stand-in for podman."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import product
from typing import TYPE_CHECKING

import pytest

from orogen.boxes import containers, layout, repo
from orogen.boxes.images import base_tag, packages_tag
from orogen.boxes.network import spare_addresses
from orogen.boxes.up import bring_up, prepare
from orogen.errors import OrogenError
from orogen.plan.build import plan
from orogen.secrets.keys import PUBLIC_KEY
from tests.samples import GIB
from tests.unit.boxes.samples import NAMES, SYSTEMS, example

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from orogen.boxes.layout import Layout
    from orogen.boxes.podman import Podman
    from tests.unit.boxes.stand_in import StandIn

NOW = datetime(2026, 11, 23, tzinfo=UTC)
STEPS = ["control repo", "image: debian-13 with Puppet", "image: the nodes' packages", "network: ", "boxes: "]


@pytest.mark.parametrize(("name", "os"), [*product(NAMES, [None, *SYSTEMS])])
def test_every_example_can_be_prepared(name: str, os: str | None) -> None:
    planned = plan(example(name))
    prepared = prepare(planned, os, None, 64 * GIB)  # type: ignore[arg-type]
    assert prepared.plan.environment.location.os == (os or planned.environment.location.os)
    assert [node.certname for node in prepared.plan.nodes] == [node.certname for node in planned.nodes]
    # What stands for the outside has the same address before and after.
    assert spare_addresses(prepared.plan, 2) == spare_addresses(planned, 2)
    assert all(
        str(relay.host) == str(spare_addresses(planned, 1)[0]) for relay in prepared.plan.environment.mail.relays
    )
    assert prepare(planned, os, None, 64 * GIB) == prepared  # type: ignore[arg-type]


def test_a_machine_that_is_too_small_is_refused() -> None:
    with pytest.raises(OrogenError, match="this machine has"):
        prepare(plan(example("acme-prod")), None, None, GIB)


class Steps:
    """Keeps the steps that it is told of."""

    def __init__(self) -> None:
        self.words: list[str] = []

    @contextmanager
    def __call__(self, words: str) -> Iterator[None]:
        self.words.append(words)
        yield


@pytest.fixture(autouse=True)
def _rendered_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the control repo rendered and compiled by others: a key pair and a catalog are all that is wanted of it."""

    def render(folder: Path, *_: object) -> None:
        for name in (layout.PRIVATE_KEY, f"{layout.CONTROL_REPO}/{PUBLIC_KEY}"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(name)

    monkeypatch.setattr(repo, "render", render)
    monkeypatch.setattr(repo, "catalogs", lambda _folder: {"dev1": {"Package[nginx]": {}}})


IMAGE = packages_tag(base_tag("debian-13"), [("nginx",)], None)


def up(podman: Podman, folder: Path, steps: Steps, name: str = "development") -> Layout:
    prepared = prepare(plan(example(name)), None, None, 64 * GIB)
    return bring_up(podman, prepared, spec="spec.yaml", folder=folder, extra=None, now=NOW, step=steps)


def test_everything_is_made_and_then_found(podman: Podman, stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.answers("image exists *")
    stand_in.answers("network exists *", code=1)
    stand_in.answers("container inspect *", code=125)
    stand_in.answers("*is-system-running", "running\n")
    steps = Steps()
    made = up(podman, tmp_path / "several/boxes", steps)
    assert len(steps.words) == len(STEPS)
    assert all(said.startswith(expected) for said, expected in zip(steps.words, STEPS, strict=True))
    assert layout.read(tmp_path / "several/boxes") == made
    assert made.image == IMAGE
    planned = plan(example("development"))
    assert [(box.certname, box.address, box.services) for box in made.boxes] == [
        (node.certname, str(node.address), node.services) for node in planned.nodes
    ]
    assert len(stand_in.calls_with("run", "--detach")) == len(made.containers)
    (network,) = stand_in.calls_with("network", "create")
    assert f"--label={containers.label(made.environment)}" in network.words
    taken = {made.outside, *(box.address for box in made.boxes)}
    (gateway,) = [word.partition("=")[2] for word in network.words if word.startswith("--gateway=")]
    assert gateway not in taken


def test_called_again_it_makes_nothing_twice(podman: Podman, stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.answers("container inspect *", f"true {IMAGE}\n")
    stand_in.answers("*is-system-running", "running\n")
    first = up(podman, tmp_path / "boxes", Steps())
    stand_in.forget()
    assert up(podman, tmp_path / "boxes", Steps()) == first
    assert not any(call.words[0] == "run" or "create" in call.words for call in stand_in.calls)


def test_the_outside_listens_for_every_relay(podman: Podman, stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.answers("container inspect *", f"true {IMAGE}\n")
    stand_in.answers("*is-system-running", "running\n")
    made = up(podman, tmp_path / "boxes", Steps(), "six-machines")
    relays = prepare(plan(example("six-machines")), None, None, 64 * GIB).plan.environment.mail.relays
    (listening,) = stand_in.calls_with("exec", made.outside_box, "-s")
    assert listening.words[-len(relays) :] == tuple(str(relay.port) for relay in relays)


def test_a_step_that_fails_leaves_no_record(podman: Podman, stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.answers("network exists *", code=1)
    stand_in.answers("network create *", err="subnet is already used\n", code=125)
    with pytest.raises(OrogenError, match="cannot be made"):
        up(podman, tmp_path / "boxes", Steps())
    with pytest.raises(OrogenError, match="no boxes are up"):
        layout.read(tmp_path / "boxes")
    assert not stand_in.calls_with("run", "--detach")
