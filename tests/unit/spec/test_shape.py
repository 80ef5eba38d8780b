from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orogen.spec import codes, shape
from orogen.spec.schema import Violation
from orogen.spec.shape import MOST
from tests.unit.spec.texts import covered, minimal, problems_of

if TYPE_CHECKING:
    from collections.abc import Iterator

NODES = "nodes:\n  web: {count: 2, services: [web]}\n"


def test_the_minimal_spec_fits() -> None:
    assert problems_of(minimal()) == []


# The change to the minimal spec, then the one problem: its code, what it covers, and pieces of what it says.
CASES = [
    (minimal(("region: ", "regon: ")), codes.UNKNOWN_KEY, "regon", "unknown key `regon` in `location`", "`region`?"),
    (minimal(more="nods: {}\n"), codes.UNKNOWN_KEY, "nods", "unknown key `nods`", "Did you mean `nodes`?"),
    (minimal(more="colour: x\n"), codes.UNKNOWN_KEY, "colour", "unknown key `colour`", "Known here: `version`, `name`"),
    (
        minimal(('  release: "6.1"\n', "")),
        codes.MISSING_KEY,
        "application",
        "`application` lacks `release`",
        "`release:`",
    ),
    (
        minimal(("type: production\n", "")),
        codes.MISSING_KEY,
        "",
        "the spec lacks `type`",
        "Add `type:`, such as `type: production`.",
    ),
    (
        minimal(more="mail:\n  relays:\n    - host: a\n    - port: 25\n"),
        codes.MISSING_KEY,
        "port: 25",
        "`mail.relays[1]` lacks `host`",
        "Add `host:`, such as",
    ),
    (minimal(('"6.1"', "6.1")), codes.WRONG_TYPE, "6.1", "`application.release` must be text, not `6.1`", 'it: "6.1"'),
    (
        minimal(('"6.1"', "6.2")),
        codes.WRONG_TYPE,
        "6.2",
        "must be text, not `6.2`",
        "Known: `5.1`, `6.0`, `6.1`, `7.0`",
    ),
    (minimal(('"6.1"', '"6.2"')), codes.NOT_A_CHOICE, '"6.2"', "`application.release` cannot be `6.2`", "Known: `5.1`"),
    (minimal(("type: production", "type: prod")), codes.NOT_A_CHOICE, "prod", "cannot be `prod`", "mean `production`?"),
    (minimal(("version: 1", "version: 2")), codes.NOT_A_CHOICE, "2", "`version` cannot be `2`", "Known: `1`."),
    (minimal(("name: acme-prod", "name:")), codes.WRONG_TYPE, "name", "`name` is empty", "Such as `acme-prod`."),
    (minimal(("name: acme-prod", "name: 1a!")), codes.NOT_VALID, "1a!", "`name` cannot be `1a!`", "lower-case"),
    (minimal(("name: acme-prod", "name: Acme")), codes.NOT_VALID, "Acme", "`name` cannot be `Acme`", "mean `acme`?"),
    (
        minimal(("name: acme-prod", "name: |\n  acme")),
        codes.NOT_VALID,
        "|",
        "`name` cannot be `acme\\n`",
        "mean `acme`?",
    ),
    (minimal(("name: acme-prod", f"name: {'a' * 41}")), codes.OUT_OF_RANGE, "a" * 41, "41 characters, and 40", "40"),
    (
        minimal(("10.20.0.0/16", "10.20.0.1/16")),
        codes.NOT_VALID,
        "10.20.0.1/16",
        "`location.network`",
        "`10.20.0.0/16`?",
    ),
    (minimal(("10.20.0.0/16", "10.20.0.0")), codes.NOT_VALID, "10.20.0.0", "cannot be `10.20.0.0`", "`10.20.0.0/16`?"),
    (minimal(("10.20.0.0/16", "10.20.0.0/25")), codes.NOT_VALID, "10.20.0.0/25", "cannot be", "/8 to /24"),
    (minimal(("10.20.0.0/16", "fd00::/8")), codes.NOT_VALID, "fd00::/8", "cannot be `fd00::/8`", "IPv4 network"),
    (
        minimal(("[europe-west1-b, europe-west1-c, europe-west1-d]", "[]")),
        codes.OUT_OF_RANGE,
        "[]",
        "`location.zones` has 0 items, and 1 is the least",
        "One to eight",
    ),
    (
        minimal(("[europe-west1-b, europe-west1-c, europe-west1-d]", "[a, b, a]")),
        codes.LISTED_TWICE,
        "a",
        "`a` is listed twice in `location.zones`",
        "Keep one of them.",
    ),
    (
        minimal(("[europe-west1-b, europe-west1-c, europe-west1-d]", "a")),
        codes.WRONG_TYPE,
        "a",
        "a list",
        "Write `[a]`.",
    ),
    (minimal(("provider: gcp", "provider: static")), codes.NOT_USED_HERE, "project", "is not used here", "no project"),
    (minimal(("  project: acme-prod-4821\n", "")), codes.MISSING_KEY, "location", "lacks `project`", "`project:`"),
    (minimal(("acme-prod-4821", "Acme")), codes.NOT_VALID, "Acme", "`location.project`", "A Google Cloud project"),
    (minimal(("kind: cloudflare", "kind: cloudflar")), codes.NOT_A_CHOICE, "cloudflar", "`edge.kind`", "`cloudflare`?"),
    (minimal(("kind: cloudflare", "kind: gcp")), codes.NOT_USED_HERE, "tunnel", "`edge.tunnel`", "`kind: cloudflare`"),
    (
        minimal(("  tunnel: 6ff42ae2-765d-4adf-8112-31c55c1551ef\n", "")),
        codes.MISSING_KEY,
        "edge",
        "lacks `tunnel`",
        "Add",
    ),
    (minimal(more="mail: x\n"), codes.WRONG_TYPE, "x", "`mail` must be a mapping", "Outgoing mail."),
    (
        minimal(more="nodes: {web1: {count: 1, services: [web]}}\n"),
        codes.NOT_VALID,
        "web1",
        "not a valid name",
        "a number",
    ),
    (minimal(more="nodes: {}\n"), codes.OUT_OF_RANGE, "{}", "`nodes` has 0 keys", "Groups of identical nodes"),
    (minimal(more=NODES.replace("[web]", "[webb]")), codes.NOT_A_CHOICE, "webb", "services[0]` cannot be", "`web`?"),
    (
        minimal(more=NODES.replace("[web]", "[web, cron, web]")),
        codes.LISTED_TWICE,
        "web",
        "`web` is listed twice",
        "Keep",
    ),
    (minimal(more=NODES.replace("2", "0")), codes.OUT_OF_RANGE, "0", "is 0, and 1 is the least", "How many nodes"),
    (minimal(more=NODES.replace("2", "100")), codes.OUT_OF_RANGE, "100", "is 100, and 99 is the most", "How many"),
    (minimal(more=NODES.replace("2", '"2"')), codes.WRONG_TYPE, '"2"', "not the text `2`", "without quotes: 2"),
    (minimal(more=NODES.replace("2", "2.5")), codes.WRONG_TYPE, "2.5", "a whole number, not `2.5`", "Such as `2`."),
    (minimal(more=NODES.replace("count: 2", "coutn: 2")), codes.UNKNOWN_KEY, "coutn", "unknown key", "mean `count`?"),
    (minimal(more=NODES.replace("2", "2.0")), codes.WRONG_TYPE, "2.0", "a whole number", "without a fraction: 2"),
    (minimal(more=NODES.replace("count: 2", "replicas: 2")), codes.UNKNOWN_KEY, "replicas", "unknown", "mean `count`?"),
    (minimal(more=NODES.replace("2,", "2, memory: 32,")), codes.NOT_VALID, "32", "cannot be `32`", "mean `32GiB`?"),
    (minimal(more=NODES.replace("2,", "2, memory: 32GB,")), codes.NOT_VALID, "32GB", "cannot be `32GB`", "`32GiB`?"),
    (minimal(more=NODES.replace("2,", "2, memory: much,")), codes.NOT_VALID, "much", "cannot be `much`", "MiB, GiB"),
    (minimal(("provider: gcp", "provider: google")), codes.NOT_A_CHOICE, "google", "cannot be `google`", "mean `gcp`?"),
    (minimal(more="access:\n"), codes.WRONG_TYPE, "access", "`access` is empty", "Fill it in or remove it. Who may"),
    (
        minimal(more="nodes: [web]\n"),
        codes.WRONG_TYPE,
        "[web]",
        "not a list",
        "Such as `{web: {count: 2, services: [web, websocket], cpus: 8, memory: 32GiB, disk: 100GiB}}`.",
    ),
    (minimal(more="database: {synchronous: 1}\n"), codes.WRONG_TYPE, "1", "true or false, not `1`", "Such as `true`."),
    (
        minimal(more='database: {synchronous: "true"}\n'),
        codes.WRONG_TYPE,
        '"true"',
        "not the text `true`",
        "without quotes: true",
    ),
    (minimal(more="backups: {repository: /x, hourly: 12m}\n"), codes.NOT_VALID, "12m", "cannot be `12m`", "M (months)"),
    (minimal(more="consumer: {processes: 65}\n"), codes.OUT_OF_RANGE, "65", "64 is the most", "processes"),
    (minimal(more="packages: {source: vendors}\n"), codes.NOT_VALID, "vendors", "cannot be", "such as `vendor`"),
    (minimal(more="packages: {source: http://x}\n"), codes.NOT_VALID, "http://x", "cannot be", "https://"),
    (minimal(more='access: {vpn: ["::1/128"]}\n'), codes.NOT_VALID, '"::1/128"', "`access.vpn[0]` cannot be", "IPv4"),
    (
        minimal(("https://shop.acme.example\n", "https://shop.acme.example\n  environment: {oro: x}\n")),
        codes.NOT_VALID,
        "oro",
        "`oro` is not a valid name in `application.environment`",
        "Did you mean `ORO`?",
    ),
    (
        minimal(("https://shop.acme.example\n", "https://shop.acme.example\n  environment: {o-ro: x}\n")),
        codes.NOT_VALID,
        "o-ro",
        "`o-ro` is not a valid name in `application.environment`",
        "capital letters",
    ),
    (
        minimal(("https://shop.acme.example\n", "https://shop.acme.example\n  environment: {ORO: 1}\n")),
        codes.WRONG_TYPE,
        "1",
        "`application.environment.ORO` must be text",
        'Quote it: "1"',
    ),
    (
        minimal(("https://shop.acme.example\n", 'https://shop.acme.example\n  environment: {ORO: "a\\0b"}\n')),
        codes.NOT_VALID,
        '"a\\0b"',
        "cannot be `a\\x00b`",
        "NUL",
    ),
    (
        minimal(("\nlocation:", "\n  location:")),
        codes.UNKNOWN_KEY,
        "location",
        "unknown key `location` in `application`",
        "It is no part of `application`: write it at the start of its line.",
    ),
    (
        minimal(("edge:\n  kind", "  edge:\n    kind"), ("\n  tunnel", "\n    tunnel")),
        codes.UNKNOWN_KEY,
        "edge",
        "unknown key `edge` in `location`",
        "It is no part of `location`",
    ),
    (minimal(("\nedge:", "\n  edge: x\nedge:")), codes.UNKNOWN_KEY, "edge", "in `location`", "Known here: `provider`"),
    ("- a\n", codes.WRONG_TYPE, "", "the spec must be a mapping of keys to values, not a list", "One OroCommerce"),
]


