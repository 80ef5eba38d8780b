"""The drill of the backup sets: one is made under writes, the data are damaged, and one command brings them back.

What was written since the set is lost with the return to it, and is told; that nothing else is, is what is looked for.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from time import monotonic, sleep, time
from typing import TYPE_CHECKING

from orogen.drills import leaders, workload
from orogen.drills.backup_data import Data
from orogen.drills.health import await_health
from orogen.drills.loss import Course
from orogen.drills.model import Check, Drill, Result
from orogen.drills.workload import NotHereError, Task
from orogen.frozen import dataclass

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from orogen.drills.ground import Ground
    from orogen.drills.ledger import Entry
    from orogen.plan.model import Plan

_HEALTH_SECONDS = 300.0
_CREATE_SECONDS = 300.0
_RESTORE_SECONDS = 900.0
_WRITING_SECONDS = 4.0
_LABEL = "drill"
_NEEDS = ("backup", "maintenance", "database", "application")
_TIMERS = "orogen-backup.timer orogen-backup-check.timer orogen-backup-verify.timer"
# What a timer has begun is waited for: it would stand in the way of the drill's own.
_QUIET = f"""
systemctl stop {_TIMERS}
for unit in orogen-backup orogen-backup-check orogen-backup-verify; do
  while systemctl is-active $unit | grep --quiet --line-regexp activating; do sleep 1; done
done"""
_AS_BEFORE = f"systemctl start {_TIMERS}"
_CREATE = f"oro-maintenance backup create --label {_LABEL}"
_RESTORE = 'oro-maintenance backup restore "$1" --force'
_LIST = "orogen-backup list --format json"
_MANIFEST = f'orogen-backup restic --quiet dump --host "$1" --tag manifest,label:{_LABEL} latest /manifest.json'
_REPORT = 'cat "$(ls --sort=time /var/lib/orogen-backup/restored-*.json | head --lines=1)"'
_FORGET_PREVIOUS = "orogen-backup forget-previous"
# A set of another environment in the same repository, made with settings and a state of its own.
_STRANGER = "drill-staging"
_STRANGER_MADE = f"""
folder=$(mktemp --directory) && trap 'rm --recursive --force "$folder"' EXIT
cp --archive /etc/orogen/backup/. "$folder" && mkdir "$folder/state" && chmod u+w "$folder/environment"
cat >>"$folder/environment" <<END
BACKUP_HOST={_STRANGER}
BACKUP_TYPE=staging
BACKUP_STATE=$folder/state
BACKUP_FILES=
BACKUP_METRICS=$folder/none
END
export OROGEN_BACKUP_SETTINGS="$folder/environment"
orogen-backup create --label {_LABEL} && orogen-backup list --format json | jq --raw-output '.[0].set'"""
_STRANGER_GONE = f"""
orogen-backup restic --quiet snapshots --host {_STRANGER} --json | jq --raw-output '.[].id' |
  xargs --no-run-if-empty orogen-backup restic --quiet forget"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A set by its name, the moments between which it was made, and the workload's rows that its manifest counts."""

    name: str
    asked: float
    ended: float
    rows: int


def run(ground: Ground, drill: Drill) -> Result:
    """Run it. Raises OrogenError when the environment is not healthy before it, or a step fails."""
    started = monotonic()
    await_health(ground, _HEALTH_SECONDS)
    course = Course()
    try:
        with _quiet(ground):
            checks = tuple(_checks(ground, course))
    except NotHereError as reason:
        return Result(name=drill.name, about=drill.about, state="not run", reason=str(reason))
    return Result(
        name=drill.name,
        about=drill.about,
        state="passed" if all(check.fine for check in checks) else "failed",
        nodes=ground.nodes("backup")[:1],
        seconds=round(monotonic() - started, 1),
        events=tuple(course.events),
        checks=checks,
    )


@contextmanager
def _quiet(ground: Ground) -> Iterator[None]:
    """Let no timer make, check or verify sets meanwhile."""
    nodes = ground.nodes("backup")
    try:
        for node in nodes:
            ground.run(node, _QUIET, seconds=_CREATE_SECONDS)
        yield
    finally:
        for node in nodes:
            ground.run(node, _AS_BEFORE)


