"""What each service does when nodes are lost, from its quorum model alone; no service is known by name here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from orogen.contract import Tier
from orogen.frozen import dataclass

if TYPE_CHECKING:
    from orogen.contract import Service
    from orogen.plan.model import Plan
    from orogen.survival.loss import Loss

State = Literal["stays", "fails over", "degraded", "down"]
WORST_FIRST: tuple[State, ...] = ("down", "degraded", "fails over", "stays")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a service does: `seconds` it stands still, as expected, and `worst`; None unless it fails over."""

    service: str
    state: State
    why: str
    seconds: float | None = None
    worst: float | None = None


@dataclass(frozen=True, slots=True)
class _Members:
    """A cluster before and after a loss."""

    all: int
    left: int

    @property
    def lost(self) -> bool:
        return self.left < self.all

    @property
    def majority(self) -> bool:
        return self.left * 2 > self.all


def outcomes(plan: Plan, loss: Loss) -> tuple[Outcome, ...]:
    """Give what each service does of which a person would notice that it is gone: those that visitors meet first."""
    tiers = get_args(Tier)
    noticed = (service for service in plan.services if service.without)
    return tuple(_outcome(plan, one, loss) for one in sorted(noticed, key=lambda service: tiers.index(service.tier)))


def _outcome(plan: Plan, service: Service, loss: Loss) -> Outcome:
    members = _members(plan, service.name, loss)
    quorum = service.quorum
    if not members.left:
        return Outcome(service.name, "down", _none_left(members))
    if quorum.model == "majority" and not members.majority:
        return Outcome(service.name, "down", f"{members.left} of {members.all} voters are no majority")
    if quorum.model == "leader":
        voters = _members(plan, quorum.voters, loss)
        if not voters.majority:
            return _without_voters(service, members, voters)
    return _takeover(plan, service, members) if members.lost else Outcome(service.name, "stays", "loses no member")


def _members(plan: Plan, service: str, loss: Loss) -> _Members:
    nodes = plan.cluster(service)
    return _Members(len(nodes), sum(node.name not in loss.nodes for node in nodes))


def _none_left(members: _Members) -> str:
    return "its only member is lost" if members.all == 1 else f"all {members.all} members are lost"


def _without_voters(service: Service, members: _Members, voters: _Members) -> Outcome:
    """A leader that nobody can confirm: it may go on only while it can ask every other member itself."""
    why = f"{voters.left} of {voters.all} voters of {service.quorum.voters} are no majority"
    if service.quorum.without_voters == "goes on" and not members.lost:
        return Outcome(service.name, "degraded", f"{why}: its leader goes on, and nobody can replace it")
    return Outcome(service.name, "down", f"{why}: nobody may lead")


def _takeover(plan: Plan, service: Service, members: _Members) -> Outcome:
    """Any lost member may be the one that leads, so the time is that of losing it."""
    words = [f"{members.left} of {members.all} members are left"]
    if members.left == 1 and service.quorum.alone:
        words.append(service.quorum.alone)
    if part := service.quorum.part(plan.environment):
        return Outcome(service.name, "degraded", "; ".join([*words, part]))
    steps = service.takeover(plan.environment)
    if not steps:
        return Outcome(service.name, "stays", "; ".join(words))
    expected, worst = (sum(getattr(step, name) for step in steps) for name in ("expected", "worst"))
    return Outcome(service.name, "fails over", "; ".join(words), expected, worst)
