from __future__ import annotations

from orogen.verify.report import Problem, merged


def _problem(node: str, **changed: object) -> Problem:
    fields = {
        "check": "catalogs",
        "message": "wrong",
        "file": "a.pp",
        "line": 3,
        "nodes": (node,),
        "spec": ("e: nodes.web",),
    }
    return Problem(**{**fields, **changed})  # type: ignore[arg-type]


def test_equal_problems_of_several_nodes_are_one() -> None:
    (problem,) = merged([_problem("a"), _problem("b"), _problem("a")])
    assert (problem.nodes, problem.spec) == (("a", "b"), ("e: nodes.web",))


def test_the_first_check_that_found_it_gives_its_name() -> None:
    (problem,) = merged([_problem("", check="syntax", nodes=()), _problem("a")])
    assert (problem.check, problem.nodes) == ("syntax", ("a",))


def test_problems_are_sorted_by_place() -> None:
    found = merged(
        [_problem("a", line=10), _problem("a", line=9), _problem("a", file="A.pp"), _problem("a", message="b")]
    )
    assert [(problem.file, problem.line, problem.message) for problem in found] == [
        ("A.pp", 3, "wrong"),
        ("a.pp", 3, "b"),
        ("a.pp", 9, "wrong"),
        ("a.pp", 10, "wrong"),
    ]


def test_a_place_has_what_is_known() -> None:
    assert [_problem("a", column=4).place, _problem("a").place, _problem("a", line=0).place] == [
        "a.pp:3:4",
        "a.pp:3",
        "a.pp",
    ]
