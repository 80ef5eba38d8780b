"""Programs that stand where a store's clients would: small, and told by files what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Answers what `create` asks of one moment of the database.
PSQL = """#!/usr/bin/python3
import sys
if any("pg_is_in_recovery" in word for word in sys.argv):
    sys.exit(print("f"))
for line in sys.stdin:
    answers = {"pg_export_snapshot": "0001-1", "pg_database_size": "4096", "server_version": "17.2"}
    print(next((answer for word, answer in answers.items() if word in line), '{"public.oro_order": 2}'), flush=True)
"""

# Writes what is in `dump`, then does what is in `then`.
PG_DUMP = """#!/bin/sh
cat {folder}/dump
. {folder}/then
"""


def database(folder: Path, dump: bytes = b"a dump", then: str = "") -> None:
    """Put a database there whose dump holds this, and does something after it."""
    (folder / "dump").write_bytes(dump)
    (folder / "then").write_text(f"{then}\n")
    program(folder, "psql", PSQL)
    program(folder, "pg_dump", PG_DUMP.format(folder=folder))


def program(folder: Path, name: str, text: str) -> None:
    """Put a program before the machine's own of this name."""
    path = folder / "bin" / name
    path.write_text(text)
    path.chmod(0o755)
