"""cron: one is active, wherever its voters say."""

from orogen.plan.build import plan
from orogen.services.cron import SERVICE
from tests.samples import production


def test_every_job_node_can_take_over_and_may_vote() -> None:
    made = plan(production())
    assert [node.name for node in made.cluster("cron")] == ["job1", "job2"]
    sources = {flow.source for flow in made.flows if (flow.target, flow.port) == ("coordination", 2379)}
    assert all(sources & set(node.services) for node in made.cluster("cron"))


def test_it_survives_the_loss_of_all_nodes_but_one() -> None:
    assert (SERVICE.quorum.model, SERVICE.quorum.tolerates(2)) == ("leader", 1)


def test_somebody_is_told_when_none_runs_and_when_two_do() -> None:
    critical = {alert.name for alert in SERVICE.alerts if alert.severity == "critical"}
    assert critical == {"CronNowhere", "CronTwice"}
