"""The console blocks of a page, run as a reader would: one after the other, in a folder that begins empty.

- A line that begins with `$ ` is a command, those after it are what it says. A block with a title is a file that the
  reader writes. In a page's front matter, `starts_with` names files that are there before and whose copies they are,
  `leaves` those that are there afterwards and what in `docs/` is equal to them.
- `...` on a line of its own stands for any lines.
- What differs from run to run counts as equal: see MASKS.
- A command may answer yes or no, or say that it cannot: exit codes 0, 1 and 2. Any other is a mistake of the page.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.docs.pages import ROOT, blocks, front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator

CONSOLE = "console"
ELISION = "...\n"
HOME = "/home/alice"

# Times, how much the control repo holds, the name of a new private key, and the days on which certificates end.
MASKS = (
    r"\d+(?= ms$)",
    r"(?<= in )\d+\.\d(?= s with Puppet)",
    r"(?<= s with Puppet )[\d.]+",
    r"\d+(?= (?:created|updated|deleted|unchanged|resources|YAML files|JSON files|manifests|templates)\b)",
    r"(?<=/keys/)\w+",
    r"\d{4}-\d\d-\d\d(?=$| +[a-z0-9.]+$)",
)


@dataclass(frozen=True)
class Step:
    """A command and what the page says of its output."""

    command: str
    shown: str


def steps(block: str) -> Iterator[Step]:
    for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE)[1:]:
        first, *rest = part.splitlines(keepends=True)
        continued = list(takewhile(lambda line: line.startswith("> "), rest))
        yield Step(first + "".join(continued), "".join(rest[len(continued) :]))


def run(page: str, folder: Path) -> str:
    """Run the page in this folder, and give it with the outputs that it should show."""
    work, home = folder / "work", folder / "home"
    work.mkdir()
    home.mkdir()
    for name, origin in front_matter(page).get("starts_with", {}).items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / origin, work / name)
    parts, end, code = [], 0, 0
    for block in blocks(page):
        if block.title:
            (work / block.title).parent.mkdir(parents=True, exist_ok=True)
            (work / block.title).write_text(block.text, encoding="utf-8")
        if block.language != CONSOLE:
            continue
        parts.append(page[end : block.span[0]])
        end = block.span[1]
        for step in steps(block.text):
            output, code = _said(_line(step.command), work, home, code)
            assert code in (0, 1, 2), f"{step.command}{output}exit code {code}"
            parts += [step.command, step.shown if same(step.shown, output) else _elided(step.shown, output)]
    return "".join([*parts, page[end:]])


def same(shown: str, output: str) -> bool:
    pattern = re.escape(_masked(shown)).replace(re.escape(ELISION), r"(?:.*\n)*")
    return re.fullmatch(pattern, _masked(output)) is not None


def _line(command: str) -> str:
    return re.sub(r"^(\$|>) ", "", command, flags=re.MULTILINE)


def _said(line: str, work: Path, home: Path, code: int) -> tuple[str, int]:
    hidden = {"OROGEN_PRIVATE_KEY", "XDG_CONFIG_HOME", "NO_COLOR", "FORCE_COLOR"}
    variables = {name: value for name, value in os.environ.items() if name not in hidden}
    path = f"{Path(sys.executable).parent}:{variables['PATH']}"
    done = subprocess.run(
        ["bash", "-c", f"(exit {code})\n{line}"],
        cwd=work,
        env={**variables, "PATH": path, "HOME": str(home), "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
    )
    return done.stdout.replace(str(home), HOME).replace(str(work), f"{HOME}/acme"), done.returncode


def _masked(text: str) -> str:
    for mask in MASKS:
        text = re.sub(mask, "N", text, flags=re.MULTILINE)
    return text


def _elided(shown: str, output: str) -> str:
    """Give the output with as many lines before and after the elision as the page has."""
    lines, old = output.splitlines(keepends=True), shown.splitlines(keepends=True)
    if ELISION not in old:
        return output
    before, after = old.index(ELISION), len(old) - old.index(ELISION) - 1
    return "".join([*lines[:before], ELISION, *(lines[-after:] if after else [])])
