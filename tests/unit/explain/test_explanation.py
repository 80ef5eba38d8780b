from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from orogen.errors import OrogenError
from orogen.explain.explanation import CONCEALED, every, explain
from orogen.explain.records import explanation_json, table_json
from orogen.explain.text import explanation_text, table_text
from tests.unit.explain.samples import data_of

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.explain.explanation import Explanation

BUFFERS = "profile::database::sizes.shared_buffers"
TYPE_FILE = "data/environments/acme-prod/types/database.yaml"


def explained(name: str, key: str, example: str = "acme-prod.yaml", root: Path | None = None) -> Explanation:
    data, document = data_of(name, example, *([root] if root else []))
    return explain(data, key, document)


def by_hand(root: Path, file: str, text: str) -> Path:
    path = root / "overrides" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return root


def test_a_size_has_its_layer_its_numbers_and_its_place_in_the_spec() -> None:
    found = explained("database1", BUFFERS)
    assert (found.value, found.decisive.layer.file, found.others) == ("15424MB", TYPE_FILE, ())
    assert found.reason == "A quarter of the 60.3 GiB that the database may use, 128 MiB at the least."
    assert found.budget.startswith("Of the node's 64 GiB, 3.2 GiB are for the system")
    (place,) = found.places
    assert (place.path, place.written) == (("nodes", "database", "memory"), True)
    lines = data_of("database1")[1].lines
    assert lines[place.span.line - 1][place.span.column - 1 : place.span.end_column - 1] == "64GiB"


def test_a_line_is_the_one_that_a_render_writes() -> None:
    data, document = data_of("database1")
    found = explain(data, BUFFERS, document)
    text = data.repo.files[TYPE_FILE].decode().splitlines()
    assert text[found.decisive.line - 1] == '  shared_buffers: "15424MB"'


def test_what_is_written_by_hand_wins_and_what_it_replaces_is_shown(tmp_path: Path) -> None:
    root = by_hand(tmp_path, "common.yaml", "profile::database::sizes: {shared_buffers: 1GB, work_mem: 9MB}\n")
    by_hand(
        tmp_path,
        "nodes/database1.acme-prod.internal.yaml",
        "---\n# It serves the reports.\nprofile::database::sizes:\n  shared_buffers: 20000MB\n",
    )
    found = explained("database1", BUFFERS, root=root)
    assert (found.value, found.merge) == ("20000MB", "hash")
    assert [(given.layer.file, given.line, given.value, given.used) for given in found.given] == [
        ("overrides/nodes/database1.acme-prod.internal.yaml", 4, "20000MB", True),
        ("overrides/common.yaml", 1, "1GB", False),
        (TYPE_FILE, 7, "15424MB", False),
    ]
    assert found.reason == "It serves the reports. (Written by hand.)"
    assert explained("database2", BUFFERS, root=root).value == "1GB"


def test_a_merged_hash_says_where_each_entry_comes_from() -> None:
    found = explained("database1", "profile::database::behaviour")
    files = {entry.key.rpartition(".")[2]: entry.decisive.layer.file for entry in found.entries}
    assert files["ttl"] == "data/environments/acme-prod/environment.yaml"
    assert files["failsafe_mode"] == "data/service/database.yaml"
    assert [given.used for given in found.given] == [True, True]


def test_inner_entries_have_their_reasons_too() -> None:
    found = explained("cache1", "profile::cache::sizes")
    assert [entry.key.removeprefix("profile::cache::sizes.") for entry in found.entries] == [
        "sessions.maxmemory",
        "sessions.repl-backlog-size",
        "cache.maxmemory",
        "cache.repl-backlog-size",
    ]


def test_a_default_is_explained_by_its_comment_and_the_place_that_chose_its_layer() -> None:
    found = explained("web1", "profile::base::logs::keep_days")
    assert (found.value, found.reason) == (30, "Days that logs are kept.")
    assert [place.path for place in found.places] == [("type",)]
    assert explained("web1", "profile::consumer::time_limit", "boxes.yaml").reason == (
        "10 minutes: Oro's documentation recommends 5 to 10."
    )


