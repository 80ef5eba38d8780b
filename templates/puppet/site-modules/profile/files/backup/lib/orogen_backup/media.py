"""The databases of files (GridFS) in MongoDB. Its tools find their login in a file: a command line is for all to see.

What is restored first lies beside the live collections, in the same database under a prefix: within a database MongoDB
changes a collection's name at once, to another one it would copy all of it. Sets leave out what has such a prefix.
"""

from __future__ import annotations

import json
import re
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from orogen_backup.commands import Measured, Program, ask, pour, started
from orogen_backup.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

PREFIX = "orogen_"
_DUMPED = re.compile(r"done dumping (?P<collection>\S+) \((?P<count>\d+) documents?\)")

# The login is in the file that mongodump reads too: `uri: "..."`.
_CONNECT = """
const uri = JSON.parse(fs.readFileSync(process.env.OROGEN_LOGIN, 'utf8').match(/^uri: (".*")$/m)[1]);
const server = connect(uri);
"""
_HELLO = "print(JSON.stringify(Boolean(server.getSiblingDB('admin').hello().primary)));"
_COLLECTIONS = """
const found = {};
for (const name of process.env.OROGEN_DATABASES.split(' ')) {
  const database = server.getSiblingDB(name);
  found[name] = {};
  for (const collection of database.getCollectionNames()) {
    if (!collection.startsWith(process.env.OROGEN_PREFIX) || collection.startsWith('system.')) continue;
    found[name][collection] = database.getCollection(collection).countDocuments({});
  }
}
print(JSON.stringify(found));
"""
_DROP = """
for (const name of process.env.OROGEN_DATABASES.split(' ')) {
  const database = server.getSiblingDB(name);
  for (const collection of database.getCollectionNames()) {
    if (collection.startsWith(process.env.OROGEN_PREFIX)) database.getCollection(collection).drop();
  }
}
"""
# First the live ones that the set does not have, then each of the others with what takes its place. What has its name
# already is left alone, so it can be run again.
_SWAP = """
const { OROGEN_NEW: fresh, OROGEN_OLD: old } = process.env;
for (const [name, expected] of Object.entries(JSON.parse(process.env.OROGEN_EXPECTED))) {
  const database = server.getSiblingDB(name);
  const there = new Set(database.getCollectionNames());
  const rename = (from, to) => database.getCollection(from).renameCollection(to);
  for (const live of there) {
    const theirs = live.startsWith('orogen_') || live.startsWith('system.');
    if (!theirs && !expected.includes(live)) rename(live, old + live);
  }
  for (const coming of expected) {
    if (!there.has(fresh + coming)) continue;
    if (there.has(coming)) rename(coming, old + coming);
    rename(fresh + coming, coming);
  }
}
"""
# Each of the newest files is read to its end: its chunks are all there and as long as its entry says.
_OPENS = """
const prefix = process.env.OROGEN_PREFIX;
const faults = [];
let opened = 0;
for (const name of process.env.OROGEN_DATABASES.split(' ')) {
  const database = server.getSiblingDB(name);
  for (const collection of database.getCollectionNames()) {
    const below = collection.startsWith(prefix) && (prefix || !collection.startsWith('orogen_'));
    if (!below || !collection.endsWith('.files')) continue;
    const chunks = database.getCollection(collection.slice(0, -'files'.length) + 'chunks');
    for (const file of database.getCollection(collection).find().sort({ uploadDate: -1 }).limit(20).toArray()) {
      let length = 0;
      for (const chunk of chunks.find({ files_id: file._id }).toArray()) length += chunk.data.length();
      opened += 1;
      if (length !== Number(file.length)) faults.push(`${name}: ${file.filename}: ${length} of ${file.length} bytes`);
    }
  }
}
print(JSON.stringify({ opened, faults }));
"""


def _run(script: str, login: Path, databases: Iterable[str], **values: str) -> str:
    environment = {"OROGEN_LOGIN": str(login), "OROGEN_DATABASES": " ".join(databases)}
    environment |= {f"OROGEN_{name.upper()}": value for name, value in values.items()}
    command = ["mongosh", "--quiet", "--norc", "--nodb", "--eval", f"{_CONNECT}{script}"]
    # mongosh writes a log of what it does below HOME.
    with tempfile.TemporaryDirectory() as home:
        return ask(command, environment={**environment, "HOME": home}).strip()


def leads(login: Path) -> str:
    """Say why the file store cannot be used: empty when there is a primary."""
    try:
        found = json.loads(_run(_HELLO, login, ()))
    except Problem as problem:
        return f"no primary of the file store: {problem}"
    return "" if found else "no primary of the file store"


@contextmanager
def dumping(login: Path, database: str) -> Iterator[Program]:
    """Give a program that writes an archive of a database."""
    command = ["mongodump", f"--config={login}", f"--db={database}", "--archive"]
    with started([*command, f"--excludeCollectionsWithPrefix={PREFIX}"]) as program:
        yield program


def dumped(program: Program) -> dict[str, int]:
    """Give the documents of each collection that a dump has written, as mongodump said."""
    return {found["collection"].partition(".")[2]: int(found["count"]) for found in _DUMPED.finditer(program.said())}


def load(source: Iterable[bytes], login: Path, database: str, prefix: str) -> Measured:
    """Load an archive of a database into the same one, below a prefix. Gives what was loaded. Raises Problem."""
    names = [f"--nsInclude={database}.*", f"--nsFrom={database}.*", f"--nsTo={database}.{prefix}*"]
    with started(["mongorestore", f"--config={login}", "--archive", "--drop", *names], reads=True) as target:
        return pour(source, target)


def counts(login: Path, databases: Iterable[str], prefix: str) -> dict[str, dict[str, int]]:
    """Give the documents of each collection below a prefix, by database. Raises Problem."""
    found: Mapping[str, Mapping[str, int]] = json.loads(_run(_COLLECTIONS, login, databases, prefix=prefix))
    return {name: {key.removeprefix(prefix): held[key] for key in held} for name, held in found.items()}


def drop(login: Path, databases: Iterable[str], prefix: str) -> None:
    """Drop the collections below a prefix. Raises Problem, also for live ones: they are never dropped."""
    if not prefix.startswith(PREFIX):
        raise Problem(f"`{prefix}` may be the prefix of live collections: they are never dropped")
    _run(_DROP, login, databases, prefix=prefix)


def opens(login: Path, databases: Iterable[str], prefix: str) -> tuple[int, list[str]]:
    """Read the newest files whole. Gives how many, and what is wrong with which. Raises Problem."""
    found = json.loads(_run(_OPENS, login, databases, prefix=prefix))
    return int(found["opened"]), list(found["faults"])


def swap(login: Path, collections: Mapping[str, Iterable[str]], new: str, old: str) -> None:
    """Put these collections, by database, from below `new` into their place, and the live ones below `old`."""
    expected = json.dumps({database: [*names] for database, names in collections.items()})
    _run(_SWAP, login, collections, new=new, old=old, expected=expected)
