"""application: PHP of the release, the user and folders, and one environment that every process of the code reads."""

import json

import pytest

SERVICE = "application"
ROOT = "/opt/orocommerce"
SHARED = f"{ROOT}/shared"
# Oro's composer.json and system requirements.
EXTENSIONS = {
    *(
        "bcmath",
        "ctype",
        "curl",
        "dom",
        "gd",
        "iconv",
        "intl",
        "json",
        "ldap",
        "mbstring",
        "mongodb",
        "openssl",
        "pcntl",
    ),
    *(
        "pdo",
        "pdo_pgsql",
        "simplexml",
        "soap",
        "sockets",
        "sodium",
        "tidy",
        "tokenizer",
        "xml",
        "xmlwriter",
        "zip",
        "zlib",
    ),
}


# A dialogue that ends before there is a message: nobody gets mail from a check.
MAIL = """
import smtplib
with smtplib.SMTP("127.0.0.1", 10025, timeout=20) as mail:
    mail.ehlo()
    print(mail.mail("check@{domain}")[0], mail.rcpt("check@{domain}")[0], mail.rset()[0])
"""


@pytest.fixture(scope="module")
def php(host):
    """Give the php that the units here run, by its full path."""
    return host.check_output("ls /usr/bin/php[0-9]*.[0-9]* | sort --version-sort | tail --lines=1")


def test_php_is_the_releases_and_has_its_extensions(host, php):
    """composer.json pins the minor version, and refuses to install without the extensions."""
    loaded = json.loads(host.check_output(f"{php} -r 'echo json_encode(get_loaded_extensions());'"))
    assert EXTENSIONS - {name.lower() for name in loaded} == set()
    version, limit = host.check_output(f'{php} -r \'echo PHP_VERSION, " ", ini_get("memory_limit");\'').split()
    assert f"php{'.'.join(version.split('.')[:2])}" in php
    assert limit == "2048M"


def test_only_the_code_reads_the_environment(host):
    """The file holds every password; the web server's own user has no business there."""
    file = host.file(f"{SHARED}/.env-app.local")
    assert (file.user, file.group, file.mode) == ("root", "oro", 0o640)
    assert host.run(f"runuser --user www-data -- cat {SHARED}/.env-app.local").rc != 0


def test_no_variable_is_empty_or_has_a_hole(host):
    """OroCommerce must never be given an empty value, and a name in braces is a secret that was not filled in."""
    text = host.file(f"{SHARED}/.env-app.local").content_string
    values = dict(line.split("=", 1) for line in text.splitlines() if line.startswith("ORO_") and "=" in line)
    assert len(values["ORO_SECRET"]) > 20
    assert "''" not in values.values()
    assert not [name for name, value in values.items() if "{" in value and value.endswith("}'")]


def test_a_variable_reaches_no_process_by_another_way(host):
    """A real environment variable would win over the file, and php-fpm would not see it."""
    assert host.run("grep --recursive --extended-regexp '^(export )?ORO_' /etc/environment /etc/profile.d").stdout == ""


@pytest.mark.parametrize("folder", ["public/media", "var/data", "var/logs", "var/maintenance", "var/sessions"])
def test_the_code_writes_where_it_must(host, folder):
    """Shared by all releases, so that a deploy takes nothing away."""
    assert host.run(f"runuser --user oro -- test -w {SHARED}/{folder}").rc == 0


def test_keys_are_private(host):
    """The OAuth keys lie here, the same pair on every node."""
    folder = host.file(f"{SHARED}/oauth")
    assert (folder.user, folder.mode) == ("oro", 0o700)


def test_mail_is_accepted(host, environment):
    """By Postfix, through this node's HAProxy, as the code sends it."""
    if not any("mail" in node["services"] for node in environment["nodes"]):
        pytest.skip("no mail service in this environment")
    if environment["type"] != "production":
        pytest.skip("mail may go to some domains only")
    domain = host.check_output(f"sed -n 's|^ORO_APP_URL=.*://\\([^/:\\x27]*\\).*|\\1|p' {SHARED}/.env-app.local")
    assert host.check_output("python3 -c %s", MAIL.format(domain=domain)) == "250 250 250"
