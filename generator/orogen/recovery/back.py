"""What to do while the shop runs in the recovery region, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.recovery import durations
from orogen.recovery.commands import HERE, checks_of, first_runs, on_desk, runs
from orogen.recovery.machines import around, machines, stopping, totals
from orogen.recovery.outside import dns, tell, tunnel_check, visit
from orogen.recovery.runbook import Checks, Commands, Part, Points, Step
from orogen.rules.hosts import inside, repository_host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.recovery.facts import Facts


def meanwhile(facts: Facts) -> Part:
    """Give what holds until the way back."""
    points = (Checks(tuple(_soon(facts))), Points(tuple(_meanwhile(facts))))
    return Part(name="meanwhile", title=f"While the shop runs in {facts.to.region}", blocks=points)


def _soon(facts: Facts) -> Iterator[str]:
    yield f"The first backup set is made: `oro-maintenance backup list` on {facts.desk(facts.to.region).name}."
    yield (
        "Orders and payments between the end of the data and the disaster: what the payment provider and the ERP know "
        "of them is entered again."
    )


def _meanwhile(facts: Facts) -> Iterator[str]:
    yield (
        f"Changes go into the spec as always, and from there with `orogen dr render {facts.spec} -o {facts.recovery} "
        f"--primary {facts.primary}`, never with `orogen render`. Secrets are set in {facts.primary}, which it follows."
    )
    yield "Monitoring has begun anew: there are no figures of the time before."
    if inside(repository_host(facts.backups), facts.there):
        yield (
            f"Backups stand beside what they protect now: {facts.backups.repository} is in {facts.to.region}. Copy the "
            "newest set elsewhere each day."
        )


def back(facts: Facts) -> Part:
    """Give the way back to the primary region: planned, with the data in the other direction."""
    return Part(
        name="return",
        title=f"Return to {facts.lost}",
        steps=(_prepare(facts), _build(facts), _move(facts), _open(facts), _end(facts)),
        blocks=(
            (
                f"The data go from {facts.to.region} to {facts.lost}, through {facts.backups.repository}. What is on "
                f"the disks in {facts.lost} is of the time before the disaster, and none of it may come back into the "
                "shop."
            ),
        ),
    )


def _prepare(facts: Facts) -> Step:
    window = facts.environment.maintenance
    return Step(
        name="return-prepare",
        title="Plan it, and clear away",
        blocks=(
            Checks(
                (
                    (
                        f"{facts.lost} has been stable for some days, and the owner agrees to an interruption. The "
                        f"maintenance window is {window.day.capitalize()}, {window.start} ({window.timezone}), for "
                        f"{durations.clock(window.duration * 60)}."
                    ),
                    (
                        "The old database has what was written between the last set and the disaster. If somebody "
                        "wants to compare, its machine is started alone, without a way to the world, and dumped."
                    ),
                    f"Then the old machines of {facts.lost} are deleted with their disks, never started as they are.",
                )
            ),
        ),
    )


def _build(facts: Facts) -> Step:
    name = facts.environment.name
    return Step(
        name="return-build",
        title=f"Build {facts.lost} again, standing by",
        blocks=(
            f"The shop runs on in {facts.to.region} meanwhile. The same machines as ever, {totals(facts.here)}:",
            machines(facts.here),
            Checks(tuple(around(facts.here))),
            Commands(
                HERE,
                (
                    f"orogen dr render {facts.spec} --return --standby -o {facts.primary}",
                    f"orogen verify {facts.primary}",
                    f"git -C {facts.primary} commit --all --message '{facts.lost}, standing by'",
                ),
            ),
            f"If {facts.primary} holds more environments, name all their specs, with `--only {name}`.",
            first_runs(facts, facts.primary),
            "Then deploy the revision that the shop runs now, as in step 6 of the recovery:",
            on_desk(facts, facts.lost, f"oro-maintenance maintenance on --comment 'return to {facts.lost}'"),
        ),
    )


def _move(facts: Facts) -> Step:
    return Step(
        name="return-move",
        title="Close the shop, and move the data",
        blocks=(
            "Wait until the queues are short, close the shop, and make a last set:",
            on_desk(
                facts,
                facts.to.region,
                "oro-maintenance queue list",
                f"oro-maintenance maintenance on --comment 'return to {facts.lost}'",
                "oro-maintenance backup create",
            ),
            "It is the one to restore:",
            on_desk(facts, facts.lost, "oro-maintenance backup list", "oro-maintenance backup restore SET"),
        ),
        span=durations.restore(facts.data),
    )


def _open(facts: Facts) -> Step:
    return Step(
        name="return-open",
        title=f"Open it in {facts.lost}",
        blocks=(
            on_desk(
                facts,
                facts.lost,
                "oro-maintenance cluster status",
                "oro-maintenance maintenance off",
            ),
            runs(facts, facts.primary),
            on_desk(facts, facts.lost, "oro-maintenance cluster status"),
            checks_of(facts, facts.primary),
            visit(facts, facts.lost),
            f"First {facts.to.region} ends, then {facts.lost} begins:",
            stopping(facts.there),
            Commands(
                HERE,
                (
                    f"orogen dr render {facts.spec} --return --live -o {facts.primary}",
                    f"git -C {facts.primary} commit --all --message '{facts.lost} is the shop'",
                ),
            ),
            runs(facts, facts.primary),
            on_desk(facts, facts.lost, "oro-maintenance service status"),
            *dns(facts, facts.to.region, facts.lost),
            *tunnel_check(facts, facts.lost),
            Commands("Anywhere", (f"curl --fail --show-error --head {facts.environment.application.url}",)),
        ),
        span=durations.OPEN,
    )


def _end(facts: Facts) -> Step:
    return Step(
        name="return-tell",
        title="Tell everybody, and be ready for the next time",
        blocks=(
            tell(facts, facts.lost),
            "So that the next recovery does not begin as the shop:",
            Commands(
                HERE,
                (
                    f"orogen dr render {facts.spec} -o {facts.recovery} --primary {facts.primary} --standby",
                    f"git -C {facts.recovery} commit --all --message '{facts.to.region}, standing by'",
                ),
            ),
            Checks(
                (
                    f"Changes go through `orogen render {facts.spec} -o {facts.primary}` again.",
                    f"The machines of {facts.to.region} are deleted after some days: the last set has all their data.",
                    "What took longer than this runbook says is known, and the promise is one that can be kept.",
                )
            ),
        ),
    )