def _checks(ground: Ground, course: Course) -> Iterator[Check]:
    data, task = Data(ground, leaders.database(ground)), Task(ground.nodes("application")[0], f"{int(time())}")
    data.put()
    entries, made = _set_under_writes(ground, course, task)
    there, left = data.state(), data.damage()
    course.note(f"a table, half of the rows and a file are gone: {left} rows are left")
    yield from _refusals(ground)
    still = data.rows()
    yield Check("rows left after the refusals", str(still), str(left), still == left)
    began = monotonic()
    ground.run(ground.nodes("maintenance")[0], _RESTORE, made.name, seconds=_RESTORE_SECONDS)
    seconds = monotonic() - began
    course.note(f"{made.name} is restored, and the shop open")
    yield from rows_came_back(made, entries, workload.read_back(ground, "database", task))
    after = data.state()
    yield Check("the dropped table and the file", "there" if after == there else after, "there", after == there)
    report = json.loads(_on_backup_node(ground, _REPORT))
    kept = data.rows(report["kept"]["database"])
    yield Check("rows in the state before, which is kept", str(kept), str(left), kept == left)
    steps = ", ".join(f"{step['name']} {step['seconds']:g}" for step in report["steps"])
    yield _told("seconds of the backup", f"{made.ended - made.asked:.0f}")
    yield _told("seconds of the restore", f"{seconds:.0f}, on the backup node {report['seconds']:g}: {steps}")
    yield _told("seconds until everything was healthy after it", f"{await_health(ground, _HEALTH_SECONDS):.0f}")
    course.note("healthy")
    _on_backup_node(ground, _FORGET_PREVIOUS)
    data.clean()
    workload.clean(ground, "database", task)


def _set_under_writes(ground: Ground, course: Course, task: Task) -> tuple[Sequence[Entry], Made]:
    """Make a set while rows come, before it and after it."""
    worker = workload.start(ground, "database", task)
    try:
        workload.warm_up(worker)
        asked = course.note("a set is begun, while rows are written")
        ground.run(ground.nodes("maintenance")[0], _CREATE, seconds=_CREATE_SECONDS)
        ended = course.note("the set is made")
        sleep(_WRITING_SECONDS)
    finally:
        worker.end()
    newest = json.loads(_on_backup_node(ground, _LIST))[0]
    manifest = json.loads(_on_backup_node(ground, _MANIFEST, ground.plan.environment.name))
    rows = int(manifest["parts"][0]["counts"]["public.orogen_drill"])
    return worker.entries, Made(name=newest["set"], asked=asked, ended=ended, rows=rows)


def _refusals(ground: Ground) -> Iterator[Check]:
    """Try what would be a mistake: it has to be refused."""
    stranger = _on_backup_node(ground, _STRANGER_MADE, seconds=_CREATE_SECONDS).strip()
    yield _refused(ground, "a set of another environment", stranger, "there is no complete set")
    if ground.plan.environment.type == "production":
        words = f"{stranger} --from {_STRANGER}"
        yield _refused(ground, "a set of staging into production", words, "the set is of a staging environment")
    _on_backup_node(ground, _STRANGER_GONE)


def _refused(ground: Ground, what: str, words: str, wanted: str) -> Check:
    line = f"orogen-backup restore {words} --yes --writes-stopped"
    answer = ground.ask(ground.nodes("backup")[0], line, seconds=_RESTORE_SECONDS)
    refused = answer.returncode == 1 and wanted in answer.stderr
    said = "refused" if refused else answer.stderr.strip()[-200:] or f"exit code {answer.returncode}"
    return Check(what, said, "refused", refused)


def rows_came_back(made: Made, entries: Sequence[Entry], found: Counter[int]) -> Iterator[Check]:
    """Compare what is there with what was written and with the manifest."""
    written = [entry for entry in entries if entry.kind == "write" and entry.outcome == "ok"]
    before = [entry for entry in written if entry.ended < made.asked]
    missing = [entry for entry in before if not found[entry.number]]
    since = [entry for entry in written if not found[entry.number] and entry not in missing]
    foreign = found.keys() - {entry.number for entry in entries}
    yield Check("rows from before the set", f"{len(before)}, {len(missing)} missing", "none missing", not missing)
    yield Check("rows of the set", str(found.total()), str(made.rows), found.total() == made.rows)
    yield Check("rows that nobody has written", str(len(foreign)), "0", not foreign)
    yield Check(
        "rows written since the set, lost with the return to it", str(len(since)), "some: all from after", bool(since)
    )


def _told(what: str, measured: str) -> Check:
    """Give a figure that nothing was promised about."""
    return Check(what, measured, "told", fine=True)


def _on_backup_node(ground: Ground, script: str, *words: str, seconds: float = 120) -> str:
    return ground.run(ground.nodes("backup")[0], script, *words, seconds=seconds)


def _fits(plan: Plan) -> bool:
    return not plan.environment.standby and all(map(plan.cluster, _NEEDS))


DRILLS = (
    Drill(
        name="backup-and-restore",
        service="backup",
        about="a table, rows and a file are deleted by mistake, and one command brings them back from a set",
        run=run,
        fits=_fits,
    ),
)
