"""Images are kept by their content: another name for other content, and only for that."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from orogen.boxes import images
from orogen.boxes.images import base_tag, build_base, build_packages, packages_tag
from orogen.boxes.podman import Podman
from orogen.errors import OrogenError
from tests.unit.boxes.samples import SYSTEMS
from tests.unit.boxes.stand_in import StandIn

FOLDER = Path(images.__file__).parent / "image"
BASE = "localhost/orogen-box-base:trixie-0123456789ab"
SETS = [("haproxy", "nginx"), ("redis",)]


@pytest.fixture
def image(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the folder that goes into images."""
    copy = tmp_path / "image"
    shutil.copytree(FOLDER, copy)
    monkeypatch.setattr(images, "_SKELETON", copy / "skeleton")
    monkeypatch.setattr(images, "_FETCH", copy / "fetch-packages")
    return copy


@pytest.fixture
def extra(tmp_path: Path) -> Path:
    """Give a folder with two packages that Debian does not have."""
    folder = tmp_path / "extra"
    folder.mkdir()
    (folder / "cloudflared.deb").write_bytes(b"one")
    (folder / "elasticsearch.deb").write_bytes(b"two")
    return folder


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_systems_have_base_images_of_their_own() -> None:
    assert len({base_tag(os) for os in SYSTEMS}) == len(SYSTEMS)
    assert "trixie" in base_tag("debian-13")


@pytest.mark.parametrize("name", [str(path.relative_to(FOLDER)) for path in files_of(FOLDER / "skeleton")])
def test_another_file_in_it_is_another_base_image(image: Path, name: str) -> None:
    before = base_tag("debian-13")
    original = (image / name).read_bytes()
    (image / name).write_bytes(original + b"# changed\n")
    assert base_tag("debian-13") != before
    (image / name).write_bytes(original)
    assert base_tag("debian-13") == before
    (image / name).unlink()
    assert base_tag("debian-13") != before


def test_a_file_that_moves_is_another_base_image(image: Path) -> None:
    before = base_tag("debian-13")
    (image / "skeleton/etc/hosts").rename(image / "skeleton/hosts")
    assert base_tag("debian-13") != before


def test_what_is_in_no_image_changes_none(image: Path) -> None:
    before = base_tag("debian-13"), packages_tag(BASE, SETS, None)
    (image / "outside").write_text("# changed\n")
    assert (base_tag("debian-13"), packages_tag(BASE, SETS, None)) == before


