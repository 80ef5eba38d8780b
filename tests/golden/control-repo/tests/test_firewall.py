"""firewall: the ruleset is loaded, drops by default, and is there again after a boot."""

import json
from ipaddress import ip_address, ip_network

import pytest

SERVICE = "firewall"


def _chains(host):
    ruleset = json.loads(host.check_output("nft --json list table inet orogen"))["nftables"]
    return {entry["chain"]["name"]: entry["chain"] for entry in ruleset if "chain" in entry}


def test_what_nothing_names_is_dropped(host):
    """Input and forwarding are closed, output is open."""
    chains = _chains(host)
    assert {name: chain["policy"] for name, chain in chains.items()} == {
        "input": "drop",
        "forward": "drop",
        "output": "accept",
    }


def test_the_kernel_has_what_the_file_says(host):
    """A ruleset changed by hand would be gone after the next boot, or worse, is the one that lets somebody in."""
    accepted = 'grep -o \'accept comment "[^"]*"\' | sort'
    loaded = host.check_output(f"nft list table inet orogen | {accepted}")
    written = host.check_output(f"cat /etc/nftables.conf | {accepted}")
    assert loaded == written


def test_every_rule_says_which_flow_it_serves(host):
    """An accept without a comment is nobody's."""
    rules = host.check_output("nft list chain inet orogen input").splitlines()
    assert [line for line in rules if " accept" in line and "comment" not in line and "policy" not in line] == []


def test_it_comes_back_with_the_machine(host):
    """Enabled, active, and valid for this kernel."""
    assert host.service("nftables").is_enabled
    assert host.service("nftables").is_running
    assert host.run("nft -c -f /etc/nftables.conf").rc == 0


def test_no_port_that_listens_for_everybody_is_open_to_everybody(host):
    """No rule lets a port in without saying from whom."""
    rules = host.check_output("nft list chain inet orogen input").splitlines()
    assert [line for line in rules if "dport" in line and "saddr @" not in line] == []


def _reaches(other, address, port):
    return other.run(f"timeout 3 bash -c '</dev/tcp/{address}/{port}'").rc == 0


def test_another_node_comes_in_by_its_flows_and_by_no_other_way(host, node, environment, peer):
    """SSH is for the VPN; metrics are for the monitoring. Both listen."""
    vpn = host.check_output("nft list set inet orogen base_22_tcp_from_outside 2>/dev/null || true")
    networks = [ip_network(word.strip(",")) for word in vpn.split() if "/" in word]
    others = [each for each in environment["nodes"] if each["name"] != node["name"]]
    strangers = [each for each in others if not any(ip_address(each["address"]) in network for network in networks)]
    if not strangers:
        pytest.skip("no other node")
    assert host.socket("tcp://0.0.0.0:22").is_listening
    assert not _reaches(peer(strangers[0]["name"]), node["address"], 22)
    for each in others:
        if "monitoring" in each["services"]:
            assert _reaches(peer(each["name"]), node["address"], 9100)
