"""The timers of hieradata that decide how long a takeover lasts, in seconds. A test compares them with those files."""

from __future__ import annotations

from orogen.contract import Step

# hieradata/service/proxy.yaml: how HAProxy asks the members of a cluster.
INTERVAL = 2.0
FAST_INTERVAL = 1.0
DOWN_INTERVAL = 1.0
RISE = 2
FALL = 3

# hieradata/service/application.yaml: the lease of what runs on one node at a time.
LEASE = 20.0

# hieradata/service/cache.yaml: Sentinel.
SENTINEL_DOWN_AFTER = 5.0
SENTINEL_FAILOVER_TIMEOUT = 15.0

# hieradata/service/coordination.yaml: etcd.
ELECTION_TIMEOUT = 1.0
ELECTION_WORST = 4 * ELECTION_TIMEOUT
# A new leader of etcd gives every lease its whole time again and an election's besides (`Promote` of its lessor), so at
# worst, with etcd's leader lost together with who holds the lease, that is to be added to the lease's own time.
LEASE_AGAIN = ELECTION_WORST + ELECTION_TIMEOUT
AGAIN = "at worst after the election of etcd's next leader"

# A check of a machine that is gone gets no answer and ends with the interval before the next one begins.
MEMBER_GONE = Step(
    f"HAProxy misses {FALL} checks of the lost member, {INTERVAL:g} s apart at first, then {FAST_INTERVAL:g} s",
    INTERVAL / 2 + INTERVAL + (FALL - 1) * FAST_INTERVAL,
    2 * INTERVAL + (FALL - 1) * 2 * FAST_INTERVAL,
)
LEADER_SEEN = Step(
    f"HAProxy sees {RISE} good checks of the new leader, {DOWN_INTERVAL:g} s apart",
    (RISE - 0.5) * DOWN_INTERVAL,
    (RISE + 1) * DOWN_INTERVAL,
)


def lease_runs_out(starts: str) -> tuple[Step, ...]:
    """Give the steps until a command that runs on one node at a time runs on another one."""
    return (
        Step(
            f"its lease in etcd runs out: {LEASE:g} s after the last renewal, {AGAIN}",
            0.925 * LEASE,
            LEASE + LEASE_AGAIN,
        ),
        Step(starts, 2, 5),
    )
