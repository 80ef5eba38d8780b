"""What `up` made, kept in the boxes' folder: the other commands go on from it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from orogen.errors import OrogenError

if TYPE_CHECKING:
    from pathlib import Path

FORMAT_VERSION = "1"
FOLDER = ".boxes"
CONTROL_REPO = "control-repo"
PRIVATE_KEY = "private_key.pem"
LOGS = "logs"
_FILE = "boxes.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One node as a container, which has its certificate name. `memory` in bytes is what its services are sized for."""

    certname: str
    name: str
    type: str
    zone: str
    address: str
    memory: int
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """An environment's boxes, in plan order. `outside` is the address of the box for the rest of the world."""

    environment: str
    spec: str
    network: str
    image: str
    outside: str
    boxes: tuple[Box, ...]

    @property
    def outside_box(self) -> str:
        """The container that stands for the rest of the world."""
        return f"outside.{self.network}"

    @property
    def containers(self) -> tuple[str, ...]:
        """All containers, the outside first: what nodes send there has a place from the start."""
        return (self.outside_box, *(box.certname for box in self.boxes))

    def container(self, name: str) -> str:
        """Give the container of a box by its name, that of the outside too. Raises OrogenError when there is none."""
        return self.outside_box if name == "outside" else self.find(name).certname

    def find(self, name: str) -> Box:
        """Give a box by its name or certificate name. Raises OrogenError when there is none."""
        for box in self.boxes:
            if name in (box.name, box.certname):
                return box
        known = ", ".join(box.name for box in self.boxes)
        raise OrogenError(f"{self.environment} has no box `{name}`", help=f"There are {known}.")


def write(folder: Path, layout: Layout) -> None:
    """Keep the layout in the boxes' folder."""
    record = {"format_version": FORMAT_VERSION, **asdict(layout)}
    (folder / _FILE).write_text(json.dumps(record, indent=2) + "\n")


def read(folder: Path) -> Layout:
    """Give the layout of the boxes that are up. Raises OrogenError when none are, or the file is damaged."""
    try:
        record = json.loads((folder / _FILE).read_text())
        return _layout(record)
    except FileNotFoundError as error:
        raise OrogenError(f"no boxes are up in {folder}", help="Start with `orogen boxes up SPEC`.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise OrogenError(
            f"{folder / _FILE} is damaged: {error}", help="`orogen boxes up SPEC` writes it anew."
        ) from error


def _layout(record: dict[str, Any]) -> Layout:
    if record.pop("format_version") != FORMAT_VERSION:
        raise ValueError("another orogen wrote it")
    boxes = tuple(Box(**{**box, "services": tuple(box["services"])}) for box in record.pop("boxes"))
    return Layout(boxes=boxes, **record)
