"""DOT: for Graphviz and everything that reads its language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.graph import outline
from orogen.graph.style import light

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from orogen.graph.outline import Edge
    from orogen.graph.picture import Band, Picture

_INK, _FAINT, _FRAME = light("text", "fill"), light("text.muted", "fill"), light(".region", "stroke")
_GRAPH = {
    "compound": "true",
    "labelloc": "t",
    "fontname": "sans-serif",
    "fontcolor": _INK,
    "bgcolor": light(".page", "fill"),
    "nodesep": "0.4",
    "ranksep": "0.4",
}
_NODE = {
    "shape": "box",
    "style": "rounded,filled",
    "fillcolor": light(".card", "fill"),
    "color": light(".card", "stroke"),
    "fontname": "sans-serif",
    "fontcolor": _INK,
    "fontsize": "11",
}
_EDGE = {"fontname": "sans-serif", "fontcolor": _FAINT, "fontsize": "9", "color": light(".to", "stroke")}
_LOST = {"style": "rounded,dashed,filled", "fillcolor": light("rect.chip.lost", "fill")}
_KINDS: dict[str, dict[str, str]] = {
    "from": {"arrowhead": "none"},
    "to": {},
    "both": {"dir": "back"},
    "members": {"color": light(".members", "stroke"), "style": "dashed", "arrowhead": "none"},
    "data": {"color": light(".data", "stroke")},
    "order": {"style": "invis"},
}


def render(picture: Picture, flows: bool) -> str:
    """Give the picture as a DOT digraph."""
    outside = {name: [what.title, *what.details] for name, what in outline.outsiders(picture).items()}
    lines = [
        f"digraph {_quoted(picture.name)} {{",
        f"  graph{_attributes({**_GRAPH, 'label': _lines([picture.title, picture.facts])})}",
        f"  node{_attributes(_NODE)}",
        f"  edge{_attributes(_EDGE)}",
        *(f"  {name}{_attributes({'label': _lines(words)})}" for name, words in outside.items()),
        "  subgraph cluster_region {",
        f"    graph{_attributes({'label': picture.region, 'style': 'rounded', 'color': _FRAME})}",
        *(line for name, band in outline.band_identifiers(picture) for line in _band(picture, name, band)),
        f"    {outline.BUS}{_attributes({'shape': 'ellipse', 'label': outline.BUS_TITLE})}",
        "  }",
        *(_edge(picture, edge) for edge in outline.edges(picture)),
        *(_flows(picture) if flows else ()),
        "}",
    ]
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    # A backslash before a letter is DOT's own; the only one that is meant is the line break.
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def _attributes(values: Mapping[str, str]) -> str:
    return f" [{', '.join(f'{name}={_quoted(value)}' for name, value in values.items())}];"


def _band(picture: Picture, name: str, band: Band) -> Iterator[str]:
    names = outline.identifiers(picture)
    frame = {
        "label": _lines([outline.band_title(band), *outline.band_lines(band)]),
        "style": "rounded,filled",
        "fillcolor": light(f".band.{band.row.lower()}", "fill"),
        "color": light(".band", "stroke"),
        "fontsize": "11",
    }
    yield f"    subgraph cluster_{name} {{"
    yield f"      graph{_attributes(frame)}"
    for machine in band.machines:
        words = {"label": _lines(outline.machine_lines(picture, machine)), **(_LOST if machine.lost else {})}
        yield f"      {names[machine.name]}{_attributes(words)}"
    yield "    }"


def _edge(picture: Picture, edge: Edge) -> str:
    """Give a line; one from a band starts below its last node, one to a band ends above its first, at the frame."""
    names = outline.identifiers(picture)
    bands = dict(outline.band_identifiers(picture))
    source, target = edge.source, edge.target
    attributes = dict(_KINDS[edge.kind])
    if edge.labels:
        # Graphviz writes a label right beside its line.
        attributes["label"] = _lines(f"  {label}" for label in edge.labels)
    if band := bands.get(edge.source):
        source = names[band.machines[-1].name]
        attributes["ltail"] = f"cluster_{edge.source}"
    if band := bands.get(edge.target):
        target = names[band.machines[0].name]
        attributes["lhead"] = f"cluster_{edge.target}"
    return f"  {source} -> {target}{_attributes(attributes)}"


def _flows(picture: Picture) -> Iterator[str]:
    names = outline.flow_ends(picture)
    yield "  subgraph cluster_flows {"
    yield f"    graph{_attributes({'label': f'All {len(picture.flows)} flows', 'style': 'rounded', 'color': _FRAME})}"
    yield from (f"    {name}{_attributes({'label': end})}" for end, name in names.items())
    for source, target, ports in outline.flow_edges(picture):
        yield f"    {names[source]} -> {names[target]}{_attributes({'label': ports})}"
    yield "  }"
