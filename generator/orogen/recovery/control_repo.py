"""The control repos of the two regions: which environments go into one, standing by or not, and its tree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from orogen.errors import OrogenError
from orogen.plan.build import plan
from orogen.recovery.environment import recovered
from orogen.recovery.overrides import overrides
from orogen.recovery.secrets import provide
from orogen.recovery.state import FILE, NORMAL, State, content, read
from orogen.render.tree import ENVIRONMENTS, tree
from orogen.repo import lock
from orogen.repo.tree import File, Ownership
from orogen.secrets.provide import provide as provide_own

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from orogen.plan.model import Plan
    from orogen.repo.tree import Tree
    from orogen.secrets.store import Store
    from orogen.spec.environment import Environment

Completed = tuple[tuple["Plan", "Store"], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person asks for: `back` to the primary region; `standby`, not, or as it is; for `only` some, or all."""

    back: bool = False
    standby: bool | None = None
    only: tuple[str, ...] = ()

    def state(self, name: str, present: State | None) -> State:
        """Give the state in which an environment is rendered; who comes for the first time stands by."""
        meant = not self.only or name in self.only
        if meant and self.standby is not None:
            return State(not self.back, self.standby)
        if present:
            return present
        return State(not self.back, standby=True) if meant or not self.back else NORMAL


def states_of(root: Path, environments: Sequence[Environment], wish: Wish) -> Mapping[str, State]:
    """Give the state in which each environment is rendered into a control repo.

    Raises OrogenError when that is the other region's, or has yet to be rendered for the way back to lead there.
    """
    present = read(root)
    rendered = {place.removeprefix(ENVIRONMENTS).split("/")[0] for place in lock.read(root) if ENVIRONMENTS in place}
    for name in (environment.name for environment in environments):
        if name in rendered and present.get(name, NORMAL).recovery == wish.back:
            there = "recovery" if wish.back else "primary"
            raise OrogenError(
                f"{root} holds `{name}` as it is in its {there} region",
                help="Each region has a control repo of its own: name the other one with -o.",
            )
        if wish.back and name not in rendered:
            raise OrogenError(
                f"{root} does not hold `{name}`",
                help="Name the primary's control repo, as version control has it, with -o.",
            )
    return {name: wish.state(name, present.get(name)) for name in (environment.name for environment in environments)}


def there(environment: Environment, state: State) -> Environment:
    """Give the environment as a control repo holds it in this state."""
    if state.recovery:
        return recovered(environment, standby=state.standby)
    return replace(environment, standby=state.standby)


def recovery_tree(
    root: Path, primary: Path, environments: Sequence[Environment], states: Mapping[str, State], now: datetime
) -> tuple[Completed, Tree]:
    """Give the plans of the recovery regions with their stores, and the whole control repo. Raises OrogenError."""
    plans = _plans(environments, states)
    keys, completed = provide(root, primary, plans, now)
    by_hand = {place: text for each in plans for place, text in overrides(primary, each).items()}
    files = dict(tree(completed, keys.public_pem))
    files |= {place: File(text, Ownership.SEED_ONCE) for place, text in by_hand.items()}
    return completed, files | _state(states)


def primary_tree(
    root: Path, environments: Sequence[Environment], states: Mapping[str, State], now: datetime, *, keep: bool
) -> tuple[Completed, Tree]:
    """Give the same for the way back, from the secrets that are in the control repo. Raises OrogenError."""
    keys, completed = provide_own(root, _plans(environments, states), now, keep=keep)
    return completed, dict(tree(completed, keys.public_pem)) | _state(states)


def _plans(environments: Sequence[Environment], states: Mapping[str, State]) -> list[Plan]:
    return [plan(there(environment, states[environment.name])) for environment in environments]


def _state(states: Mapping[str, State]) -> dict[str, File]:
    return {FILE: File(content(states), Ownership.STATE)}
