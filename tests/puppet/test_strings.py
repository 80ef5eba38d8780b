"""Any string that a user may put into the spec arrives in the catalog unchanged: spec -> Hiera -> Puppet."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from orogen.verify import inventory, ruby
from orogen.verify.catalogs import opened
from orogen.verify.puppets import puppets
from tests.puppet.conftest import ROOT, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from orogen.verify.puppets import Puppets

SPEC = ROOT / "examples/development.yaml"
AWKWARD = [
    *("no", "on", "null", "~", "0644", "1,000", "12:30", "::1", ":symbol", "2024-1-1", "=", "<<", "&a", "*a", "!x"),
    *(
        "'",
        '"',
        "''",
        "\\",
        "\\n",
        "$x",
        "${x}",
        "$(x)",
        "`x`",
        "%{x}",
        "%{literal('%')}",
        "%%{x}",
        "{{x}}",
        "{secret}",
    ),
    *(
        " ",
        " lead",
        "trail ",
        "\n",
        "a\nb\n",
        "\t",
        "\r\n",
        "#",
        "a #b",
        "a: b",
        "- a",
        "😀",
        "é",
        "\x85",
        "\u2028",
        "\ufeff",
    ),
    *("Sensitive [value redacted]", "ENC[PKCS7,x]", "<%= $x %>", "<% x -%>", "undef", "true", "1e3", "0x1F", "1_000"),
]
TEXT = st.sampled_from(AWKWARD) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


class InQuotes(yaml.SafeDumper):
    """Writes every text as a careful person does: what is ambiguous when bare is refused by the spec's reader."""


InQuotes.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Puppets]:
    program = ruby.find()
    if program is None:
        pytest.skip("no Puppet on this machine: apt install puppet-agent")
    with puppets(program, tmp_path_factory.mktemp("warm"), 1) as started:
        yield started


@pytest.fixture(scope="module")
def compiled(
    warm: Puppets, private_key: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[dict[str, str]], dict[str, str]]:
    """Give a function from `application.environment` in a spec to the same parameter in the compiled catalog."""
    folder = tmp_path_factory.mktemp("strings")
    base = yaml.safe_load(SPEC.read_text())

    def through(values: dict[str, str]) -> dict[str, str]:
        base["application"]["environment"] = values
        spec = folder / "spec.yaml"
        spec.write_text(yaml.dump(base, Dumper=InQuotes))
        render(folder / "control-repo", [str(spec)])
        with shown(folder / "shown") as repo:
            compiler = opened(folder / "control-repo", warm, repo, private_key)
            nodes, _ = inventory.read(folder / "control-repo")
            (node,) = compiler.compile(nodes, catalogs=True)
        assert node.catalog is not None, node.result.problems
        arrived: dict[str, str] = node.catalog["Class[Profile::Application]"]["environment"]
        return arrived

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OROGEN_PRIVATE_KEY", str(private_key))
        yield through


@contextmanager
def shown(folder: Path) -> Iterator[Path]:
    yield folder
    shutil.rmtree(folder)


def test_every_awkward_string_arrives(compiled: Callable[[dict[str, str]], dict[str, str]]) -> None:
    values = {f"V{number}": text for number, text in enumerate(AWKWARD)}
    assert compiled(values) == values


@settings(max_examples=12)
@given(texts=st.lists(TEXT, min_size=1, max_size=40))
def test_any_string_arrives(compiled: Callable[[dict[str, str]], dict[str, str]], texts: list[str]) -> None:
    values = {f"V{number}": text for number, text in enumerate(texts)}
    assert compiled(values) == values
