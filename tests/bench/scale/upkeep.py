"""What it takes to keep an index: building it anew, following one article, and its size."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter
from typing import TYPE_CHECKING, Final

import orjson

from index.library import open_library
from tests.bench.scale.answers import answered
from tests.bench.scale.making import PeerArticle, peer_articles
from tests.bench.scale.queries import Asked
from tests.bench.scale.records import ALL, MEGABYTES, OWN, PER_SECOND, Record, once, timed
from tests.bench.startup import EVTUI
from tui.messages import HitsFound

if TYPE_CHECKING:
    from index.library import Library
    from tests.bench.scale.peers.raw_tantivy import OwnIndex

UPDATES: Final = 9
PAUSE_SECONDS: Final = 1.0
"""Between two queries while the index is built, as a person has them."""
FOUND_SECONDS: Final = 30.0
DAY: Final = "2020-02-02"


def measure_reindex(folder: Path, queries: Sequence[Asked]) -> list[Record]:
    """Build the index of a library anew in another process, and ask the old one meanwhile.

    Returns:
        The rate, and the times of the first rows of what was asked meanwhile.
    """
    seconds: list[float] = []
    with open_library(folder) as library:
        articles = library.store.count()
        answered(library, queries[0])
        started = perf_counter()
        command = [EVTUI, "-L", str(folder), "reindex"]
        # A file takes whatever is said; a pipe that nobody reads would hold the program up.
        with (
            TemporaryFile() as said,
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said) as program,
        ):
            for query in cycle(queries):
                try:
                    program.wait(PAUSE_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    seconds.append(answered(library, query).came[HitsFound])
            taken = perf_counter() - started
            if program.returncode:
                said.seek(0)
                words = said.read().decode(errors="replace")
                raise RuntimeError(f"evtui reindex ended with code {program.returncode}: {words}")
        library.index.refresh()
        if library.index.status() != "current":
            raise RuntimeError(f"The index of {folder} is {library.index.status()} after evtui reindex.")
    records = [once("reindex", ALL, OWN, PER_SECOND, articles / taken)]
    return [*records, timed("reindex", "rows meanwhile", OWN, seconds)] if seconds else records


def measure_updates(library: Library, folder: Path) -> list[float]:
    """Import another text of one article, as a file, some times; return the seconds until each is found.

    Args:
        library: an open library.
        folder: for the files.
    """
    samples = []
    for number in range(UPDATES + 1):
        path = folder / "updated.jsonl"
        word = f"quagga{number:03}zebra"
        body = f"This text has the word {word} and is another one than before."
        record = {"id": "the one", "date": DAY, "title": "A text that changes", "source": "W", "body": body}
        path.write_bytes(orjson.dumps(record) + b"\n")
        started = perf_counter()
        library.import_from([str(path)], derive=False)
        while not library.count(word):
            if perf_counter() - started > FOUND_SECONDS:
                raise TimeoutError(f"An updated article was not found within {FOUND_SECONDS} s.")
        samples.append(perf_counter() - started)
    # The first one is an article that the library has not, not one that has another text.
    return samples[1:]


def measure_own_index(library: Library, own: OwnIndex, index_folder: Path) -> list[Record]:
    """Compare the index of a library with one that tantivy makes of its articles; both hold the same."""
    from tests.bench.scale.peers.raw_tantivy import NAME, bytes_of

    articles = library.store.count()
    seconds = own.fill(peer_articles(library))
    return [
        once("size", ALL, OWN, MEGABYTES, bytes_of(index_folder) / 1e6),
        once("size", ALL, NAME, MEGABYTES, own.bytes() / 1e6),
        once("import", ALL, NAME, PER_SECOND, articles / seconds),
    ]


def changed(articles: Iterable[PeerArticle]) -> list[PeerArticle]:
    """Return some articles with another text, for a peer to update."""
    return [replace(article, body=f"{article.body} quagga") for article in islice(articles, UPDATES)]
