"""Specs for `orogen dr`: valid, and with a recovery region."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import click

    from orogen.spec.environment import Environment


def environments_of(context: click.Context, specs: Sequence[str]) -> list[Environment]:
    """Read the specs. With an error in any: show all problems and exit with 1; without a region: OrogenError."""
    from orogen.cli.reading import sound
    from orogen.errors import OrogenError
    from orogen.recovery.proposal import proposal

    readings = sound(context, specs, "auto")
    for reading in readings:
        if reading.environment and not reading.environment.disaster_recovery:
            raise OrogenError(
                f"{reading.document.file}: `{reading.environment.name}` has no `disaster_recovery`",
                help=f"Add what fits of this, then `orogen validate {reading.document.file}`:\n\n"
                f"{proposal(reading.environment)}",
            )
    return [reading.environment for reading in readings if reading.environment]