def test_what_the_spec_leaves_out_points_to_what_its_default_follows() -> None:
    found = explained("database1", BUFFERS, "staging.yaml")
    (place,) = found.places
    assert (place.path, place.written) == (("nodes", "database", "memory"), False)
    assert data_of("database1", "staging.yaml")[1].lines[place.span.line - 1] == "type: staging"


def test_a_value_of_a_service_elsewhere_is_refused() -> None:
    with pytest.raises(OrogenError, match="web1 does not run database") as error:
        explained("web1", BUFFERS)
    assert error.value.help == "database runs on database1, database2."


@pytest.mark.parametrize(
    ("name", "key", "words"),
    [
        ("database1", "profile::database::oro_password", "`orogen secrets rotate SPEC database-password` replaces it."),
        (
            "web1",
            "profile::application::secrets.database_password",
            "The secret database-password: OroCommerce's login",
        ),
        ("web1", "profile::edge::cloudflare::tunnel_token", "set SPEC edge-tunnel-token`. It is not set yet."),
        ("maintenance1", "profile::backup::secrets", "`orogen secrets list SPEC` says what is stored"),
        ("web1", "profile::certificates::private_key", "--certificates` replaces both."),
    ],
)
def test_a_secret_says_where_it_comes_from_and_never_its_value(name: str, key: str, words: str) -> None:
    found = explained(name, key)
    assert found.secret
    assert words in found.reason
    assert {*_scalars(found.value)} == {CONCEALED}


def _scalars(value: object) -> list[object]:
    return [inner for one in value.values() for inner in _scalars(one)] if isinstance(value, dict) else [value]


def test_a_secret_written_by_hand_in_clear_is_not_shown_either(tmp_path: Path) -> None:
    root = by_hand(
        tmp_path, "common.yaml", "profile::database::oro_password: hunter2\nprofile::base::own_token: hunter2\n"
        "profile::application::secrets: {queue_password: [hunter2]}\n"
    )  # fmt: skip
    data, document = data_of("web1", root=root)
    for key in ("profile::application::secrets", "profile::base::own_token"):
        found = explain(data, key, document)
        assert "hunter2" not in explanation_text(data.node, found, document.lines, color=False)
        assert "hunter2" not in explanation_json(data.node, found)
    values = every(data, document)
    database, document = data_of("database1", root=root)
    values += every(database, document)
    assert "hunter2" not in table_json(data.node, values)
    assert "hunter2" not in table_text(data.node, values, color=False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [\n", "overrides/common.yaml:1:4: this list is not closed"),
        ("- a\n", "overrides/common.yaml:1:1: this is no Hiera data"),
    ],
)
def test_a_broken_file_written_by_hand_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(OrogenError) as error:
        data_of("web1", root=by_hand(tmp_path, "common.yaml", text))
    assert str(error.value) == message


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n{}\n"])
def test_an_empty_file_written_by_hand_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "overrides" / "folder.yaml").mkdir(parents=True)
    assert data_of("web1", root=by_hand(tmp_path, "common.yaml", text))[0].keys


def test_lines_that_depend_on_a_certificate_to_come_are_not_made_up() -> None:
    assert explained("database1", "profile::database::version").decisive.line == 0
    assert explained("database1", "profile::database::oro_password").decisive.line == 0


def test_json_is_the_same_record() -> None:
    data, document = data_of("database1")
    record = json.loads(explanation_json(data.node, explain(data, BUFFERS, document)))
    assert record["format_version"] == "1"
    assert record["node"] == "database1.acme-prod.internal"
    assert record["layers"] == [
        {
            "level": "The node, its type, its environment",
            "file": TYPE_FILE,
            "line": 7,
            "value": "15424MB",
            "used": True,
        }
    ]
    assert record["spec"][0]["path"] == ["nodes", "database", "memory"]
    table = json.loads(table_json(data.node, every(data, document)))
    assert {"profile::database::sizes", "profile::base::names::domain"} <= {each["key"] for each in table["keys"]}
    assert not any(each["key"].startswith("profile::web::") for each in table["keys"])
