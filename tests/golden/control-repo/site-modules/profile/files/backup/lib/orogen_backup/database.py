"""PostgreSQL, through the HAProxy of this node, which leads to whichever member leads the cluster.

Two logins: `backup` reads everything, `restore` makes databases beside the live one and changes their names.
"""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, cast

from orogen_backup.commands import Measured, Program, ask, last_words, pour, started
from orogen_backup.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LIVE = "oro"
_PSQL = ["psql", "--no-psqlrc", "--no-password", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"]
# What leads to the live database is in this process's own variables.
_LIVE: Mapping[str, str] = {}
_RESTORE: Mapping[str, str] = {"PGUSER": "restore"}

# One row for each table that holds rows of its own: the parents of partitions hold none.
_COUNTS = """
SELECT coalesce(json_object_agg(name, (xpath('/row/c/text()', counted))[1]::text::bigint), '{}') FROM (
  SELECT format('%I.%I', n.nspname, c.relname) AS name,
    query_to_xml(format('SELECT count(*) AS c FROM ONLY %I.%I', n.nspname, c.relname), false, true, '') AS counted
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
) AS tables;
"""


class Reader:
    """A transaction that sees one moment: the dump and the counts are of the same."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._told = cast("IO[str]", process.stdin)
        self._said = cast("IO[str]", process.stdout)
        self._complaints = cast("IO[str]", process.stderr)

    def ask(self, statement: str) -> str:
        """Give the one line that a statement answers with. Raises Problem."""
        with suppress(BrokenPipeError):
            self._told.write(f"{statement};\n")
            self._told.flush()
        line = self._said.readline()
        if not line:
            raise Problem(f"the database went away: {last_words(self._complaints.read())}")
        return line.strip()


@contextmanager
def moment(variables: Mapping[str, str] = _LIVE) -> Iterator[tuple[Reader, str]]:
    """Hold one moment of the database. Gives who can be asked about it, and by which name pg_dump finds it."""
    pipe, environment = subprocess.PIPE, {**os.environ, **variables}
    with subprocess.Popen(_PSQL, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environment) as process:
        try:
            reader = Reader(process)
            # The dump may take longer than the server lets a transaction be idle.
            begin = "SET idle_in_transaction_session_timeout = 0; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            yield reader, reader.ask(f"{begin}; SELECT pg_export_snapshot()")
        finally:
            process.kill()


@contextmanager
def dumping(snapshot: str, variables: Mapping[str, str] = _LIVE) -> Iterator[Program]:
    """Give a program that writes a dump of that moment.

    It compresses nothing: restic does, and finds what has not changed since the last set only in plain data.
    """
    command = ["pg_dump", "--format=custom", "--compress=0", "--no-password", f"--snapshot={snapshot}"]
    with started(command, environment=variables) as program:
        yield program


def described(reader: Reader) -> dict[str, str | int]:
    """Give the server's version and the database's size on disk. Raises Problem."""
    size = int(reader.ask("SELECT pg_database_size(current_database())"))
    return {"version": reader.ask("SHOW server_version"), "bytes": size}


def counted(reader: Reader) -> dict[str, int]:
    """Give the rows of each table at that moment. Raises Problem."""
    # On one line: psql is read line by line.
    return dict(json.loads(reader.ask(" ".join(_COUNTS.split()).rstrip(";"))))


def leads() -> str:
    """Say why the database cannot be used: empty when there is a leader."""
    try:
        answer = ask([*_PSQL, "--command=SELECT pg_is_in_recovery()"], seconds=20).strip()
    except Problem as problem:
        return f"no leader of the database: {problem}"
    return "" if answer == "f" else "no leader of the database: a standby answered"


def sql(statement: str, database: str = "postgres", variables: Mapping[str, str] = _RESTORE) -> str:
    """Run statements, as `restore` where nothing else is said. Raises Problem."""
    return ask(_PSQL, f"{statement}\n", {**variables, "PGDATABASE": database}).strip()


def databases() -> dict[str, int]:
    """Give the size of each database that is OroCommerce's. Raises Problem."""
    found = sql(
        "SELECT coalesce(json_object_agg(datname, pg_database_size(oid)), '{}') FROM pg_database "
        "WHERE pg_get_userbyid(datdba) = 'oro'"
    )
    return dict(json.loads(found))


def make(name: str) -> None:
    """Make an empty database beside the live one; one that is there goes. Raises Problem."""
    drop(name)
    sql(f"CREATE DATABASE {name} OWNER oro TEMPLATE template0")
    sql(f"REVOKE CONNECT ON DATABASE {name} FROM PUBLIC; GRANT CONNECT ON DATABASE {name} TO backup")


def drop(name: str) -> None:
    """Drop a database, and its sessions. Raises Problem, also for the live one: it is never dropped."""
    if name == LIVE:
        raise Problem(f"`{LIVE}` is the live database: it is never dropped")
    sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def load(source: Iterable[bytes], name: str) -> Measured:
    """Load a dump into an empty database, as its owner. Gives what was loaded. Raises Problem."""
    # Rights of other roles are left out: on another cluster these roles may not be there.
    command = ["pg_restore", "--no-password", "--exit-on-error", "--no-owner", "--no-privileges", "--role=oro"]
    with started([*command, f"--dbname={name}"], reads=True, environment=_RESTORE) as target:
        measured = pour(source, target)
    sql("SET ROLE oro; ANALYZE", name)
    return measured


def counts(name: str) -> dict[str, int]:
    """Give the rows of each table of a database. Raises Problem."""
    return dict(json.loads(sql(f"SET ROLE oro; {_COUNTS}", name)))


def swap(new: str, old: str) -> None:
    """Give the live database the name `old`, and `new` the live one's. Done already, it does nothing. Raises Problem.

    Both names change in one transaction. The old one takes no connections from then on: nobody writes there by mistake.
    """
    there = databases()
    if new not in there and old in there and LIVE in there:
        return
    if new not in there or LIVE not in there:
        raise Problem(f"no database `{new}` beside `{LIVE}`, only {', '.join(there)}")
    accept(LIVE, connections=False)
    try:
        sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "  # noqa: S608 - all names are this program's
            f"WHERE datname IN ('{LIVE}', '{new}') AND usename IS NOT NULL;"
            f"BEGIN; ALTER DATABASE {LIVE} RENAME TO {old}; ALTER DATABASE {new} RENAME TO {LIVE}; COMMIT"
        )
    except Problem:
        if old not in databases():
            accept(LIVE, connections=True)
        raise


def accept(name: str, *, connections: bool) -> None:
    """Say whether anybody may connect to a database. Raises Problem."""
    sql(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS {str(connections).lower()}")
