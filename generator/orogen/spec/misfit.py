"""What each kind of schema error means in words: where it is, what is wrong, what to do."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from orogen.frozen import dataclass
from orogen.spec import codes
from orogen.spec.repair import fits, repaired
from orogen.spec.wording import flow, listing, path_text, shown, suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orogen.spec.schema import Path, Schema, Violation


_LONGEST_EXAMPLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """One mistake, at the value of its path or at the key there.

    `meant` is the key that should be there instead, `first` the path of what a value repeats.
    """

    code: str
    path: Path
    message: str
    help: str
    at_key: bool = False
    meant: str = ""
    first: Path | None = None


def misfits(violation: Violation) -> Iterator[Misfit]:
    """Turn a violation into mistakes: one for each unknown or missing key, else one."""
    yield from _HANDLERS[violation.keyword](violation)


def _unknown_keys(broken: Violation) -> Iterator[Misfit]:
    known = list(broken.schema["properties"])
    for key in broken.value:
        if key in known:
            continue
        meant = suggestion(key, known)
        inside = f" in {_name(broken.path)}" if broken.path else ""
        yield Misfit(
            code=codes.UNKNOWN_KEY,
            path=(*broken.path, key),
            message=f"unknown key `{shown(key)}`{inside}",
            help=f"Did you mean `{meant}`?" if meant else f"Known here: {listing(known)}.",
            at_key=True,
            meant=meant or "",
        )


def _missing_keys(broken: Violation) -> Iterator[Misfit]:
    for key in broken.argument:
        if key not in broken.value:
            yield Misfit(
                code=codes.MISSING_KEY,
                path=broken.path,
                message=f"{_name(broken.path)} lacks `{key}`",
                help=f"Add `{key}:`{_such_as(broken.schema, key)}.",
                at_key=True,
                meant=key,
            )


def _such_as(schema: Schema, key: str) -> str:
    """Give the example that stands beside a key in its section's schema."""
    written = [flow(example) for example in schema.get("properties", {}).get(key, {}).get("examples", [])[:1]]
    return "".join(f", such as `{key}: {text}`" for text in written if len(text) <= _LONGEST_EXAMPLE)


def _wrong_type(broken: Violation) -> Iterator[Misfit]:
    schema, value, wanted = broken.schema, broken.value, broken.argument
    message = f"{_name(broken.path)} must be {_TYPES[wanted]}, not {_found(value)}"
    help_text = _right_type(schema, value, wanted)
    if value is None:
        message = f"{_name(broken.path)} is empty"
        help_text = f"{'Fill it in or remove it.' if wanted in ('object', 'array') else 'Give it a value.'} {help_text}"
    elif (
        wanted == "string"
        and isinstance(value, bool | int | float)
        and not ("enum" in schema or fits(_as_text(value), schema))
    ):
        # A memory of `32` is wrong in quotes too: that it is no text is not what is to be said about it.
        yield from _not_valid(replace(broken, value=_as_text(value)))
        return
    yield Misfit(code=codes.WRONG_TYPE, path=broken.path, message=message, help=help_text)


def _right_type(schema: Schema, value: object, wanted: str) -> str:
    """Say how the value is written as what is wanted, or what else would be right."""
    text = _as_text(value)
    if isinstance(value, str) and re.fullmatch(_UNQUOTED.get(wanted, "(?!)"), value):
        return f"Write it without quotes: {value}"
    if wanted == "integer" and isinstance(value, float) and value.is_integer():
        return f"Write it without a fraction: {int(value)}"
    if wanted == "string" and isinstance(value, bool | int | float) and fits(text, schema):
        return f'Quote it: "{text}"'
    if wanted == "array" and isinstance(value, str):
        return f"Write `[{shown(value)}]`."
    return f"Known: {listing(schema['enum'])}." if "enum" in schema else _advice(schema)