@pytest.mark.parametrize(("text", "code", "at", "message", "advice"), CASES)
def test_one_mistake_is_one_message_at_its_place(text: str, code: str, at: str, message: str, advice: str) -> None:
    problems = problems_of(text)
    assert [problem.code for problem in problems] == [code], problems
    (problem,) = problems
    assert covered(text, problem.span) == at
    assert message in problem.message
    assert advice.lower() in problem.help.lower()


def test_any_text_is_a_value_of_an_environment_variable() -> None:
    values = ["%{x}", "${x}", "a\\b", "a\nb", "::1", "no", "0644", "🎉", "", " ", "'", '"']
    quoted = ", ".join(f'V{i}: "{v.encode("unicode_escape").decode()}"' for i, v in enumerate(values) if v not in '"\\')
    assert problems_of(minimal(("example\n", f"example\n  environment: {{{quoted}}}\n"))) == []


def test_the_second_of_two_items_is_shown() -> None:
    (problem,) = problems_of(minimal(more=NODES.replace("[web]", "[web, cron, web, web]")))
    assert problem.span.column == NODES.splitlines()[1].replace("[web]", "[web, cron, web]").rindex("web") + 1


def test_all_mistakes_are_told_at_once() -> None:
    text = minimal(("type: production", "type: prod"), ("10.20.0.0/16", "x"), ("kind: cloudflare", "kind: aws"))
    assert [problem.span.line for problem in problems_of(text)] == [3, 12, 15]


def test_many_mistakes_are_cut_off_with_a_word_about_it() -> None:
    text = minimal(more="".join(f"unknown-{chr(97 + i % 26)}{i}: 1\n" for i in range(500)))
    problems = problems_of(text)
    assert len(problems) == MOST + 1
    assert problems[-1].code == codes.TOO_MANY_PROBLEMS


def test_no_more_is_looked_for_than_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_many(*_: object) -> Iterator[Violation]:
        schema: dict[str, object] = {"description": "A number."}
        for number in range(MOST + 1):
            yield Violation(keyword="minimum", argument=0, schema=schema, path=(number,), value=-1, of_name=False)
        pytest.fail("more was asked for")

    monkeypatch.setattr(shape, "violations", too_many)
    assert len(problems_of(minimal())) == MOST + 1


def test_a_long_value_is_shown_in_part() -> None:
    (problem,) = problems_of(minimal(("name: acme-prod", f"name: {'A' * 1_000_000}"), ("name: A", "name: a")))[:1]
    assert len(problem.message) < 200
