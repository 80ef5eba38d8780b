"""Mermaid: a flowchart that GitHub, GitLab and most wikis draw by themselves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from orogen.graph import outline
from orogen.graph.style import light

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orogen.graph.outline import Edge
    from orogen.graph.picture import Band, Picture

_ARROWS = {"from": "---", "to": "-->", "both": "<-->", "members": "-.-", "data": "==>", "order": "~~~"}
_ESCAPES = str.maketrans({'"': "#quot;", "#": "#35;", "<": "#lt;", ">": "#gt;", "`": "#96;", "\n": " "})
_OUTSIDE_SHAPES = {outline.REPOSITORY: ("[(", ")]")}


def render(picture: Picture, flows: bool) -> str:
    """Give the picture as a Mermaid flowchart."""
    lines = [
        "---",
        f"title: {json.dumps(picture.title)}",
        "---",
        "flowchart TB",
        *(f"  {name}{_shaped(name, [what.title, *what.details])}" for name, what in outline.outsiders(picture).items()),
        f"  subgraph region[{_quoted([picture.region])}]",
        *(line for name, band in outline.band_identifiers(picture) for line in _band(picture, name, band)),
        f"    {outline.BUS}([{_quoted([outline.BUS_TITLE])}])",
        "  end",
        *map(_edge, outline.edges(picture)),
        *(_flows(picture) if flows else ()),
        *_classes(picture, flows),
    ]
    return "\n".join([*lines, ""])


def _quoted(lines: Iterable[str]) -> str:
    return '"' + "<br/>".join(line.translate(_ESCAPES) for line in lines) + '"'


def _shaped(name: str, lines: Iterable[str]) -> str:
    opening, closing = _OUTSIDE_SHAPES.get(name, ("[", "]"))
    return f"{opening}{_quoted(lines)}{closing}"


def _band(picture: Picture, name: str, band: Band) -> Iterator[str]:
    names = outline.identifiers(picture)
    yield f"    subgraph {name}[{_quoted([outline.band_title(band)])}]"
    yield "      direction TB"
    # A heading of several lines would cover the nodes, so what it would say is a node without a frame.
    yield f"      {name}_note[{_quoted(outline.band_lines(band))}]"
    yield f"      {name}_note ~~~ {names[band.machines[0].name]}"
    for machine in band.machines:
        yield f"      {names[machine.name]}[{_quoted(outline.machine_lines(picture, machine))}]"
    yield "    end"


def _edge(edge: Edge) -> str:
    label = f"|{_quoted(edge.labels)}|" if edge.labels else ""
    return f"  {edge.source} {_ARROWS[edge.kind]}{label} {edge.target}"


def _flows(picture: Picture) -> Iterator[str]:
    names = outline.flow_ends(picture)
    yield f"  subgraph flows[{_quoted([f'All {len(picture.flows)} flows'])}]"
    yield "    direction LR"
    yield from (f"    {name}[{_quoted([end])}]" for end, name in names.items())
    for source, target, ports in outline.flow_edges(picture):
        yield f"    {names[source]} -->|{_quoted([ports])}| {names[target]}"
    yield "  end"


def _classes(picture: Picture, flows: bool) -> Iterator[str]:
    """Colour bands by their tier, nodes by whether they are lost, and leave the notes without a frame."""
    names = outline.identifiers(picture)
    bands = outline.band_identifiers(picture)
    members: dict[str, list[str]] = {
        "page": ["region", *(["flows"] if flows else [])],
        "note": [f"{name}_note" for name, _ in bands],
    }
    for name, band in bands:
        members.setdefault(band.row.lower(), []).append(name)
        for machine in band.machines:
            members.setdefault("lost" if machine.lost else "node", []).append(names[machine.name])
    fills = {
        "page": light(".page", "fill"),
        "node": light(".card", "fill"),
        "lost": light("rect.chip.lost", "fill"),
        "note": "none",
    }
    for style, named in members.items():
        fill = fills.get(style) or light(f".band.{style}", "fill")
        stroke = "none" if style == "note" else light(".card", "stroke")
        dashes = ",stroke-dasharray:4 3" if style == "lost" else ""
        yield f"  classDef {style} fill:{fill},stroke:{stroke},color:{light('text', 'fill')}{dashes}"
        yield f"  class {','.join(named)} {style}"
