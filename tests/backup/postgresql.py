"""A PostgreSQL of this machine's packages, in a folder: one member that leads, with the users that Puppet makes."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

USERS = """
CREATE ROLE oro LOGIN; CREATE ROLE backup LOGIN; CREATE ROLE restore LOGIN CREATEDB;
GRANT pg_read_all_data TO backup; GRANT oro, backup TO restore;
ALTER ROLE backup SET default_transaction_read_only = on;
CREATE DATABASE oro OWNER oro;
REVOKE CONNECT ON DATABASE oro FROM PUBLIC; GRANT CONNECT ON DATABASE oro TO backup;
"""


def folder() -> Path | None:
    """Give the folder of the newest server's programs; None where there is none, or nobody to run it."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    usable = found and os.getuid() == 0 and shutil.which("runuser")
    return found[-1].parent if usable else None


def psql(variables: Mapping[str, str], statements: str, database: str = "oro", user: str = "oro") -> str:
    """Run statements and give what they answer."""
    command = ["psql", "-XqAtv", "ON_ERROR_STOP=1", "-U", user, "-d", database]
    done = subprocess.run(
        command, input=statements, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@contextmanager
def running(*settings: str) -> Iterator[dict[str, str]]:
    """Start a server, and give the variables that lead to it as `backup`, and its `data` folder."""
    programs = folder()
    assert programs
    # Not below pytest's folder, which is closed to all other users.
    place = Path(tempfile.mkdtemp(prefix="orogen-postgresql."))
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = str(found.getsockname()[1])
    shutil.chown(place, "postgres", "postgres")

    def control(*words: str) -> None:
        subprocess.run(["runuser", "-u", "postgres", "--", *words], check=True, cwd="/", stdout=subprocess.DEVNULL)

    try:
        data, options = (
            str(place / "data"),
            f"-p {port} -k {place} -c listen_addresses=127.0.0.1 -c fsync=off {' '.join(settings)}",
        )
        control(str(programs / "initdb"), "-D", data, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        control(str(programs / "pg_ctl"), "-D", data, "-w", "-s", "-l", str(place / "log"), "-o", options, "start")
        variables = {"PGHOST": "127.0.0.1", "PGPORT": port, "PGUSER": "backup", "PGDATABASE": "oro", "data": data}
        psql(variables, USERS, "postgres", "postgres")
        psql(variables, 'CREATE EXTENSION "uuid-ossp"', "oro", "postgres")
        yield variables
        control(str(programs / "pg_ctl"), "-D", data, "-w", "-s", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)
