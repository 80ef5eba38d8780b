"""What holds for every spec: whatever validates renders, and whatever is refused says where and why.

That whatever renders compiles is in tests/puppet/test_random_specs.py: it takes minutes.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from orogen.plan.build import plan
from orogen.render.tree import tree
from orogen.repo.tree import check_tree
from orogen.secrets.provide import provide
from orogen.spec.document import parse, value_span
from orogen.spec.read import Reading, read
from orogen.spec.shape import spec_schema
from orogen.spec.source import Source
from tests.samples import TODAY
from tests.strategies.drawing import SEED, drawn
from tests.strategies.mutations import mutated
from tests.strategies.paths import complete, leaves, paths_in, schema_paths
from tests.strategies.promises import broken_promises
from tests.strategies.smallest import smallest
from tests.strategies.specs import specs
from tests.strategies.writing import written
from tests.unit.spec.texts import EXAMPLES, problems_of

if TYPE_CHECKING:
    from pathlib import Path

Data = dict[str, Any]

SPECS = 300
RENDERED = 40
MUTATIONS = 5000


@pytest.fixture(scope="module")
def every() -> list[Data]:
    return drawn(specs(), SPECS)


def reading_of(content: bytes, folder: Path) -> Reading:
    (folder / "spec.yaml").write_bytes(content)
    return read(str(folder / "spec.yaml"), TODAY)


def test_every_key_of_the_schema_is_drawn(every: list[Data]) -> None:
    missed = set(schema_paths(spec_schema())) - {path for spec in every for path in paths_in(spec, spec_schema())}
    assert not missed


def test_a_drawn_spec_is_read_as_it_was_meant(every: list[Data]) -> None:
    for spec in every:
        document, problems = parse(Source("spec.yaml", written(spec)))
        assert (document.data, problems) == (spec, ())


def test_whatever_validates_renders(every: list[Data], tmp_path: Path) -> None:
    environments = [reading_of(written(spec).encode(), tmp_path).environment for spec in every]
    valid = [environment for environment in environments if environment]
    assert len(valid) > SPECS / 2, "the strategy draws too many specs that the rules refuse"
    now = datetime(2026, 11, 23, tzinfo=UTC)
    for environment in valid[:: len(valid) // RENDERED]:
        keys, completed = provide(tmp_path, [plan(environment)], now, keep=False)
        check_tree(tree(completed, keys.public_pem))


def test_whatever_is_refused_says_where_and_why(every: list[Data], tmp_path: Path) -> None:
    chance = Random(SEED)  # noqa: S311 - to be random is not to be secret
    texts = [path.read_text() for path in sorted(EXAMPLES.glob("*.yaml"))]
    texts += [written(spec) for spec in islice(every, 60)]
    codes: Counter[str] = Counter()
    for _ in range(MUTATIONS):
        content = mutated(chance, texts)
        reading = reading_of(content, tmp_path)
        assert not list(broken_promises(reading)), content.decode(errors="replace")
        codes.update({problem.code for problem in reading.diagnostics})
    assert len(codes) > 50, "the mutations break too few things"


def test_a_fault_is_shown_with_a_small_spec() -> None:
    spec = {"a": {"b": [1, {"c": 2, "d": 3}, 4], "e": 5}, "f": 6}
    assert smallest(spec, lambda less: "'c': 2" in str(less)) == {"a": {"b": [{"c": 2}]}}


COMPLETE = {"acme-prod": (EXAMPLES / "acme-prod.yaml").read_text(), "complete": written(complete(spec_schema()))}
LEAVES = [(name, path) for name, text in COMPLETE.items() for path in leaves(parse(Source("", text))[0].data)]
WRONG = {str: ("[1]", "{a: 1}", "7.5", "true", "~"), int: ("[1]", "{a: 1}", "7.5", "true", "~", "text")}
WRONG[bool] = ("[1]", "{a: 1}", "7.5", "7", "~", "text")


def test_a_complete_spec_has_every_key() -> None:
    assert set(paths_in(complete(spec_schema()), spec_schema())) == set(schema_paths(spec_schema()))
    assert problems_of(COMPLETE["complete"]) == []


@pytest.mark.parametrize(("name", "path"), LEAVES, ids=lambda value: value if isinstance(value, str) else repr(value))
def test_a_value_of_a_wrong_type_is_one_error_on_its_line(name: str, path: tuple[str | int, ...]) -> None:
    text = COMPLETE[name]
    document, _ = parse(Source("spec.yaml", text))
    value: Any = document.data
    for step in path:
        value = value[step]
    span, lines = value_span(document, path), text.splitlines(keepends=True)
    before, after = lines[span.line - 1][: span.column - 1], lines[span.end_line - 1][span.end_column - 1 :]
    for wrong in WRONG[type(value)]:
        changed = [*lines[: span.line - 1], before, wrong, after, *lines[span.end_line :]]
        problems = problems_of("".join(changed))
        assert [(problem.severity, problem.span.line) for problem in problems] == [("error", span.line)], wrong
