"""Which secrets an environment wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orogen.contract import Secret
    from orogen.plan.model import Plan


def wanted(plan: Plan) -> tuple[Secret, ...]:
    """Give the secrets of all services that run here, by name; those that the spec makes needless are left out."""
    every = (secret for service in plan.services for secret in service.secrets if secret.when(plan.environment))
    return tuple(sorted(every, key=lambda secret: secret.name))
