"""The control repo as Puppet is shown it: links to the real one; only the files that concern secrets differ."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from orogen.verify import hiera

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from orogen.verify.confidential import Confidential, KeyPair


def show(root: Path, repo: Path, secrets: Confidential) -> None:
    """Make the folder `repo` that stands for the control repo.

    With a key pair Puppet decrypts with that, wherever hiera.yaml says the keys are on a node. Without one the eyaml
    levels are plain YAML, read from the texts with placeholders.
    """
    repo.mkdir()
    replaced = {hiera.FILE: _configuration(root, secrets.pair), **secrets.files}
    _link(root.resolve(), repo, {path: text for path, text in replaced.items() if text})


def _link(source: Path, target: Path, files: Mapping[str, str]) -> None:
    """Link everything in a folder, but write these files; a folder that has one of them is made anew."""
    for entry in sorted(source.iterdir()):
        inside = {path.partition("/")[2]: text for path, text in files.items() if path.startswith(entry.name + "/")}
        if entry.name in files:
            (target / entry.name).write_text(files[entry.name], encoding="utf-8")
        elif inside:
            (target / entry.name).mkdir()
            _link(entry, target / entry.name, inside)
        else:
            (target / entry.name).symlink_to(entry)


def _configuration(root: Path, pair: KeyPair | None) -> str:
    """Give hiera.yaml with the keys that are here, or none, as JSON, which is YAML too; empty if it is no mapping."""
    configuration = hiera.configuration(root)
    levels = configuration.get("hierarchy")
    if not isinstance(levels, list):
        return ""
    return json.dumps({**configuration, "hierarchy": [_level(level, pair) for level in levels]})


def _level(level: Any, pair: KeyPair | None) -> Any:
    if not isinstance(level, dict) or level.get("lookup_key") != hiera.EYAML:
        return level
    if pair:
        options = {"pkcs7_private_key": str(pair.private), "pkcs7_public_key": str(pair.public)}
        return {**level, "options": {**level.get("options", {}), **options}}
    kept = {key: value for key, value in level.items() if key not in {"lookup_key", "options"}}
    return {**kept, "data_hash": "yaml_data"}
