"""What a node reaches, tried from within its network namespace, as a program there would.

It runs as a process of its own, which `nsenter` puts into the namespace: a box need not have a language for it. It
reads lines `ADDRESS PORT` and answers each with `open`, `refused` or `silent`; `--from` is the address it comes from.
"""

from __future__ import annotations

import asyncio
import sys
from argparse import ArgumentParser

_AT_ONCE = 500
_SECONDS = 3.0
# What drops a packet says nothing, and what has dropped it twice means it.
_TRIES = 2


async def _reached(address: str, port: int, source: str | None, gate: asyncio.Semaphore) -> str:
    local = (source, 0) if source else None
    for _ in range(_TRIES):
        try:
            async with gate:
                _, writer = await asyncio.wait_for(asyncio.open_connection(address, port, local_addr=local), _SECONDS)
            writer.close()
        except ConnectionRefusedError:
            return "refused"
        except (TimeoutError, OSError):
            continue
        return "open"
    return "silent"


async def _all(targets: list[tuple[str, int]], source: str | None) -> list[str]:
    gate = asyncio.Semaphore(_AT_ONCE)
    return await asyncio.gather(*(_reached(address, port, source, gate) for address, port in targets))


def main() -> None:
    """Try every line of standard input and print what came of it."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="source")
    source = parser.parse_args().source
    targets = [(address, int(port)) for address, port in (line.split() for line in sys.stdin)]
    for (address, port), answer in zip(targets, asyncio.run(_all(targets, source)), strict=True):
        sys.stdout.write(f"{address} {port} {answer}\n")


if __name__ == "__main__":
    main()
