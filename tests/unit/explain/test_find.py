from __future__ import annotations

import pytest

from orogen.errors import OrogenError
from orogen.explain.find import below, node_named, path_named
from tests.unit.explain.samples import laid_out, layer

LAYERS = (
    layer("profile::a::list: [{x: 1}]\nprofile::a::sizes: {net.core: 1, net: {core.max: 2}, shared_buffers: 1}\n"),
)
KEYS = ("profile::a::list", "profile::a::sizes")


@pytest.mark.parametrize("name", ["web2", "web2.acme-prod.internal"])
def test_a_node_has_two_names(name: str) -> None:
    assert node_named(laid_out()[0], name).certname == "web2.acme-prod.internal"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("databse1", "Did you mean `database1`?"), ("web9", "There are web1, web2, job1, job2, database1,")],
)
def test_another_node_gets_a_suggestion(name: str, wanted: str) -> None:
    with pytest.raises(OrogenError, match=f"acme-prod has no node `{name}`") as error:
        node_named(laid_out()[0], name)
    assert error.value.help.startswith(wanted)


@pytest.mark.parametrize(
    ("word", "path"),
    [
        ("profile::a::list", ("profile::a::list",)),
        ("profile::a::list.0.x", ("profile::a::list", 0, "x")),
        ("profile::a::sizes.net.core", ("profile::a::sizes", "net.core")),
        ("profile::a::sizes.net.core.max", ("profile::a::sizes", "net", "core.max")),
    ],
)
def test_a_path_may_have_dots_in_its_names(word: str, path: tuple[str | int, ...]) -> None:
    assert path_named(laid_out()[0].nodes[0], word, KEYS, LAYERS) == path


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("profile::a::size", "Did you mean `profile::a::sizes`?"),
        ("profile::a::sizes.shared_bufers", "Did you mean `profile::a::sizes.shared_buffers`?"),
        ("shared_buffers", "Did you mean `profile::a::sizes.shared_buffers`?"),
        ("shared_bufers", "Did you mean `profile::a::sizes.shared_buffers`?"),
        ("profile::a::list.1", "`orogen explain SPEC web1` lists what it has."),
        ("zzz", "`orogen explain SPEC web1` lists what it has."),
    ],
)
def test_another_key_gets_a_suggestion(word: str, wanted: str) -> None:
    with pytest.raises(OrogenError, match=f"web1 has no value for `{word}`") as error:
        path_named(laid_out()[0].nodes[0], word, KEYS, LAYERS)
    assert error.value.help == wanted


def test_the_entries_of_a_hash_at_every_depth() -> None:
    assert [*below({"a": {"b": 1}, "c": [1]})] == ["a", "a.b", "c"]
