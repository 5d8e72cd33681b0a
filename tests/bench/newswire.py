"""Import and search of 21,578 newswire articles, beside SQLite FTS5 fed the same articles in the same run."""

from __future__ import annotations

import gzip
import resource
import sqlite3
from pathlib import Path
from time import perf_counter
from typing import Final

import orjson

from index.library import Library, open_library
from index.model import FacetField, Order
from tests.bench.table import Figure, middle_and_p95, milliseconds, print_figures

CORPUS: Final = Path(__file__).parents[3] / "shared" / "corpora" / "reuters21578.jsonl.gz"
INSTANT_SECONDS: Final = 0.100
"""An answer within this time feels instant (Nielsen 1993, "Usability Engineering", chapter 5)."""

QUERIES: Final = (
    ("one word", "oil", "oil"),
    ("two words", "crude prices", "crude AND prices"),
    ("three words", "japan trade surplus", "japan AND trade AND surplus"),
    ("phrase", '"interest rates"', '"interest rates"'),
    ("prefix", "econom*", "econom*"),
    ("either", "wheat OR corn", "wheat OR corn"),
    ("near", "bank NEAR/5 england", "NEAR(bank england, 5)"),
    ("spelling", "japn~1", ""),
    ("dates", "oil date:1987-03", ""),
    ("everything", "", ""),
)
REPEATS: Final = 7


def build(folder: Path) -> tuple[Library, list[Figure]]:
    """Import the corpus into a new library; return it with the figures of the import."""
    library = open_library(folder, create=True)
    started = perf_counter()
    report = library.import_from([str(CORPUS)], derive=False)
    searchable = perf_counter() - started
    library.derive()
    derived = perf_counter() - started - searchable
    peer = _fill_fts5(folder / "peer.db")
    info = library.info()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started = perf_counter()
    again = library.import_from([str(CORPUS)])
    repeated = perf_counter() - started
    assert again.added == again.updated == 0, again
    return library, [
        Figure(
            "articles", f"{info.articles:,} ({info.undated} undated), {report.doubts} doubts, {info.engine}"
        ),
        Figure(
            "import until searchable",
            f"{searchable:.1f} s, {info.articles / searchable:,.0f}/s",
            peer=f"FTS5 porter {peer:.1f} s, {info.articles / peer:,.0f}/s",
        ),
        Figure("names and topics", f"{derived:.1f} s"),
        Figure("the same import again", f"{repeated:.1f} s, nothing added"),
        Figure("peak memory of the process", f"{memory:,.0f} MB"),
    ]


def measure(library: Library, peer_path: Path) -> list[Figure]:
    """Return the time of a whole answer (rows, total, days, facets) by kind of query."""
    peer = sqlite3.connect(peer_path)
    figures = []
    for kind, text, fts in QUERIES:
        samples = [_answer(library, text) for _ in range(REPEATS)]
        rows = [_rows(library, text) for _ in range(REPEATS)]
        peer_samples = [_answer_fts5(peer, fts) for _ in range(REPEATS)] if fts else []
        middle, p95 = middle_and_p95(samples)
        first = middle_and_p95(rows)[0]
        figures.append(
            Figure(
                f"{kind}: {text or 'all'} ({library.count(text):,})",
                f"{milliseconds(middle)}, p95 {milliseconds(p95)}; rows in {milliseconds(first)}",
                f"< {milliseconds(INSTANT_SECONDS)}",
                p95 < INSTANT_SECONDS,
                f"FTS5 {milliseconds(middle_and_p95(peer_samples)[0])}" if fts else "",
            )
        )
    return figures


def _rows(library: Library, text: str) -> float:
    started = perf_counter()
    library.search(text, order=Order.OLDEST, limit=50)
    return perf_counter() - started


def _answer(library: Library, text: str) -> float:
    started = perf_counter()
    query = library.compile(text)
    library.search(query, order=Order.OLDEST, limit=50)
    library.days(query)
    for field in (FacetField.TOPIC, FacetField.NAME, FacetField.SOURCE, FacetField.TAG):
        library.facet(query, field, limit=30)
    return perf_counter() - started


def _fill_fts5(path: Path) -> float:
    started = perf_counter()
    with sqlite3.connect(path) as database, gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        database.execute(
            "CREATE VIRTUAL TABLE news USING fts5(title, body, day UNINDEXED, tokenize='porter')"
        )
        articles = (orjson.loads(line) for line in lines)
        database.executemany(
            "INSERT INTO news VALUES (?, ?, ?)",
            ((a.get("title", ""), a.get("body", ""), a.get("date", "")[:10]) for a in articles),
        )
    return perf_counter() - started


def _answer_fts5(database: sqlite3.Connection, query: str) -> float:
    started = perf_counter()
    page = (
        "SELECT rowid, title, day, snippet(news, 1, '[', ']', '…', 20) "
        "FROM news WHERE news MATCH ? ORDER BY day LIMIT 50"
    )
    database.execute(page, (query,)).fetchall()
    database.execute("SELECT day, count(*) FROM news WHERE news MATCH ? GROUP BY day", (query,)).fetchall()
    return perf_counter() - started


def main(folder: Path) -> Library | None:
    """Measure and print; return the library for further benchmarks, or None where the corpus is absent."""
    if not CORPUS.exists():
        print("Newswire: skipped, the corpus is not here.")
        return None
    library, figures = build(folder)
    print_figures("Import of the newswire", figures)
    print_figures("A whole answer on the newswire", measure(library, folder / "peer.db"))
    return library
