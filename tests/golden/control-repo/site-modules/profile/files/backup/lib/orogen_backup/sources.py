"""What a set of this environment is made of: the database, and each database of files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from orogen_backup import database, media
from orogen_backup.sets import DATABASE

if TYPE_CHECKING:
    from orogen_backup.settings import Settings

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Dump:
    """A part under way: what is written, and what was counted, which is known once all has been written."""

    output: Iterable[bytes]
    counts: Callable[[], Counts]


@dataclass(frozen=True)
class Source:
    """A part of a set by its name in the set, and how it is dumped."""

    name: str
    dump: Callable[[], AbstractContextManager[Dump]]


@dataclass(frozen=True)
class Sources:
    """All parts in their order, and what the manifest says of the database."""

    about: Mapping[str, str | int]
    parts: tuple[Source, ...]


@contextmanager
def of_stores(settings: Settings) -> Iterator[Sources]:
    """Give the parts of the running stores. The database's dump and its counts are of the moment the block begins."""
    with database.moment() as (reader, snapshot):

        @contextmanager
        def dump_database() -> Iterator[Dump]:
            with database.dumping(snapshot) as program:
                yield Dump(program.output(), lambda: database.counted(reader))

        files = tuple(Source(f"{name}.archive", partial(_dump_files, settings, name)) for name in settings.media)
        yield Sources(database.described(reader), (Source(DATABASE, dump_database), *files))


@contextmanager
def _dump_files(settings: Settings, name: str) -> Iterator[Dump]:
    with media.dumping(settings.media_login, name) as program:
        yield Dump(program.output(), lambda: media.dumped(program))
