"""certificates: each node's certificate from the environment's own authority."""

from __future__ import annotations

from orogen.contract import Alert, Backup, OwnedFile, Owner, Quorum, Reason, Service

_REASONS = {
    "profile::certificates::authority": Reason(
        "The environment's own authority, made by the first render and kept; `orogen secrets rotate SPEC --authority` "
        "replaces it.",
        ("name",),
    ),
    "profile::certificates::certificate": Reason(
        "Signed by the environment's authority for the node's names and address, and kept while they stay.",
        ("location.domain", "nodes.<type>"),
    ),
    "profile::certificates::private_key": Reason(
        "The key of the node's certificate, made with it; `orogen secrets rotate SPEC --certificates` replaces both.",
        ("nodes.<type>",),
    ),
}

SERVICE = Service(
    name="certificates",
    title="certificates between the services",
    profile="profile::certificates",
    why="who a node is, towards every other",
    layer=1,
    everywhere=True,
    selectable=False,
    quorum=Quorum(model="every", why="each node has its own"),
    reasons=_REASONS,
    files=(OwnedFile(path="/etc/orogen/tls/authority.pem", owner=Owner.MANAGED, why="the environment's authority"),),
    alerts=(
        Alert(
            name="CertificateExpiresSoon",
            expression="orogen_certificate_expiry_timestamp_seconds - time() < 30 * 86400",
            lasting="1h",
            severity="warning",
            summary="A node's certificate ends within 30 days",
            action="Run `orogen secrets rotate SPEC --certificates`, render, review, and let Puppet run on every node.",
        ),
    ),
    backup=Backup(
        content="nothing: the control repo holds them, encrypted",
        restore="a Puppet run writes them again",
    ),
    checks="test_certificates.py",
    drills=("tls-between-nodes",),
)
