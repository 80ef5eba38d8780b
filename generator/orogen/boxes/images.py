"""The images that boxes start from, built once and kept by their content.

The base is a Debian with systemd and Puppet, as a cloud's image is a Debian with cloud-init. On it stands an image with
all packages that the nodes of an environment install, as a repository in the image: a box needs no network.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from orogen.errors import OrogenError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from orogen.boxes.podman import Podman

SUITES = {"debian-12": "bookworm", "debian-13": "trixie"}

_SKELETON = Path(__file__).parent / "image" / "skeleton"
_FETCH = Path(__file__).parent / "image" / "fetch-packages"
_NAME = "localhost/orogen-box"
_INCLUDED = (
    "ca-certificates,dbus,hiera-eyaml,iproute2,netbase,procps,puppet-agent,puppet-module-puppetlabs-stdlib,systemd-sysv"
)
# What a container must not do on the machine it runs on: its modules, its kernel's settings, its consoles, its pools.
_MASKED = (
    "console-getty.service",
    "getty@tty1.service",
    "nvmf-autoconnect.service",
    "openipmi.service",
    "systemd-binfmt.service",
    "systemd-modules-load.service",
    "systemd-sysctl.service",
    "systemd-udevd.service",
)
_BASE_SECONDS = 600
_PACKAGES_SECONDS = 1800
# The first process of a box.
INIT = "/usr/local/sbin/orogen-box-init"
# setrlimit beyond these is refused where CAP_SYS_RESOURCE is missing.
PRIVILEGED = ("--privileged", "--pids-limit=-1", "--ulimit=nofile=20000:20000", "--ulimit=nproc=9000:9000")
_UNKNOWN = re.compile(r"Unable to locate package (\S+)|Package '(\S+)' has no installation candidate")


def base_tag(os: str) -> str:
    """Give the name of a system's base image: what goes into it decides it."""
    return f"{_NAME}-base:{SUITES[os]}-{_digest(_INCLUDED, *_MASKED, *_contents(_SKELETON))}"


def build_base(podman: Podman, os: str) -> str:
    """Give the base image of an operating system, built when it is not there. Raises OrogenError when it cannot be."""
    tag = base_tag(os)
    if podman.ask("image", "exists", tag).returncode == 0:
        return tag
    if not shutil.which("mmdebstrap"):
        raise OrogenError("mmdebstrap, which makes the base image, is not installed", help="apt install mmdebstrap")
    with TemporaryDirectory(prefix="orogen-box-") as folder:
        archive = Path(folder) / "base.tar"
        built = subprocess.run(
            _mmdebstrap(SUITES[os], archive), capture_output=True, text=True, check=False, timeout=_BASE_SECONDS
        )
        if built.returncode:
            raise OrogenError(f"mmdebstrap failed: {' / '.join(built.stderr.strip().splitlines()[-3:])}")
        podman.run("import", str(archive), tag, seconds=_BASE_SECONDS)
    return tag


def packages_tag(base: str, packages: Iterable[Sequence[str]], extra: Path | None) -> str:
    """Give the name of the image with these packages."""
    files = sorted(extra.iterdir()) if extra else []
    return f"{_NAME}:{_digest(base, *map(' '.join, packages), _content(_FETCH), *map(_content, files))}"


def build_packages(podman: Podman, base: str, packages: Sequence[Sequence[str]], extra: Path | None) -> str:
    """Give the image that holds these packages, a list a type of node, and those of the folder `extra`.

    Raises OrogenError when it cannot be built; a package that nobody has is named.
    """
    tag = packages_tag(base, packages, extra)
    if podman.ask("image", "exists", tag).returncode == 0:
        return tag
    builder = f"orogen-box-builder-{tag.rpartition(':')[2]}"
    mounts = [f"--volume={_FETCH}:/fetch-packages:ro"]
    mounts += [f"--volume={extra.resolve()}:/extra:ro"] if extra else []
    podman.ask("rm", "--force", builder)
    try:
        fetched = podman.reaching_out().ask(
            *("run", "--interactive", "--name", builder, "--network=host", *PRIVILEGED, *mounts, base),
            *("sh", "/fetch-packages"),
            text="".join(f"{' '.join(names)}\n" for names in packages),
            seconds=_PACKAGES_SECONDS,
        )
        if fetched.returncode:
            raise _refused(fetched.stdout + fetched.stderr)
        podman.run("commit", "--quiet", builder, tag, seconds=600)
    finally:
        podman.ask("rm", "--force", builder)
    return tag


def _mmdebstrap(suite: str, archive: Path) -> list[str]:
    return [
        "mmdebstrap",
        "--quiet",
        "--variant=minbase",
        f"--include={_INCLUDED}",
        f"--customize-hook=sync-in {_SKELETON} /",
        f"--customize-hook=chmod 0755 $1{INIT}",
        *(f"--customize-hook=ln -s /dev/null $1/etc/systemd/system/{unit}" for unit in _MASKED),
        suite,
        str(archive),
    ]


def _refused(output: str) -> OrogenError:
    unknown = sorted({name for match in _UNKNOWN.findall(output) for name in match if name})
    if unknown:
        return OrogenError(
            f"no package {', '.join(unknown)} in Debian",
            help="Put the .deb into a folder and name it with --packages.",
        )
    return OrogenError(f"the packages cannot be fetched: {' / '.join(output.strip().splitlines()[-3:])}")


def _contents(folder: Path) -> list[str]:
    return [f"{path.relative_to(folder).parent} {_content(path)}" for path in sorted(folder.rglob("*"))]


def _content(path: Path) -> str:
    return f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" if path.is_file() else path.name


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
