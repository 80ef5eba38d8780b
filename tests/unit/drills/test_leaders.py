from __future__ import annotations

import json
from typing import TYPE_CHECKING

from orogen.drills import leaders

if TYPE_CHECKING:
    from orogen.drills.ground import Ground
    from tests.unit.boxes.stand_in import StandIn


def test_what_leads_on_lost_nodes_is_said(ground: Ground, stand_in: StandIn) -> None:
    addresses = {node.name: str(node.address) for node in ground.plan.nodes}
    members = [{"Member": "database1", "Role": "Replica"}, {"Member": "database2", "Role": "Leader"}]
    (voter, *_) = ground.nodes("coordination")
    status = {"header": {"member_id": 1}, "leader": 1}
    stand_in.answers("*patronictl*", json.dumps(members))
    stand_in.answers("*etcdctl*", json.dumps([{"Endpoint": f"https://{addresses[voter]}:2379", "Status": status}]))
    stand_in.answers("*SENTINEL*", f"{addresses['cache2']}\n6379\n")
    stand_in.answers("*_cat/master*", "search3\n")
    assert list(leaders.among(ground, ("database2", "cache2"))) == ["led there before: database, cache"]
    assert list(leaders.among(ground, (voter, "search3"))) == ["led there before: coordination, search"]
    assert list(leaders.among(ground, ("web1",))) == ["led there before: no store"]
