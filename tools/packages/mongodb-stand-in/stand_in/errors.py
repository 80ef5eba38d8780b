"""An error as MongoDB's drivers know it."""

from __future__ import annotations

_NAMES = {
    2: "BadValue",
    8: "UnknownError",
    11: "UserNotFound",
    13: "Unauthorized",
    18: "AuthenticationFailed",
    20: "IllegalOperation",
    23: "AlreadyInitialized",
    26: "NamespaceNotFound",
    31: "RoleNotFound",
    43: "CursorNotFound",
    59: "CommandNotFound",
    74: "NodeNotFound",
    76: "NoReplicationEnabled",
    91: "ShutdownInProgress",
    93: "InvalidReplicaSetConfig",
    94: "NotYetInitialized",
    189: "PrimarySteppedDown",
    262: "ExceededTimeLimit",
    10107: "NotWritablePrimary",
    11000: "DuplicateKey",
    13435: "NotPrimaryNoSecondaryOk",
    40324: "UnrecognizedCommand",
    51003: "Location51003",
}
# After these a driver looks for the new primary and sends a write once more.
_RETRYABLE = {91, 189, 10107}


class MongoError(Exception):
    """A refused command."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code

    def answer(self) -> dict[str, object]:
        """Give the answer that says so."""
        labels = {"errorLabels": ["RetryableWriteError"]} if self.code in _RETRYABLE else {}
        return {"ok": 0.0, "errmsg": str(self), "code": self.code, "codeName": _NAMES[self.code], **labels}
