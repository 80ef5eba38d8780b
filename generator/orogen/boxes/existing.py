"""A control repo that is there already, run in boxes as it stands: a recovery region's, as its runbook makes it.

Nothing in it is changed, so it must set what differs in boxes itself, in `overrides/`. `orogen dr render` takes that
along from one region to the other.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import yaml

from orogen.boxes import network
from orogen.boxes.differences import REPOSITORY, Machine, differences
from orogen.boxes.layout import CONTROL_REPO, PRIVATE_KEY
from orogen.boxes.plugins import delayed_messages
from orogen.errors import OrogenError
from orogen.plan.build import plan as plan_of
from orogen.recovery.control_repo import there
from orogen.recovery.state import NORMAL
from orogen.recovery.state import read as states_of
from orogen.render.hiera import hiera_yaml
from orogen.render.tree import tree
from orogen.repo.write import apply
from orogen.secrets import keys as key_pairs
from orogen.secrets.store_file import read as store_of

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.contract import Value
    from orogen.plan.model import Plan
    from orogen.secrets.keys import Keys
    from orogen.spec.environment import Environment


def placed(environment: Environment, root: Path) -> Plan:
    """Give the plan of an environment in the region, and the state, that a control repo has it in."""
    return plan_of(there(environment, states_of(root).get(environment.name, NORMAL)))


def needed(plan: Plan, extra: Path | None) -> tuple[dict[str, Value], tuple[str, ...]]:
    """Give the Hiera data that a control repo must have for boxes, and what differs, a line each.

    Raises OrogenError where Hiera data are not enough.
    """
    environment = plan.environment
    machine = Machine(
        os=environment.location.os,
        outside=network.spare_addresses(plan, 1)[0],
        memory={node_type.name: node_type.memory for node_type in environment.nodes},
        delayed_messages=delayed_messages(extra),
    )
    changed, data, lines = differences(environment, machine)
    if replace(changed, backups=environment.backups) != environment:
        raise OrogenError(
            f"boxes cannot run `{environment.name}` as its control repo has it",
            help="The spec must have no provider, Debian's packages, and relays in the box `outside`:\n\n"
            + "\n".join(lines),
        )
    return data | _folder(environment), lines


def _folder(environment: Environment) -> dict[str, Value]:
    """Give what makes a folder of the backup node of a repository elsewhere."""
    if environment.backups is None or environment.backups.repository.startswith("/"):
        return {}
    return {
        "profile::backup::repository": REPOSITORY,
        "profile::backup::login": "none",
        "profile::backup::variables": {},
        "profile::backup::archive::repository": {"repo1-type": "posix", "repo1-path": f"{REPOSITORY}/pgbackrest"},
    }


def refuse_without(root: Path, environment: str, data: dict[str, Value]) -> None:
    """Refuse a control repo whose overrides lack data that boxes need. Raises OrogenError: it is about this kernel."""
    place = root / "overrides" / "environments" / f"{environment}.yaml"
    try:
        found = yaml.safe_load(place.read_text()) if place.is_file() else {}
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise OrogenError(f"{place} cannot be read: {error}") from error
    lacking = {key: value for key, value in data.items() if (found or {}).get(key) != value}
    if lacking:
        lines = hiera_yaml("For boxes alone", [("What differs in boxes", lacking)]).decode()
        raise OrogenError(
            f"{place} does not set what differs in boxes: {', '.join(lacking)}",
            help=f"In a copy of the control repo that no machine ever gets, add:\n\n{lines}",
        )


def live(root: Path, plan: Plan, folder: Path) -> Path:
    """Render what a control repo that stands by is once it is the shop, below a folder of its own.

    Boxes have no network: what nodes install on that day must be in their image from the beginning.
    """
    keys = _keys(root)
    target = folder / CONTROL_REPO
    shutil.copytree(root, target, ignore=shutil.ignore_patterns(".git"))
    awake = plan_of(replace(plan.environment, standby=False))
    apply(target, tree([(awake, store_of(root, plan.environment.name))], keys.public_pem))
    (folder / PRIVATE_KEY).write_bytes(keys.private_pem())
    return folder


def link(folder: Path, root: Path) -> None:
    """Have the boxes' folder lead to a control repo and hold its private key. Raises OrogenError."""
    keys = _keys(root)
    place = folder / CONTROL_REPO
    place.unlink(missing_ok=True)
    place.symlink_to(root.resolve())
    (folder / PRIVATE_KEY).touch(mode=0o600)
    (folder / PRIVATE_KEY).write_bytes(keys.private_pem())


def _keys(root: Path) -> Keys:
    keys = key_pairs.load(root)
    if keys is None:
        raise OrogenError(f"{root} is no control repo with secrets")
    return keys
