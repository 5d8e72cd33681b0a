"""What was measured, as tables with goals and peers, as JSON, and as pictures.

`python -m tests.bench.scale.report [FILE]` tells once more what the last run wrote, or what is in a file.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import orjson

from tests.bench.scale.figures import figures_of, told
from tests.bench.scale.pictures import draw
from tests.bench.scale.queries import KINDS
from tests.bench.scale.records import ALL, OWN, Record, as_data
from tests.bench.table import print_figures, print_rows

ROOT: Final = Path(__file__).parents[3]
DATA: Final = ROOT / "bench-results" / "scale.json"
GENERATED: Final = "generated"

METHOD: Final = """
Each size is a library of its own with the articles of `tests/bench/generator.py`, 330 words each, and
values that were made up: one to three of 200 topics and up to eight of 50,000 names an article, as often as
Zipf's law has it. The queries are drawn from the vocabulary of the library, twelve of each kind, over
frequent, middling and rare words; each is asked once. Times are the median and the 95th percentile.

A whole answer of evtui is what its desk asks: thirty rows with their matches marked, the total, days,
topics, names, sources and tags. **raw tantivy** is asked the same on the same index, in turns: thirty ids
with the total, and one aggregation of days and values by their numbers. **SQLite FTS5** (matching rows once
into a temporary table, values by joins), **Xapian** (values counted by match spies) and **Whoosh** have
indexes of their own, are asked three queries of each kind, the first two no fuzzy ones, and end at 100,000,
20,000 and 20,000 articles. **ripgrep** counts the lines with the words as they are written, and neither
days nor values.

The desk runs on a pseudo-terminal of 120 × 40 that knows synchronised output; a frame counts as painted
once its end has been read. Queries are typed letter by letter, each letter at the earliest 120 ms after the
one before; a cold start is a process that was not there, of files that the system may still hold in memory.
"""

GROWING: Final = (
    ("answer", ALL, OWN, "whole answer"),
    ("rows", ALL, OWN, "first rows of it"),
    ("answer", ALL, "raw tantivy", "raw tantivy: the same"),
    ("answer", ALL, "SQLite FTS5", "SQLite FTS5: the same, not fuzzy"),
    ("answer", ALL, "Xapian", "Xapian: the same, not fuzzy"),
    ("answer", ALL, "Whoosh", "Whoosh: the same"),
    ("answer", ALL, "ripgrep", "ripgrep: lines with the words"),
    ("keystroke", ALL, OWN, "key to painted result"),
    ("start", "paint", OWN, "start to first paint"),
    ("start", "place", OWN, "start until the desk is in place"),
    ("start", "result", OWN, "start to first result"),
    ("frame", "cursor", OWN, "frame: cursor"),
    ("frame", "page", OWN, "frame: page"),
    ("frame", "jump", OWN, "frame: jump"),
    ("frame", "histogram", OWN, "frame: histogram"),
    ("words", "first", OWN, "words of the first result"),
    ("words", ALL, OWN, "words of a result"),
    ("update", ALL, OWN, "update of one article"),
    ("update", ALL, "raw tantivy", "raw tantivy: update"),
    ("reindex", "rows meanwhile", OWN, "first rows during a reindex"),
    ("memory", "resident", OWN, "memory of the desk"),
    ("memory", "files", OWN, "mapped files of it"),
    ("size", ALL, OWN, "index"),
    ("size", ALL, "raw tantivy", "raw tantivy: index"),
    ("import", ALL, OWN, "import"),
    ("import", ALL, "raw tantivy", "raw tantivy: import"),
    ("import", ALL, "SQLite FTS5", "SQLite FTS5: import"),
    ("import", ALL, "Xapian", "Xapian: import"),
    ("import", ALL, "Whoosh", "Whoosh: import"),
    ("reindex", ALL, OWN, "reindex"),
)


def keep(records: Sequence[Record]) -> None:
    """Write the figures as JSON."""
    DATA.parent.mkdir(exist_ok=True)
    DATA.write_bytes(orjson.dumps(as_data(records), option=orjson.OPT_INDENT_2))


def kept(path: Path = DATA) -> list[Record]:
    """Return the figures that were written."""
    return [Record(**data) for data in orjson.loads(path.read_bytes())]


def tell(records: Sequence[Record]) -> None:
    """Print the section for `docs/benchmarks.md`, and draw the pictures."""
    generated = [record for record in records if record.collection == GENERATED]
    print(f"\n## Growth to a million articles\n{METHOD}", end="")
    for (collection, articles), found in _by_size(records).items():
        if collection != GENERATED or articles == max(record.articles for record in generated):
            print_figures(f"{articles:,} {collection} articles", figures_of(found))
            _print_kinds(found)
    if generated:
        _print_growth(generated)
        print("\nThe goals above are those for 1,000,000 articles.\n")
        for path, title in draw(generated, GENERATED):
            print(f"![{title}]({path.relative_to(ROOT / 'docs')})\n")


def _print_kinds(found: Sequence[Record]) -> None:
    whos = [who for who in (OWN, *_peers(found)) if any(_is(r, "answer", ALL, who) for r in found)]
    rows = [("whole answer, median and p95", *whos)]
    for kind in (*KINDS, ALL):
        cells = [next((told(r) for r in found if _is(r, "answer", kind, who)), "") for who in whos]
        rows.append((kind, *cells))
    print()
    print_rows(rows)


def _print_growth(records: Sequence[Record]) -> None:
    sizes = sorted({record.articles for record in records})
    rows = [("articles", *(f"{size:,}" for size in sizes))]
    for what, part, who, label in GROWING:
        at = {record.articles: told(record) for record in records if _is(record, what, part, who)}
        if at:
            rows.append((label, *(at.get(size, "") for size in sizes)))
    print("\n### At each size\n")
    print_rows(rows)


def _peers(records: Iterable[Record]) -> list[str]:
    return list(dict.fromkeys(record.who for record in records if record.who != OWN))


def _is(record: Record, what: str, part: str, who: str) -> bool:
    return (record.what, record.part, record.who) == (what, part, who)


def _by_size(records: Iterable[Record]) -> Mapping[tuple[str, int], list[Record]]:
    sizes: dict[tuple[str, int], list[Record]] = {}
    for record in records:
        sizes.setdefault((record.collection, record.articles), []).append(record)
    return sizes


if __name__ == "__main__":
    tell(kept(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA))
