"""puppet-lint over the repo's own modules: a warning is a mistake, as the repo's own .puppet-lint.rc may refine."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

from orogen.errors import OrogenError
from orogen.verify.report import Problem

if TYPE_CHECKING:
    from pathlib import Path

NOT_FOUND = "no puppet-lint found (apt install puppet-lint)"
_SECONDS = 300
_LAST_WORDS = 500


def lint(root: Path, manifests: tuple[str, ...]) -> tuple[Problem, ...] | None:
    """Run puppet-lint on these manifests; None where there is none. Raises OrogenError when it breaks down itself."""
    if shutil.which("puppet-lint") is None:
        return None
    if not manifests:
        return ()
    try:
        done = subprocess.run(
            ["puppet-lint", "--json", *manifests],
            cwd=root,  # where it looks for .puppet-lint.rc
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
        files = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise OrogenError(f"puppet-lint did not end in {_SECONDS} seconds") from error
    except ValueError as error:
        said = (done.stdout + done.stderr).decode(errors="replace").strip()[-_LAST_WORDS:]
        raise OrogenError(f"puppet-lint broke down: {said}", help="Check .puppet-lint.rc.") from error
    return tuple(
        Problem(
            check="lint",
            message=f"{found['message']} ({found['check']})",
            file=str(found["path"]),
            line=int(found["line"]),
            column=int(found["column"]),
        )
        for file in files
        for found in file
        if found["kind"] in {"warning", "error"}
    )
