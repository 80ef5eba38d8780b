from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orogen.boxes import containers
from orogen.boxes.containers import await_boot, label, remove, start, start_again
from orogen.boxes.layout import CONTROL_REPO, PRIVATE_KEY
from orogen.errors import OrogenError
from orogen.secrets.keys import PUBLIC_KEY
from tests.unit.boxes.samples import LAYOUT

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.boxes.podman import Podman
    from tests.unit.boxes.stand_in import StandIn


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a boxes' folder with a key pair."""
    folder = tmp_path / "boxes"
    public = folder / CONTROL_REPO / PUBLIC_KEY
    public.parent.mkdir(parents=True)
    public.write_text("public key")
    (folder / PRIVATE_KEY).write_text("private key")
    return folder


@pytest.mark.parametrize(
    ("inspected", "code", "verb"),
    [("", 125, "run"), (f"false {LAYOUT.image}\n", 0, "start"), (f"true {LAYOUT.image}\n", 0, None)],
)
def test_a_box_is_made_or_started_or_left(
    podman: Podman, stand_in: StandIn, folder: Path, inspected: str, code: int, verb: str | None
) -> None:
    stand_in.answers("container inspect *", inspected, code=code)
    stand_in.answers("*is-system-running", "running\n")
    start(podman, LAYOUT, folder)
    for name in ("run", "start"):
        assert len([call for call in stand_in.calls if call.words[0] == name]) == (
            len(LAYOUT.containers) if name == verb else 0
        )


def test_a_box_whose_address_was_still_taken_is_started_once_more(podman: Podman, stand_in: StandIn) -> None:
    stand_in.answers("start *", err="requested IP address 10.20.0.33 is not available", code=125, once=True)
    start_again(podman, "web1")
    assert [str(call) for call in stand_in.calls] == ["start web1", "start web1"]
    stand_in.answers("start *", err="no such container", code=125)
    with pytest.raises(OrogenError, match="no such container"):
        start_again(podman, "web1")


def test_a_box_of_another_image_is_not_taken_for_the_wanted_one(
    podman: Podman, stand_in: StandIn, folder: Path
) -> None:
    stand_in.answers("container inspect *", "true localhost/orogen-box:other\n")
    with pytest.raises(OrogenError, match="was made from another image") as refused:
        start(podman, LAYOUT, folder)
    assert "orogen boxes down" in refused.value.help


def test_a_new_box_has_its_own_address_name_and_label(podman: Podman, stand_in: StandIn, folder: Path) -> None:
    stand_in.answers("container inspect *", code=125)
    stand_in.answers("*is-system-running", "degraded\n")
    start(podman, LAYOUT, folder)
    made = {call.words[2].partition("=")[2]: set(call.words) for call in stand_in.calls_with("run")}
    assert made.keys() == set(LAYOUT.containers)
    web2 = made["web2.acme.internal"]
    assert {"--hostname=web2", "--network=acme.internal:ip=10.20.1.2,mac=02:00:0a:14:01:02", LAYOUT.image} < web2
    assert any(word.startswith(f"--volume={folder / CONTROL_REPO}:") and word.endswith(":ro") for word in web2)
    assert "--network=acme.internal:ip=10.20.255.254,mac=02:00:0a:14:ff:fe" in made["outside.acme.internal"]
    assert all(f"--label={label('acme')}" in words for words in made.values())


def test_every_node_is_given_the_key_pair_as_a_file_of_its_own(podman: Podman, stand_in: StandIn, folder: Path) -> None:
    stand_in.answers("container inspect *", f"true {LAYOUT.image}\n")
    stand_in.answers("*is-system-running", "running\n")
    start(podman, LAYOUT, folder)
    given = sorted((call.words[2], call.text) for call in stand_in.calls if call.text)
    expected = [(box.certname, key) for box in LAYOUT.boxes for key in ("private key", "public key")]
    assert given == sorted(expected)


def test_a_box_that_does_not_boot_is_waited_for_so_long_only(
    podman: Podman, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "_BOOT_SECONDS", 0.2)
    stand_in.answers("*is-system-running", "starting\n")
    with pytest.raises(OrogenError, match=r"^web1 has not booted within .* \(systemd says: starting\)$"):
        await_boot(podman, "web1")


def test_a_box_that_boots_is_waited_for(podman: Podman, stand_in: StandIn) -> None:
    stand_in.answers("*is-system-running", "starting\n", once=True)
    stand_in.answers("*is-system-running", "running\n")
    await_boot(podman, "web1")
    assert len(stand_in.calls) == 2


def test_all_of_one_environment_is_removed_and_nothing_else(podman: Podman, stand_in: StandIn) -> None:
    stand_in.answers(f"ps *--filter=label={label('acme')}*", "0a\n0b\n")
    stand_in.answers(f"network ls *--filter=label={label('acme')}*", "0c\n")
    assert remove(podman, "acme") == 2
    removed = [call.words for call in stand_in.calls if "rm" in call.words]
    assert [words[0] for words in removed] == ["rm", "network"]
    assert removed[0][-2:] == ("0a", "0b")
    assert "--volumes" in removed[0]
    assert removed[1][-1] == "0c"


def test_where_nothing_is_there_nothing_is_removed(podman: Podman, stand_in: StandIn) -> None:
    assert remove(podman, "acme") == 0
    assert not any("rm" in call.words for call in stand_in.calls)
