"""What keeps a command from doing its work, as people and systemd are told."""

from __future__ import annotations


class Problem(Exception):  # noqa: N818 - it is shown as it is, and nobody greps for Error in it
    """Something outside stands in the way: one sentence that names it, and what to do where that is not plain."""

    exit_code = 1


class Busy(Problem):
    """Another run is under way; the systemd units do not count this as a failure."""

    exit_code = 75
