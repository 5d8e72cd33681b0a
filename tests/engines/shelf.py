"""Small libraries for the tests of the engines: documents made by hand, without the analyser.

A text is split on blanks, and stems are the words themselves; that keeps the engines apart from the analysis.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from secrets import token_hex
from typing import Final

from index.engines import OPENSEARCH, available_engines, open_engine
from index.engines.base import Document, Engine, TokenText
from index.engines.opensearch_settings import ClusterSettings, read_settings, write_settings
from index.model import UNDATED, Order
from index.query.ast import All, Node

ADDRESSES: Final = "EVTUI_TEST_OPENSEARCH"
"""The variable of the environment with the addresses of a cluster, commas between them."""
TEST_INDEX: Final = "evtui-test-"
"""How the name of each index begins that tests make in a cluster."""


def engines_here() -> tuple[str, ...]:
    """Return the engines that can be tested here; a cluster only where its address is given."""
    return (*available_engines(), OPENSEARCH) if os.environ.get(ADDRESSES) else available_engines()


def tokens(text: str, stems: str | None = None) -> TokenText:
    return TokenText(tuple(text.split()), tuple((text if stems is None else stems).split()))


def document(
    identifier: str,
    body: str = "",
    *,
    title: str = "",
    day: date | None = None,
    minute: int = 0,
    **values: Sequence[str],
) -> Document:
    return Document(
        id=identifier,
        day=day.toordinal() if day else UNDATED,
        minute=minute,
        title=tokens(title),
        body=tokens(body),
        values={field: tuple(given) for field, given in values.items()},
    )


def name_cluster(
    library: Path, *, replicas: int = 0, shards: int = 1, urls: Sequence[str] = ()
) -> ClusterSettings:
    """Write into a folder which cluster is tested, with an index of its own, and return it."""
    given = tuple(urls) or tuple(os.environ[ADDRESSES].split(","))
    settings = ClusterSettings(given, TEST_INDEX + token_hex(6), shards=shards, replicas=replicas)
    write_settings(library, settings)
    return settings


def remove_indexes(settings: ClusterSettings) -> None:
    """Remove from a cluster everything that a test has put there."""
    from index.engines.opensearch_connection import connect

    client = connect(settings)
    client.indices.delete(index=f"{settings.index}*", params={"allow_no_indices": "true"})
    client.close()


class Shelf:
    """An engine with the store that it would have, opened in a folder of its own."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.store: dict[str, Document] = {}
        self.asked = 0
        if name == OPENSEARCH:
            folder.parent.mkdir(parents=True, exist_ok=True)
            name_cluster(folder.parent, shards=2)
        self.engine: Engine = open_engine(name, folder, tokens_of=self.tokens_of, create=True)

    def close(self) -> None:
        """Let go of the engine, and of what it keeps in a cluster."""
        self.engine.close()
        if self.name == OPENSEARCH:
            remove_indexes(read_settings(self.folder.parent))

    def tokens_of(self, ids: Sequence[str]) -> Iterator[tuple[str, TokenText, TokenText]]:
        self.asked += 1
        for identifier in ids:
            if identifier in self.store:
                stored = self.store[identifier]
                yield identifier, stored.title, stored.body

    def put(self, *documents: Document) -> Shelf:
        self.store.update({stored.id: stored for stored in documents})
        self.engine.add(documents)
        self.engine.commit()
        return self

    def remove(self, *ids: str) -> None:
        for identifier in ids:
            self.store.pop(identifier, None)
        self.engine.delete(ids)
        self.engine.commit()

    def reopen(self) -> None:
        self.engine.close()
        self.engine = open_engine(self.name, self.folder, tokens_of=self.tokens_of)

    def found(self, query: Node) -> str:
        """Return the ids that match, in order, with blanks between them."""
        return " ".join(sorted(self.engine.ids(query)))

    def listed(self, query: Node | None = None, order: Order = Order.OLDEST) -> str:
        """Return the ids in an order, with blanks between them."""
        page = self.engine.search(query or All(), order=order, limit=1_000)
        return " ".join(hit.id for hit in page.hits)

    def paged(self, query: Node, order: Order, size: int) -> list[str]:
        """Return all ids of a result, put together from pages of a size."""
        total = self.engine.count(query)
        pages: Iterable[int] = range(0, total, size)
        return [
            hit.id
            for offset in pages
            for hit in self.engine.search(query, order=order, limit=size, offset=offset).hits
        ]
