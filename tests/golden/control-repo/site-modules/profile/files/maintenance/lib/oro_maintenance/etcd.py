"""etcd's JSON gateway, at whichever member answers."""

from __future__ import annotations

import base64
import http.client
import json
import ssl
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oro_maintenance.configuration import Configuration

SECONDS = 3


class UnreachableError(Exception):
    """No member of etcd gave a useful answer."""


class Etcd:
    """What a lock needs of etcd: leases, and keys that belong to them."""

    def __init__(self, configuration: Configuration) -> None:
        coordination, control = configuration.coordination, configuration.control
        self._members = list(coordination.endpoints)
        self._login = {"name": coordination.login, "password": coordination.password}
        self._token = ""
        self._tls = ssl.create_default_context(cafile=control.authority)
        self._tls.load_cert_chain(control.certificate, control.private_key)

    def grant(self, seconds: int) -> str:
        """Begin a lease. Raises UnreachableError."""
        return str(self._call("/v3/lease/grant", {"TTL": str(seconds)})["ID"])

    def renew(self, lease: str) -> bool:
        """Renew a lease; False when it is over. Raises UnreachableError."""
        result = self._call("/v3/lease/keepalive", {"ID": lease}).get("result", {})
        return int(result.get("TTL", 0)) > 0

    def revoke(self, lease: str) -> None:
        """End a lease, and its keys with it. Raises UnreachableError."""
        self._call("/v3/lease/revoke", {"ID": lease})

    def create(self, key: str, value: str, lease: str) -> bool:
        """Make a key that must not be there yet. Raises UnreachableError."""
        free = {"target": "CREATE", "result": "EQUAL", "key": encoded(key), "create_revision": "0"}
        put = {"request_put": {"key": encoded(key), "value": encoded(value), "lease": lease}}
        return bool(self._call("/v3/kv/txn", {"compare": [free], "success": [put]}).get("succeeded"))

    def read(self, key: str) -> tuple[str, str] | None:
        """Give a key's value and lease; None when it is not there. Raises UnreachableError."""
        found = self._call("/v3/kv/range", {"key": encoded(key)}).get("kvs", [])
        return (base64.b64decode(found[0]["value"]).decode(), str(found[0].get("lease", ""))) if found else None

    def _call(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        problem = "there are no members"
        for _ in self._members:
            try:
                self._token = self._token or str(self._ask("/v3/auth/authenticate", self._login)["token"])
                return self._ask(path, body)
            except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
                problem = f"{self._members[0]}: {error}"
                # A member that was restarted knows no tokens; one that is silent is asked last from now on.
                self._token = ""
                self._members.append(self._members.pop(0))
        raise UnreachableError(problem)

    def _ask(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        host, _, port = self._members[0].rpartition(":")
        connection = http.client.HTTPSConnection(host, int(port), timeout=SECONDS, context=self._tls)
        try:
            connection.request("POST", path, json.dumps(body), {"Authorization": self._token} if self._token else {})
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise ValueError(f"{path}: {answer.status} {text[:200]!r}")
        found: dict[str, Any] = json.loads(text)
        return found


def encoded(text: str) -> str:
    """Give text as etcd's gateway takes it."""
    return base64.b64encode(text.encode()).decode()
