"""Where orogen's own data stands: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_data"
_ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parents[1]

SCHEMA = _ROOT / "schemas" / "environment.schema.json"
TEMPLATES = _ROOT / "templates" / "puppet"
HIERADATA = _ROOT / "hieradata"
