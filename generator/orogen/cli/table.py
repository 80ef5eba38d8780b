"""The commands that there are, and the overview of them. Nothing is imported for it: `--help` is shown at once."""

from __future__ import annotations

SUMMARY = "Render a complete Puppet control repo from one YAML file, and prove it."

# Name -> where its click command is, and one line about it.
COMMANDS = {
    "validate": ("orogen.cli.validate:command", "Check specs and show all problems at once."),
    "render": ("orogen.cli.render:command", "Write the control repo of one or more specs."),
    "verify": ("orogen.cli.verify:command", "Check a control repo: syntax, catalogs, secret leaks."),
    "boxes": ("orogen.cli.boxes:command", "Run an environment as system containers on this machine."),
    "secrets": ("orogen.cli.secrets:command", "Set, list and rotate an environment's secrets."),
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
