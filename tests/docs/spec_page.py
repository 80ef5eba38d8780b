"""The reference of the spec, made from its schema: a section for each mapping, a row for each key."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orogen.data import SCHEMA
from orogen.init.scalar import scalar
from orogen.spec.defaults import DEFAULTS
from orogen.spec.topologies import standard_topology
from tests.docs.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema = dict[str, Any]

WIDTH = 100

_INTRODUCTION = """\
# The spec

Every key that a spec may have. This page is made from the JSON Schema that `orogen schema` prints, which is also what
`orogen validate` checks and what editors complete. A key that is not on this page is an error. Keys that are not
**required** have a default, or may be left out.
"""
_FORMS = """\
## Forms of values {#forms}

What several keys share.
"""
_TOPOLOGIES = """\
## Standard topologies {#standard-topologies}

What a spec without `nodes` gets, by its type. `witness` stands in the third zone, the others in all zones in turn.
The community edition searches and queues in its database: `search` and `queue` are not there, and its consumers run on
one node.
"""
_DEFAULTS = """\
## Defaults by type {#defaults-by-type}
"""
_BY_TYPE = (
    *("backups.hourly", "backups.weekly", "backups.monthly", "database.synchronous", "consumer.processes"),
    *("nodes.NAME.cpus", "nodes.NAME.memory", "nodes.NAME.disk"),
)


@dataclass(frozen=True)
class Section:
    """A mapping of the spec: its path, as in `mail.relays[]`, and its part of the schema."""

    path: str
    schema: Schema

    @property
    def keys(self) -> dict[str, Schema]:
        found: dict[str, Schema] = self.schema.get("properties", {})
        return found


def page() -> str:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    parts = ["\n".join(_section(section, schema)) for section in sections(schema)]
    return "\n".join([_INTRODUCTION, *parts, _forms(schema), _topologies(), _defaults()])


def sections(schema: Schema) -> list[Section]:
    """Give the whole spec and every mapping in it, each before those inside of it."""
    return [*_below("", schema, schema)]


def anchors(schema: Schema) -> list[str]:
    """Give the anchor of every key, as in `mail.relays.host`."""
    return sorted({_anchor(_joined(section.path, key)) for section in sections(schema) for key in section.keys})


def _anchor(path: str) -> str:
    return path.replace("[]", "") or "spec"


def _below(path: str, schema: Schema, root: Schema) -> Iterator[Section]:
    schema = _resolved(schema, root)
    if schema.get("type") == "object":
        yield Section(path, schema)
        for key, value in schema.get("properties", {}).items():
            yield from _below(_joined(path, key), value, root)
        other = schema.get("additionalProperties")
        if other and _resolved(other, root)["type"] == "object":
            yield from _below(f"{path}.NAME", other, root)
    elif "items" in schema:
        yield from _below(f"{path}[]", schema["items"], root)


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _resolved(schema: Schema, root: Schema) -> Schema:
    if "$ref" not in schema:
        return schema
    return {**root["$defs"][schema["$ref"].rpartition("/")[2]], **schema}


def _section(section: Section, root: Schema) -> Iterator[str]:
    depth = "#" * (2 + section.path.count("."))
    yield f"{depth} {section.path or 'The whole spec'} {{#{_anchor(section.path)}}}"
    yield from ("", section.schema["description"], "")
    if named := section.schema.get("propertyNames"):
        yield from (f"`NAME`: {named['description']}", "")
    if section.keys:
        head = ("Key", "Value", "Default", "What it is")
        rows = [_row(section, key, value, root) for key, value in section.keys.items()]
        kept = [column for column in range(len(head)) if any(row[column] for row in rows)]
        yield from table([head[column] for column in kept], [[row[column] for column in kept] for row in rows])
    for note in _notes(section.schema):
        yield from (note, "")
    yield from ("```yaml", *_example(section), "```", "")


def _row(section: Section, key: str, value: Schema, root: Schema) -> tuple[str, ...]:
    path = _joined(section.path, key)
    required = "<br>**required**" if key in section.schema.get("required", ()) else ""
    what, _, default = value["description"].partition(" Default: ")
    if not default and "default" in value and value["default"] not in ([], {}):
        default = flow(value["default"])
    elif re.fullmatch(r"[\w:.-]+\.", default):
        default = f"`{flow(value['default']) if 'default' in value else default.rstrip('.')}`"
    anchor = "" if (kind := _section_kind(value, root)) else f"{{#{_anchor(path)}}}"
    may_be = f"{kind}, [see below](#{_anchor(path)})" if kind else _value(value, root)
    return f"`{key}`{anchor}{required}", may_be, default.rstrip("."), what


def _section_kind(value: Schema, root: Schema) -> str:
    """Say what it is that has a section of its own, if it has."""
    whole = _resolved(value, root)
    if "items" in whole and _resolved(whole["items"], root)["type"] == "object":
        return "list"
    return "mapping" if whole.get("type") == "object" else ""


def _value(value: Schema, root: Schema) -> str:
    """Say what may stand there, with an example."""
    whole = _resolved(value, root)
    if "enum" in whole:
        return ", ".join(f"`{flow(choice)}`" for choice in whole["enum"])
    examples = ", ".join(f"`{flow(one)}`" for one in value["examples"])
    return f"{_kind(value, whole, root)}: {examples}"


def _kind(value: Schema, whole: Schema, root: Schema) -> str:
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{name}](#form-{name})"
    if whole.get("type") == "array":
        return f"list of {_kind(whole['items'], _resolved(whole['items'], root), root)}"
    if whole.get("type") == "integer" and "maximum" in whole:
        return f"{whole['minimum']} to {whole['maximum']}"
    return {"integer": "whole number", "boolean": "true or false"}.get(whole.get("type", ""), "text")


def _notes(schema: Schema) -> Iterator[str]:
    """Give what holds only where another key has a certain value."""
    for branch in schema.get("allOf", ()):
        condition = ", ".join(f"`{key}: {one['const']}`" for key, one in branch["if"]["properties"].items())
        for key, then in branch["then"]["properties"].items():
            need = "required" if key in branch["then"].get("required", ()) else "not used"
            yield f"With {condition}, `{key}` is {need}: {then['description'][0].lower()}{then['description'][1:]}"


def _example(section: Section) -> list[str]:
    """Give the example as a person would write it, at its place in the spec."""
    names = section.path.replace("NAME", "web").removesuffix("[]").split(".") if section.path else []
    heads = [f"{'  ' * depth}{name}:" for depth, name in enumerate(names)]
    example, margin = section.schema["examples"][0], "  " * len(names)
    return [*heads, *([f"{margin}- {flow(example)}"] if section.path.endswith("[]") else _block(example, margin))]


def _block(mapping: Schema, margin: str) -> Iterator[str]:
    for key, value in mapping.items():
        line = f"{margin}{key}: {flow(value)}"
        if len(line) > WIDTH and isinstance(value, dict):
            yield f"{margin}{key}:"
            yield from _block(value, f"{margin}  ")
        else:
            yield line


def flow(value: Any) -> str:
    """Give a value as YAML on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {flow(one)}' for key, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    return scalar(value) if isinstance(value, str) else json.dumps(value)


