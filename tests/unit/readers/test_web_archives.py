"""WARC and ARC: the pages, feeds and documents that a crawler kept."""

from __future__ import annotations

import gzip
import tarfile
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.readers import Draft, Input, ReadOptions, Rejected, read, webrecords
from tests.unit.readers.conftest import ReadFile
from tests.webserver import FEED, article

ReadOne = Callable[..., Draft]
CORPUS = Path(__file__).parents[4] / "shared" / "corpora" / "import" / "warc.tar.xz"
PAGE = article("One plug for all", "The makers of cars agreed on one plug for all of them.").encode()
UNDATED = (
    b"<html><title>A plug</title><body><p>One plug for all cars, they say, for all time.</p></body></html>"
)
URL = "https://charge.example/plug"


def record(
    kind: str, payload: bytes, url: str = URL, content_type: str = "application/http", **more: str
) -> bytes:
    """Return one record of a WARC file."""
    named = {f"WARC-{name.replace('_', '-')}": value for name, value in more.items()}
    fields = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": "2024-05-01T09:00:00Z",
        "Content-Type": content_type,
        "Content-Length": str(len(payload)),
        **named,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"WARC/1.1\r\n{head}\r\n".encode() + payload + b"\r\n\r\n"


def http(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    """Return the answer of a server."""
    fields = {
        "Content-Type": "text/html",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def response(body: bytes = PAGE, url: str = URL, status: str = "200 OK", **headers: str) -> bytes:
    return record("response", http(body, status, **headers), url)


def drafts(items: list[Draft | Rejected]) -> list[Draft]:
    return [item for item in items if isinstance(item, Draft)]


def remark(items: list[Draft | Rejected]) -> str:
    """Return the one thing that was recorded beside the articles."""
    (only,) = [item for item in items if isinstance(item, Rejected)]
    return only.reason


def test_a_page_is_an_article(read_one: ReadOne) -> None:
    draft = read_one("crawl.warc", record("warcinfo", b"software: x", "") + response())
    assert (draft.title, draft.day, draft.url) == ("One plug for all", date(2024, 3, 15), URL)
    assert (draft.source, draft.format, draft.doubts) == ("charge.example", "warc/html", ())


@pytest.mark.parametrize("name", ["crawl", "crawl.warc.gz", "crawl.txt"])
@pytest.mark.parametrize("whole", [True, False])
def test_an_archive_is_known_by_its_content(read_file: ReadFile, name: str, whole: bool) -> None:
    parts = [response(), response(url=f"{URL}/2")]
    data = gzip.compress(b"".join(parts)) if whole else b"".join(map(gzip.compress, parts))
    assert len(drafts(read_file(name, data))) == 2


def test_the_day_of_the_crawl_is_the_last_resort_and_a_doubt(read_one: ReadOne) -> None:
    draft = read_one("crawl.warc", response(UNDATED))
    assert draft.day == date(2024, 5, 1)
    assert draft.doubts[-1] == "It tells no date; 2024-05-01 is the day on which it was fetched."


def test_what_holds_no_article_is_told_in_one_remark(read_file: ReadFile) -> None:
    archive = [
        response(),
        response(b"", status="301 Moved", Location="/x"),
        response(b"", status="302 Found", Location="/x"),
        response(b"no", status="404 Not Found"),
        response(b"no", status="500 Oops"),
        response(b"\x89PNG\r\n\x1a\n", Content_Type="image/png"),
        response(b"p {}", Content_Type="text/css"),
        response(b"User-agent: *", "https://charge.example/robots.txt", Content_Type="text/plain"),
        response(b'{"a": 1}', Content_Type="application/json"),
        response(b""),
        record("revisit", http(b"")),
        record("resource", b"log", "metadata://wget/log", "text/plain"),
        record("request", b"GET / HTTP/1.1\r\n\r\n"),
        record("metadata", b"a: b", content_type="application/warc-fields"),
        record("strange", b"a: b"),
    ]
    items = read_file("crawl.warc", b"".join(archive))
    assert len(drafts(items)) == 1
    assert remark(items) == (
        "Passed over, since they hold no articles: redirects (2), errors of servers (2), "
        "pictures, scripts and other files (2), robots.txt (1), data without articles (1), "
        "empty responses (1), repeated visits (1), records that are not from the web (1), "
        "records of other kinds (1)."
    )


def test_an_archive_of_notes_says_so(read_file: ReadFile) -> None:
    assert remark(read_file("a.warc", record("warcinfo", b"a: b", ""))).startswith(
        "The archive holds no pages"
    )


def test_feeds_and_documents_are_read_as_what_they_are(read_file: ReadFile) -> None:
    feed = FEED.format(site="https://charge.example").encode()
    items = drafts(
        read_file(
            "crawl.warc",
            response(feed, f"{URL}.rss", Content_Type="application/rss+xml")
            + response(
                "Eine Straße.".encode("latin-1"), f"{URL}.txt", Content_Type="text/plain; charset=latin-1"
            )
            + response(
                b'{"title": "T", "body": "Words.", "date": "2024-03-15"}', Content_Type="application/json"
            )
            + record("resource", PAGE, f"{URL}/3", "text/html"),
        )
    )
    assert [item.format for item in items] == [
        "warc/feed",
        "warc/feed",
        "warc/text",
        "warc/json",
        "warc/html",
    ]
    assert [item.origin.position for item in items] == [1, 2, 3, 4, 5]
    assert items[0].url == "https://charge.example/plugs"
    assert (items[2].body, items[2].url, items[2].source) == ("Eine Straße.", f"{URL}.txt", "charge.example")
    assert items[2].origin.path.endswith(f"crawl.warc/{URL}.txt")


def test_texts_of_pages_are_read_where_the_pages_are_not_there(read_file: ReadFile) -> None:
    text = record("conversion", b"One plug for all.\n\nThe makers agreed.", content_type="text/plain")
    (draft,) = drafts(read_file("crawl.wet", text))
    assert (draft.url, draft.format) == (URL, "warc/text")
    (draft,) = drafts(read_file("both.warc", response() + text))
    assert draft.format == "warc/html"


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("gzip, gzip", lambda data: gzip.compress(gzip.compress(data))),
        ("gzip", lambda data: data),  # archives that keep what was unpacked under the head of what came
        ("identity", lambda data: data),
    ],
)
def test_what_was_packed_for_the_way_is_unpacked(
    read_one: ReadOne, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    assert read_one("crawl.warc", response(pack(PAGE), Content_Encoding=encoding)).title == "One plug for all"


def test_chunks_are_put_together(read_one: ReadOne) -> None:
    parts = [PAGE[start : start + 100] for start in range(0, len(PAGE), 100)]
    body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    assert read_one("crawl.warc", response(body, Transfer_Encoding="chunked")).title == "One plug for all"


@pytest.mark.parametrize(
    ("body", "encoding", "reason"),
    [
        (PAGE, "br", "packed as “br”, which is not known here"),
        (gzip.compress(PAGE)[:40] + b"broken" * 50, "gzip", "packed data is damaged"),
        (gzip.compress(bytes(70 * 2**20)), "gzip", "unpacks to more than 64 MB"),
        (PAGE, "gzip, gzip, gzip, gzip", "packed several times over"),
    ],
    ids=["unknown", "damaged", "bomb", "several times"],
)
def test_what_cannot_be_unpacked_is_told(
    read_file: ReadFile, body: bytes, encoding: str, reason: str
) -> None:
    items = read_file("crawl.warc", response(body, Content_Encoding=encoding) + response(url=f"{URL}/2"))
    assert len(drafts(items)) == 1
    assert reason in remark(items)


def test_a_record_that_is_cut_off_is_a_doubt(read_one: ReadOne) -> None:
    data = response()
    assert "The record in the archive is cut off." in read_one("crawl.warc", data[:-60]).doubts


def test_a_record_that_the_crawler_cut_is_a_doubt(read_one: ReadOne) -> None:
    data = record("response", http(PAGE), Truncated="length")
    assert "The record in the archive is cut off." in read_one("crawl.warc", data).doubts


@pytest.mark.parametrize(
    "broken",
    [
        b"WARC/1.1\r\nno head at all\r\n" + b"x" * 500 + b"\r\n",
        record("response", http(b"x")).replace(b"Content-Length: ", b"Content-Length: -"),
        record("response", http(b"x")).replace(b"Content-Length: ", b"Content-Length: abc"),
        record("response", http(b"x")).replace(b"WARC-Target-URI: ", b"X: "),
        record("response", b"\x00\xff" * 100),
        record("response", http(b"x")).replace(b"WARC-Date: 2024", b"WARC-Date: never"),
        b"neither one nor the other\r\n" * 20,
        b"WARC/1.1\r\n" + b"X: y\r\n" * 400_000 + b"\r\n",
        b"WARC/1.1\r\nX: " + b"y" * 3_000_000,
    ],
    ids=["head", "negative", "letters", "nowhere", "no http", "date", "no record", "long head", "long line"],
)
def test_a_broken_record_does_not_stop_the_others(read_file: ReadFile, broken: bytes) -> None:
    items = read_file("crawl.warc", response() + broken + b"\r\n" + response(url=f"{URL}/2"))
    assert {draft.url for draft in drafts(items)} >= {URL, f"{URL}/2"}


def test_an_archive_of_broken_records_is_left_in_the_end(read_file: ReadFile) -> None:
    items = read_file("crawl.warc", b"WARC/1.1\r\nX: y\r\nWARC/9.9\r\n" * 5_000)
    assert len(items) <= 2 * webrecords._MAX_BROKEN
    assert items


def test_nothing_is_written_to_the_terminal(read_file: ReadFile, capfd: pytest.CaptureFixture[str]) -> None:
    read_file("crawl.warc", response(url="http://a b c/\x1b[31m") + b"odd\r\n" + response())
    captured = capfd.readouterr()
    assert captured.out + captured.err == ""


def test_a_large_archive_is_read_record_by_record(tmp_path: Path) -> None:
    path = tmp_path / "large.warc"
    filler = response(bytes(1_000_000), Content_Type="video/mp4")
    with path.open("wb") as file:
        for number in range(60):
            file.write(filler + response(url=f"{URL}/{number}"))
    next(iter(read(Input(str(path)), ReadOptions())))  # what is imported once
    tracemalloc.start()
    try:
        count = sum(isinstance(item, Draft) for item in read(Input(str(path)), ReadOptions()))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 60
    assert peak < 30_000_000


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=120), cut=st.integers(0, 1500), end=st.integers(0, 1500))
def test_any_bytes_give_articles_or_a_reason(read_file: ReadFile, data: bytes, cut: int, end: int) -> None:
    text = response() + response(url=f"{URL}/2")
    items = read_file("crawl.warc", text[:cut] + data + text[end:])
    assert items
    for item in items:
        assert isinstance(item, Draft) or item.reason


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of web archives is not here")
def test_the_samples_of_warcio_are_read_or_left_out_with_a_reason(tmp_path: Path) -> None:
    with tarfile.open(CORPUS) as corpus:
        corpus.extractall(tmp_path, filter="data")
    pages = {}
    for path in sorted((tmp_path / "test" / "data").iterdir()):
        items = list(read(Input(str(path)), ReadOptions()))
        assert items, path.name
        assert all(isinstance(item, Draft) or item.reason.endswith(".") for item in items), path.name
        pages[path.name] = [item.title for item in drafts(items)]
    without = {"bad.arc", "example-digest.warc", "example-space-in-target-uri.warc.gz", "post-test.warc.gz"}
    assert {name for name, titles in pages.items() if not titles} == without
    assert pages.pop("example-iana.org-chunked.warc") == ["Internet Assigned Numbers Authority"]
    assert {title for titles in pages.values() for title in titles} == {"Example Domain"}
