"""Starting, reaching and removing the containers of an environment's boxes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address
from time import monotonic, sleep
from typing import TYPE_CHECKING

from orogen.boxes.images import INIT, PRIVILEGED
from orogen.boxes.layout import CONTROL_REPO, PRIVATE_KEY
from orogen.boxes.network import mac_of
from orogen.errors import OrogenError
from orogen.secrets.keys import PUBLIC_KEY

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.boxes.layout import Layout
    from orogen.boxes.podman import Podman

# Where Puppet on a node looks for the control repo and the key pair: the places that the control repo's README names.
ENVIRONMENT = "/etc/puppet/code/environments/production"
KEYS = "/etc/puppet/eyaml"
_BOOT_SECONDS = 120


def label(environment: str) -> str:
    """Give the label by which everything that belongs to an environment's boxes is found again."""
    return f"orogen.environment={environment}"


def start(podman: Podman, layout: Layout, folder: Path) -> None:
    """Have every box running and booted: made where it is missing, started where it is stopped.

    Raises OrogenError when one does not come up.
    """
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: _start(podman, layout, folder, name), layout.containers))
        list(pool.map(lambda name: await_boot(podman, name), layout.containers))
        list(pool.map(lambda box: _give_key(podman, box.certname, folder), layout.boxes))


def remove(podman: Podman, environment: str) -> int:
    """Remove an environment's containers and networks, and say how many containers that were."""
    chosen = f"--filter=label={label(environment)}"
    containers = podman.run("ps", "--all", "--quiet", chosen).split()
    if containers:
        podman.run("rm", "--force", "--volumes", "--time=0", *containers, seconds=300)
    networks = podman.run("network", "ls", "--quiet", chosen).split()
    if networks:
        podman.run("network", "rm", *networks)
    return len(containers)


def start_again(podman: Podman, name: str) -> None:
    """Start a box that was stopped or killed. Raises OrogenError when it does not start."""
    # The address of a container may still be taken after its end, by itself: a start that fails over it gives it back.
    if podman.ask("start", name).returncode:
        podman.run("start", name)


def await_boot(podman: Podman, name: str) -> None:
    """Wait until systemd has booted a box. Raises OrogenError with its state when that takes too long."""
    deadline = monotonic() + _BOOT_SECONDS
    while monotonic() < deadline:
        state = podman.ask("exec", name, "systemctl", "is-system-running").stdout.strip()
        if state in ("running", "degraded"):
            return
        sleep(0.3)
    raise OrogenError(f"{name} has not booted within {_BOOT_SECONDS} s (systemd says: {state or 'nothing'})")


def _start(podman: Podman, layout: Layout, folder: Path, name: str) -> None:
    known = podman.ask("container", "inspect", "--format={{.State.Running}} {{.ImageName}}", name)
    if known.returncode == 0:
        running, image = known.stdout.split()
        if image != layout.image:
            raise OrogenError(
                f"{name} was made from another image: the packages of the nodes, or orogen, have changed since",
                help="`orogen boxes down` removes the boxes; `up` makes them anew.",
            )
        if running != "true":
            start_again(podman, name)
        return
    addresses = {box.certname: box.address for box in layout.boxes} | {layout.outside_box: layout.outside}
    address = addresses[name]
    podman.run(
        *("run", "--detach", f"--name={name}", f"--hostname={name.partition('.')[0]}", "--systemd=always"),
        *(f"--network={layout.network}:ip={address},mac={mac_of(IPv4Address(address))}", "--no-hosts"),
        *("--shm-size=512m", f"--label={label(layout.environment)}", "--volume=/var/log/journal"),
        f"--volume={(folder / CONTROL_REPO).resolve()}:{ENVIRONMENT}:ro",
        *PRIVILEGED,
        layout.image,
        INIT,
    )


def _give_key(podman: Podman, name: str, folder: Path) -> None:
    """Put the key pair where `puppet apply` finds it: a file of the box, with the owner that it has on a machine."""
    script = f'install -d -m 0750 -o puppet {KEYS} && install -m 0400 -o puppet /dev/stdin {KEYS}/"$1"'
    pair = {"private_key.pkcs7.pem": folder / PRIVATE_KEY, "public_key.pkcs7.pem": folder / CONTROL_REPO / PUBLIC_KEY}
    for target, source in pair.items():
        podman.run("exec", "--interactive", name, "sh", "-c", script, "sh", target, text=source.read_text())
