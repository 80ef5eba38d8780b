"""The site builds without a warning, which is also how links and anchors are checked, and loads nothing from others."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.docs.pages import ROOT, names

if TYPE_CHECKING:
    from pathlib import Path

# What a browser fetches by itself: not links that a person follows, and not the page's own address.
_LOADED = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]*?(?:src|srcset|data)=[\"']?((?:https?:)?//[^\s\"'>]+)"
    r"|<link\b(?=[^>]*rel=[\"']?(?:stylesheet|icon|preload|prefetch|preconnect|dns-prefetch|modulepreload))[^>]*?"
    r"href=[\"']?((?:https?:)?//[^\s\"'>]+)"
)
_IN_STYLE = re.compile(r"(?:url\(|@import )[\"']?((?:https?:)?//[^\s\"')]+)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    # With --quiet, warnings would not count.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_page_is_built(site: Path) -> None:
    assert [page for page in names() if not (site / page).with_suffix(".html").exists()] == []


def test_nothing_is_loaded_from_other_hosts(site: Path) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    styles = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.css")}
    assert pages
    assert styles
    found = {str(path): _LOADED.findall(text) + _IN_STYLE.findall(text) for path, text in pages.items()}
    found |= {str(path): _IN_STYLE.findall(text) for path, text in styles.items()}
    assert {path: addresses for path, addresses in found.items() if addresses} == {}


@pytest.mark.parametrize(
    ("html", "loads"),
    [
        ('<script src="https://cdn.example/x.js"></script>', True),
        ("<script async src=//cdn.example/x.js></script>", True),
        ('<link href="https://fonts.example/f.css" rel="stylesheet">', True),
        ('<link rel="canonical" href="https://orogen.dev/">', False),
        ('<a href="https://pre-commit.com">pre-commit</a>', False),
        ('<script src="assets/x.js"></script>', False),
    ],
)
def test_what_counts_as_loaded(html: str, loads: bool) -> None:
    assert bool(_LOADED.search(html)) is loads
