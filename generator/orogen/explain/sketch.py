"""A store for a tree that is only looked at: what it lacks is made up, so that nothing is generated or decrypted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from orogen.plan.secrets import wanted
from orogen.secrets.store import Authority, Issued

if TYPE_CHECKING:
    from orogen.plan.model import Certificate, Plan
    from orogen.secrets.store import Store

LATER = "made by the next `orogen render`"


def sketch(plan: Plan, store: Store) -> Store:
    """Give the store with something for every secret, node and authority that it does not hold yet."""
    return replace(
        store,
        values={**{secret.name: LATER for secret in wanted(plan)}, **store.values},
        authority=store.authority or Authority(certificate=LATER, private_key=LATER, not_after=datetime.now(UTC)),
        certificates={**{each.certname: _issued(each) for each in plan.certificates}, **store.certificates},
    )


def _issued(wanted: Certificate) -> Issued:
    return Issued(
        certificate=LATER,
        private_key=LATER,
        names=wanted.names,
        addresses=wanted.addresses,
        not_after=datetime.now(UTC),
    )
