"""The commands that there are, and the overview of them. Nothing is imported for it: `--help` is shown at once."""

from __future__ import annotations

SUMMARY = "Render a complete Puppet control repo from one YAML file, and prove it."

# Name -> where its click command is, and one line about it.
COMMANDS = {
    "init": ("orogen.cli.init:command", "Write a first spec, by questions or flags."),
    "validate": ("orogen.cli.validate:command", "Check specs and show all problems at once."),
    "render": ("orogen.cli.render:command", "Write the control repo of one or more specs."),
    "graph": ("orogen.cli.graph:command", "Draw an environment as SVG, Mermaid or DOT."),
    "survive": ("orogen.cli.survive:command", "Say what each service does when a node or a zone is lost."),
    "dr": ("orogen.cli.dr:command", "The recovery region: its control repo, and the runbook."),
    "verify": ("orogen.cli.verify:command", "Check a control repo: syntax, catalogs, secret leaks."),
    "boxes": ("orogen.cli.boxes:command", "Run an environment as system containers on this machine."),
    "drill": ("orogen.cli.drill:command", "Break something on running boxes, and measure what comes of it."),
    "secrets": ("orogen.cli.secrets:command", "Set, list and rotate an environment's secrets."),
    "explain": ("orogen.cli.explain:command", "A rule with why and how to fix; a node's value and its reason."),
    "rules": ("orogen.cli.rules:command", "List the rules that a spec must satisfy."),
    "schema": ("orogen.cli.schema:command", "Print the JSON Schema of a spec."),
    "completion": ("orogen.cli.completion:command", "Print the completion script of a shell."),
}

_OPTIONS = {
    "--version": "Show the version and exit.",
    "--color WHEN": "auto, always or never; auto colours on a terminal.",
    "-h, --help": "Show this message and exit.",
}


def overview() -> str:
    """Give the text of `orogen --help`."""
    commands = {name: about for name, (_, about) in COMMANDS.items()}
    parts = ["Usage: orogen [OPTIONS] COMMAND [ARGS]...", "", f"  {SUMMARY}", ""]
    for title, rows in (("Options", _OPTIONS), ("Commands", commands)):
        width = max(map(len, rows))
        parts += [f"{title}:", *(f"  {name:<{width}}  {about}" for name, about in rows.items()), ""]
    return "\n".join([*parts, "`orogen COMMAND --help` says more about a command.", ""])
