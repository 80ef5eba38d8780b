"""What a report in JSON kept of earlier runs: the results of drills that do not run this time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from orogen.drills.model import Check, Event, Expectation, Figures, Result
from orogen.drills.report.record import FORMAT_VERSION, record
from orogen.errors import OrogenError

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.drills.report.record import Report

# Figures of different environments and machines are not to stand in one table.
_GROUND = ("environment", "release", "system", "failover", "machine")
_ANOTHER = "Name another file, or remove this one to begin it anew."


def results(file: Path, like: Report) -> tuple[Result, ...]:
    """Give the results in a file; none where there is no such file. `like` is an empty report of these boxes.

    Raises OrogenError when it is no report, or one of other boxes or another machine.
    """
    try:
        found = json.loads(file.read_text())
        if found["format_version"] != FORMAT_VERSION:
            raise OrogenError(f"`{file}` has format version {found['format_version']}", help=_ANOTHER)
        ours = record(like)
        other = [name for name in _GROUND if found[name] != ours[name]]
        if other:
            raise OrogenError(f"`{file}` was measured with another {' and '.join(other)}", help=_ANOTHER)
        return tuple(_result(one) for one in found["results"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise OrogenError(f"`{file}` cannot be read as a report of drills: {error!r}", help=_ANOTHER) from error


def _result(found: dict[str, Any]) -> Result:
    expectation, figures = found["expectation"], found["figures"]
    return Result(
        **found
        | {
            "nodes": tuple(found["nodes"]),
            "expectation": Expectation(**expectation) if expectation else None,
            "figures": Figures(**figures | {"per_second": tuple(figures["per_second"])}) if figures else None,
            "events": tuple(Event(**event) for event in found["events"]),
            "checks": tuple(Check(**check) for check in found["checks"]),
            "notes": tuple(found["notes"]),
        }
    )
