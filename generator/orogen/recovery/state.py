"""Which environments of a control repo are not their spec's own, and whether they stand by: `.orogen/recovery.json`.

Who renders the repo again must not have to know it. Without the file, or an entry in it, an environment is in its
primary region and is the shop.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orogen.errors import OrogenError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FILE = ".orogen/recovery.json"
FORMAT_VERSION = "1"


@dataclass(frozen=True, slots=True)
class State:
    """Whether an environment is rendered for its recovery region, and whether it stands by there."""

    recovery: bool
    standby: bool


NORMAL = State(recovery=False, standby=False)


def read(root: Path) -> dict[str, State]:
    """Give the state of the environments that are not as usual. Raises OrogenError for a damaged file."""
    path = root / FILE
    try:
        record = json.loads(path.read_bytes())
        return {
            name: State(bool(one["recovery"]), bool(one["standby"])) for name, one in record["environments"].items()
        }
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise OrogenError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise OrogenError(f"{path} is damaged", help="Restore it from version control.") from error


def content(states: Mapping[str, State]) -> bytes:
    """Give the bytes of the file."""
    environments = {
        name: {"recovery": state.recovery, "standby": state.standby}
        for name, state in sorted(states.items())
        if state != NORMAL
    }
    return (json.dumps({"format_version": FORMAT_VERSION, "environments": environments}, indent=2) + "\n").encode()


def refuse_recovery(root: Path, environments: Iterable[str]) -> None:
    """Refuse a control repo of the recovery region, which follows that of the primary one. Raises OrogenError."""
    states = read(root)
    for name in environments:
        if states.get(name, NORMAL).recovery:
            raise OrogenError(
                f"{root} holds `{name}` as it is in its recovery region",
                help="It follows the primary's control repo: set secrets there, then run `orogen dr render`.",
            )


def refuse_elsewhere(root: Path, environments: Iterable[str]) -> None:
    """Refuse a control repo whose environments are not as their specs alone say. Raises OrogenError."""
    names = [*environments]
    refuse_recovery(root, names)
    states = read(root)
    for name in names:
        if states.get(name, NORMAL).standby:
            raise OrogenError(
                f"{root} holds `{name}` standing by for its recovery region, which is the shop",
                help="Use `orogen dr render SPEC --return`, with `--live` once this region is the shop again.",
            )
