from __future__ import annotations

from click.testing import CliRunner

from orogen.cli.schema import command
from orogen.data import SCHEMA


def test_the_schema_is_printed_byte_for_byte() -> None:
    result = CliRunner().invoke(command)
    assert (result.exit_code, result.stdout_bytes) == (0, SCHEMA.read_bytes())
