"""Import of 100,000 made-up articles, beside SQLite FTS5 fed the same in the same run, and of web pages."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

import orjson
import tantivy

from index.analysis.analyser import Analyser
from index.library import open_library
from tests.bench.generator import WORDS, write_articles
from tests.bench.table import Figure, print_figures

ARTICLES: Final = 100_000
RATE_GOAL: Final = 6_000
PEER_GOAL: Final = 2.0
MEMORY_GOAL_MEGABYTES: Final = 700
PEER_ROUNDS: Final = 2
"""Peers run in turns, so many times each; of each the fastest run counts."""
PEER_BYTES: Final = 128_000_000
"""Memory of each thread of tantivy alone; ours has as much."""
LOOK_SECONDS: Final = 0.2
"""Between two looks at the memory of all processes."""

PAGES: Final = Path(__file__).parents[3] / "shared" / "corpora" / "import" / "html_pages.tar.xz"
PAGE_COPIES: Final = 15
"""Each page so many times: in a collection of more than 2,000, starting processes counts little."""
PAGES_GOAL: Final = 0.9

_PEER_PAGES: Final = """
import sys
from multiprocessing import Pool
from pathlib import Path
from time import perf_counter
import trafilatura

def extract(path):
    data = Path(path).read_bytes()
    try:
        return trafilatura.bare_extraction(data, with_metadata=True) is not None
    except Exception:
        return False

if __name__ == "__main__":
    paths = sorted(map(str, Path(sys.argv[1]).iterdir()))
    started = perf_counter()
    with Pool(2) as pool:
        done = sum(pool.imap(extract, paths, 4))
    print(perf_counter() - started, done)
