"""Requests to the nodes: `orogen-control` answers them there, over TLS in both directions."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oro_maintenance.configuration import Configuration, Node

CONNECT_SECONDS = 5
# The node gives a sign every 5 s; one that is silent for so long is lost.
SILENCE_SECONDS = 30

Say = Callable[[str], None]


@dataclass(frozen=True)
class Answer:
    """What came of a request to a node: `result`, or `fault` in words. `silent`: the node never heard of it."""

    node: str
    result: Any = None
    fault: str = ""
    silent: bool = False

    @property
    def ok(self) -> bool:
        """Whether it was done."""
        return not self.fault


class Nodes:
    """The environment's nodes, as the maintenance node reaches them."""

    def __init__(self, configuration: Configuration, say: Say) -> None:
        self._control = configuration.control
        self._say = say
        self._tls = ssl.create_default_context(cafile=self._control.authority)
        self._tls.load_cert_chain(self._control.certificate, self._control.private_key)

    def ask(self, node: Node, verb: str, **request: Any) -> Answer:
        """Send one request and give what comes of it; what the node says meanwhile is passed on."""
        connection = http.client.HTTPSConnection(
            node.address, self._control.port, timeout=CONNECT_SECONDS, context=self._tls
        )
        headers = {"Authorization": f"Bearer {self._control.token}", "Content-Type": "application/json"}
        heard = False
        try:
            connection.connect()
            connection.sock.settimeout(SILENCE_SECONDS)
            heard = True
            connection.request("POST", f"/v1/{verb}", json.dumps(request), headers)
            response = connection.getresponse()
            if response.status != 200:
                return Answer(node.name, fault=f"it refuses this node: {response.reason}")
            return self._read(node.name, response)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Answer(node.name, fault=f"does not answer: {error}", silent=not heard)
        finally:
            connection.close()

    def ask_all(self, nodes: Iterable[Node], verb: str, **request: Any) -> list[Answer]:
        """Send the same request to several nodes at once; the answers come in the order of the nodes."""
        asked = list(nodes)
        if not asked:
            return []
        with ThreadPoolExecutor(len(asked)) as pool:
            return list(pool.map(lambda node: self.ask(node, verb, **request), asked))

    def ask_first(self, nodes: Iterable[Node], verb: str, **request: Any) -> Answer:
        """Send a request to one node after the other, until one has heard it."""
        answer = Answer("", fault="there is no node to ask")
        for node in nodes:
            answer = self.ask(node, verb, **request)
            if not answer.silent:
                break
        return answer

    def _read(self, node: str, response: Iterable[bytes]) -> Answer:
        for text in response:
            line = json.loads(text)
            if "said" in line:
                self._say(f"{node}: {line['said']}")
            elif "result" in line:
                return Answer(node, result=line["result"])
            elif "alive" not in line:
                return Answer(node, fault=str(line.get("refused") or line.get("failed")))
        return Answer(node, fault="broke off: `journalctl -u 'orogen-control@*'` there says why")
