"""RabbitMQ's plugin for delayed messages, where the folder of extra packages has it: it is no package itself."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from orogen.contract import Value

_NAME = re.compile(r"rabbitmq_delayed_message_exchange-(\d+\.\d+\.\d+)\.ez")


def delayed_messages(extra: Path | None) -> Mapping[str, Value] | None:
    """Give the plugin as `profile::queue` wants it, at its place in the image; None when there is none."""
    for path in sorted(extra.iterdir()) if extra else []:
        if match := _NAME.fullmatch(path.name):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            return {"version": match[1], "url": f"file:///srv/packages/{path.name}", "sha256": digest}
    return None