"""


def measure_articles(folder: Path) -> list[Figure]:
    """Return the figures of importing JSON Lines."""
    source = folder / "articles.jsonl"
    size = write_articles(source, ARTICLES)
    memory = Memory()
    with memory.watched(), open_library(folder / "library", create=True) as library:
        started = perf_counter()
        report = library.import_from([str(source)], derive=False)
        seconds = perf_counter() - started
        found = library.info()
    assert report.added == found.articles == ARTICLES, report
    assert found.index == "current", found
    rate = ARTICLES / seconds
    fts5, one_thread, two_threads = _fill_peers(source, folder)
    peer_rate = ARTICLES / fts5
    return [
        Figure("articles", f"{ARTICLES:,} of {WORDS} words, {size / 1e6:.0f} MB, {found.engine}"),
        Figure(
            "import until searchable",
            f"{seconds:.1f} s, {rate:,.0f}/s",
            f">= {RATE_GOAL:,}/s",
            rate >= RATE_GOAL,
        ),
        Figure(
            "beside FTS5 porter",
            f"{rate / peer_rate:.2f} times its rate",
            f">= {PEER_GOAL:.0f} times",
            rate >= PEER_GOAL * peer_rate,
            f"{fts5:.1f} s, {peer_rate:,.0f}/s",
        ),
        Figure(
            "beside tantivy alone, fed ready tokens",
            f"{rate * one_thread / ARTICLES:.2f} times its rate",
            peer=f"{ARTICLES / one_thread:,.0f}/s ({fts5 / one_thread:.2f} times FTS5);"
            f" 2 threads {ARTICLES / two_threads:,.0f}/s ({fts5 / two_threads:.2f} times)",
        ),
        Figure(
            "peak memory of all processes",
            f"{memory.peak:,.0f} MB",
            f"<= {MEMORY_GOAL_MEGABYTES} MB",
            memory.peak <= MEMORY_GOAL_MEGABYTES,
        ),
    ]


def measure_pages(folder: Path) -> list[Figure]:
    """Return the figures of importing web pages."""
    pages = folder / "pages"
    count = _unpack_pages(pages)
    peer = subprocess.run(
        [sys.executable, "-c", _PEER_PAGES, str(pages)], check=True, capture_output=True, text=True
    )
    peer_seconds, extracted = map(float, peer.stdout.split())
    with open_library(folder / "pages-library", create=True) as library:
        started = perf_counter()
        report = library.import_from([str(pages)], derive=False)
        seconds = perf_counter() - started
    read = report.added + report.updated + report.duplicates
    ratio = peer_seconds / seconds
    return [
        Figure("web pages", f"{count:,}, {read:,} read, {report.rejected:,} rejected"),
        Figure(
            "import until searchable",
            f"{seconds:.1f} s, {count / seconds:,.0f}/s; {ratio:.2f} times the peer",
            f">= {PAGES_GOAL} times",
            ratio >= PAGES_GOAL,
            f"trafilatura, 2 processes: {peer_seconds:.1f} s, {extracted:,.0f} read",
        ),
    ]


def _fill_peers(source: Path, folder: Path) -> list[float]:
    """Return the seconds that FTS5 takes, and tantivy alone with one thread and with two."""
    ready = folder / "ready.jsonl"
    _write_ready(source, ready)

    def tantivy_with(threads: int) -> Callable[[], float]:
        return lambda: _fill_tantivy(ready, folder / "peer", threads)

    fills = [lambda: _fill_fts5(source, folder / "peer.db"), tantivy_with(1), tantivy_with(2)]
    rounds = [[fill() for fill in fills] for _ in range(PEER_ROUNDS)]
    ready.unlink()
    return [min(seconds) for seconds in zip(*rounds, strict=True)]


def _write_ready(source: Path, ready: Path) -> None:
    """Write what tantivy is fed: the texts as stems with blanks between them."""
    analyser = Analyser()
    with source.open("rb") as lines, ready.open("wb") as file:
        for article in map(orjson.loads, lines):
            texts = {field: analyser.terms(article[field]).stems for field in ("title", "body")}
            day = date.fromisoformat(article["date"]).toordinal()
            file.write(orjson.dumps({"id": str(article["id"]), "day": day, **texts}) + b"\n")


def _fill_tantivy(ready: Path, folder: Path, threads: int) -> float:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    schema.add_integer_field("day", indexed=True, fast=True)
    for field in ("title", "body"):
        schema.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    started = perf_counter()
    writer = tantivy.Index(schema.build(), path=str(folder)).writer(PEER_BYTES * threads, threads)
    with ready.open("rb") as lines:
        for article in map(orjson.loads, lines):
            made = tantivy.Document()
            made.add_integer("day", article["day"])
            for field in ("id", "title", "body"):
                made.add_text(field, article[field])
            writer.add_document(made)
    writer.commit()
    seconds = perf_counter() - started
    writer.wait_merging_threads()
    return seconds


def _fill_fts5(source: Path, path: Path) -> float:
    path.unlink(missing_ok=True)
    started = perf_counter()
    with closing(sqlite3.connect(path)) as database, source.open("rb") as lines:
        database.execute(
            "CREATE VIRTUAL TABLE news USING fts5(title, body, day UNINDEXED, tokenize='porter')"
        )
        with database:
            database.executemany(
                "INSERT INTO news VALUES (?, ?, ?)",
                ((a["title"], a["body"], a["date"]) for a in map(orjson.loads, lines)),
            )
    return perf_counter() - started


def _unpack_pages(folder: Path) -> int:
    """Unpack the pages, some times over; each copy says a little more, lest it is a duplicate."""
    folder.mkdir()
    with tarfile.open(PAGES) as packed:
        members = [(member.name, packed.extractfile(member)) for member in packed if member.isfile()]
        contents = {Path(name).name: file.read() for name, file in members if file is not None}
    count = 0
    for name, content in contents.items():
        if Path(name).suffix.lower() not in {".html", ".htm"}:
            continue
        for copy in range(PAGE_COPIES):
            added = b"<p>This is copy number %d.</p></body>" % copy
            (folder / f"{copy}-{name}").write_bytes(content.replace(b"</body>", added, 1))
            count += 1
    return count


class Memory:
    """The memory of this process and all that it started, looked at now and then.

    Attributes:
        peak: the most that was seen, in megabytes of resident memory; what is shared counts for each.
    """

    def __init__(self) -> None:
        self.peak = 0.0
        self._ended = threading.Event()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look at it until the end."""
        watcher = threading.Thread(target=self._watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            self._ended.set()
            watcher.join()

    def _watch(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            self.peak = max(self.peak, sum(map(_resident_megabytes, [os.getpid(), *_children(os.getpid())])))


def _children(process: int) -> list[int]:
    found: list[int] = []
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += map(int, path.read_text(encoding="ascii").split())
        except OSError:
            continue  # the thread has ended
    return [*found, *(inner for child in found for inner in _children(child))]


def _resident_megabytes(process: int) -> float:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0  # it has ended
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory(prefix="evtui-bench-") as name:
        print_figures("Import of large collections", measure_articles(Path(name)))
        if PAGES.exists():
            print_figures("Import of web pages", measure_pages(Path(name)))
        else:
            print("\n## Import of web pages\n\nSkipped: the pages are not here.")
        shutil.rmtree(Path(name) / "library", ignore_errors=True)


if __name__ == "__main__":
    main()
