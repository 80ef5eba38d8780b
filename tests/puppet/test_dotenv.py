"""Any string arrives in OroCommerce's environment as it was: written by our functions, read by Symfony's own Dotenv."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from orogen.data import TEMPLATES
from orogen.verify import ruby

DOTENV = Path("/usr/share/php/Symfony/Component/Dotenv/autoload.php")
RUBY = ruby.find()
pytestmark = pytest.mark.skipif(RUBY is None, reason="no Puppet here: apt install puppet-agent")

ASK = """
require 'json'
require 'puppet'
Puppet.initialize_settings(['--confdir', ARGV[1], '--vardir', ARGV[1]])
question = JSON.parse($stdin.read)
secret = ->(value) { Puppet::Pops::Types::PSensitiveType::Sensitive.new(value) }
Puppet::Pal.in_tmp_environment('test', modulepath: [ARGV[0]]) do |pal|
  pal.with_script_compiler do |compiler|
    filled = compiler.call_function('profile::fill', question['texts'], secret.call(question['secrets']))
    print compiler.call_function('profile::dotenv', filled, question['plain']).unwrap
  end
end
"""
READ = (
    "require $argv[1]; echo json_encode((new Symfony\\Component\\Dotenv\\Dotenv())->parse(stream_get_contents(STDIN)));"
)

ODD = [
    "",
    "it's",
    "''",
    '"',
    "$HOME ${X:-y} $(id) `id`",
    "back\\slash\\n\\",
    "two\nlines\n",
    "\r",
    "dos\r\nlines\r\r'",
    "%{lookup('x')} %env(X)%",
    "a # no comment",
    " spaces around ",
    "{not_a_secret}",
    "\t\x01\x7f",
    "no",
    "0644",
    "::1",
    "é \u2028 😀",
]


def written(folder: Path, texts: dict[str, str], secrets: dict[str, str], plain: dict[str, str]) -> str:
    question = json.dumps({"texts": texts, "secrets": secrets, "plain": plain})
    command = [str(RUBY), "-e", ASK, str(TEMPLATES / "site-modules"), str(folder)]
    done = subprocess.run(command, input=question, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_symfony_reads_what_the_spec_says(tmp_path: Path) -> None:
    if not DOTENV.exists() or not shutil.which("php"):
        pytest.skip("no Symfony here: apt install php-cli php-symfony-dotenv")
    generator = random.Random(1)  # noqa: S311 # the same strings in every run
    characters = "'\"\\$\n\r{}%# a=()`é😀n"
    strings = [*ODD, *("".join(generator.choices(characters, k=generator.randint(1, 30))) for _ in range(1000))]
    values = {f"VALUE_{number}": text for number, text in enumerate(strings)}
    text = written(tmp_path, {"ORO_SECRET": "{secret}"}, {"secret": "it's $5"}, values)
    read = subprocess.run(["php", "-r", READ, "--", str(DOTENV)], input=text.encode(), capture_output=True, check=True)
    assert json.loads(read.stdout) == values | {"ORO_SECRET": "it's $5"}


def test_what_the_spec_says_wins_over_a_dsn_and_is_not_filled(tmp_path: Path) -> None:
    plain = {"ORO_DB_DSN": "mine://{database_password}"}
    text = written(
        tmp_path, {"ORO_DB_DSN": "postgres://{database_password}@h", "ORO_A": "x"}, {"database_password": "p"}, plain
    )
    assert text == "ORO_A='x'\nORO_DB_DSN='mine://{database_password}'\n"


def test_a_secret_that_is_missing_is_an_error_and_not_a_hole(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="ORO_SECRET needs the secret 'secret'"):
        written(tmp_path, {"ORO_SECRET": "{secret}"}, {"other": "x"}, {})
