"""The runbook of an environment's disaster recovery, as data. Pure: the same spec gives the same runbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.recovery.back import back, meanwhile
from orogen.recovery.durations import PROMISED, clock
from orogen.recovery.go import data_loss, go
from orogen.recovery.machines import totals
from orogen.recovery.outside import white_lists
from orogen.recovery.runbook import Checks, Commands, Part, Points, Runbook, Table
from orogen.rules.periods import span, tiers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.recovery.facts import Facts


def runbook(facts: Facts) -> Runbook:
    """Write the runbook: first what is needed at once, then what is read on other days."""
    recovery = go(facts)
    return Runbook(
        title=f"Disaster recovery of {facts.environment.name}: {facts.lost} to {facts.to.region}",
        blocks=(_summary(facts, recovery),),
        parts=(recovery, meanwhile(facts), back(facts), _time(facts, recovery), _before(facts), _rehearsal(facts)),
    )


def _summary(facts: Facts, recovery: Part) -> Table:
    application, here, there = facts.environment.application, facts.here.environment, facts.there.environment
    rows = (
        ("shop", f"{application.url}, {application.product} {application.release}"),
        *(
            (word, f"{each.region}: {', '.join(each.zones)}; {each.network}")
            for word, each in (("lost", here.location), ("recovery", there.location))
        ),
        ("backups", facts.backups.repository),
        ("data lost", data_loss(facts)),
        ("time", f"{clock(recovery.expected)} from the approval as expected, {clock(recovery.worst)} at worst"),
    )
    return Table(("", ""), rows)


def _time(facts: Facts, recovery: Part) -> Part:
    rows = [
        (f"{number}. {step.title}", clock(step.span.expected), clock(step.span.worst), step.span.basis)
        for number, step in enumerate(recovery.steps, start=1)
        if step.span
    ]
    rows.append(("together", clock(recovery.expected), clock(recovery.worst), ""))
    table = Table(("step", "expected", "at worst", "on what grounds"), tuple(rows))
    return Part(name="time", title="Time", blocks=(table, Points(tuple(_verdicts(facts, recovery)))))


def _verdicts(facts: Facts, recovery: Part) -> Iterator[str]:
    """Give how time and data lost stand to what is promised and declared."""
    objectives, expected, worst = facts.to.objectives, recovery.expected, recovery.worst
    yield (
        f"OroCloud promises {clock(PROMISED)} from the approval at least, and more where the data ask for it: "
        f"{_against(expected, PROMISED)}."
    )
    if objectives.rto is None:
        yield "The spec declares no recovery time: `disaster_recovery.objectives.rto`."
    else:
        kept = (
            "kept" if worst <= objectives.rto else "kept if all goes well" if expected <= objectives.rto else "broken"
        )
        yield f"The spec declares {clock(objectives.rto)}: {kept}, {_against(expected, objectives.rto)}."
    if objectives.rpo is not None:
        step = tiers(facts.backups)[0].step * 3600
        kept = "kept" if step <= objectives.rpo else "broken"
        yield f"The spec declares that no more than {clock(objectives.rpo)} of data are lost: {kept}, {span(step)}."


def _against(expected: int, limit: int) -> str:
    difference = clock(abs(expected - limit))
    return f"{difference} more are expected" if expected > limit else f"{difference} are left"


def _before(facts: Facts) -> Part:
    return Part(
        name="before",
        title="Before the day",
        blocks=(
            f"At hand outside {facts.lost}, for the people on call:",
            Checks(tuple(_at_hand(facts))),
            "On the white lists of others are the addresses of both regions:",
            white_lists(facts),
            (
                "The control repo of the recovery is rendered and committed beforehand. Then CI notices on another "
                "day what would be wrong on this one; it needs the private key for new nodes only."
            ),
            Commands(
                "In CI, beside the control repos",
                (
                    f"orogen dr render {facts.spec} -o {facts.recovery} --primary {facts.primary} --check",
                    f"orogen verify {facts.recovery}",
                ),
            ),
        ),
    )


def _at_hand(facts: Facts) -> Iterator[str]:
    yield f"The spec {facts.spec}, its control repo {facts.primary} with all history, and this runbook on paper."
    yield f"A repository or a branch for {facts.recovery}: each region has a control repo of its own."
    yield "The control repo's private key: without it the secrets are lost, and the recovery with them."
    yield f"The secret `backup-repository-key`, which opens {facts.backups.repository}."
    yield f"Logins at the provider, {'at Cloudflare, ' if facts.tunnelled else ''}and at the DNS of {facts.host}."
    yield f"Quota in {facts.to.region}: {totals(facts.there)}."
    vpn = ", ".join(map(str, facts.there.environment.access.vpn))
    way = f"a VPN from {vpn}" if vpn else "`access.vpn` is empty, nobody can log in"
    yield f"A way into {facts.to.network}: {way}."
    yield "The application's code, and what builds it."


def _rehearsal(facts: Facts) -> Part:
    return Part(
        name="rehearsal",
        title="Rehearsal",
        blocks=(
            (
                f"Once a year, steps 3 to 8 while {facts.lost} is the shop. An environment that stands by has no "
                "visitors, sends no mail, and only reads from the backup repository. But consumers and cron of a "
                "restored shop talk to others: to the ERP, to payment providers. Therefore:"
            ),
            Checks(
                (
                    (
                        "The outer firewall lets nothing out but packages, the backup repository and answers to "
                        "administrators."
                    ),
                    "Nobody says `--live`, and the machines are deleted in the end.",
                    (
                        "What each step took is written down. `orogen_backup_size_bytes` is the size of a set, with "
                        "which `orogen dr plan --data` computes the restore."
                    ),
                )
            ),
        ),
    )
