"""Bad input of every kind: never an exception, always a place inside the text."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orogen.report import render
from orogen.spec.read import read
from tests.samples import TODAY
from tests.unit.spec.test_compose import LAUGHS
from tests.unit.spec.texts import EXAMPLES

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.spec.read import Reading

EXAMPLE = (EXAMPLES / "acme-prod.yaml").read_bytes()
LINES = EXAMPLE.splitlines(keepends=True)


def _check(reading: Reading) -> None:
    """Every problem has a place in the text, words, and advice, and can be shown."""
    lines = max(len(reading.document.lines), 1)
    for problem in reading.diagnostics:
        span = problem.span
        in_text = span.line <= lines or reading.document.text == ""
        assert in_text, problem
        assert span.line >= 1
        assert span.column >= 1
        assert (span.end_line, span.end_column) >= (span.line, span.column), problem
        assert problem.message
        assert problem.help
    for format_name in ("full", "concise", "json"):
        render(reading.diagnostics, [reading.document], format_name, color=False)
    assert (reading.environment is None) == any(one.severity == "error" for one in reading.diagnostics)


@st.composite
def _mutations(draw: st.DrawFn) -> bytes:
    """Change the example in a few places: bytes put in or taken out, lines dropped, doubled, moved or indented."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 3))):
        index = draw(st.integers(0, len(lines) - 1))
        other = draw(st.integers(0, len(lines) - 1))
        line = lines[index]
        cut = draw(st.integers(0, len(line)))
        piece = draw(PIECES)
        lines[index] = draw(
            st.sampled_from(
                [
                    b"",
                    line * 2,
                    b"  " + line,
                    line.lstrip(),
                    lines[other],
                    line[:cut] + piece + line[cut:],
                    line[:cut] + piece,
                    line[:cut],
                    line.split(b":")[0] + b": " + piece + b"\n",
                ]
            )
        )
    return b"".join(lines)


PIECES = st.one_of(
    st.sampled_from(
        [
            *(b"yes", b"0644", b"22:22", b"::1", b"1e3", b"null", b"-1", b"99999999999999999999", b"1.5", b"[]", b"{}"),
            *(
                b"[",
                b"}",
                b"'",
                b'"',
                b"&a",
                b"*a",
                b"<<: *a",
                b"!!int ",
                b"\t",
                b"- ",
                b"? ",
                b": ",
                b"|\n",
                b"#",
                b"%",
            ),
            *(b"---\n", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r", b"\xc2\x85", b"\xe2\x80\xa8", "🎉é".encode(), b"@"),
            *(b"10.0.0.0/0", b"0.0.0.0/8", b"10.20.0.1", b"europe-west1-b", b"web", b"6.1", b"sunday", b'"\\u202e"'),
        ]
    ),
    st.binary(max_size=6),
    st.text(max_size=6).map(lambda text: text.encode("utf-8", "ignore")),
)


@settings(max_examples=300)
@given(content=_mutations())
def test_a_changed_spec_is_read_or_refused_with_places(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "mutation.yaml"
    path.write_bytes(content)
    _check(read(str(path), TODAY))


@settings(max_examples=100)
@given(content=st.one_of(st.binary(max_size=60), st.text(max_size=60).map(lambda text: text.encode("utf-8", "ignore"))))
def test_anything_at_all_is_read_or_refused_with_places(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "anything.yaml"
    path.write_bytes(content)
    _check(read(str(path), TODAY))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xef\xbb\xbf" + EXAMPLE, None),
        (EXAMPLE.replace(b"\n", b"\r\n"), None),
        (EXAMPLE.replace(b"\n", b"\r"), None),
        (b"", "ORO102"),
        (b"\x7fELF\x02\x01\x01\x00", "ORO101"),
        ("ключ: 1\n".encode(), "ORO120"),
        (b'"\\e[31mred": 1\n', "ORO120"),
        (b"<<: x\n", "ORO112"),
        (EXAMPLE.replace(b"region: ", b"\tregion: ", 1), "ORO104"),
    ],
)
def test_odd_files(tmp_path: Path, content: bytes, code: str | None) -> None:
    (tmp_path / "spec.yaml").write_bytes(content)
    reading = read(str(tmp_path / "spec.yaml"), TODAY)
    _check(reading)
    codes = {problem.code for problem in reading.diagnostics}
    assert code in codes if code else not codes


HUNDRED_MEGABYTES = 100 * 1024 * 1024


@pytest.mark.parametrize(
    ("content", "size", "code"),
    [
        (b"a: b\n", 500 * 1024 * 1024, b"ORO103"),
        (b"[" * 100_000, None, b"ORO105"),
        (LAUGHS.encode(), None, b"ORO106"),
        (b"".join(b"k%d: [1, 2, 3]\n" % i for i in range(250_000)), None, b"ORO106"),
        (b"location: {zones: [" + b"z, " * 90_000 + b"z]}\n", None, b"ORO126"),
        (b"access: {administrators: [" + b"{name: A}, " * 15_000 + b"]}\n", None, b"ORO128"),
        (b"name: " + b"x" * 4_000_000 + b"\n", None, b"ORO125"),
    ],
    ids=["500 MB", "deep", "laughs", "many values", "long list", "many problems", "long line"],
)
def test_large_input_takes_little_memory(tmp_path: Path, content: bytes, size: int | None, code: bytes) -> None:
    path = tmp_path / "spec.yaml"
    path.write_bytes(content)
    if size:
        os.truncate(path, size)
    program = (
        "import re, sys\n"
        "sys.argv = ['orogen', 'validate', '--format=concise', sys.argv[1]]\n"
        "from orogen.cli.main import main\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        "    status = open('/proc/self/status').read()\n"
        "    print(re.search(r'VmHWM:\\s*([0-9]+) kB', status)[1], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, check=False)
    assert done.returncode == 1
    assert code in done.stdout
    assert int(done.stderr) * 1024 < HUNDRED_MEGABYTES
    assert len(done.stdout) < 100_000
