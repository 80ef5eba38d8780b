"""MongoDB's clients on a file of JSON: the program's own scripts run in Node, see mongosh.js."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from tests.backup import fakes

available = shutil.which("node") is not None

_SHELL = """#!/bin/sh
exec node {shell} {folder}/mongodb.json "$@"
"""

_DUMP = """#!/usr/bin/python3
import json, sys
options = dict(word.lstrip("-").partition("=")[::2] for word in sys.argv[1:])
state = json.load(open("{folder}/mongodb.json"))[options["db"]]
held = {{name: found for name, found in state.items() if not name.startswith(options["excludeCollectionsWithPrefix"])}}
print(json.dumps({{options["db"]: held}}))
for name, found in held.items():
    dumped = f"done dumping {{options['db']}}.{{name}} ({{len(found)}} documents)"
    print("2026-11-23T10:05:00.000+0000", dumped, sep="\\t", file=sys.stderr)
"""

_RESTORE = """#!/usr/bin/python3
import json, sys
options = dict(word.lstrip("-").partition("=")[::2] for word in sys.argv[1:])
state = json.load(open("{folder}/mongodb.json"))
database, _, prefix = options["nsTo"].rstrip("*").partition(".")
assert options["nsFrom"] == options["nsInclude"] == database + ".*"
for name, found in json.load(sys.stdin)[database].items():
    state[database][prefix + name] = found
json.dump(state, open("{folder}/mongodb.json", "w"))
"""


def install(folder: Path, **files: dict[str, str]) -> None:
    """Put the clients there, and databases whose files have this content."""
    state = {name: _gridfs(held) for name, held in files.items()}
    (folder / "mongodb.json").write_text(json.dumps(state))
    for name in ("mongodump.yaml", "mongorestore.yaml"):
        (folder / name).write_text('# Managed by Puppet.\nuri: "mongodb://backup:secret@10.0.0.1:27017/"\n')
    for program, text in (("mongosh", _SHELL), ("mongodump", _DUMP), ("mongorestore", _RESTORE)):
        fakes.program(folder, program, text.format(folder=folder, shell=Path(__file__).with_name("mongosh.js")))


def _gridfs(files: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    entries = [
        {"_id": name, "filename": name, "length": len(text), "uploadDate": index}
        for index, (name, text) in enumerate(files.items())
    ]
    chunks = [{"files_id": name, "n": 0, "data": text} for name, text in files.items()]
    return {"fs.files": entries, "fs.chunks": chunks}


def put(folder: Path, database: str, files: dict[str, str], prefix: str = "") -> None:
    """Replace the files of a database."""
    state = json.loads((folder / "mongodb.json").read_text())
    state[database] |= {f"{prefix}{name}": found for name, found in _gridfs(files).items()}
    (folder / "mongodb.json").write_text(json.dumps(state))


def files(folder: Path, database: str, prefix: str = "") -> dict[str, str]:
    """Give the files of a database, by name."""
    state = json.loads((folder / "mongodb.json").read_text())[database]
    return {each["files_id"]: each["data"] for each in state.get(f"{prefix}fs.chunks", [])}


def collections(folder: Path, database: str) -> list[str]:
    """Give the collections of a database."""
    return sorted(json.loads((folder / "mongodb.json").read_text())[database])
