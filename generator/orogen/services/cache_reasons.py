"""Why the cache's data are what they are."""

from __future__ import annotations

from orogen.contract import Reason

_MEMORY = ("nodes.<type>.memory",)
_BACKLOG = Reason(
    "In bytes, a sixteenth of maxmemory, between 1 and 64 MiB: what a replica may miss and still catch up without a "
    "full copy. It counts as data.",
    _MEMORY,
)

REASONS = {
    "profile::cache::sizes": Reason("Shares of the {memory} that the cache may use.", _MEMORY),
    "profile::cache::sizes.sessions.maxmemory": Reason(
        "In bytes, a fifth of the {memory} that the cache may use, 64 MiB at the least. Sessions and cache leave a "
        "third for the copy that a fork makes.",
        _MEMORY,
    ),
    "profile::cache::sizes.sessions.repl-backlog-size": _BACKLOG,
    "profile::cache::sizes.cache.maxmemory": Reason(
        "In bytes, 45 % of the {memory} that the cache may use, 64 MiB at the least. Sessions and cache leave a third "
        "for the copy that a fork makes.",
        _MEMORY,
    ),
    "profile::cache::sizes.cache.repl-backlog-size": _BACKLOG,
    "profile::cache::least_replicas": Reason(
        "With three nodes a master without any replica refuses writes, because it may be cut off; with two that would "
        "end all logins at the loss of one.",
        ("nodes.<cache>.count",),
    ),
    "profile::cache::sentinel_id": Reason(
        "From the names of environment and node: a node that is made anew stays the same voter.",
        ("name", "nodes.<type>"),
    ),
}
