"""Specs as a person would write them: plain where a text is clear, in quotes where it is not."""

from __future__ import annotations

from typing import Any

import yaml

from orogen.spec.scalars import FORMS


class _Dumper(yaml.CSafeDumper):
    """Leaves a text without quotes where the spec's reader takes it for the same text."""

    yaml_implicit_resolvers = {None: list(FORMS.items())}  # noqa: RUF012 - PyYAML's own protocol

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - nothing is written as an alias
        return True


def written(spec: Any) -> str:
    """Give data as the text of a spec."""
    return yaml.dump(spec, Dumper=_Dumper, sort_keys=False)
