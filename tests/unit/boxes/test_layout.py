from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orogen.boxes.layout import FORMAT_VERSION, Box, Layout, read, write
from orogen.errors import OrogenError
from tests.unit.boxes.samples import LAYOUT

if TYPE_CHECKING:
    from pathlib import Path

FILE = "boxes.json"
BOXES = st.builds(
    Box,
    certname=st.text(),
    name=st.text(),
    type=st.text(),
    zone=st.text(),
    address=st.ip_addresses(v=4).map(str),
    memory=st.integers(0, 2**50),
    services=st.lists(st.text(), max_size=3).map(tuple),
)
LAYOUTS = st.builds(
    Layout,
    environment=st.text(),
    spec=st.text(),
    network=st.text(),
    image=st.text(),
    outside=st.text(),
    boxes=st.lists(BOXES, max_size=3).map(tuple),
)


@given(layout=LAYOUTS)
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, layout: Layout) -> None:
    folder = tmp_path_factory.mktemp("boxes")
    write(folder, layout)
    assert read(folder) == layout
    assert json.loads((folder / FILE).read_text())["format_version"] == FORMAT_VERSION


@pytest.mark.parametrize("made", [False, True])
def test_without_boxes_it_says_how_to_start(tmp_path: Path, made: bool) -> None:
    folder = tmp_path / ".boxes"
    if made:
        folder.mkdir()
    with pytest.raises(OrogenError, match=f"^no boxes are up in {folder}$") as error:
        read(folder)
    assert error.value.help == "Start with `orogen boxes up SPEC`."


def without(*path: str | int) -> bytes:
    record = json.loads(json.dumps(RECORD))
    holder = record
    for key in path[:-1]:
        holder = holder[key]
    del holder[path[-1]]
    return json.dumps(record).encode()


RECORD = {
    "format_version": FORMAT_VERSION,
    "environment": "acme",
    "spec": "acme.yaml",
    "network": "acme.internal",
    "image": "image",
    "outside": "10.20.255.254",
    "boxes": [
        {
            "certname": "web1.acme.internal",
            "name": "web1",
            "type": "web",
            "zone": "b",
            "address": "10.20.1.1",
            "memory": 1,
            "services": ["web"],
        }
    ],
}


def test_the_record_that_is_damaged_below_is_right_itself(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(json.dumps(RECORD))
    assert read(tmp_path).find("web1").services == ("web",)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"format_version": ',
        b"\xff\xfe",
        b"[]",
        b"{}",
        json.dumps({**RECORD, "format_version": "0"}).encode(),
        json.dumps({**RECORD, "more": 1}).encode(),
        json.dumps({**RECORD, "boxes": [1]}).encode(),
        *(without(key) for key in RECORD),
        *(without("boxes", 0, key) for key in ("certname", "address", "services")),
    ],
)
def test_a_damaged_file_is_said_with_the_cure(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(OrogenError, match=f"^{tmp_path / FILE} is damaged: ") as error:
        read(tmp_path)
    assert error.value.help == "`orogen boxes up SPEC` writes it anew."


def test_a_box_is_found_by_either_name() -> None:
    web2 = LAYOUT.boxes[1]
    assert LAYOUT.find("web2") == LAYOUT.find("web2.acme.internal") == web2


def test_another_name_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(OrogenError, match=r"^acme has no box `web`$") as error:
        LAYOUT.find("web")
    assert error.value.help == "There are web1, web2, database1."


def test_the_outside_comes_first() -> None:
    assert LAYOUT.containers[0] == LAYOUT.outside_box == "outside.acme.internal"
    assert LAYOUT.containers[1:] == tuple(box.certname for box in LAYOUT.boxes)
