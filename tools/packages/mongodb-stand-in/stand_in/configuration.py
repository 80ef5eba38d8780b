"""mongod.conf: the part of YAML that it is written in, and the options that the stand-in knows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Tree = dict[str, Any]

# Every option that the stand-in takes. Those it has a use for are read below; the others mean nothing to it.
_SECTIONS = {
    "storage": "dbPath directoryPerDB journal.enabled wiredTiger.engineConfig.cacheSizeGB",
    "systemLog": "destination path logAppend verbosity quiet",
    "net": "port bindIp maxIncomingConnections unixDomainSocket.enabled ipv6 compression.compressors",
    "net.tls": "mode certificateKeyFile CAFile allowConnectionsWithoutCertificates disabledProtocols",
    "security": "authorization clusterAuthMode keyFile",
    "replication": "replSetName oplogSizeMB",
    "processManagement": "timeZoneInfo",
    "operationProfiling": "mode slowOpThresholdMs",
}
_KNOWN = frozenset(f"{section}.{name}" for section, names in _SECTIONS.items() for name in names.split())
_TLS_MODES = ("disabled", "allowTLS", "preferTLS", "requireTLS")


class ConfigurationError(Exception):
    """The configuration cannot be used; says why."""


def _scalar(text: str) -> Any:
    if text[:1] in {'"', "'"}:
        return text[1 : text.index(text[0], 1)]
    text = text.split(" #")[0].strip()
    words: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None}
    if text in words:
        return words[text]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def parse(text: str) -> Tree:
    """Read nested mappings of scalars, which is all of YAML that mongod.conf needs."""
    root: Tree = {}
    # Each open mapping with the indentation of its keys; None until the first is seen.
    stack: list[tuple[int | None, Tree]] = [(0, root)]
    for number, line in enumerate(text.splitlines(), 1):
        content = line.strip()
        if not content or content.startswith("#") or content == "---":
            continue
        indent = len(line) - len(line.lstrip(" "))
        if stack[-1][0] is None and indent > (stack[-2][0] or 0):
            stack[-1] = (indent, stack[-1][1])
        while stack[-1][0] is None or indent < stack[-1][0]:
            stack.pop()
        key, colon, value = content.partition(":")
        if not colon or "\t" in line or indent != stack[-1][0] or (value and value[0] != " "):
            raise ConfigurationError(f"Error parsing YAML config file: line {number}: {content}")
        mapping = stack[-1][1]
        if value.strip() and not value.strip().startswith("#"):
            mapping[key] = _scalar(value.strip())
        else:
            mapping[key] = {}
            stack.append((None, mapping[key]))
    return root


def flat(tree: Tree, above: str = "") -> Tree:
    """Give each option by its whole name."""
    found: Tree = {}
    for key, value in tree.items():
        found.update(flat(value, f"{above}{key}.") if isinstance(value, dict) else {above + key: value})
    return found


@dataclass(frozen=True, slots=True)
class Configuration:
    """What the stand-in goes by."""

    data: Path
    addresses: tuple[str, ...]
    port: int
    connections: int
    tls: str
    certificate: str
    authority: str
    certificate_wanted: bool
    authorization: bool
    key_file: str
    replica_set: str
    oplog_size: int


def read(path: Path) -> tuple[Tree, Configuration]:
    """Read a mongod.conf. Raises ConfigurationError."""
    try:
        tree = parse(path.read_text())
    except OSError as error:
        raise ConfigurationError(f"Error opening config file: {error}") from error
    options = flat(tree)
    for unknown in sorted(options.keys() - _KNOWN):
        raise ConfigurationError(
            f"Unrecognized option: {unknown} (this is orogen's stand-in, which knows the usual ones)"
        )
    tls = str(options.get("net.tls.mode", "disabled"))
    if tls not in _TLS_MODES:
        raise ConfigurationError(f"net.tls.mode is {tls}, not one of {', '.join(_TLS_MODES)}")
    if tls != "disabled" and not options.get("net.tls.certificateKeyFile"):
        raise ConfigurationError(f"net.tls.certificateKeyFile is missing, which net.tls.mode {tls} needs")
    port, oplog, connections = (
        _integer(options, name, default)
        for name, default in (
            ("net.port", 27017),
            ("replication.oplogSizeMB", 990),
            ("net.maxIncomingConnections", 65536),
        )
    )
    return tree, Configuration(
        data=Path(options.get("storage.dbPath", "/data/db")),
        addresses=tuple(part.strip() for part in str(options.get("net.bindIp", "127.0.0.1")).split(",")),
        port=port,
        connections=connections,
        tls=tls,
        certificate=str(options.get("net.tls.certificateKeyFile", "")),
        authority=str(options.get("net.tls.CAFile", "")),
        certificate_wanted=not options.get("net.tls.allowConnectionsWithoutCertificates", False),
        # A keyFile switches authorization on, as it does in MongoDB.
        authorization=options.get("security.authorization") == "enabled" or "security.keyFile" in options,
        key_file=str(options.get("security.keyFile", "")),
        replica_set=str(options.get("replication.replSetName", "")),
        oplog_size=oplog,
    )


def _integer(options: Tree, name: str, default: int) -> int:
    value = options.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ConfigurationError(f"{name} is {value!r}, not a whole number")
    return value


def printed(tree: Tree) -> str:
    """Give the configuration as `--outputConfig` shows it; JSON is YAML, too."""
    return json.dumps(tree, indent=2)


def key_material(path: str) -> bytes:
    """Read the members' key as MongoDB does: nobody else may read it, 6 to 1024 characters of base64."""
    try:
        file = Path(path)
        if file.stat().st_mode & 0o077:
            raise ConfigurationError(f"permissions on {path} are too open")
        key = "".join(file.read_text().split())
    except OSError as error:
        raise ConfigurationError(f"error opening file: {path}: {error.strerror}") from error
    if not 6 <= len(key) <= 1024 or not all(letter.isalnum() or letter in "+/=" for letter in key):
        raise ConfigurationError(f"{path} must hold 6 to 1024 characters of base64, and holds {len(key)} characters")
    return key.encode()
