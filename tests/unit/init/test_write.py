from __future__ import annotations

from pathlib import Path

import pytest

from orogen.errors import OrogenError
from orogen.init.write import refuse_unfit, write


def test_a_new_file_may_be_written(tmp_path: Path) -> None:
    refuse_unfit(tmp_path / "a.yaml", force=False)
    write(tmp_path / "a.yaml", "a: ä\n")
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "a: ä\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_a_file_that_is_there_needs_force(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").touch()
    with pytest.raises(OrogenError, match="is there already"):
        refuse_unfit(tmp_path / "a.yaml", force=False)
    refuse_unfit(tmp_path / "a.yaml", force=True)


@pytest.mark.parametrize("force", [True, False])
@pytest.mark.parametrize(("path", "problem"), [("missing/a.yaml", "there is no folder"), (".", "and no file")])
def test_what_can_never_be_written_is_refused(tmp_path: Path, path: str, problem: str, force: bool) -> None:
    with pytest.raises(OrogenError, match=problem):
        refuse_unfit(tmp_path / path, force=force)


def test_a_device_is_never_replaced() -> None:
    with pytest.raises(OrogenError, match="and no file"):
        refuse_unfit(Path("/dev/null"), force=True)


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "a.yaml").symlink_to("real/a.yaml")
    write(tmp_path / "a.yaml", "new\n")
    assert (tmp_path / "a.yaml").is_symlink()
    assert (tmp_path / "real/a.yaml").read_text(encoding="utf-8") == "new\n"


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yaml").write_text("old\n", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path / "a.yaml", "new\n")
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("a.yaml", "old\n")]
