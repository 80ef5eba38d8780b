from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orogen.errors import OrogenError
from orogen.spec import codes
from orogen.spec.read import read, read_all
from tests.samples import TODAY
from tests.unit.spec.texts import covered, minimal

if TYPE_CHECKING:
    from pathlib import Path


STATIC = (("provider: gcp", "provider: static"), ("  project: acme-prod-4821\n", ""))


def _write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_right_spec_becomes_an_environment(tmp_path: Path) -> None:
    reading = read(_write(tmp_path / "a.yaml", minimal()), TODAY)
    assert reading.diagnostics == ()
    assert reading.environment
    assert reading.environment.name == "acme-prod"
    assert reading.document.file == str(tmp_path / "a.yaml")


def test_a_warning_does_not_stop_it(tmp_path: Path) -> None:
    reading = read(_write(tmp_path / "a.yaml", minimal(more="backups: {repository: /srv/backups}\n")), TODAY)
    assert [problem.severity for problem in reading.diagnostics] == ["warning"]
    assert reading.environment


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: [", codes.SYNTAX),
        (minimal(("6.1", "6.3")), codes.NOT_A_CHOICE),
        (
            minimal(
                ("kind: cloudflare", "kind: gcp"), ("  tunnel: 6ff42ae2-765d-4adf-8112-31c55c1551ef\n", ""), *STATIC
            ),
            "ORO209",
        ),
    ],
)
def test_an_error_of_any_stage_does(tmp_path: Path, text: str, code: str) -> None:
    reading = read(_write(tmp_path / "a.yaml", text), TODAY)
    assert reading.environment is None
    assert code in [problem.code for problem in reading.diagnostics]


def test_an_unclear_value_is_reported_once(tmp_path: Path) -> None:
    text = minimal(more="database: {synchronous: yes}\nmaintenance: {window: {start: 02:00}}\n")
    reading = read(_write(tmp_path / "a.yaml", text), TODAY)
    assert [(problem.code, covered(text, problem.span)) for problem in reading.diagnostics] == [
        (codes.AMBIGUOUS, "yes"),
        (codes.AMBIGUOUS, "02:00"),
    ]


def test_problems_come_in_the_order_of_the_text(tmp_path: Path) -> None:
    text = minimal(("6.1", "6.3"), more="name: twice\ncolour: red\n")
    lines = [problem.span.line for problem in read(_write(tmp_path / "a.yaml", text), TODAY).diagnostics]
    assert lines == sorted(lines)
    assert len(lines) == 3


OTHER = (
    ("name: acme-prod", "name: other"),
    ("domain: acme-prod", "domain: other"),
    ("tunnel: 6ff42ae2", "tunnel: 6ff42ae3"),
)
AT_GOOGLE = ("kind: cloudflare\n  tunnel: 6ff42ae2-765d-4adf-8112-31c55c1551ef", "kind: gcp")


@pytest.mark.parametrize(
    ("changes", "code", "at"),
    [
        (OTHER[1:], codes.SAME_NAME, "acme-prod"),
        ((OTHER[0], OTHER[2]), codes.SAME_DOMAIN, "acme-prod.internal"),
        (OTHER[:2], codes.SAME_TUNNEL, "6ff42ae2-765d-4adf-8112-31c55c1551ef"),
    ],
)
def test_specs_of_one_control_repo_may_not_share_names(
    tmp_path: Path, changes: tuple[tuple[str, str], ...], code: str, at: str
) -> None:
    second = minimal(*changes)
    files = [_write(tmp_path / "a.yaml", minimal()), _write(tmp_path / "b.yaml", second)]
    first, other = read_all(files, TODAY)
    assert (first.diagnostics, other.environment) == ((), None)
    (problem,) = other.diagnostics
    assert (problem.code, covered(second, problem.span)) == (code, at)
    assert files[0] in problem.message


def test_specs_with_names_of_their_own_go_together(tmp_path: Path) -> None:
    files = [_write(tmp_path / "a.yaml", minimal()), _write(tmp_path / "b.yaml", minimal(*OTHER))]
    assert [reading.diagnostics for reading in read_all(files, TODAY)] == [(), ()]


def test_environments_without_a_tunnel_share_none(tmp_path: Path) -> None:
    texts = minimal(AT_GOOGLE), minimal(AT_GOOGLE, *OTHER[:2])
    files = [_write(tmp_path / f"{number}.yaml", text) for number, text in enumerate(texts)]
    assert [reading.diagnostics for reading in read_all(files, TODAY)] == [(), ()]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = _write(tmp_path / "a.yaml", minimal())
    assert len(read_all([file, file], TODAY)) == 1


def test_a_file_that_cannot_be_read_is_no_diagnostic(tmp_path: Path) -> None:
    with pytest.raises(OrogenError):
        read_all([_write(tmp_path / "a.yaml", minimal()), str(tmp_path / "missing.yaml")], TODAY)
