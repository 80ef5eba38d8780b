from __future__ import annotations

import json

from click.testing import CliRunner

from orogen.cli.rules import command
from orogen.explain.rules import rules_markdown, rules_text
from orogen.rules.catalogue import entries


def test_text_json_and_markdown_have_every_rule() -> None:
    text, record, page = (CliRunner().invoke(command, ["--format", form]) for form in ("text", "json", "markdown"))
    assert (text.exit_code, text.stdout) == (0, rules_text(entries().values(), color=False) + "\n")
    assert [rule["code"] for rule in json.loads(record.stdout)["rules"]] == [*entries()]
    assert page.stdout == rules_markdown(entries().values()) + "\n"
    assert all(f"### {code}: " in page.stdout for code in entries())


def test_codes_stand_in_their_order_below_the_title_of_their_class() -> None:
    titles = [line for line in CliRunner().invoke(command).stdout.splitlines() if line.startswith("ORO")]
    assert titles == sorted(titles)
    assert "ORO4xx: Survival" in titles
