"""One role class for each node type: it contains profiles and orders them, nothing else."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from orogen.plan.build import services_of

if TYPE_CHECKING:
    from orogen.plan.model import Plan
    from orogen.spec.environment import NodeType


def role_path(plan: Plan, node_type: NodeType) -> str:
    """Give the role's manifest in the control repo, where Puppet's autoloader looks for the class."""
    return f"site-modules/role/manifests/{_word(plan.environment.name)}/{_word(node_type.name)}.pp"


def role_manifest(plan: Plan, node_type: NodeType) -> bytes:
    """Write the role class of a node type."""
    services = services_of(node_type)
    width = max(len(service.profile) for service in services)
    contained = [f"  contain {service.profile:<{width}}  # {service.why}" for service in services]
    ordered = [f"  Class['{before.profile}'] -> Class['{after.profile}']" for before, after in pairwise(services)]
    lines = [
        f"# @summary {plan.environment.name}: the {node_type.name} nodes, {node_type.count} of them.",
        f"class role::{_word(plan.environment.name)}::{_word(node_type.name)} {{",
        *contained,
        "",
        *ordered,
        "}",
    ]
    return ("\n".join(lines) + "\n").encode()


def _word(name: str) -> str:
    return name.replace("-", "_")
