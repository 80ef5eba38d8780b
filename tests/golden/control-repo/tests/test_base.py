"""base: who may log in, what time it is, where packages come from, and what restarts by itself (nothing)."""

SERVICE = "base"


def test_sshd_takes_keys_of_administrators_and_nothing_else(host, node):
    """Ask sshd for what counts in the end, after the image's own drop-ins."""
    effective = host.check_output(
        f"sshd -T -C user=root,host={node['name']},addr=127.0.0.1 | tr '[:upper:]' '[:lower:]'"
    ).splitlines()
    for setting in (
        "permitrootlogin no",
        "passwordauthentication no",
        "kbdinteractiveauthentication no",
        "allowgroups administrators",
        "authenticationmethods publickey",
        "authorizedkeysfile /etc/ssh/authorized_keys.d/%u",
        "loglevel verbose",
    ):
        assert setting in effective
    assert host.service("ssh").is_running
    assert host.service("ssh").is_enabled


def test_administrators_are_those_with_a_key(host):
    """A key and a membership go together: one without the other is a leftover."""
    keys = host.check_output("ls /etc/ssh/authorized_keys.d").split()
    members = host.check_output("getent group administrators | cut -d: -f4").strip()
    assert sorted(keys) == sorted(filter(None, members.split(",")))
    for name in keys:
        key = host.file(f"/etc/ssh/authorized_keys.d/{name}")
        assert (key.user, key.group, key.mode) == ("root", "root", 0o644)
        assert host.run(f"sudo -n -l -U {name} | grep --quiet NOPASSWD").rc == 0


def test_every_node_of_the_environment_resolves(host, environment):
    """Short name and full name lead to the planned address, with no name server asked."""
    for other in environment["nodes"]:
        for name in (other["name"], other["certname"]):
            assert (
                host.check_output(f"getent -s files ahostsv4 {name} | awk 'NR == 1 {{ print $1 }}'") == other["address"]
            )


def test_the_node_knows_its_own_name(host, node):
    """RabbitMQ, Patroni and Elasticsearch all name themselves after the host."""
    assert host.check_output("hostname") == node["name"]
    assert host.check_output("hostname --fqdn") == node["certname"]


def test_time_is_kept_by_chrony_alone(host):
    """Configured and enabled: in a container without CAP_SYS_TIME it does not run, and that is right."""
    assert host.service("chrony").is_enabled
    assert not host.package("systemd-timesyncd").is_installed
    assert host.run("chronyd -p -f /etc/chrony/chrony.conf").rc == 0
    assert host.file("/etc/localtime").linked_to.startswith("/usr/share/zoneinfo/")


def test_package_scripts_leave_held_units_alone(host):
    """The firewall's unit is held on every node; a unit of nobody's is free."""
    assert host.run("/usr/sbin/policy-rc.d nftables.service restart").rc == 101
    assert host.run("/usr/sbin/policy-rc.d --quiet nftables start").rc == 101
    assert host.run("/usr/sbin/policy-rc.d nobodys-unit restart").rc == 104


def test_only_security_updates_come_by_themselves_and_only_in_the_window(host):
    """Debian's defaults would also take ordinary updates, every day, and restart services after them."""
    settings = host.check_output("apt-config dump Unattended-Upgrade")
    origins = [line for line in settings.splitlines() if line.startswith("Unattended-Upgrade::Origins-Pattern::")]
    assert len(origins) == 1
    assert "-security" in origins[0]
    assert 'Automatic-Reboot "false"' in settings
    timer = host.check_output("systemctl show apt-daily-upgrade.timer --property=TimersCalendar")
    assert timer.count("OnCalendar=") == 1
    assert "$nrconf{restart} = 'l'" in host.file("/etc/needrestart/conf.d/orogen.conf").content_string


def test_a_vendors_package_never_replaces_one_of_debians(host):
    """Whatever the vendors offer, an unpinned package comes from Debian."""
    policy = host.check_output("apt-cache policy")
    sources = host.file("/etc/apt/sources.list.d/orogen.sources").content_string.splitlines()
    for uri in (line.split()[1] for line in sources if line.startswith("URIs:")):
        ranks = [line.split()[0] for line in policy.splitlines() if uri in line]
        assert set(ranks) <= {"100"}, uri