def test_the_same_content_elsewhere_is_the_same_base_image(image: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = base_tag("debian-13")
    for path in image.rglob("*"):
        path.touch()
    assert base_tag("debian-13") == here
    monkeypatch.setattr(images, "_SKELETON", FOLDER / "skeleton")
    assert base_tag("debian-13") == here


@pytest.mark.parametrize("name", ["_INCLUDED", "_MASKED"])
def test_other_packages_or_masked_units_are_another_base_image(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    before = base_tag("debian-13")
    monkeypatch.setattr(images, name, getattr(images, name)[:-1])
    assert base_tag("debian-13") != before


def test_a_new_way_to_fetch_packages_is_another_image_with_packages(image: Path) -> None:
    before = packages_tag(base_tag("debian-13"), SETS, None)
    (image / "fetch-packages").write_text("#!/bin/sh\n")
    assert packages_tag(base_tag("debian-13"), SETS, None) != before


def test_other_packages_or_another_base_are_another_image(extra: Path) -> None:
    tags = [
        packages_tag(BASE, SETS, None),
        packages_tag(BASE, SETS[:1], None),
        packages_tag(BASE, [("haproxy",), ("nginx",), ("redis",)], None),
        packages_tag("another", SETS, None),
        packages_tag(BASE, SETS, extra),
    ]
    assert len(set(tags)) == len(tags)
    assert packages_tag(BASE, SETS, None) == tags[0]


def test_other_extra_packages_are_another_image(extra: Path, tmp_path: Path) -> None:
    before = packages_tag(BASE, SETS, extra)
    shutil.copytree(extra, tmp_path / "copy")
    assert packages_tag(BASE, SETS, tmp_path / "copy") == before
    (extra / "cloudflared.deb").rename(extra / "renamed.deb")
    renamed = packages_tag(BASE, SETS, extra)
    (extra / "renamed.deb").write_bytes(b"three")
    changed = packages_tag(BASE, SETS, extra)
    (extra / "renamed.deb").unlink()
    assert len({before, renamed, changed, packages_tag(BASE, SETS, extra)}) == 4


@pytest.mark.usefixtures("stand_in")
def test_images_that_are_there_are_not_built(podman: Podman, stand_in: StandIn) -> None:
    assert build_base(podman, "debian-13") == base_tag("debian-13")
    assert build_packages(podman, BASE, SETS, None) == packages_tag(BASE, SETS, None)
    assert {call.words[:2] for call in stand_in.calls} == {("image", "exists")}


def test_a_base_image_is_made_by_mmdebstrap_and_imported(podman: Podman, stand_in: StandIn) -> None:
    mmdebstrap = StandIn(stand_in.folder / "mmdebstrap", "mmdebstrap")
    mmdebstrap.program.rename(stand_in.program.with_name("mmdebstrap"))
    stand_in.answers("image exists *", code=1)
    tag = build_base(podman, "debian-12")
    (made,) = mmdebstrap.calls
    archive = made.words[-1]
    assert made.words[-2] == "bookworm"
    (imported,) = stand_in.calls_with("import")
    assert imported.words == ("import", archive, tag)
    assert not Path(archive).parent.exists()


def test_a_base_image_that_cannot_be_made_is_said(podman: Podman, stand_in: StandIn) -> None:
    program = stand_in.program.with_name("mmdebstrap")
    program.write_text("#!/bin/sh\necho 'E: no mirror' >&2\nexit 25\n")
    program.chmod(0o755)
    stand_in.answers("image exists *", code=1)
    with pytest.raises(OrogenError, match=r"^mmdebstrap failed: E: no mirror$"):
        build_base(podman, "debian-13")
    assert stand_in.calls_with("import") == []


def test_without_mmdebstrap_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    none_there = tmp_path / "bin"
    none_there.mkdir()
    (none_there / "podman").write_text("#!/bin/sh\nexit 1\n")
    (none_there / "podman").chmod(0o755)
    (none_there / "sh").symlink_to("/bin/sh")
    monkeypatch.setenv("PATH", str(none_there))
    with pytest.raises(OrogenError, match=r"^mmdebstrap, .* is not installed$") as error:
        build_base(Podman(), "debian-13")
    assert error.value.help == "apt install mmdebstrap"


def test_packages_are_fetched_a_type_of_node_a_line_and_kept(podman: Podman, stand_in: StandIn, extra: Path) -> None:
    stand_in.answers("image exists *", code=1)
    tag = build_packages(podman, BASE, SETS, extra)
    (fetched,) = stand_in.calls_with("run")
    # The shell that records takes the last end of line away.
    assert fetched.text == "haproxy nginx\nredis"
    assert f"--volume={extra}:/extra:ro" in fetched.words
    assert BASE in fetched.words
    (committed,) = stand_in.calls_with("commit")
    assert committed.words[-1] == tag
    assert [call.words[0] for call in stand_in.calls][-1] == "rm"


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("E: Unable to locate package elasticsearch\n", "elasticsearch"),
        ("E: Package 'mongodb-org' has no installation candidate\n", "mongodb-org"),
        (
            "".join(f"E: Unable to locate package {name}\n" for name in ("mongodb-org", "cloudflared", "mongodb-org")),
            "cloudflared, mongodb-org",
        ),
    ],
)
def test_a_package_that_nobody_has_is_named(podman: Podman, stand_in: StandIn, said: str, names: str) -> None:
    stand_in.answers("image exists *", code=1)
    stand_in.answers("run *", "Reading package lists...\n", err=said, code=100)
    with pytest.raises(OrogenError, match=f"^no package {names} in Debian$") as error:
        build_packages(podman, BASE, SETS, None)
    assert "--packages" in error.value.help
    assert stand_in.calls_with("commit") == []
    assert stand_in.calls[-1].words[0] == "rm"


def test_another_failure_to_fetch_is_said_in_its_last_words(podman: Podman, stand_in: StandIn) -> None:
    stand_in.answers("image exists *", code=1)
    stand_in.answers("run *", err="E: Failed to fetch http://mirror.example/x\nE: Sorry\n", code=100)
    with pytest.raises(OrogenError, match=r"^the packages cannot be fetched: E: Failed to fetch .* / E: Sorry$"):
        build_packages(podman, BASE, SETS, None)