def _forms(schema: Schema) -> str:
    forms = {name: form for name, form in schema["$defs"].items() if form["type"] != "object"}
    rows = [(f"`{name}`{{#form-{name}}}", form["description"], _examples(form)) for name, form in forms.items()]
    return "\n".join([_FORMS, *table(("Form", "What it is", "Examples"), rows)])


def _examples(form: Schema) -> str:
    return ", ".join(f"`{flow(one)}`" for one in form.get("enum") or form.get("examples", ()))


def _topologies() -> str:
    parts = [_TOPOLOGIES]
    for type_ in DEFAULTS:
        rows = [
            (f"`{one.name}`", str(one.count), ", ".join(one.services), str(one.cpus), one.memory, one.disk)
            for one in standard_topology(type_, "enterprise")
        ]
        parts += [f"### {type_.capitalize()} {{#standard-{type_}}}", ""]
        parts += table(("Node type", "Count", "Services", "Processors", "Memory", "Disk"), rows)
    return "\n".join(parts)


def _defaults() -> str:
    rows = []
    for type_, one in DEFAULTS.items():
        kept = (one.retention.hourly, one.retention.weekly, one.retention.monthly)
        rows.append((type_, *kept, flow(one.synchronous), str(one.processes), str(one.cpus), one.memory, one.disk))
    lines = table(("Type", *(f"`{key}`" for key in _BY_TYPE)), rows)
    return "\n".join([_DEFAULTS, *lines]).rstrip("\n") + "\n"
