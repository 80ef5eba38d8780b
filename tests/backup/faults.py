"""What a process is started with: where it kills itself, its time, what it takes a manifest to say, whom it knows."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from orogen_backup import archive, beside, create, database, media, shop
from orogen_backup.repository import Restic

if TYPE_CHECKING:
    from collections.abc import Callable

    from orogen_backup.manifest import Manifest


def install() -> None:
    """Bring about what the environment says."""
    step, forged = os.environ.get("OROGEN_TEST_KILL", ""), os.environ.get("OROGEN_TEST_FORGE", "")
    if now := os.environ.get("OROGEN_TEST_NOW"):
        create.datetime = _stopped_at(now)  # type: ignore[attr-defined]
    archive.USER = os.environ.get("OROGEN_TEST_USER", archive.USER)
    if step:
        _KILLS[step]()
    if forged:
        honest = Restic.manifest
        Restic.manifest = lambda self, found: _forge(honest(self, found), forged)  # type: ignore[method-assign]


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _after(module: Any, name: str, when: Callable[..., bool] = lambda *_: True) -> Callable[[], None]:
    """Die after a function of the program has done its work, before anybody knows."""

    def patch() -> None:
        honest = getattr(module, name)

        def deadly(*words: Any, **more: Any) -> Any:
            result = honest(*words, **more)
            if when(*words):
                _die()
            return result

        setattr(module, name, deadly)

    return patch


def _stopped_at(now: str) -> type[datetime]:
    """Give a clock that stands still."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.fromisoformat(now).astimezone(tz)

    return Clock


def _between_names() -> None:
    """Die after the first of several collections has its new name."""
    last = "rename(fresh + coming, coming);"
    assert last in media._SWAP
    media._SWAP = media._SWAP.replace(last, f"{last} process.kill(process.ppid, 'SIGKILL');")


_KILLS = {
    "store-database": _after(Restic, "store", lambda _, path, *__: path == "database.dump"),
    "store-files": _after(Restic, "store", lambda _, path, *__: path.endswith(".archive")),
    "store-manifest": _after(Restic, "store", lambda _, path, *__: path == "manifest.json"),
    "forget-manifests": _after(Restic, "forget", lambda _, ids: bool(ids)),
    "load-database": _after(database, "load"),
    "load-files": _after(media, "load"),
    "prove": _after(beside, "prove_files"),
    "swap-files": _between_names,
    # The live database accepts nobody any more, and has its name still.
    "swap-database": _after(database, "sql", lambda statement, *_: "ALLOW_CONNECTIONS false" in statement),
    "reindex": _after(shop, "reindex"),
}


def _forge(manifest: Manifest, what: str) -> Manifest:
    first, *others = manifest.parts
    if what == "digest":
        forged = replace(first, sha256="0" * 64)
    else:
        forged = replace(first, counts={**first.counts, "public.oro_order": 1})
    return replace(manifest, parts=[forged, *others])
