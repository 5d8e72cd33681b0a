"""What is fuzzed: each reader under its own name, what is packed inside documents, recognition, the query
language, dates, safe text.

A target is given bytes. It fails by raising: an error that the library does not foresee, or a broken promise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

from index.analysis.analyser import Analyser
from index.dates.order import DateOrder
from index.dates.parse import parse_date
from index.errors import QueryError
from index.query.parser import parse
from index.readers import FORMATS, Draft, Input, ReadOptions, read
from index.readers.recognise import recognise
from index.sanitise import FORBIDDEN, sanitise, sanitise_line
from tests.fuzz.inside import INSIDE, seeds_without_sample

SAMPLES = Path(__file__).parents[2] / "samples" / "formats"
FINDINGS = Path(__file__).parents[1] / "faults" / "findings"
TODAY = date(2024, 3, 16)
MOST_ITEMS = 200_000
"""More articles than bytes is a reader that does not end."""


def read_as(kind: str, data: bytes) -> None:
    """Read bytes as a format: articles or reasons come out, all of them safe to show."""
    items = read(Input("-"), ReadOptions(format=kind), stdin=BytesIO(data))
    for number, item in enumerate(items):
        assert number < MOST_ITEMS, "the reader does not end"
        if isinstance(item, Draft):
            assert item.body or item.title or item.key, "an article without anything"
            shown = (item.title, item.source, item.author, item.url, item.key, *item.tags, *item.doubts)
        else:
            assert item.reason.endswith(".") or " evtui fetch " in item.reason, item.reason
            shown = (item.reason, item.excerpt)
        for text in (*shown, item.origin.path):
            assert not FORBIDDEN.search(text), text
            assert "\n" not in text, text
        assert item.origin.line >= 1
        assert item.origin.position >= 1


def read_inside(name: str, data: bytes) -> None:
    """Read a document that has these bytes inside it."""
    inside = INSIDE[name]
    read_as(inside.kind, inside.wrap(data))


def recognise_bytes(data: bytes) -> None:
    """Recognise bytes under names that say something else."""
    for name in ("-", "a", "a.txt", "a.json", "a.xml", "a.html"):
        assert recognise(name, data) in {"", *FORMATS}


def parse_query(data: bytes) -> None:
    """Understand a query, strictly and while it is typed, where nothing is an error."""
    text = data.decode("utf-8", "replace")
    parse(text, today=TODAY, lenient=True)
    try:
        parse(text, today=TODAY, lenient=False)
    except QueryError as error:
        wrong = error
    else:
        return
    assert 0 <= wrong.column <= len(text), wrong.column
    assert str(wrong)


def read_date(data: bytes) -> None:
    """Read a date of any shape."""
    for order in DateOrder:
        parse_date(data.decode("utf-8", "replace"), order=order)


def make_safe(data: bytes) -> None:
    """Make text safe; doing it twice changes nothing."""
    text = data.decode("utf-8", "surrogateescape")
    safe = sanitise(text)
    assert not FORBIDDEN.search(safe)
    assert sanitise(safe) == safe
    assert "\n" not in sanitise_line(text)


def cut_into_tokens(data: bytes) -> None:
    """Cut a text into tokens, whose places are in the text and in order."""
    text = sanitise(data.decode("utf-8", "replace"))
    analyser = Analyser()
    analysed, (located, spans) = analyser.analyse(text), analyser.located(text)
    assert analysed == located
    last = 0
    for start, end in spans:
        assert last <= end, spans
        assert 0 <= start < end <= len(text), spans
        last = start


TARGETS: dict[str, Callable[[bytes], None]] = {
    **{kind: partial(read_as, kind) for kind in FORMATS},
    **{name: partial(read_inside, name) for name in INSIDE},
    "any": partial(read_as, ""),
    "recognise": recognise_bytes,
    "query": parse_query,
    "dates": read_date,
    "sanitise": make_safe,
    "tokens": cut_into_tokens,
}
_TEXTS = (
    b'honda AND nissan -"joint venture" title:mou date:2024-03..2024-06 NEAR/5',
    b'(a OR b*) source:"Sample Wire" japn~1 tag:ev AND NOT c?r group:off',
    b"16 March 2024 14:05 +0100",
    b"Wed, 13 Mar 2024 08:00:00 GMT",
    "Citroën’s e\u2011POWER\u200b \x1b[31mred\u202e 東京都 ﬁne U.S. 2.4 %".encode(),
)


def seeds_of(name: str) -> Iterator[bytes]:
    """Give inputs to begin with: what was found before, the samples of the format, or some texts."""
    yield from (path.read_bytes() for path in sorted((FINDINGS / name).glob("*")))
    yield from seeds_without_sample(name)
    if name in INSIDE:
        return
    if name not in FORMATS and name not in {"any", "recognise"}:
        yield from _TEXTS
        return
    for path in sorted(SAMPLES.iterdir()):
        if not path.is_file():
            continue
        data = path.read_bytes()
        if name not in FORMATS or recognise(str(path), data[:65536]) == name:
            yield data
