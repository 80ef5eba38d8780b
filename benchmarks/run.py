"""How long the command line takes, as a ratio to a bare interpreter in the same run. Writes benchmarks/report.json.

Each command is run in turn, several rounds, and the fastest of each counts: on a busy machine the minimum repeats.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from large_spec import large_spec

ROOT = Path(__file__).parents[1]
ROUNDS = 15
OROGEN = [str(Path(sys.executable).with_name("orogen"))]
BARE = [sys.executable, "-c", "pass"]


def seconds(command: list[str], env: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=env, capture_output=True, check=True)
    return time.perf_counter() - start


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "HOME": folder, "XDG_CONFIG_HOME": folder}
        # An installed orogen has its bytecode; a checkout has it from the first run on, unless this forbids it.
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        repo = str(Path(folder) / "control-repo")
        render = [*OROGEN, "render", str(ROOT / "examples/acme-prod.yaml"), "-o", repo]
        seconds(render, env)
        large = Path(folder) / "large.yaml"
        large.write_text(large_spec())
        validate = [*OROGEN, "validate", str(large)]
        # name -> (command, at most this many times a bare interpreter)
        table = {
            "bare interpreter": (BARE, 1.0),
            "--help": ([*OROGEN, "--help"], 4.0),
            "validate 2,000 lines": (validate, 12.0),
            "render again": (render, 20.0),
        }
        best = dict.fromkeys(table, float("inf"))
        for _ in range(ROUNDS):
            for name, (command, _) in table.items():
                best[name] = min(best[name], seconds(command, env))
    bare = best["bare interpreter"]
    rows = [
        {
            "name": name,
            "milliseconds": round(best[name] * 1000, 1),
            "ratio": round(best[name] / bare, 1),
            "limit": limit,
        }
        for name, (_, limit) in table.items()
    ]
    for row in rows:
        print(f"{row['name']:<20} {row['milliseconds']:>8} ms  x{row['ratio']:<6} (at most x{row['limit']:g})")
    report = {"python": sys.version.split()[0], "rows": rows}
    (ROOT / "benchmarks/report.json").write_text(json.dumps(report, indent=2) + "\n")
    return int(any(row["ratio"] > row["limit"] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
