"""The questions in their order: what each asks, what is suggested, and what is taken when nobody can be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orogen.init.answers import Answers
from orogen.init.sizes import SIZES
from orogen.spec.regions import REGIONS
from orogen.spec.releases import RELEASES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Given = Mapping[str, str]
    """Question -> answer, of all questions that come before."""

TYPES = ("production", "staging", "testing", "development")


def _is(text: str) -> Callable[[Given], str]:
    return lambda _: text


def _nothing(_: Given) -> str:
    return ""


def _always(_: Given) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, which is a flag as well.

    default: what is suggested, given the answers before; empty for nothing.
    assumed: whether the default may stand when nobody is asked.
    example: an answer that is right, for where there is no default.
    applies, asked: whether the question arises, and whether a person is bothered with it.
    """

    name: str
    text: str
    metavar: str = ""
    choices: tuple[str, ...] = ()
    default: Callable[[Given], str] = _nothing
    assumed: bool = True
    example: Callable[[Given], str] = _nothing
    applies: Callable[[Given], bool] = _always
    asked: Callable[[Given], bool] = _always


def _needs_zones(given: Given) -> int:
    """Give how many zones the type's topology makes use of."""
    return 3 if given["type"] in ("production", "staging") else 1


def _zones(given: Given) -> str:
    region = REGIONS[given["provider"]].get(given["region"])
    if region:
        return ", ".join(region.zones[: _needs_zones(given)])
    # Where one zone is enough, machines of one's own stand in one place, which has a name already.
    return given["region"] if given["provider"] == "static" and _needs_zones(given) == 1 else ""


def _first_region(given: Given) -> str:
    return next(iter(REGIONS[given["provider"]]), "")


_PROJECTS = {"gcp": "acme-prod-4821", "oci": "ocid1.tenancy.oc1..aaaaaaaa7q2x"}

QUESTIONS = (
    Question(
        name="name",
        text="Name: lower-case words joined by dashes",
        metavar="NAME",
        default=lambda given: given.get("file", ""),
        example=_is("acme-prod"),
    ),
    Question(name="type", text="What it is for", choices=TYPES, default=_is("production"), assumed=False),
    Question(name="provider", text="Who runs the machines", choices=tuple(REGIONS), default=_is("gcp"), assumed=False),
    Question(name="size", text="How large they are", choices=SIZES, default=_is("medium")),
    Question(
        name="url",
        text="URL that customers open, such as https://shop.acme.example",
        metavar="URL",
        example=_is("https://shop.acme.example"),
    ),
    Question(name="release", text="OroCommerce release", choices=tuple(RELEASES), default=_is(list(RELEASES)[-1])),
    Question(name="edition", text="Edition", choices=("enterprise", "community"), default=_is("enterprise")),
    Question(
        name="project",
        text="Google Cloud project, or OCID of the Oracle Cloud tenancy",
        metavar="ID",
        applies=lambda given: given["provider"] in _PROJECTS,
        example=lambda given: _PROJECTS[given["provider"]],
    ),
    Question(
        name="region",
        text="Region, or the name of the place where your own machines stand",
        metavar="REGION",
        default=_first_region,
        assumed=False,
        example=_is("vienna"),
    ),
    Question(
        name="zone",
        text="Zones, main one first: zones of the region, fault domains, or rooms",
        metavar="ZONE",
        default=_zones,
        example=lambda given: ", ".join(("zone-a", "zone-b", "zone-c")[: _needs_zones(given)]),
    ),
    Question(
        name="network",
        text="Private network of all machines",
        metavar="NETWORK",
        default=_is("10.20.0.0/16"),
        asked=lambda given: given["provider"] == "static",
    ),
    Question(
        name="domain",
        text="Domain of the machines' names",
        metavar="DOMAIN",
        default=lambda given: f"{given['name']}.internal",
        asked=lambda _: False,
    ),
    Question(
        name="edge",
        text="How the world reaches the shop",
        choices=("cloudflare", "gcp"),
        default=_is("cloudflare"),
        asked=lambda given: given["provider"] == "gcp",
    ),
    Question(
        name="tunnel",
        text="Cloudflare tunnel: the UUID that `cloudflared tunnel list` shows",
        metavar="UUID",
        applies=lambda given: given["edge"] == "cloudflare",
        example=_is("6ff42ae2-765d-4adf-8112-31c55c1551ef"),
    ),
    Question(
        name="backups",
        text="Backup repository outside the region: gs://BUCKET, s3://HOST/BUCKET or sftp://USER@HOST/PATH",
        metavar="ADDRESS",
        applies=lambda given: given["type"] != "development",
        default=lambda given: f"gs://{given['name']}-backups" if given["provider"] == "gcp" else "",
        example=lambda given: f"sftp://backup@vault.example/srv/{given['name']}",
    ),
)


def complete(given: Given) -> Answers:
    """Give the answers with what is still open filled in, so that a spec of them is wrong only where an answer is."""
    filled: dict[str, Any] = {}
    for question in QUESTIONS:
        filled[question.name] = given.get(question.name, stand_in(question, {**given, **filled}))
    return Answers(**filled)


def stand_in(question: Question, given: Given) -> str:
    """Give a right answer to a question that is still open."""
    if not question.applies(given):
        return ""
    return question.default(given) or question.example(given)
