"""The colours of the SVG, for a light and a dark page. Every pair of text and ground has a contrast of 4.5 or more."""

from __future__ import annotations

_FAMILY = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_MONOSPACED = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"

# Selector -> property -> (light, dark).
_COLOURS: dict[str, dict[str, tuple[str, str]]] = {
    ".page": {"fill": ("#ffffff", "#10151c")},
    "text": {"fill": ("#1b2430", "#e4eaf2")},
    "text.muted": {"fill": ("#566273", "#9fabba")},
    ".region": {"fill": ("#fafbfc", "#131a22"), "stroke": ("#8a97a8", "#5b6a7c")},
    ".zone": {"fill": ("#f0f3f7", "#19212b"), "stroke": ("#b3bfcc", "#435163")},
    ".outside": {"fill": ("#ffffff", "#1d2732"), "stroke": ("#8a97a8", "#5b6a7c")},
    ".card": {"fill": ("#ffffff", "#1d2732"), "stroke": ("#aab6c4", "#4d5c6e")},
    ".band": {"stroke": ("#d3dbe4", "#2c3846")},
    ".band.application": {"fill": ("#e8effb", "#18263c")},
    ".band.stores": {"fill": ("#e6f3ee", "#152a26")},
    ".band.operations": {"fill": ("#f1ecf7", "#251f33")},
    ".accent.application": {"fill": ("#2f67c9", "#6f9df0")},
    ".accent.stores": {"fill": ("#17805f", "#45b890")},
    ".accent.operations": {"fill": ("#7a52b3", "#ad8ae0")},
    "text.application": {"fill": ("#2459b4", "#8db3f5")},
    "text.stores": {"fill": ("#12694e", "#63cda8")},
    "text.operations": {"fill": ("#6a43a3", "#c0a3ec")},
    "rect.chip.application": {"fill": ("#dbe6f9", "#223758")},
    "rect.chip.stores": {"fill": ("#d5ece3", "#1d4038")},
    "rect.chip.operations": {"fill": ("#e6dcf3", "#3a2e52")},
    "rect.chip.lost": {"fill": ("#e9ecf0", "#27303a")},
    ".card.lost": {"fill": ("#f4f5f7", "#171d24"), "stroke": ("#b04a52", "#c9666e")},
    ".zone.lost": {"stroke": ("#b04a52", "#c9666e")},
    "text.lost": {"fill": ("#5a6574", "#9aa6b4")},
    "rect.chip.stays": {"fill": ("#d3ecdd", "#1b4330")},
    "rect.chip.fails-over": {"fill": ("#d3e4fa", "#1d3a63")},
    "rect.chip.degraded": {"fill": ("#fae6c3", "#503a10")},
    "rect.chip.down": {"fill": ("#fad5d6", "#5c2227")},
    "rect.pill.backup": {"fill": ("#ffffff", "#1d2732"), "stroke": ("#7a52b3", "#ad8ae0")},
    "rect.pill.stays": {"fill": ("#1b6f45", "#7fd6a6")},
    "rect.pill.fails-over": {"fill": ("#1f5fb8", "#8fbcf8")},
    "rect.pill.degraded": {"fill": ("#8a5a00", "#f0c168")},
    "rect.pill.down": {"fill": ("#b3262f", "#ff9ba0")},
    "text.backup": {"fill": ("#6a43a3", "#c0a3ec")},
    "text.stays, text.fails-over, text.degraded, text.down": {"fill": ("#ffffff", "#10151c")},
    ".to": {"stroke": ("#46566a", "#a9b7c8"), "fill": ("#46566a", "#a9b7c8")},
    ".members": {"stroke": ("#17805f", "#45b890")},
    ".data": {"stroke": ("#7a52b3", "#ad8ae0"), "fill": ("#7a52b3", "#ad8ae0")},
    ".stripe": {"fill": ("#f2f5f8", "#18202a")},
    ".plain": {"fill": ("#ffffff", "#10151c")},
    ".rule": {"stroke": ("#d3dbe4", "#2c3846")},
}

# Selector -> what holds on every page.
_FORMS = {
    "text": f"font-family: {_FAMILY};",
    "text.address, text.label": f"font-family: {_MONOSPACED};",
    "path.line": "fill: none; stroke-width: 1.5; stroke-linejoin: round;",
    ".head": "stroke: none;",
    ".band": "fill-opacity: 0.75;",
    ".members": "stroke-dasharray: 4 3;",
    ".zone, .recovery": "stroke-dasharray: 6 4;",
    ".section": "letter-spacing: 0.04em;",
    ".name.lost, .title.lost": "text-decoration: line-through;",
    ".card.lost": "stroke-dasharray: 4 3;",
}


def css() -> str:
    """Give the style sheet: light by default, dark where the reader wants it so."""
    forms = "\n".join(f"{_scoped(selector)} {{ {rules} }}" for selector, rules in _FORMS.items())
    return f"{forms}\n{_colours(0)}\n@media (prefers-color-scheme: dark) {{\n{_colours(1)}\n}}"


def light(selector: str, name: str) -> str:
    """Give a colour of the light page, for formats that know no style sheet."""
    return _COLOURS[selector][name][0]


def _scoped(selector: str) -> str:
    """Keep a rule to this picture, for a page that holds it inline."""
    return ", ".join(f".orogen {part}" for part in selector.split(", "))


def _colours(scheme: int) -> str:
    return "\n".join(
        f"{_scoped(selector)} {{ {' '.join(f'{name}: {values[scheme]};' for name, values in properties.items())} }}"
        for selector, properties in _COLOURS.items()
    )