def _not_a_choice(broken: Violation) -> Iterator[Misfit]:
    known = [str(choice) for choice in broken.schema.get("enum", [broken.schema.get("const")])]
    meant = suggestion(str(broken.value), known)
    yield Misfit(
        code=codes.NOT_A_CHOICE,
        path=broken.path,
        message=f"{_name(broken.path)} cannot be `{shown(broken.value)}`",
        help=f"Did you mean `{meant}`?" if meant else f"Known: {listing(known)}.",
    )


def _not_valid(broken: Violation) -> Iterator[Misfit]:
    meant = repaired(broken.value, broken.schema)
    help_text = f"Did you mean `{meant}`?" if meant else _advice(broken.schema)
    if broken.of_name:
        yield Misfit(
            code=codes.NOT_VALID,
            path=(*broken.path, broken.value),
            message=f"`{shown(broken.value)}` is not a valid name in {_name(broken.path)}",
            help=help_text,
            at_key=True,
        )
        return
    yield Misfit(
        code=codes.NOT_VALID,
        path=broken.path,
        message=f"{_name(broken.path)} cannot be `{shown(broken.value)}`",
        help=help_text,
    )


def _out_of_range(broken: Violation) -> Iterator[Misfit]:
    if broken.of_name:
        yield from _not_valid(broken)
        return
    template, size = _BOUNDS[broken.keyword]
    message = template.format(name=_name(broken.path), found=size(broken.value), bound=broken.argument)
    yield Misfit(code=codes.OUT_OF_RANGE, path=broken.path, message=message, help=_advice(broken.schema))


def _listed_twice(broken: Violation) -> Iterator[Misfit]:
    items = [repr(item) for item in broken.value]
    first = {item: index for index, item in reversed(list(enumerate(items)))}
    index = next(index for index, item in enumerate(items) if first[item] != index)
    yield Misfit(
        code=codes.LISTED_TWICE,
        path=(*broken.path, index),
        message=f"`{shown(broken.value[index])}` is listed twice in {_name(broken.path)}",
        help="Keep one of them.",
        first=(*broken.path, first[items[index]]),
    )


def _not_used(broken: Violation) -> Iterator[Misfit]:
    yield Misfit(
        code=codes.NOT_USED_HERE,
        path=broken.path,
        message=f"{_name(broken.path)} is not used here",
        help=f"{broken.schema['description']} Remove it.",
        at_key=True,
    )


def _name(path: Path) -> str:
    return f"`{path_text(path)}`" if path else "the spec"


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _found(value: object) -> str:
    if isinstance(value, dict | list):
        return "a list" if isinstance(value, list) else "a mapping"
    return f"the text `{shown(value)}`" if isinstance(value, str) else f"`{_as_text(value)}`"


def _advice(schema: Schema) -> str:
    written = (flow(example) for example in schema.get("examples", []))
    examples = ", ".join(f"`{text}`" for text in written if len(text) <= _LONGEST_EXAMPLE)
    return f"{schema['description']} Such as {examples}." if examples else str(schema["description"])


_TYPES = {
    "object": "a mapping of keys to values",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
}

# Texts that are right but for their quotes.
_UNQUOTED = {"integer": "0|[1-9][0-9]{0,14}", "boolean": "true|false"}

_BOUNDS: dict[str, tuple[str, Callable[[Any], object]]] = {
    "minimum": ("{name} is {found}, and {bound} is the least", lambda value: value),
    "maximum": ("{name} is {found}, and {bound} is the most", lambda value: value),
    "minItems": ("{name} has {found} items, and {bound} is the least", len),
    "maxItems": ("{name} has {found} items, and {bound} is the most", len),
    "minProperties": ("{name} has {found} keys, and {bound} is the least", len),
    "maxLength": ("{name} has {found} characters, and {bound} is the most", len),
}

_HANDLERS: dict[str, Callable[[Violation], Iterator[Misfit]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_keys,
    "type": _wrong_type,
    "enum": _not_a_choice,
    "const": _not_a_choice,
    "pattern": _not_valid,
    "format": _not_valid,
    "uniqueItems": _listed_twice,
    "not": _not_used,
    **dict.fromkeys(_BOUNDS, _out_of_range),
}
