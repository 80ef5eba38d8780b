"""Whether the environment is whole: every cluster with all of its members, every unit as it should be.

Each check is a command for a node of the service, whose exit code is the answer and whose words are the reason. They
use the clusters' own tools: those know their members better than anybody who asks from outside.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep
from typing import TYPE_CHECKING

from orogen.boxes.status import status
from orogen.errors import OrogenError

if TYPE_CHECKING:
    from orogen.boxes.status import State
    from orogen.drills.ground import Ground

_PAUSE_SECONDS = 2.0
_UP = ("running", "starting", "degraded")
_TRIGGER = 'systemctl show --property TriggeredBy "$1"'

# `$1` is how many members there should be.
_CHECKS = {
    "coordination": "orogen-etcdctl endpoint health --cluster 2>&1",
    "database": """
        members=$(patronictl --config-file /etc/patroni/config.yml list --format json) || exit 1
        echo "$members" | python3 -c '
import json, sys
members = json.load(sys.stdin)
roles = [member["Role"] for member in members]
fine = [member for member in members if member["State"] in ("running", "streaming")]
lag = [member for member in members if str(member.get("Lag in MB", 0)) == "unknown"]
lines = {member.get("TL") for member in members}
print(", ".join(member["Member"] + " " + member["Role"] + " " + member["State"] for member in members))
wanted = int(sys.argv[1])
sys.exit(not (roles.count("Leader") == 1 and len(fine) == wanted and not lag and len(lines) == 1
    and (wanted == 1 or sys.argv[2] != "yes" or "Sync Standby" in roles)))' "$1" "$2"
    """,
    "cache": """
        [ "$1" -gt 1 ] || { orogen-redis-cli -p 6379 PING && exit; }
        for monitor in sessions_mon lru_cache_mon; do
          said=$(orogen-redis-cli -p 26379 SENTINEL CKQUORUM "$monitor" 2>&1)
          case $said in "OK $1 usable Sentinels"*) ;; *) echo "$monitor: $said"; exit 1 ;; esac
        done
        for port in 6379 6380; do
          state=$(orogen-redis-cli -p "$port" INFO replication | tr -d '\\r')
          case $state in
            *role:master*connected_slaves:$(($1 - 1))*) ;;
            *role:slave*master_link_status:up*) ;;
            *) echo "port $port:" $(echo "$state" | grep -E 'role|link_status|connected_slaves'); exit 1 ;;
          esac
        done
    """,
    "queue": """
        rabbitmqctl --quiet --formatter json cluster_status | python3 -c '
import json, sys
state = json.load(sys.stdin)
running, wrong = state["running_nodes"], [*state.get("partitions", ()), *state["alarms"]]
print("running:", *running, "wrong:", *wrong)
sys.exit(len(running) != int(sys.argv[1]) or bool(wrong))' "$1"
    """,
    "search": """
        orogen-elasticsearch GET /_cluster/health | python3 -c '
import json, sys
health = json.load(sys.stdin)
print(health["status"], health["number_of_nodes"], "members")
sys.exit(health["status"] != "green" or health["number_of_nodes"] != int(sys.argv[1]))' "$1"
    """,
    "web": """
        listen=$(awk '$1 == "listen" { print $2; exit }' /etc/nginx/nginx.conf)
        case $listen in *:*) ;; *) listen=127.0.0.1:$listen ;; esac
        curl --silent --show-error --fail --max-time 5 --output /dev/null "http://$listen/-/health" 2>&1
    """,
}
# Each member speaks for itself there; of the other services any member tells about all.
_EACH = ("cache", "web")
_SECONDS = 60


def await_health(ground: Ground, seconds: float) -> float:
    """Wait until the environment is whole and give how long that took. Raises OrogenError with what is not."""
    began = monotonic()
    while problems := amiss(ground):
        if monotonic() - began > seconds:
            raise OrogenError(
                f"not healthy after {seconds:.0f} s: {'; '.join(problems)}",
                help="`orogen boxes status` and `orogen boxes logs` say more.",
            )
        sleep(_PAUSE_SECONDS)
    return monotonic() - began


def amiss(ground: Ground) -> list[str]:
    """Give what is not as it should be, a line each."""
    boxes = [problem for state in status(ground.podman, ground.layout) if (problem := _of_box(ground, state))]
    # Members of a box that is not well would only say so once more.
    return boxes or _clusters(ground)


def _of_box(ground: Ground, state: State) -> str:
    if state.state not in _UP:
        return f"{state.name}: {state.state}"
    units = [*state.failed, *_unfinished(ground, state)]
    return f"{state.name}: {', '.join(units)}" if units else ""


def _unfinished(ground: Ground, state: State) -> list[str]:
    """Give the units that are still starting, without those that a timer starts again and again."""
    return [unit for unit in state.waiting if ".timer" not in ground.ask(state.name, _TRIGGER, unit).stdout]


def _clusters(ground: Ground) -> list[str]:
    asked = [
        (service, node) for service in _CHECKS for node in ground.nodes(service)[: None if service in _EACH else 1]
    ]
    with ThreadPoolExecutor(4) as pool:
        return [problem for problem in pool.map(lambda pair: _asked(ground, *pair), asked) if problem]


def _asked(ground: Ground, service: str, node: str) -> str:
    synchronous = "yes" if ground.plan.environment.database.synchronous else "no"
    members = len(ground.nodes(service))
    answer = ground.ask(node, _CHECKS[service], str(members), synchronous, seconds=_SECONDS)
    words = " ".join((answer.stdout + answer.stderr).split())[-200:]
    return "" if answer.returncode == 0 else f"{service} on {node}: {words or f'exit code {answer.returncode}'}"
