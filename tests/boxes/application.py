"""The conformance application, put on boxes as OroCommerce would be, and what it says of its health."""

from __future__ import annotations

import json
import subprocess
import tarfile
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.boxes.environment import Boxes

CONFORMANCE = Path(__file__).parent / "conformance"
# nginx behind the tunnel's local end; /report is /health that is always answered with 200.
REPORT = "http://127.0.0.1:8001/conformance/report"


def fetch_libraries(folder: Path) -> None:
    """Fetch the libraries that the application needs."""
    subprocess.run([CONFORMANCE / "libraries", folder], check=True, timeout=300)


def deploy(boxes: Boxes, libraries: Path) -> None:
    """Deploy the application on every node that runs it."""
    archive = BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        tar.add(CONFORMANCE / "application", "application")
        tar.add(CONFORMANCE / "deploy", "deploy")
        tar.add(libraries, "libraries")
    text = b64encode(archive.getvalue()).decode()
    for name in boxes.running("application"):
        boxes.run(name, "sh", "-c", "mkdir -p /root/app && base64 -d | tar -xz -C /root/app", text=text)
        print(boxes.run(name, "/root/app/deploy", "/root/app/libraries"))


def unhealthy(boxes: Boxes, box: str, host: str) -> dict[str, str]:
    """Ask a web node's health page as cloudflared asks for a visitor; give the checks that are not well."""
    headers = ("--header", f"Host: {host}", "--header", "X-Forwarded-Proto: https")
    report = json.loads(boxes.run(box, "curl", "--silent", "--show-error", *headers, REPORT))
    states = {name: check["status"] for name, check in report["checks"].items()}
    print(f"{box}: {', '.join(f'{check} {state}' for check, state in states.items())}")
    wrong = [check for check, state in states.items() if state != "ok" and not state.startswith("not run")]
    return {check: str(report["checks"][check]) for check in wrong}
