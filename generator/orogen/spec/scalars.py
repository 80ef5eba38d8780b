"""What a bare word in a spec means: true, false, null, a decimal number, or text.

YAML readers disagree about more (`yes`, `0644`, `22:22`, `1,000`, dates). Puppet's takes other ones than Python's, so a
bare word of such a form is reported and must be put in quotes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = "tag:yaml.org,2002:str"
MERGE = "tag:yaml.org,2002:merge"
AMBIGUOUS = "tag:orogen.dev,2026:ambiguous"

_NULL = "tag:yaml.org,2002:null"
_BOOLEAN = "tag:yaml.org,2002:bool"
_INTEGER = "tag:yaml.org,2002:int"
_DECIMAL = "tag:yaml.org,2002:float"

# 15 digits are exact in every reader; longer ones stay text, which the shape then refuses.
FORMS: dict[str, re.Pattern[str]] = {
    _NULL: re.compile(r"(?:~|null|Null|NULL|)\Z"),
    _BOOLEAN: re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z"),
    _INTEGER: re.compile(r"-?(?:0|[1-9][0-9]{0,14})\Z"),
    _DECIMAL: re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}\Z"),
    MERGE: re.compile(r"<<\Z"),
    AMBIGUOUS: re.compile(
        r"""(?: (?:yes|no|on|off)                                  # booleans of YAML 1.1
            | [-+]? 0 [0-9_]+ | 0o[0-7]+ | [-+]? 0x[0-9a-f_]+ | [-+]? 0b[01_]+
            | \+ [0-9][0-9.]*
            | [-+]? [0-9]+ (?: [,_]+ [0-9]* )+ (?: \.[0-9]* )?     # digits in groups
            | [-+]? [0-9]+ (?: :[0-9]{1,2} )+ (?: \.[0-9]* )?      # base 60
            | [-+]? (?: [0-9]+\.? | [0-9]*\.[0-9]+ ) e [-+]? [0-9]+
            | [-+]? (?: [0-9]+\. | \.[0-9]+ )
            | [-+]? \. (?:inf|nan)
            | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2} (?: [t\ \t] .* )?     # dates
            | : .+                                                 # symbols of Ruby
            | =
            )\Z""",
        re.IGNORECASE | re.VERBOSE,
    ),
}

# What a word of each form starts with; `` is the empty word. Most words start otherwise, and no pattern is tried.
STARTS: dict[str, tuple[str, ...]] = {
    _NULL: ("", *"~nN"),
    _BOOLEAN: (*"tTfF",),
    _INTEGER: (*"-0123456789",),
    _DECIMAL: (*"-0123456789",),
    MERGE: ("<",),
    AMBIGUOUS: (*"yYnNoO+-.:=0123456789",),
}

FORMS_BY_START = {
    start: [(tag, form) for tag, form in FORMS.items() if start in STARTS[tag]]
    for start in {start for starts in STARTS.values() for start in starts}
}

VALUES: dict[str, Callable[[str], Any]] = {
    _NULL: lambda _: None,
    _BOOLEAN: lambda text: text.lower() == "true",
    _INTEGER: int,
    _DECIMAL: float,
    TEXT: str,
    MERGE: str,
    AMBIGUOUS: str,
}


class Loader(yaml.CSafeLoader):
    """The C parser and composer of PyYAML with these forms in place of its own."""

    yaml_implicit_resolvers = FORMS_BY_START
