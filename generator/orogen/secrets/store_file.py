"""The store on disk: `.orogen/secrets/<environment>.yaml` in the control repo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.errors import OrogenError
from orogen.secrets.store import RESTORE, Store, path
from orogen.secrets.text import content, parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from orogen.secrets.keys import Keys


def read(root: Path, environment: str) -> Store:
    """Give an environment's store: an empty one when there is no file. Raises OrogenError with file and line."""
    file = root / path(environment)
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return Store(environment=environment)
    except OSError as error:
        raise OrogenError(f"{file} cannot be read: {error.strerror}") from error
    store = parse(data, str(file))
    if store.environment != environment:
        raise OrogenError(f"{file} holds the secrets of {store.environment}, not of {environment}", help=RESTORE)
    return store


def update(root: Path, environment: str, now: datetime, change: Callable[[Store, Keys], Store]) -> bool:
    """Write the store that `change` makes of the present one, and say whether it is another one.

    A control repo that has no key pair yet gets one. Raises OrogenError; then the store is as it was.
    """
    from orogen.repo.locking import exclusive
    from orogen.repo.tree import File, Ownership
    from orogen.repo.write import recover, save_state
    from orogen.secrets.keys import PUBLIC_KEY, create, load

    with exclusive(root):
        # A render that was cut off may hold a newer store than the one that stands there.
        recover(root)
        store = read(root, environment)
        keys = load(root) or create(root, now)
        changed = change(store, keys)
        state = {PUBLIC_KEY: keys.public_pem, path(environment): content(changed)}
        save_state(root, {place: File(data, Ownership.STATE) for place, data in state.items()})
    return changed != store
