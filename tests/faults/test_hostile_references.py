"""Reference lists and Parquet that are broken or malicious: recorded, bounded, without effect on others."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.readers import Draft, Input, ReadOptions, Rejected, read
from index.sanitise import FORBIDDEN
from tests.reference_lists import lists, zotero_rdf

Item = Draft | Rejected
NASTY = (
    "\x1b]0;owned\x07\x1b[31m[/bold][@click=app.quit]\u202eevil\u2066\x9b1m<script>alert(1)</script>\udcff"
)
SECONDS = 60
"""Far more than anything here takes on a slow machine, and far less than what explodes."""


def read_bytes(data: bytes, name: str, **options: object) -> list[Item]:
    """Read bytes as a file with that name."""
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        return list(read(Input(str(path), len(data)), ReadOptions(**options)))  # type: ignore[arg-type]


def check(items: list[Item]) -> None:
    """Everything that came out can be shown."""
    for item in items:
        texts = (
            [item.reason, item.excerpt]
            if isinstance(item, Rejected)
            else [
                item.title,
                item.body,
                item.source,
                item.author,
                item.url,
                item.key,
                *item.tags,
                *item.doubts,
            ]
        )
        for text in texts:
            assert not FORBIDDEN.search(text), text


NAMES = sorted(lists("x"))


def forced(name: str) -> str:
    kinds = {
        "csl.json": "csl-json",
        "zotero.json": "zotero-json",
        "zotero.csv": "zotero-csv",
        "zotero.rdf": "zotero-rdf",
    }
    return kinds.get(name) or {"a.bib": "bibtex", "a.ris": "ris", "a.parquet": "parquet"}[name]


@pytest.mark.parametrize("name", NAMES)
def test_markup_and_escapes_in_every_field_are_text_at_most(name):
    items = read_bytes(lists(NASTY)[name], name)
    assert items
    check(items)


@pytest.mark.parametrize("name", NAMES)
def test_each_valid_list_gives_its_article(name):
    (item,) = read_bytes(lists("Plain value")[name], name)
    assert isinstance(item, Draft)
    assert item.title == "Plain value"
    assert item.format == forced(name)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_lists_that_were_damaged_never_stop_an_import(name, seed):
    """Bytes changed, removed, doubled and moved, in a list that was valid."""
    chance = random.Random(seed)
    data = bytearray(lists("A {value} “with” \\'e, 2024-03-15; x")[name] * chance.randint(1, 2))
    for _ in range(chance.randint(1, 12)):
        at, length = chance.randrange(len(data) + 1), chance.randint(0, 12)
        match chance.randrange(4):
            case 0:
                data[at : at + length] = chance.randbytes(length)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length] * 2
            case _:
                data[at:at] = chance.choice(
                    [b"{", b"}", b'"', b"@", b"\0", b"[", b"\n", b"\xff", b"TY  - ", b"<"]
                )
    if data:
        check(read_bytes(bytes(data), name, format=forced(name)))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None)
@given(
    data=st.binary(min_size=1, max_size=300)
    | st.text(alphabet='{}@"=,#\\ \n-TYERabc12[]:<>/', min_size=1).map(str.encode)
)
def test_any_bytes_never_stop_an_import(name, data):
    check(read_bytes(data, name, format=forced(name)))


def strings_of_strings() -> bytes:
    """Nine strings, each of thirty times the one before: 650 billion characters."""
    lists = [f"@string{{s{n} = {' # '.join([f's{n - 1}'] * 30)}}}" for n in range(1, 9)]
    return "\n".join(["@string{s0 = {" + "x" * 1_000 + "}}", *lists, "@misc{k, title = s8}"]).encode()


def many_values() -> bytes:
    """Ten thousand fields that each say one long string a hundred times."""
    fields = ",".join(f"f{n} = {'#'.join(['s'] * 100)}" for n in range(10_000))
    return ("@string{s = {" + "x" * 9_000 + "}}\n@misc{k, title = {T}," + fields + "}").encode()


CSL_HEAD = b'[{"type":"report","family":"x","title":"T","issued":{"date-parts":[['
ZOTERO_HEAD = b'[{"itemType":"x","creators":['
ATTRIBUTES = b" ".join(b'a%d="x"' % number for number in range(100_000))
BOMBS = {
    "braces that never close": ("a.bib", b"@article{k, title = " + b"{" * 300_000),
    "nested braces": ("a.bib", b"@article{k, title = {" + b"{" * 100_000 + b"}" * 100_000 + b"}}"),
    "quotation marks": ("a.bib", b"@article{k, title = " + b'"' * 300_001),
    "a field many times": ("a.bib", b"@article{k, title = {x}" + b", note = {y}" * 50_000 + b"}"),
    "accents": ("a.bib", b"@article{k, title = {" + b"\\'" * 200_000 + b"}}"),
    "strings of strings": ("a.bib", strings_of_strings()),
    "values of strings": ("a.bib", many_values()),
    "entries that never end": ("a.bib", b"@misc{k" * 20_000),
    "at signs": ("a.bib", b"@" * 300_000),
    "entries on one line": ("a.bib", (b"@misc{k}" + b" " * 20) * 20_000),
    "a tag many times": ("a.ris", b"TY  - NEWS\nTI  - T\n" + b"KW  - x\n" * 200_000),
    "beginnings": ("a.ris", b"TY  - NEWS\n" * 20_000),
    "lines that go on": ("a.ris", b"TY  - NEWS\nTI  - T\nAB  - a\n" + b"more\n" * 200_000 + b"ER  - \n"),
    "brackets": ("csl.json", b"[" * 100_000),
    "objects": ("csl.json", CSL_HEAD + b'{"a":' * 100_000),
    "a huge number": ("csl.json", CSL_HEAD + b"9" * 100_000 + b"]]}}]"),
    "odd numbers": ("csl.json", CSL_HEAD + b"1e999,-1,0.5]]}}]"),
    "many people": ("zotero.json", ZOTERO_HEAD + b'{"lastName":"x"},' * 100_000 + b'{}],"title":"T"}]'),
    "elements": ("zotero.rdf", zotero_rdf("x").replace(b"<z:Any>", b"<z:Any>" * 100_000)),
    "attributes": ("zotero.rdf", zotero_rdf("x").replace(b"<z:Any>", b"<z:Any " + ATTRIBUTES + b">")),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data"), BOMBS.values(), ids=BOMBS)
def test_bombs_take_bounded_time_and_do_not_touch_what_follows(name, data):
    began = perf_counter()
    items = read_bytes(data, name, format=forced(name))
    assert perf_counter() - began < SECONDS
    assert items
    check(items)
    if name in {"a.bib", "a.ris"}:
        after = {
            "a.bib": b"\n@misc{after,\n title = {After}\n}\n",
            "a.ris": b"\nTY  - NEWS\nTI  - After\nER  - \n",
        }
        *_, last = read_bytes(data + after[name], name, format=forced(name))
        # A thousand broken entries, and nothing but those, end a list.
        assert (last.title if isinstance(last, Draft) else last.reason[:30]) in {
            "After",
            "The first 1,000 items could no",
        }


def test_an_entry_that_is_too_long_is_recorded_and_the_next_one_read():
    long, after = read_bytes(b"@misc{a, title={" + b"x\n" * 600_000 + b"}}\n@misc{b, title={B}}", "a.bib")
    assert isinstance(long, Rejected)
    assert long.reason == "The entry is longer than 1,000,000 characters."
    assert (after.title, after.origin.line) == ("B", 600_002)
