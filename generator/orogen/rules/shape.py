"""What there is to say about the codes of a spec's text and shape; the reader itself finds these problems."""

from __future__ import annotations

from types import MappingProxyType

from orogen.spec import codes

# `bad` and `good` stand in the place of the sections that they begin with, or at the end. Codes about bytes, sizes and
# several files have none.
_TEXT = {
    codes.UNREADABLE: {
        "title": "Unreadable file",
        "why": "Of several specs the others are still checked; this one is not there, or may not be read.",
        "fix": "Check the name and who may read the file.",
    },
    codes.NOT_TEXT: {
        "title": "File that is not UTF-8 text",
        "why": "The other readers of a spec, such as editors and CI, would see other characters than orogen.",
        "fix": "Save the file as UTF-8, without control characters.",
    },
    codes.EMPTY: {
        "title": "Empty file",
        "why": "An empty file is mostly a lost one: a redirection that failed, or a merge gone wrong.",
        "fix": "Start with `orogen init`, or bring the file back from version control.",
    },
    codes.TOO_LARGE: {
        "title": "File too large",
        "why": "A spec has some hundred lines; a file of megabytes is a dump or a log that was named by mistake.",
        "fix": "Name the spec.",
    },
    codes.SYNTAX: {
        "title": "Not valid YAML",
        "why": "Whatever follows a broken quote, bracket or indentation may mean something else than it says.",
        "fix": "Mend the line that is shown; what follows it is read when it is right.",
        "bad": "packages: {source: vendor\n",
        "good": "packages: {source: vendor}\n",
    },
    codes.TOO_DEEP: {
        "title": "Values nested too deep",
        "why": "A spec needs six levels; a file with more than 50 is made to exhaust its reader, or is no spec.",
        "fix": "Write the values out flat.",
    },
    codes.TOO_MANY_VALUES: {
        "title": "Too many values",
        "why": "A few lines of aliases of aliases stand for billions of values, which no machine can hold.",
        "fix": "Write the values out, or use fewer aliases.",
    },
    codes.SEVERAL_DOCUMENTS: {
        "title": "Several documents in a file",
        "why": "Most readers of YAML take the first one and say nothing of the others.",
        "fix": "Give each environment a file of its own; commands take many.",
        "bad": "---\nname: acme-staging\n",
    },
    codes.BAD_ALIAS: {
        "title": "Alias without a value",
        "why": "A value that starts with `*` stands for one that `&` named before it.",
        "fix": "Name the value with `&` before its alias, or quote what is text.",
        "bad": "packages: {source: *source}\n",
        "good": "packages: {source: &source vendor}\n",
    },
    codes.DUPLICATE_KEY: {
        "title": "Key given twice",
        "why": "Some readers take the first value and some the last: a reviewer cannot know which one counts.",
        "fix": "Keep one of them.",
        "bad": "packages:\n  source: vendor\n  source: distribution\n",
        "good": "packages:\n  source: vendor\n",
    },
    codes.AMBIGUOUS: {
        "title": "Value that YAML readers take differently",
        "why": "A bare `off`, `0644` or `12:30` is text to one reader, and false, 420 or 750 to another.",
        "fix": "Quote it, or write `true` or `false`.",
        "bad": "queue: {durability: no}\n",
        "good": "queue: {durability: replicated}\n",
    },
    codes.UNKNOWN_TAG: {
        "title": "Tag",
        "why": "Tags make some readers run code or include files; a spec holds plain values only.",
        "fix": "Write the value without a tag.",
        "bad": "name: !env ACME_NAME\n",
        "good": "name: acme-prod\n",
    },
    codes.BAD_KEY: {
        "title": "Key that is not a word",
        "why": "Bare braces begin a mapping in YAML: a template that nobody filled in becomes a strange key.",
        "fix": "Fill the template in before orogen reads it, and write `key: value`.",
        "bad": "packages: {source: vendor, {{ mirror }}: true}\n",
        "good": "packages: {source: vendor}\n",
    },
}
_FIT = {
    codes.UNKNOWN_KEY: {
        "title": "Unknown key",
        "why": "A misspelt key would be passed over in silence, and its default would count.",
        "fix": "Use a key that the message names.",
        "bad": "packages: {sources: vendor}\n",
        "good": "packages: {source: vendor}\n",
    },
    codes.MISSING_KEY: {
        "title": "Missing key",
        "why": "Nothing can be taken for it: every guess would be somebody else's environment.",
        "fix": "Add the key.",
        "bad": "edge: {kind: cloudflare}\n",
        "good": "edge: {kind: cloudflare, tunnel: 6ff42ae2-765d-4adf-8112-31c55c1551ef}\n",
    },
    codes.WRONG_TYPE: {
        "title": "Value of the wrong type",
        "why": "A number where text is due loses its form: a bare 5.10 is 5.1.",
        "fix": "Quote text that looks like a number; write numbers and lists without quotes.",
        "bad": 'consumer: {processes: "4"}\n',
        "good": "consumer: {processes: 4}\n",
    },
    codes.NOT_A_CHOICE: {
        "title": "Not one of the choices",
        "why": "Each of the choices leads to settings of its own, and another word to none.",
        "fix": "Use one that the message names.",
        "bad": "database: {failover: quick}\n",
        "good": "database: {failover: fast}\n",
    },
    codes.NOT_VALID: {
        "title": "Value of the wrong form",
        "why": "A value goes into file names, addresses and other programs' files, which take certain forms only.",
        "fix": "Write it in the form that the message describes.",
        "bad": "backups: {repository: acme-prod-backups}\n",
        "good": "backups: {repository: gs://acme-prod-backups}\n",
    },
    codes.OUT_OF_RANGE: {
        "title": "Too much or too little",
        "why": "Outside these bounds a value is a slip of the hand, or more than the programs take.",
        "fix": "Choose a value between the bounds.",
        "bad": "consumer: {processes: 400}\n",
        "good": "consumer: {processes: 4}\n",
    },
    codes.LISTED_TWICE: {
        "title": "Listed twice",
        "why": "The second entry adds nothing, and often another one was meant: two zones that are one.",
        "fix": "Keep one of them, or write what was meant.",
        "bad": "access: {allow: [203.0.113.0/24, 203.0.113.0/24]}\n",
        "good": "access: {allow: [203.0.113.0/24, 198.51.100.0/24]}\n",
    },
    codes.NOT_USED_HERE: {
        "title": "Key that is not used here",
        "why": "It belongs to another choice beside it: one of the two is a leftover.",
        "fix": "Remove the key, or make the choice that it belongs to.",
        "bad": "edge: {kind: gcp, tunnel: 6ff42ae2-765d-4adf-8112-31c55c1551ef}\n",
        "good": "edge: {kind: gcp}\n",
    },
    codes.TOO_MANY_PROBLEMS: {
        "title": "More problems than are shown",
        "why": "After a hundred problems the rest are mostly echoes of the first.",
        "fix": "Repair these and check again.",
    },
}
_TOGETHER = {
    codes.SAME_NAME: {
        "title": "Two environments with one name",
        "why": "An environment's data is kept under its name: one would overwrite the other.",
        "fix": "Give each environment of a control repo a name of its own.",
    },
    codes.SAME_DOMAIN: {
        "title": "Two environments with one domain",
        "why": "Nodes are told apart by their full names: two machines would be given one certificate and one catalog.",
        "fix": "Give each environment of a control repo a domain of its own.",
    },
    codes.SAME_TUNNEL: {
        "title": "Two environments with one tunnel",
        "why": "Cloudflare takes their nodes for replicas of each other: visitors of production land in staging too.",
        "fix": "Make a tunnel for each environment with `cloudflared tunnel create`.",
    },
}

SHAPE = MappingProxyType({**_TEXT, **_FIT, **_TOGETHER})
"""Code -> the words of its entry in the catalogue."""
