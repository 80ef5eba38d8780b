"""All services there are, found by looking into `orogen.services`: a module there with a SERVICE is one."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from orogen import services

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.contract import Service


@cache
def catalogue() -> Mapping[str, Service]:
    """Give every service by name, in the order of roles: by layer, what a service requires before it, then by name."""
    modules = (import_module(f"{services.__name__}.{found.name}") for found in pkgutil.iter_modules(services.__path__))
    every: list[Service] = [module.SERVICE for module in modules if hasattr(module, "SERVICE")]
    known = {service.name: service for service in every}
    ordered = sorted(every, key=lambda service: (service.layer, _height(service, known), service.name))
    return {service.name: service for service in ordered}


def _height(service: Service, known: Mapping[str, Service]) -> int:
    return max((1 + _height(known[required], known) for required in service.requires), default=0)
