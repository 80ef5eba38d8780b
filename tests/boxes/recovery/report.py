"""What came of a recovery drill, for programs and for people: drills/recovery.json and drills/recovery.md."""

from __future__ import annotations

import json
import os
import platform
from typing import TYPE_CHECKING, Any

from orogen.boxes.memory import of_machine
from orogen.recovery.durations import clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Record = dict[str, Any]
FORMAT_VERSION = "1"
_GIB = 1024**3


def machine() -> Record:
    """Say what the boxes stood on."""
    return {
        "cpus": os.cpu_count() or 1,
        "memory": of_machine(),
        "kernel": platform.release(),
        "system": platform.freedesktop_os_release()["PRETTY_NAME"],
    }


def write(record: Record, folder: Path) -> None:
    """Write both pages."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "recovery.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    (folder / "recovery.md").write_text("\n".join(_page(record)) + "\n", encoding="utf-8")


def _page(record: Record) -> Iterator[str]:
    machine, kept = record["machine"], record["set"]
    taken = round(record["seconds"])
    left = record["promised"] - taken
    missing = [each["what"] for each in record["data"] if not each["same"]]
    yield "# Disaster recovery, rehearsed in boxes"
    yield ""
    yield (
        f"**{clock(taken)}** from the loss of all machines to a healthy shop, {clock(record['promised'])} "
        f"are promised: {clock(abs(left))} {'left' if left >= 0 else 'too many'}. "
        + (f"Not as in the backup set: {', '.join(missing)}." if missing else "Nothing of the backup set is missing.")
    )
    yield ""
    yield (
        f"Measured on {record['date']}: {record['boxes']} boxes with every store of OroCommerce (PostgreSQL on two of "
        f"them, the others on all three) on one machine with {machine['cpus']} processors and "
        f"{machine['memory'] / _GIB:.0f} GiB ({machine['system']}, Linux {machine['kernel']}). `make recovery` runs it."
    )
    yield from ("", "## Steps of the runbook", "")
    yield "| step | seconds in boxes | expected by `orogen dr plan` | at worst |"
    yield "| --- | ---: | ---: | ---: |"
    for step in record["steps"]:
        yield (
            f"| {step['title']} | {_seconds(step['seconds'])} | {_span(step['expected'])} | {_span(step['worst'])} |"
        )
    yield f"| together | {_seconds(record['seconds'])} | {_span(record['expected'])} | {_span(record['worst'])} |"
    yield from ("", "| part | seconds |", "| --- | ---: |")
    for step in record["steps"]:
        yield from (f"| {step['name']}: `{part['what']}` | {part['seconds']:.1f} |" for part in step["parts"])
    yield from (
        "",
        "## Data",
        "",
        "| what | in the set | after the recovery | same content |",
        "| --- | ---: | ---: | --- |",
    )
    for each in record["data"]:
        yield f"| {each['what']} | {each['before']} | {each['after']} | {'yes' if each['same'] else 'NO'} |"
    yield ""
    yield (
        f"The set {kept['name']}, {kept['bytes'] / 1024**2:.1f} MiB, was made in {kept['made_seconds']:.0f} s and "
        f"restored in {kept['restored_seconds']:.0f} s:"
    )
    yield from ("", *(f"- {step['name']}: {step['seconds']} s, {step['result']}" for step in kept["steps"]))
    yield ""
    yield (
        "Lost, as the runbook says beforehand: "
        + ", ".join(f"{count} {what}" for what, count in record["lost"].items())
        + "."
    )
    yield from ("", "## What boxes cannot show", "")
    yield from (f"- {line}" for line in record["limits"])
    yield from (f"- Not carried out: `{line}`: {reason}." for line, reason in record["left_out"].items())


def _seconds(value: float) -> str:
    return f"{value:.0f}" if value else "-"


def _span(seconds: int | None) -> str:
    return clock(seconds) if seconds else "-"
