"""The table of what may be asked. A request is a JSON object whose keys must be exactly the verb's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orogen_control import drain, maintenance, operations, units
from orogen_control.commands import CommandError, Say
from orogen_control.handover import give_way
from orogen_control.operations import RefusedError
from orogen_control.probes import probe

if TYPE_CHECKING:
    from collections.abc import Callable

    from orogen_control.settings import Service, Settings

Request = dict[str, Any]
ACTIONS = ("start", "stop", "restart")
BY = ("who", "since", "comment")


@dataclass(frozen=True)
class Verb:
    """Something that may be asked for: the keys of its request, and whether it changes the node: one at a time then."""

    keys: tuple[str, ...]
    changes: bool
    do: Callable[[Settings, Request, Say], Any]


def state(settings: Settings, _request: Request, _say: Say) -> Any:
    """Say how the node is: maintenance, drain, the units of each service."""
    return {
        "node": settings.node,
        "maintenance": maintenance.state(settings),
        "drain": drain.state(settings),
        "services": {name: units.states(service.units) for name, service in settings.services.items() if service.units},
    }


def probe_members(settings: Settings, request: Request, _say: Say) -> Any:
    """Say how each member of a cluster here is, or the one of `service`; one that does not answer is down."""
    return {
        name: _probed(settings, service)
        for name, service in settings.services.items()
        if service.probe and request["service"] in ("", name)
    }


def unit(settings: Settings, request: Request, say: Say) -> Any:
    """Start, stop or restart a service. A restart leaves alone what does not run."""
    service, action = _service(settings, request["service"]), request["action"]
    if action not in ACTIONS:
        raise RefusedError(f"`{action}` is none of {', '.join(ACTIONS)}")
    wanted = units.active(service.units) if action == "restart" else service.units
    if action == "start" and service.stopped_in_maintenance and maintenance.state(settings)["record"]:
        raise RefusedError(f"{service.name} stands still while maintenance is on")
    for name in wanted:
        say(f"{action} {name}")
    units.control(action, wanted)
    return units.states(service.units)


def hand_over(settings: Settings, request: Request, say: Say) -> Any:
    """Give the leadership of a service away."""
    service = _service(settings, request["service"])
    return give_way(settings, service, say, request["part"], request["candidate"])


def operate(settings: Settings, request: Request, say: Say) -> Any:
    """Run one of a service's operations."""
    operation = operations.operation_of(settings, request["service"], request["operation"])
    return operations.run(operation, request["arguments"], say)


VERBS = {
    "state": Verb((), changes=False, do=state),
    "probe": Verb(("service",), changes=False, do=probe_members),
    "unit": Verb(("service", "action"), changes=True, do=unit),
    "maintenance-on": Verb((*BY, "until"), changes=True, do=maintenance.on),
    "maintenance-off": Verb((), changes=True, do=lambda settings, _request, say: maintenance.off(settings, say)),
    "drain": Verb(BY, changes=True, do=drain.drain),
    "undrain": Verb((), changes=True, do=lambda settings, _request, say: drain.undrain(settings, say)),
    "handover": Verb(("service", "part", "candidate"), changes=True, do=hand_over),
    "operate": Verb(("service", "operation", "arguments"), changes=True, do=operate),
    "look": Verb(("service", "operation", "arguments"), changes=False, do=operate),
}


def checked(settings: Settings, name: str, request: Request) -> Verb:
    """Give the verb, if the request is one. Raises RefusedError."""
    verb = VERBS.get(name)
    if verb is None:
        raise RefusedError(f"`{name}` is nothing that can be asked for")
    if set(request) != set(verb.keys):
        raise RefusedError(f"`{name}` wants {', '.join(verb.keys) or 'nothing'}, not {', '.join(sorted(request))}")
    texts = {key: value for key, value in request.items() if key != "arguments"}
    for key, value in texts.items():
        if not isinstance(value, str) or len(value) > 500 or not value.isprintable():
            raise RefusedError(f"`{key}` must be a line of text")
    if not isinstance(request.get("arguments", {}), dict):
        raise RefusedError("`arguments` must be an object")
    if name in ("operate", "look"):
        operation = operations.operation_of(settings, request["service"], request["operation"])
        if operation.changes != verb.changes:
            raise RefusedError(
                f"`{request['operation']}` must be asked for by {'operate' if operation.changes else 'look'}"
            )
    return verb


def _service(settings: Settings, name: str) -> Service:
    service = settings.services.get(name)
    if service is None or not service.units:
        raise RefusedError(f"`{name}` does not run on {settings.node}")
    return service


def _probed(settings: Settings, service: Service) -> Any:
    try:
        return {"parts": probe(settings, service), "fault": ""}
    except CommandError as error:
        return {"parts": [], "fault": error.said or str(error)}
    except (ValueError, KeyError, IndexError) as error:
        return {"parts": [], "fault": f"its answer cannot be read: {error!r}"}
