"""MongoDB's query, update and aggregation languages, as far as drivers, GridFS and administration use them."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from stand_in.bson import Document, Regex, compiled, object_id, order
from stand_in.errors import MongoError

if TYPE_CHECKING:
    from collections.abc import Callable

_MISSING = object()


def _values(document: Any, path: str) -> list[Any]:
    """Give what a dotted path leads to: of an array, each element and the array itself."""
    head, _, rest = path.partition(".")
    if isinstance(document, list):
        inside = [found for each in document if isinstance(each, dict) for found in _values(each, path)]
        return (
            (_values(document[int(head)], rest) if rest else [document[int(head)]])
            if head.isdigit() and int(head) < len(document)
            else inside
        )
    if not isinstance(document, dict) or head not in document:
        return []
    value = document[head]
    if rest:
        return _values(value, rest)
    return [*value, value] if isinstance(value, list) else [value]


def _equal(one: Any, other: Any) -> bool:
    if isinstance(other, Regex) and isinstance(one, str):
        return compiled(other).search(one) is not None
    return order(one) == order(other)


def _any_equal(values: list[Any], wanted: Any) -> bool:
    return any(_equal(each, wanted) for each in values) or (wanted is None and not values)


def _compare(decide: Callable[[Any, Any], bool]) -> Callable[[list[Any], Any], bool]:
    def holds(values: list[Any], wanted: Any) -> bool:
        limit = order(wanted)
        return any(found[0] == limit[0] and decide(found, limit) for found in map(order, values))

    return holds


_OPERATORS: dict[str, Callable[[list[Any], Any], bool]] = {
    "$eq": _any_equal,
    "$ne": lambda values, wanted: not _any_equal(values, wanted),
    "$in": lambda values, wanted: any(_any_equal(values, each) for each in wanted),
    "$nin": lambda values, wanted: not any(_any_equal(values, each) for each in wanted),
    "$exists": lambda values, wanted: bool(values) == bool(wanted),
    "$gt": _compare(lambda one, other: one > other),
    "$gte": _compare(lambda one, other: one >= other),
    "$lt": _compare(lambda one, other: one < other),
    "$lte": _compare(lambda one, other: one <= other),
    "$not": lambda values, wanted: not _holds(values, wanted),
    "$regex": lambda values, wanted: _any_equal(values, wanted if isinstance(wanted, Regex) else Regex(wanted)),
}


def _holds(values: list[Any], condition: Any) -> bool:
    if not isinstance(condition, dict) or not any(name.startswith("$") for name in condition):
        return _any_equal(values, condition)
    for name, wanted in condition.items():
        if name not in _OPERATORS:
            raise MongoError(2, f"unknown operator: {name} (orogen's stand-in knows {', '.join(_OPERATORS)})")
        if not _OPERATORS[name](values, wanted):
            return False
    return True


def matches(document: Document, query: Document) -> bool:
    """Tell whether a document is one of those asked for."""
    for name, condition in query.items():
        if name in {"$and", "$or", "$nor"}:
            found = [matches(document, each) for each in condition]
            if not {"$and": all(found), "$or": any(found), "$nor": not any(found)}[name]:
                return False
        elif name.startswith("$"):
            raise MongoError(2, f"unknown top level operator: {name} (this is orogen's stand-in)")
        elif not _holds(_values(document, name), condition):
            return False
    return True


def ordered(documents: list[Document], keys: Document) -> list[Document]:
    """Sort as asked."""
    for name, direction in reversed(keys.items()):
        if name == "$natural":
            documents = documents[:: int(direction)]
        else:
            documents = sorted(
                documents, key=lambda each: order(next(iter(_values(each, name)), None)), reverse=direction < 0
            )
    return documents


def projected(document: Document, fields: Document) -> Document:
    """Give the fields asked for, or those not asked away; of nested ones, the whole top field."""
    fields = {name.split(".")[0]: value for name, value in fields.items()}
    wanted = {name for name, value in fields.items() if value}
    if wanted - {"_id"} or (wanted and len(fields) == 1):
        wanted |= {"_id"} if fields.get("_id", 1) else set()
        return {name: value for name, value in document.items() if name in wanted}
    return {name: value for name, value in document.items() if name not in fields}


def _parent(document: Document, path: str) -> tuple[Document, str]:
    *above, last = path.split(".")
    for name in above:
        document = document.setdefault(name, {})
    return document, last


def _set(fields: Document, name: str, value: Any) -> None:
    fields[name] = value


_UPDATES: dict[str, Callable[[Document, str, Any], object]] = {
    "$set": _set,
    "$setOnInsert": _set,
    "$unset": lambda fields, name, _: fields.pop(name, None),
    "$inc": lambda fields, name, value: _set(fields, name, fields.get(name, 0) + value),
}


def updated(document: Document, change: Document, *, inserting: bool = False) -> Document:
    """Give what an update makes of a document."""
    if not any(name.startswith("$") for name in change):
        return {"_id": document.get("_id", change.get("_id", object_id())), **change}
    result = deepcopy(document)
    for name, fields in change.items():
        if name not in _UPDATES:
            raise MongoError(2, f"unknown update operator: {name} (orogen's stand-in knows {', '.join(_UPDATES)})")
        if name == "$setOnInsert" and not inserting:
            continue
        for path, value in fields.items():
            _UPDATES[name](*_parent(result, path), value)
    return result


def upserted(query: Document, change: Document) -> Document:
    """Give the document that an update makes where none matches."""
    known = {name: value for name, value in query.items() if not name.startswith("$") and not isinstance(value, dict)}
    return updated({"_id": known.get("_id", object_id()), **known}, change, inserting=True)


def _group(documents: list[Document], stage: Document) -> list[Document]:
    """Count and add up, by a field or all together: what drivers make of countDocuments and distinct."""
    groups: dict[str, Document] = {}
    for document in documents:
        by = stage["_id"]
        value = next(iter(_values(document, by[1:])), None) if isinstance(by, str) and by.startswith("$") else by
        group = groups.setdefault(repr(order(value)), {"_id": value})
        for name, formula in stage.items():
            if name == "_id":
                continue
            if list(formula) != ["$sum"]:
                raise MongoError(2, f"orogen's stand-in groups by $sum only, not {formula}")
            term = formula["$sum"]
            group[name] = group.get(name, 0) + (
                next(iter(_values(document, term[1:])), 0) if isinstance(term, str) else term
            )
    return list(groups.values())


_STAGES: dict[str, Callable[[list[Document], Any], list[Document]]] = {
    "$match": lambda documents, query: [each for each in documents if matches(each, query)],
    "$sort": ordered,
    "$skip": lambda documents, count: documents[count:],
    "$limit": lambda documents, count: documents[:count],
    "$project": lambda documents, fields: [projected(each, fields) for each in documents],
    "$count": lambda documents, name: [{name: len(documents)}] if documents else [],
    "$group": _group,
}


def aggregated(documents: list[Document], pipeline: list[Document]) -> list[Document]:
    """Send documents through a pipeline."""
    for stage in pipeline:
        ((name, argument),) = stage.items()
        if name not in _STAGES:
            raise MongoError(40324, f"Unrecognized pipeline stage name: {name} (this is orogen's stand-in)")
        documents = _STAGES[name](documents, argument)
    return documents
