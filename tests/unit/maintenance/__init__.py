"""The maintenance tool and what answers it on each node: programs of the control repo, tried without nodes."""

import sys

from orogen.data import TEMPLATES

FILES = TEMPLATES / "site-modules/profile/files"
# As their launchers do on a node; without compiled files, which would go into every control repo.
sys.path[:0] = [str(FILES / "control/lib"), str(FILES / "maintenance/lib")]
sys.dont_write_bytecode = True
