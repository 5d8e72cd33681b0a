"""Parquet."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from index.readers import Draft, Input, ReadOptions, Rejected, read
from index.readers.budget import Budget, TooMuch
from index.readers.context import Context
from index.readers.opening import Unopened, open_input
from index.readers.parquet import read_parquet

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

ROWS = {
    "headline": ["One", "Two", None],
    "text": ["The first text.", "The second.", None],
    "published": [datetime(2024, 3, 15, 10, 30), None, datetime(2024, 3, 16)],
    "authors": [["A. One", "B. Two"], [], None],
    "tags": [["x", "y"], None, None],
    "embedding": [[0.1] * 8, [0.2] * 8, [0.3] * 8],
}


def packed(table: object, **options: object) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, **options)
    return buffer.getvalue()


def test_columns_are_found_by_name(read_file):
    one, two, empty = read_file("a.parquet", packed(pa.table(ROWS), row_group_size=2))
    assert isinstance(one, Draft)
    assert (one.title, one.body, one.author) == ("One", "The first text.", "A. One, B. Two")
    assert (one.day, one.time, one.tags) == (date(2024, 3, 15), time(10, 30), ("x", "y"))
    assert (one.format, one.source, one.origin.line, one.origin.position) == ("parquet", "press", 1, 1)
    assert (two.title, two.day, two.origin.line) == ("Two", None, 2)
    assert isinstance(empty, Rejected)
    assert (empty.origin.line, empty.reason) == (3, "It has neither a title nor a text.")


def test_it_is_recognised_whatever_its_name_and_wherever_it_lies(read_file, tmp_path):
    data = packed(pa.table({"title": ["One"]}))
    for name, content in (("a.dat", data), ("a.parquet.gz", gzip.compress(data))):
        (item,) = read_file(name, content)
        assert (item.title, item.format) == ("One", "parquet")
    (item,) = read(Input("-"), ReadOptions(), stdin=io.BytesIO(data))
    assert item.title == "One"


@pytest.mark.parametrize(
    ("values", "kind", "day", "at"),
    [
        ([date(2024, 3, 15)], pa.date32(), date(2024, 3, 15), None),
        ([date(2024, 3, 15)], pa.date64(), date(2024, 3, 15), None),
        ([datetime(2024, 3, 15, 1, 2, 3)], pa.timestamp("ns"), date(2024, 3, 15), time(1, 2, 3)),
        ([1710464523000000001], pa.timestamp("ns"), date(2024, 3, 15), time(1, 2, 3)),
        ([1710464523], pa.timestamp("s", tz="UTC"), date(2024, 3, 15), time(1, 2, 3)),
        ([1710464523], pa.timestamp("s", tz="Asia/Tokyo"), date(2024, 3, 15), time(10, 2, 3)),
        ([1710464523], pa.timestamp("s", tz="Mars/Olympus"), date(2024, 3, 15), time(1, 2, 3)),
        ([1710464523], pa.int64(), date(2024, 3, 15), time(1, 2, 3)),
        ([20240315], pa.int32(), date(2024, 3, 15), None),
        ([Decimal(20240315)], pa.decimal128(20, 2), date(2024, 3, 15), None),
        (["2024-03-15T01:02:03Z"], pa.string(), date(2024, 3, 15), time(1, 2, 3)),
        ([b"2024-03-15"], pa.binary(), date(2024, 3, 15), None),
        ([float("nan")], pa.float64(), None, None),
        ([2**62], pa.timestamp("us"), None, None),
    ],
)
def test_dates_of_every_kind(read_file, values, kind, day, at):
    (item,) = read_file("a.parquet", packed(pa.table({"title": ["T"], "date": pa.array(values, kind)})))
    assert (item.day, item.time) == (day, at)


def test_texts_of_every_kind(read_file):
    text = ["Citroën “said” so."]
    kinds = {
        "string": pa.array(text),
        "large": pa.array(text, pa.large_string()),
        "dictionary": pa.array(text).dictionary_encode(),
        "bytes": pa.array([text[0].encode()]),
        "odd bytes": pa.array([text[0].encode("cp1252")]),
        "list": pa.array([text]),
        "struct": pa.array([{"rendered": text[0]}]),
    }
    for name, column in kinds.items():
        (item,) = read_file("a.parquet", packed(pa.table({"body": column})))
        assert item.body == text[0], name
    assert item.doubts == ()


def test_a_mapping_leads_into_nested_columns(read_file):
    table = pa.table({"doc": [{"inner": {"full": "The text."}, "meta": [{"k": 1}]}], "title": ["T"]})
    (item,) = read_file("a.parquet", packed(table), mapping={"body": "doc.inner.full"})
    assert (item.title, item.body) == ("T", "The text.")
    (item,) = read_file("a.parquet", packed(table), mapping={"body": "nowhere.full"})
    assert item.reason == "There is no column “nowhere.full” for the body. The columns are “doc”, “title”."


def test_a_table_without_a_text_says_which_columns_there_are(read_file):
    (item,) = read_file("a.parquet", packed(pa.table({"foo": [1], "bar": [2]})))
    assert item.reason == (
        "No column holds a text or a title; say which one does at import. The columns are “foo”, “bar”."
    )


def test_columns_that_no_article_has_are_not_unpacked(read_file, monkeypatch):
    seen: list[list[str]] = []
    real = pq.ParquetFile.iter_batches

    def spy(self, **options):
        seen.append(options["columns"])
        return real(self, **options)

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", spy)
    read_file("a.parquet", packed(pa.table(ROWS)))
    assert seen == [["headline", "text", "published", "authors", "tags"]]


@pytest.mark.parametrize("cut", [3, 8, 100, -1, -5, -9, -40])
def test_a_file_that_is_cut_off_is_recorded(read_file, cut):
    *_, last = read_file("a.parquet", packed(pa.table(ROWS))[:cut])
    assert isinstance(last, Rejected)


def test_a_text_that_repeats_a_million_times_is_bounded():
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 200_000, pa.int32()), pa.array(["word " * 2_000]))
    data = packed(pa.table({"body": column}), compression="zstd", store_schema=False)
    assert len(data) < 100_000
    unopened = Unopened(io.BytesIO(data), "a.parquet", "a.parquet", ReadOptions(), budget=Budget(5_000_000))
    context = open_input(unopened)
    assert isinstance(context, Context)
    articles: list[Draft | Rejected] = []
    with pytest.raises(TooMuch):
        articles.extend(read_parquet(context))
    assert 400 < len(articles) < 600


def test_a_file_without_pyarrow_names_the_extra(read_file, monkeypatch):
    monkeypatch.setattr("index.readers.formats.find_spec", lambda _module: None)
    (item,) = read_file("a.parquet", packed(pa.table(ROWS)))
    assert item.reason == (
        "Reading Parquet needs an extra that is not installed here: pip install 'evtui[parquet]'"
    )


def test_a_file_inside_an_archive(tmp_path: Path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner.parquet", packed(pa.table({"title": ["One"]})))
    (item,) = read(Input(str(path)), ReadOptions())
    if isinstance(item, Rejected):
        pytest.skip("archives are not read here")
    assert (item.title, item.format) == ("One", "zip/parquet")
