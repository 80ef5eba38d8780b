"""Each way to break a control repo is found: on the right nodes and no others, at the right file and line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from orogen.verify import inventory, syntax
from orogen.verify.catalogs import opened
from orogen.verify.report import merged
from tests.unit.verify.control_repo import NODES, STORE, WEB, edit

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.verify.catalogs import Compiled
    from orogen.verify.puppets import Puppets
    from orogen.verify.report import Problem

PROFILE = "site-modules/profile/manifests/store.pp"
WEB_PROFILE = "site-modules/profile/manifests/web.pp"
TEMPLATE = "site-modules/profile/templates/store/store.conf.epp"
FUNCTION = "site-modules/profile/lib/puppet/functions/profile/node.rb"
ROLE = "site-modules/role/manifests/alpha/web.pp"
TYPE_DATA = "data/environments/alpha/types/web.yaml"
NODE_DATA = "data/environments/alpha/nodes/web1.alpha.example.yaml"
SERVICE_DATA = "data/service/store.yaml"
RENDERED = "epp('profile/store/store.conf.epp', { 'port' => $port, 'password' => $password })"

Edit = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Mutation:
    """What is changed, the nodes that fail of it, and where and as what it is reported."""

    edits: tuple[Edit, ...]
    nodes: tuple[str, ...]
    place: str
    message: str
    check: str = "catalogs"


MUTATIONS = {
    "unknown variable": Mutation(
        ((PROFILE, "require => Package['store']", "require => Package[$stor]"),),
        STORE,
        f"{PROFILE}:18",
        "Unknown variable: 'stor'",
    ),
    "unknown variable in a template": Mutation(
        ((TEMPLATE, "<%= $port %>", "<%= $prt %>"),), STORE, f"{TEMPLATE}:2", "Unknown variable: 'prt'"
    ),
    "legacy fact as a variable": Mutation(
        ((WEB_PROFILE, "${facts['os']['family']}", "${osfamily}"),),
        WEB,
        f"{WEB_PROFILE}:10",
        "Unknown variable: 'osfamily'",
    ),
    "legacy fact in the hash": Mutation(
        ((WEB_PROFILE, "facts['os']['family']", "facts['osfamily']"),),
        (),
        f"{WEB_PROFILE}:10",
        "no structured fact is named 'osfamily'",
        "syntax",
    ),
    "wrong type deep in Hiera": Mutation(
        ((TYPE_DATA, "root: /srv/admin", "root: srv/admin"),),
        WEB[:1],
        f"{TYPE_DATA}:6",
        "parameter 'sites' entry 'admin' entry 'root' expects a Stdlib::Absolutepath, got String",
    ),
    "missing key": Mutation(
        ((SERVICE_DATA, "profile::store::port", "profile::store::prt"),),
        STORE,
        "site-modules/role/manifests/alpha/store.pp:3",
        "Class[Profile::Store]: expects a value for parameter 'port'",
    ),
    "variable in a value": Mutation(
        ((NODE_DATA, "orogen::note:", "profile::web::sites: {log: {root: '/log/%{remote_addr}'}}\norogen::note:"),),
        WEB[:1],
        f"{NODE_DATA}:2",
        "Undefined variable 'remote_addr'",
    ),
    "unknown resource parameter": Mutation(
        ((PROFILE, "enable => true", "enabled => true"),),
        STORE,
        f"{PROFILE}:22",
        "no parameter named 'enabled' on Service[store]",
    ),
    "unknown resource type": Mutation(
        ((PROFILE, "package {", "packages {"),), STORE, f"{PROFILE}:11", "Unknown resource type: 'packages'"
    ),
    "dangling notify": Mutation(
        ((PROFILE, "notify  => Service['store']", "notify  => Service['stor']"),),
        STORE,
        f"{PROFILE}:19",
        "Could not find resource 'Service[stor]' in parameter 'notify'",
    ),
    "duplicate declaration": Mutation(
        ((PROFILE, "enable => true,\n  }", "enable => true,\n  }\n  package { 'store': }"),),
        STORE,
        f"{PROFILE}:26",
        f"Duplicate declaration: Package[store] is already declared at (file: {PROFILE}, line: 11)",
    ),
    "misspelt template parameter": Mutation(
        ((PROFILE, "{ 'port' =>", "{ 'prt' =>"),), STORE, f"{PROFILE}:17", "has no parameter named 'prt'"
    ),
    "missing template": Mutation(
        ((PROFILE, "store.conf.epp", "stor.conf.epp"),), STORE, f"{PROFILE}:17", "Could not find template"
    ),
    "dependency cycle": Mutation(
        ((PROFILE, "ensure => installed,", "ensure => installed,\n    require => Service['store'],"),),
        STORE,
        f"{PROFILE}:16",
        "dependency cycle: ",
    ),
    "value that the type refuses": Mutation(
        ((PROFILE, "ensure => running", "ensure => runing"),), STORE, f"{PROFILE}:22", 'Invalid value "runing"'
    ),
    "missing source": Mutation(
        ((PROFILE, f"content => {RENDERED}", "source  => 'puppet:///modules/profile/store.conf'"),),
        STORE,
        f"{PROFILE}:15",
        "no file stands at puppet:///modules/profile/store.conf",
    ),
    "secret unwrapped": Mutation(
        ((TEMPLATE, "$password %>", "$password.unwrap %>"),),
        STORE,
        f"{PROFILE}:15",
        "File[/etc/store.conf]: content holds the secret profile::store::password in clear",
        "secrets",
    ),
    "secret unwrapped in a list": Mutation(
        (
            (
                PROFILE,
                "  service {",
                "  exec { '/bin/true':\n    environment => [\"A=${password.unwrap}\"],\n  }\n\n  service {",
            ),
        ),
        STORE,
        f"{PROFILE}:22",
        "Exec[/bin/true]: environment holds the secret profile::store::password in clear",
        "secrets",
    ),
    "secret in a title": Mutation(
        ((PROFILE, "  service {", '  notify { "x ${password.unwrap}": }\n  service {'),),
        STORE,
        f"{PROFILE}:22",
        "Notify[x [secret]]: title holds the secret profile::store::password in clear",
        "secrets",
    ),
    "secret in a string": Mutation(
        ((PROFILE, RENDERED, '"password ${password}"'),),
        STORE,
        f"{PROFILE}:15",
        "content holds the words 'Sensitive [value redacted]'",
        "secrets",
    ),
    "syntax of a manifest": Mutation(
        ((PROFILE, "package { 'store':", "package { 'store'"),), STORE, f"{PROFILE}:12", "Syntax error", "syntax"
    ),
    "syntax of a template": Mutation(
        ((TEMPLATE, "<%= $port %>", "<%= $port + %>"),), STORE, f"{TEMPLATE}:2", "Syntax error", "syntax"
    ),
    "syntax of a function": Mutation(
        ((FUNCTION, "def node(", "def node(("),), NODES, f"{FUNCTION}:17", "syntax error", "syntax"
    ),
    "syntax of data": Mutation(
        ((TYPE_DATA, "  shop:", "  shop: ["),), WEB[:1], f"{TYPE_DATA}:3", "did not find expected", "data"
    ),
    "class in the wrong file": Mutation(
        ((ROLE, "class role::alpha::web", "class role::alpha::wbe"),), WEB[:1], f"{ROLE}:2", "Unacceptable", "syntax"
    ),
    "unknown class": Mutation(
        ((ROLE, "contain profile::web", "contain profile::wbe"),),
        WEB[:1],
        f"{ROLE}:3",
        "Could not find class ::profile::wbe",
    ),
    # The class stays half known: without a fresh environment the second node would miss it instead.
    "unknown type": Mutation(
        ((PROFILE, "Stdlib::Port ", "Profile::Port"),), STORE, f"{PROFILE}:8", "Resource type not found: Profile::Port"
    ),
    "node not in the inventory": Mutation(
        (("inventory.json", '"certname": "web1.alpha.example"', '"certname": "web2.alpha.example"'),),
        WEB[:1],
        "manifests/site.pp:3",
        "No node 'web1.alpha.example' in inventory.json",
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_each_mutation_is_found_where_it_is(warm: Puppets, repo: Path, tmp_path: Path, name: str) -> None:
    mutation = MUTATIONS[name]
    nodes, _ = inventory.read(repo)
    for path, old, new in mutation.edits:
        edit(repo, path, old, new)
    problems, failed = _examined(warm, repo, tmp_path / "shown", nodes)
    found = [problem for problem in problems if mutation.message in problem.message]
    assert [problem.check for problem in found][:1] == [mutation.check]
    assert f"{found[0].file}:{found[0].line}" == mutation.place
    assert failed == mutation.nodes
    assert found == list(problems), "what is right was called wrong"


def test_a_whole_repo_has_no_problem(warm: Puppets, repo: Path, tmp_path: Path) -> None:
    nodes, _ = inventory.read(repo)
    assert _examined(warm, repo, tmp_path / "shown", nodes) == ((), ())


def test_what_fails_says_which_node_which_key_and_which_place_in_the_spec(
    warm: Puppets, repo: Path, tmp_path: Path
) -> None:
    edit(repo, TYPE_DATA, "root: /srv/admin", "root: srv/admin")
    nodes, _ = inventory.read(repo)
    (problem,), _ = _examined(warm, repo, tmp_path / "shown", nodes)
    assert (problem.nodes, problem.key, problem.spec) == (WEB[:1], "profile::web::sites", ("alpha: nodes.web",))


def test_the_most_specific_file_with_the_key_is_named(warm: Puppets, repo: Path, tmp_path: Path) -> None:
    (repo / "overrides/nodes").mkdir()
    override = "overrides/nodes/web1.alpha.example.yaml"
    (repo / override).write_text("---\n# by hand\nprofile::web::sites:\n  shop: {root: nowhere}\n")
    nodes, _ = inventory.read(repo)
    (problem,), _ = _examined(warm, repo, tmp_path / "shown", nodes)
    assert problem.place == f"{override}:4:16"


def _examined(
    warm: Puppets, repo: Path, shown: Path, nodes: tuple[inventory.Node, ...]
) -> tuple[tuple[Problem, ...], tuple[str, ...]]:
    compiling = opened(repo, warm, shown)
    compiled: list[Compiled] = list(compiling.compile(nodes))
    in_files = compiling.check(syntax.request(syntax.files_in(repo)))
    problems = merged([*in_files, *(problem for each in compiled for problem in each.result.problems)])
    return problems, tuple(each.result.node.certname for each in compiled if not each.result.ok)
