"""`evtui init`, and what other commands say of a library in a cluster."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.cli import EXIT_DONE
from tui.cli.libraries import writing_folder
from tui.cli.output import say, write_json

if TYPE_CHECKING:
    from index.engines.opensearch_settings import ClusterSettings
    from index.library import Library
    from index.store import Store


def make_library(options: Namespace) -> int:
    """Make an empty library; with a cluster, one whose articles a team shares."""
    folder = writing_folder(options)
    settings = given_settings(options)
    if settings is None:
        from index.library import open_library
        from index.store.database import DATABASE_NAME

        if (folder / DATABASE_NAME).exists():
            from index.errors import LibraryError

            raise LibraryError(f"There already is a library in {folder}.")
        with open_library(folder, create=True) as library:
            if options.engine is not None:
                library.reindex(options.engine)
            articles = 0
    else:
        from index.shared.library import create_shared

        with create_shared(folder, settings) as library:
            articles = library.info().articles
    if options.json:
        write_json({"library": str(folder), "articles": articles, "shared": settings is not None})
    elif settings is None:
        print(f"An empty library was made in {folder}")
    else:
        holds = f"which holds {articles:,} articles already" if articles else "which is empty"
        print(f"A library was made in {folder} that shares {settings.shown}, {holds}")
        say("Your stars, notes, tags and searches stay in that folder; nobody else sees them.")
    return EXIT_DONE


def given_settings(options: Namespace, known: ClusterSettings | None = None) -> ClusterSettings | None:
    """Return the cluster that the options name; those that are not given are as `known` has them.

    Raises:
        LibraryError: what is given names no cluster, or no cluster is wanted and one is named.
    """
    from dataclasses import replace

    from index.engines import OPENSEARCH
    from index.errors import LibraryError

    given: dict[str, Any] = {
        "urls": tuple(options.url or ()),
        "index": options.index,
        "ca_file": str(Path(options.ca_file).expanduser().resolve()) if options.ca_file else None,
        "timeout_seconds": options.timeout,
        "shards": options.shards,
        "replicas": options.replicas,
    }
    given = {name: value for name, value in given.items() if value not in (None, ())}
    if options.engine != OPENSEARCH:
        if given:
            raise LibraryError(
                f"--{_OPTIONS[next(iter(given))]} is for a cluster: add --engine {OPENSEARCH}."
            )
        return None
    if known is not None:
        return replace(known, **given)
    for name in ("urls", "index"):
        if name not in given:
            raise LibraryError(
                f"A cluster needs --{_OPTIONS[name]}, as in: --engine {OPENSEARCH}"
                " --url https://search.example.org:9200 --index news"
            )
    from index.engines.opensearch_settings import ClusterSettings

    return ClusterSettings(**given)


def settle_cluster(options: Namespace, library: Library) -> None:
    """Let a library use the cluster that the options name, from the next time that its index is built."""
    from index.engines.opensearch_settings import FILE_NAME, read_settings, write_settings

    known = read_settings(library.folder) if (library.folder / FILE_NAME).exists() else None
    wanted = given_settings(options, known)
    if wanted is not None and known is not None and library.store.shared is not None:
        from index.errors import LibraryError

        if wanted.index != known.index:
            raise LibraryError(
                f"This library shares {known.shown}, and no other index. To share another one, make another"
                f" library: evtui -L FOLDER init --engine opensearch --url … --index {wanted.index}"
            )
    if wanted is not None and wanted != known:
        write_settings(library.folder, wanted)


def shared_place(store: Store) -> str:
    """Return in which cluster the articles of a shared library are, for people; empty for any other one."""
    if store.shared is None:
        return ""
    from index.engines.opensearch_settings import read_settings

    return read_settings(store.folder).shown


_OPTIONS = {
    "urls": "url",
    "index": "index",
    "ca_file": "ca-file",
    "timeout_seconds": "timeout",
    "shards": "shards",
    "replicas": "replicas",
}
