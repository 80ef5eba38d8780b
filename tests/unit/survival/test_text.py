from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from orogen.plan.build import plan
from orogen.spec.environment import Queue
from orogen.spec.read import read
from orogen.survival.loss import losses
from orogen.survival.matrix import matrix, record, survives
from orogen.survival.outcome import outcomes
from orogen.survival.text import render
from tests.samples import TODAY, production
from tests.unit.spec.texts import EXAMPLES

GOLDEN = Path(__file__).parents[2] / "golden" / "survive"


@pytest.mark.parametrize(("example", "survived"), [("acme-prod", True), ("six-machines", True), ("development", False)])
def test_the_report_is_its_golden_file(update: bool, example: str, survived: bool) -> None:
    environment = read(str(EXAMPLES / f"{example}.yaml"), TODAY).environment
    assert environment
    laid_out = plan(environment)
    rows = matrix(laid_out)
    text = render(laid_out, rows, color=False)
    golden = GOLDEN / f"{example}.txt"
    if update:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert survives(rows) == survived


def test_colour_changes_no_word() -> None:
    laid_out = plan(production())
    coloured = render(laid_out, matrix(laid_out), color=True)
    assert "\x1b[1;31mdown" in coloured
    for tone in ("\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[0m"):
        coloured = coloured.replace(tone, "")
    assert "".join(coloured.split()) == "".join(render(laid_out, matrix(laid_out), color=False).split())


def test_queues_without_copies_wait_for_their_node() -> None:
    laid_out = plan(replace(production(), queue=Queue(durability="priorities")))
    loss = next(loss for loss in losses(laid_out) if "queue1" in loss.nodes)
    (queue,) = (outcome for outcome in outcomes(laid_out, loss) if outcome.service == "queue")
    assert (queue.state, queue.seconds) == ("degraded", None)
    assert "wait until it is back" in queue.why


def test_seconds_of_the_record_are_the_sum_of_its_steps() -> None:
    laid_out = plan(production())
    found = record(laid_out, matrix(laid_out))
    waited = [one for loss in found["losses"] for one in loss["services"] if one["seconds"] is not None]
    assert waited
    for one in waited:
        steps = found["takeovers"][one["service"]]
        assert one["seconds"] == sum(step["expected"] for step in steps)
        assert one["worst"] == sum(step["worst"] for step in steps) >= one["seconds"]
