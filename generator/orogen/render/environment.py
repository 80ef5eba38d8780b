"""The Hiera files of one environment: what holds for all its nodes, for a node type, for a node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.catalogue import catalogue
from orogen.plan.build import services_of
from orogen.render.hiera import hiera_yaml

if TYPE_CHECKING:
    from orogen.contract import Data, Service
    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import NodeType


def environment_data(plan: Plan, authority: str) -> bytes:
    """Write what holds for all nodes of the environment, a section a service; `authority` is its certificate, PEM."""
    trust: Data = {"profile::certificates::authority": authority}
    sections = [("The environment's authority", trust)]
    sections += [(_heading(service), service.data(plan)) for service in plan.services]
    return hiera_yaml(f"{plan.environment.name}: all nodes.", sections)


def type_data(plan: Plan, node_type: NodeType) -> bytes:
    """Write a node type's sizes: each service's share of the machine."""
    sections = [
        (_sizing_heading(plan, node_type, service), _sized(plan, node_type, service))
        for service in services_of(node_type)
    ]
    title = f"{plan.environment.name}: {node_type.name} nodes, {node_type.cpus} processors, {_mib(node_type.memory)}."
    return hiera_yaml(title, sections)


def node_data(plan: Plan, node: Node) -> bytes:
    """Write what holds for one node alone."""
    sections = [
        (_heading(catalogue()[service]), catalogue()[service].node_data(plan, node)) for service in node.services
    ]
    return hiera_yaml(f"{node.certname}, {node.zone}.", sections)


def _sized(plan: Plan, node_type: NodeType, service: Service) -> Data:
    return service.sizing(plan.environment, plan.budgets[node_type.name, service.name])


def _sizing_heading(plan: Plan, node_type: NodeType, service: Service) -> str:
    return f"{_heading(service)}, from {_mib(plan.budgets[node_type.name, service.name].memory)}"


def _heading(service: Service) -> str:
    return f"{service.name}: {service.title}"


def _mib(size: int) -> str:
    return f"{size // 1024**2} MiB"
