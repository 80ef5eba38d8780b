"""The entry point. It imports nothing for `--help`: click alone takes three times as long as Python's own start."""

from __future__ import annotations

import gc
import sys

from orogen.cli.table import overview

INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit: 0 fine, 1 the answer is no, 2 no answer, 3 a bug in orogen, 130 interrupted."""
    if sys.argv[1:] in (["--help"], ["-h"]):
        sys.stdout.write(overview())
        return
    # Nearly all that a command makes lives until its end: to look for garbage often would take a tenth of its time.
    gc.set_threshold(50_000)
    try:
        from orogen.cli.run import run

        code = run()
    except KeyboardInterrupt:
        code = INTERRUPTED
    # And to look through all of it at the end another tenth.
    gc.freeze()
    sys.exit(code)
