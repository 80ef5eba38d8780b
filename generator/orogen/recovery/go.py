"""The steps of a recovery, from the decision to the news that the shop is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.recovery import durations
from orogen.recovery.commands import HERE, KEY, checks_of, first_runs, on_backup, on_desk, runs
from orogen.recovery.machines import around, inwards, machines, outwards, stopping, totals
from orogen.recovery.outside import addresses_change, dns, tell, tunnel_check, visit
from orogen.recovery.runbook import Checks, Commands, Part, Points, Step
from orogen.rules.periods import span, tiers

if TYPE_CHECKING:
    from orogen.recovery.facts import Facts
    from orogen.recovery.runbook import Block


def go(facts: Facts) -> Part:
    """Give the recovery itself."""
    steps = (
        _decide(facts),
        _fence(facts),
        _machines(facts),
        _render(facts),
        _apply(facts),
        _release(facts),
        _restore(facts),
        _check(facts),
        _open(facts),
        _tell(facts),
    )
    return Part(name="recovery", title=f"Recovery in {facts.to.region}", steps=steps)


def data_loss(facts: Facts) -> str:
    """Give what is lost in words: what was written since the last set."""
    return f"up to {span(tiers(facts.backups)[0].step * 3600)} of data, and the minutes that the next set was under way"


def _decide(facts: Facts) -> Step:
    return Step(
        name="decide",
        title="Decide, and have it approved",
        blocks=(
            "A disaster is the loss of the whole region. One of these is true:",
            Checks(
                (
                    f"{facts.lost} is not available, and the provider does not expect it back within the next hour.",
                    f"{facts.host} cannot be reached because of trouble in the network around {facts.lost}.",
                )
            ),
            (
                "It is none where the environment helps itself, as with the loss of a node or a zone (`orogen survive "
                f"{facts.spec}`), or where data were lost by mistake, which a restore in {facts.lost} brings back."
            ),
            "Ask the technical contact of the environment's owner for approval, and say:",
            Checks(
                (
                    (
                        f"Lost are {data_loss(facts)}; also carts and logins of visitors, and messages in the queue. "
                        "What the payment provider and the ERP know of that time is compared by hand afterwards."
                    ),
                    f"The shop gets other addresses: {addresses_change(facts)}.",
                    "The way back is a planned interruption, later.",
                )
            ),
            "Asked at __:__. Approved by ____________________ at __:__. From here on the time counts.",
        ),
    )


def _fence(facts: Facts) -> Step:
    blocks: list[Block] = [
        (
            "Only one region may be the shop. Machines that run on, or start again by themselves, take orders that "
            "nobody sees, and put backup sets of the old state among the new ones. Stop them as far as they can be "
            "reached:"
        ),
        stopping(facts.here),
    ]
    if facts.tunnelled:
        blocks += [
            (
                "Where that is not certain, give the tunnel a new token (Cloudflare's dashboard, Networking > "
                "Tunnels): no machine connects with the old one any more. Those that are connected stay so until they "
                "restart. The new token goes into the primary's control repo, which that of the recovery follows:"
            ),
            Commands(HERE, (f"orogen secrets set {facts.spec} edge-tunnel-token -o {facts.primary}",)),
        ]
    blocks.append(
        f"Take the right to write to {facts.backups.repository} from the lost machines, where they have one of their "
        "own: a service account, an access key."
    )
    return Step(name="fence", title=f"Keep {facts.lost} from coming back", blocks=tuple(blocks), span=durations.FENCE)


def _machines(facts: Facts) -> Step:
    location = facts.there.environment.location
    system = location.os.replace("-", " ").title()
    return Step(
        name="machines",
        title="Order the machines",
        blocks=(
            (
                f"{totals(facts.there)}, with {system}, by what made those of {facts.lost} (`orogen dr plan "
                f"{facts.spec} --format json` lists them for programs). Their full names are as before: "
                f"NAME.{location.domain}."
            ),
            machines(facts.there),
            "Around them:",
            Checks(tuple(around(facts.there))),
            "In, through the outer firewall:",
            inwards(facts.there),
            "Out:",
            Points(tuple(outwards(facts.there, facts.here))),
        ),
        span=durations.MACHINES,
    )


def _render(facts: Facts) -> Step:
    repo = facts.recovery
    return Step(
        name="render",
        title="Meanwhile: render the control repo",
        blocks=(
            (
                "The environment stands by at first: no visitors, no mail, no backup sets. Look at what this says of "
                f"`overrides/`: a line that somebody wrote for {facts.lost} may be wrong here."
            ),
            Commands(
                HERE,
                (
                    f"orogen dr render {facts.spec} -o {repo} --primary {facts.primary} --standby",
                    f"orogen verify {repo}",
                    f"git -C {repo} add --all && git -C {repo} commit --message '{facts.to.region}, standing by'",
                ),
            ),
        ),
    )


def _apply(facts: Facts) -> Step:
    names = f'jq -r \'[.environments[] | select(.name == "{facts.environment.name}").nodes[].certname] | join(",")\''
    return Step(
        name="apply",
        title="Run Puppet on every machine",
        blocks=(
            (
                f"Without a Puppet server. `{KEY}` names the control repo's private key; `root` stands for the login "
                "of the machines' image, which the first run closes."
            ),
            first_runs(facts, facts.recovery),
            "An error that says that a store cannot be reached yet is gone after the next run, in step 8.",
            (
                f"With a Puppet server outside {facts.lost}, once it has the control repo: the new machines have the "
                "names of the lost ones, whose certificates it must forget."
            ),
            Commands(
                "On the Puppet server, in the control repo",
                (f"puppetserver ca clean --certname $({names} inventory.json)",),
            ),
            Commands("On every machine", ("puppet agent --test",)),
            f"Every store must have its members now{_but(facts)}:",
            on_desk(facts, facts.to.region, "oro-maintenance cluster status"),
            *_alerts(facts),
        ),
        span=durations.APPLY,
    )


def _but(facts: Facts) -> str:
    """Say what is no store and runs nowhere before there is a release."""
    waiting = [service for service in ("cron", "websocket") if facts.there.cluster(service)]
    return f". {' and '.join(waiting)} wait for the release, and are said to be lost until step 8" if waiting else ""


def _alerts(facts: Facts) -> tuple[str, ...]:
    if not facts.there.cluster("monitoring"):
        return ()
    tunnel = ", and of cloudflared ExporterDown" if facts.tunnelled else ""
    return (f"Until step 9 monitoring says BackupMissing{tunnel}: that is as it should be.",)


def _release(facts: Facts) -> Step:
    manifest = f"--host {facts.environment.name} --path /manifest.json /manifest.json"
    return Step(
        name="release",
        title="Deploy the application",
        blocks=(
            (
                "Close the shop first: consumers and cron would start with the release, on an empty database. Then "
                "deploy the revision that the newest set names, as you always do, without a change of the database."
            ),
            on_desk(facts, facts.to.region, "oro-maintenance maintenance on --comment 'disaster recovery'"),
            on_backup(facts, facts.to.region, f"orogen-backup restic dump latest {manifest} | jq .application"),
        ),
        span=durations.RELEASE,
    )


def _restore(facts: Facts) -> Step:
    return Step(
        name="restore",
        title="Restore the newest set",
        blocks=(
            (
                f"From {facts.backups.repository}, unless the data of the newest set are what is wrong. The restore "
                "says first what it will do, and brings database and media to the same moment."
            ),
            on_desk(facts, facts.to.region, "oro-maintenance backup list", "oro-maintenance backup restore SET"),
            "The set: ____________________. Its time is when the data end: __:__.",
        ),
        span=durations.restore(facts.data),
    )


def _check(facts: Facts) -> Step:
    return Step(
        name="check",
        title="Check its health",
        blocks=(
            on_desk(
                facts,
                facts.to.region,
                "oro-maintenance cluster status",
                "oro-maintenance maintenance off",
            ),
            "Puppet starts what had no release at its first run, as cron and websocket. Then the checks can pass:",
            runs(facts, facts.recovery),
            on_desk(facts, facts.to.region, "oro-maintenance cluster status"),
            checks_of(facts, facts.recovery),
            "The shop itself, past the edge, which is closed still:",
            visit(facts, facts.to.region),
        ),
        span=durations.CHECK,
    )


def _open(facts: Facts) -> Step:
    effects = ("the tunnel opens, " if facts.tunnelled else "") + "mail that waited leaves, backup sets are made again"
    return Step(
        name="open",
        title="Open the shop",
        blocks=(
            f"Now {facts.to.region} is the shop: {effects}.",
            Commands(
                HERE,
                (
                    f"orogen dr render {facts.spec} -o {facts.recovery} --primary {facts.primary} --live",
                    f"git -C {facts.recovery} commit --all --message '{facts.to.region} is the shop'",
                ),
            ),
            runs(facts, facts.recovery),
            "Now everything must run:",
            on_desk(facts, facts.to.region, "oro-maintenance service status"),
            *dns(facts, facts.lost, facts.to.region),
            *tunnel_check(facts, facts.to.region),
            Commands("Anywhere", (f"curl --fail --show-error --head {facts.environment.application.url}",)),
            Checks(
                (
                    "A product page has its pictures, and a search finds the product.",
                    "A customer can log in, and sees the prices of the customer group.",
                    "The newest order in the back office is of the hour of the set.",
                )
            ),
            "Open at __:__. Here the time ends.",
        ),
        span=durations.OPEN,
    )


def _tell(facts: Facts) -> Step:
    return Step(name="tell", title="Tell everybody", blocks=(tell(facts, facts.to.region),))
