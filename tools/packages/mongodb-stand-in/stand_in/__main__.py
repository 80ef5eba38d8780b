"""mongod, as far as orogen's tests need one: `mongod --config FILE [--outputConfig]`."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from stand_in import configuration
from stand_in.server import Server
from stand_in.status import VERSION

_NAME = "orogen's STAND-IN for MongoDB, not MongoDB itself"


def _log(text: str) -> None:
    print(text, flush=True)


def main() -> int:
    """Run until SIGTERM."""
    arguments = argparse.ArgumentParser(prog="mongod", description=f"{_NAME}: for tests only.")
    arguments.add_argument("--version", action="version", version=f"db version v{VERSION} ({_NAME})")
    arguments.add_argument("-f", "--config", type=Path, required=True)
    arguments.add_argument("--outputConfig", action="store_true", help="print the configuration and exit")
    given = arguments.parse_args()
    try:
        tree, options = configuration.read(given.config)
        if given.outputConfig:
            print(configuration.printed(tree))
            return 0
        key = configuration.key_material(options.key_file) if options.key_file else b""
        server = Server(options, key, _log)
    except (configuration.ConfigurationError, OSError) as error:
        print(f"mongod: {error}", file=sys.stderr)
        return 2
    # Blocked before any thread begins, so that the signal waits for sigwait.
    stopping = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, stopping)
    server.start()
    _log(f"{_NAME}: version {VERSION}, port {options.port}, data in {options.data}")
    signal.sigwait(stopping)
    _log("stopping")
    server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
