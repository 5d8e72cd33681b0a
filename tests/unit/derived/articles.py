"""Made-up articles, and what is found in them."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from index.analysis.analyser import Analyser
from index.analysis.reading import ReadArticles
from index.model import Article
from index.nameset import find_names
from index.topics import find_topics

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "samples" / "ev"
REUTERS = ROOT.parent / "shared" / "corpora" / "reuters21578.jsonl.gz"


def article(body: str, number: int = 1, title: str = "") -> Article:
    """An article without a title of its own, unless one is given."""
    return Article(id=f"a{number:04}", title=title or body[:40], title_derived=not title, body=body)


def library(bodies: Iterable[str]) -> list[Article]:
    return [article(body, number) for number, body in enumerate(bodies)]


def names(*bodies: str) -> list[tuple[str, ...]]:
    """The names in each text, as a library of all of them shows them."""
    made = library(bodies)
    found = names_of(made)
    return [found[one.id] for one in made]


def names_of(articles: Iterable[Article]) -> dict[str, tuple[str, ...]]:
    return find_names(ReadArticles(articles))


def topics(articles: Sequence[Article]) -> dict[str, tuple[str, ...]]:
    return find_topics(ReadArticles(articles), Analyser().stem)


def counts(values: Mapping[str, tuple[str, ...]]) -> Counter[str]:
    """In how many articles each value stands."""
    return Counter(value for given in values.values() for value in given)


def samples() -> list[Article]:
    made = []
    for path in sorted(SAMPLES.rglob("*.txt")):
        body = re.sub(r"\A\s*date \S+ ", "", path.read_text(encoding="utf-8"))
        made.append(Article(id=path.name, title=body[:60], title_derived=True, body=body))
    return made


def reuters(limit: int) -> list[Article]:
    made = []
    with gzip.open(REUTERS, "rt", encoding="utf-8") as lines:
        for line, _ in zip(lines, range(limit), strict=False):
            record = json.loads(line)
            made.append(Article(id=record["id"], title=record["title"], body=record["body"]))
    return made
