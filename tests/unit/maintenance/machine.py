"""A node without a system: its programs are scripts that keep what they do in files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from orogen_control.settings import Operation, Service, Settings

if TYPE_CHECKING:
    from pathlib import Path

SYSTEMCTL = """#!/usr/bin/python3 -IS
import json, sys
from pathlib import Path
folder = Path(sys.argv[0]).parent.parent
units = json.loads((folder / "units.json").read_text())
verb, *names = sys.argv[1:]
names = [name for name in names if not name.startswith("-")]
if verb == "show":
    blocks = []
    for name in names:
        unit = units.get(name, {"state": "inactive", "load": "not-found"})
        blocks.append("\\n".join([
            f"Id={name}", f"LoadState={unit.get('load', 'loaded')}", f"ActiveState={unit['state']}",
            f"StatusText={unit.get('text', '')}", f"Wants={unit.get('wants', '')}",
            f"StateChangeTimestamp={unit.get('since', '')}",
        ]))
    print("\\n\\n".join(blocks))
else:
    with (folder / "calls").open("a") as calls:
        calls.write(f"{verb} {' '.join(names)}\\n")
    for name in names:
        name = name if "." in name else f"{name}.service"
        if units.get(name, {}).get("broken") and verb == "start":
            sys.exit(f"Job for {name} failed.")
        units.setdefault(name, {})["state"] = {"stop": "inactive"}.get(verb, "active")
    (folder / "units.json").write_text(json.dumps(units))
"""


class Machine:
    """The node web1, with consumers, cron, a web server and a cluster's member."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = folder / "programs"
        self.programs.mkdir()
        self.program("systemctl", SYSTEMCTL)
        (folder / "calls").touch()
        self.lock = folder / "maintenance_lock"
        self.units(
            {
                "oro-consumers.target": {"state": "active", "wants": "oro-consumer@1.service oro-consumer@2.service"},
                "oro-consumer@1.service": {"state": "active"},
                "oro-consumer@2.service": {"state": "failed"},
                "oro-cron.service": {"state": "active", "text": "standing by"},
                "oro-websocket.service": {"state": "inactive"},
                "nginx.service": {"state": "active"},
                "store.service": {"state": "active"},
            }
        )
        self.settings = Settings(
            node="web1",
            address="10.0.0.1",
            controllers=["maintenance1.acme.internal"],
            token="of-the-control-12345",
            authority="",
            certificate="",
            private_key="",
            state=folder / "state",
            services={
                "store": service(
                    "store",
                    units=["store.service"],
                    drain=["systemctl stop store"],
                    undrain=["systemctl start store"],
                    operations={
                        "empty": Operation("empty --named {thing}", {"thing": r"[a-z.-]+"}, changes=True, seconds=5),
                        "list": Operation("list", {}, changes=False, seconds=5),
                    },
                ),
                "application": service("application", maintenance_lock=str(self.lock)),
                "consumer": application("consumer", "oro-consumers.target"),
                "cron": application("cron", "oro-cron.service"),
                "websocket": application("websocket", "oro-websocket.service"),
                "web": service(
                    "web",
                    units=["nginx.service"],
                    drain=["systemctl stop nginx"],
                    undrain=["systemctl start nginx"],
                ),
            },
        )

    def program(self, name: str, text: str) -> None:
        """Install a program."""
        path = self.programs / name
        path.write_text(text)
        path.chmod(0o755)

    def units(self, units: dict[str, dict[str, str]]) -> None:
        """Set the state of all units."""
        (self.folder / "units.json").write_text(json.dumps(units))

    def change(self, unit: str, **state: Any) -> None:
        """Change one unit."""
        units = json.loads((self.folder / "units.json").read_text())
        units.setdefault(unit, {}).update(state)
        self.units(units)

    def running(self) -> set[str]:
        """Give the units that run."""
        units = json.loads((self.folder / "units.json").read_text())
        return {name for name, unit in units.items() if unit["state"] == "active"}

    def calls(self) -> list[str]:
        """Give what systemctl was told to change, and forget it."""
        found = (self.folder / "calls").read_text().splitlines()
        (self.folder / "calls").write_text("")
        return found


def service(name: str, **stated: Any) -> Service:
    """Make a service that states only this."""
    return Service(name=name, members=["web1", "web2"], **stated)


def application(name: str, unit: str) -> Service:
    """Make a service that stands still in maintenance."""
    return service(
        name,
        units=[unit],
        stopped_in_maintenance=[unit],
        drain=[f"systemctl stop {unit}"],
        undrain=[f"systemctl start {unit}"],
    )
