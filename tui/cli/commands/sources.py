"""`evtui source`: how sources are read, declared once."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from tui.cli import EXIT_DONE
from tui.cli.libraries import writing_folder
from tui.cli.output import say, write_json
from tui.cli.reading_options import READER_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.sources import DeclaredSource


def add_source(options: Namespace) -> int:
    """Declare a source; a library that does not exist yet is made."""
    from index.dates.order import DateOrder
    from index.library import open_library
    from index.sources import DeclaredSource, declare, declared_sources, find

    source = DeclaredSource(
        name=options.name,
        paths=tuple(options.path),
        mapping={READER_NAMES.get(field, field): name for field, name in options.map},
        date_order=DateOrder(options.date_order) if options.date_order else None,
        format=options.format,
        encoding=options.encoding or "",
        language=options.language or "",
    )
    with open_library(writing_folder(options), create=True) as library:
        declare(library.store, source, replace=options.replace)
        kept = find(declared_sources(library.store), source.name)
    _write(kept, json=options.json)
    if not kept.paths:
        say(f"It is used where it is asked for: evtui import --from '{kept.name}' PATH…")
    return EXIT_DONE


def list_sources(options: Namespace) -> int:
    """Print the declared sources."""
    sources = _declared(options)
    for source in sources.values():
        if options.json:
            _write(source, json=True)
        else:
            print(f"{source.name}: {_in_one_line(source)}")
    if not sources:
        say("No source is declared. To declare one: evtui source add NAME --map FIELD=NAME")
    return EXIT_DONE


def show_source(options: Namespace) -> int:
    """Print one declared source."""
    from index.sources import find

    _write(find(_declared(options), options.name), json=options.json)
    return EXIT_DONE


def remove_source(options: Namespace) -> int:
    """Forget a declared source, or all of them."""
    from index.errors import LibraryMissing
    from index.library import open_library
    from index.sources import SourceError, forget, forget_all

    if bool(options.name) is options.all:
        raise SourceError("Say which source is to be forgotten, or --all for all of them.")
    folder = writing_folder(options)
    if not (folder / "library.db").exists():
        raise LibraryMissing(f"There is no library in {folder}.")
    with open_library(folder) as library:
        if options.all:
            forget_all(library.store)
        else:
            forget(library.store, options.name)
    if options.json:
        write_json({"removed": options.name or None})
    else:
        say("Forgotten; the articles that were read like this stay.")
    return EXIT_DONE


def _declared(options: Namespace) -> Mapping[str, DeclaredSource]:
    from index.sources import declared_sources
    from index.store import Store
    from tui.cli.libraries import chosen_folder

    folder = writing_folder(options)
    if chosen_folder(options) is None and not (folder / "library.db").exists():
        return {}
    store = Store.open(folder)
    try:
        return declared_sources(store)
    finally:
        store.close()


def _write(source: DeclaredSource, *, json: bool) -> None:
    from index.sources import to_json

    if json:
        write_json(to_json(source))
        return
    print(source.name)
    for name, value in _parts(source):
        print(f"  {name:<11} {value}")


def _in_one_line(source: DeclaredSource) -> str:
    return "; ".join(f"{name} {value}" for name, value in _parts(source)) or "nothing but its name"


def _parts(source: DeclaredSource) -> list[tuple[str, str]]:
    from index.sanitise import sanitise_line

    names = {inner: outer for outer, inner in READER_NAMES.items()}
    mapping = [f"{names.get(field, field)}={name}" for field, name in source.mapping.items()]
    parts = [
        *(("path", path) for path in source.paths),
        *(("map", each) for each in mapping),
        ("date order", source.date_order.value if source.date_order else ""),
        ("format", source.format),
        ("encoding", source.encoding),
        ("language", source.language),
    ]
    return [(name, sanitise_line(value)) for name, value in parts if value]
