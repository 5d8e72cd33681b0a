"""Pages in files: as browsers and other programs save them, and as they are recognised."""

from __future__ import annotations

import base64
import quopri
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers import Draft, Rejected
from index.readers.inputs import find_inputs
from index.readers.recognise import recognise
from index.readers.web.mhtml import page_in
from tests.unit.readers.webpages import ARTICLE, linked, page

ReadOne = Callable[..., Draft]
ReadFile = Callable[..., list[Draft | Rejected]]
SAMPLES = Path(__file__).parents[3] / "samples" / "formats"
BOUNDARY = "----MultipartBoundary--abc----"


def mhtml(
    html: str,
    *,
    header: str = "Snapshot-Content-Location: https://example.org/a\r\n",
    encoding: str = "quoted-printable",
) -> bytes:
    """Return a page as Chrome saves it, with a frame and a picture."""
    data = html.encode()
    encoded = {
        "quoted-printable": quopri.encodestring(data).replace(b"\n", b"\r\n"),
        "base64": base64.encodebytes(data),
        "8bit": data,
        "binary": data,
    }[encoding]
    first = (
        "Content-Type: text/html; charset=utf-8\r\nContent-ID: <frame-1@mhtml.blink>\r\n"
        "Content-Location: https://example.org/a\r\n"
    )
    parts = [
        (f"{first}Content-Transfer-Encoding: {encoding}\r\n", encoded),
        ("Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n", base64.encodebytes(bytes(600))),
        ("Content-Type: text/html\r\nContent-Location: https://ads.example.org/\r\n", b"<p>Buy now!</p>"),
    ]
    head = (
        f"From: <Saved by Blink>\r\n{header}Subject: =?utf-8?Q?Cars=20=E2=80=93=20again?=\r\n"
        "Date: Fri, 14 Mar 2025 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{BOUNDARY}"\r\n\r\n\r\n'
    )
    body = b"".join(f"--{BOUNDARY}\r\n{top}\r\n".encode() + content + b"\r\n" for top, content in parts)
    return head.encode() + body + f"--{BOUNDARY}--\r\n".encode()


def test_an_mhtml_file_is_read(read_one: ReadOne) -> None:
    draft = read_one("cars.mhtml", mhtml(page(head=linked("2025-01-02"))))
    assert (draft.title, draft.day, draft.url) == (
        "Electric cars gain again",
        date(2025, 1, 2),
        "https://example.org/a",
    )
    assert draft.body.startswith("The share of electric cars")
    assert "Buy now" not in draft.body
    assert draft.format == "mhtml"


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit", "binary"])
def test_the_page_may_be_encoded_in_any_way(read_one: ReadOne, encoding: str) -> None:
    draft = read_one("cars.mht", mhtml(page(title="Größe – ein Maß"), encoding=encoding))
    assert draft.title.startswith("Größe")


def test_the_page_is_the_part_with_the_address_of_the_file(read_one: ReadOne) -> None:
    header = "Snapshot-Content-Location: https://ads.example.org/\r\n"
    assert "Buy now!" in read_one("cars.mhtml", mhtml(page(), header=header)).body


def test_the_day_of_saving_is_taken_with_a_doubt_where_there_is_no_other(read_one: ReadOne) -> None:
    draft = read_one("cars.mhtml", mhtml(page()))
    assert draft.day == date(2025, 3, 14)
    assert draft.doubts == (
        "The page does not say when it was published; the day on which it was saved was taken.",
    )


def test_the_day_in_the_name_of_the_file_counts_for_more_than_that_of_saving(read_one: ReadOne) -> None:
    assert read_one("2025-01-02 cars.mhtml", mhtml(page())).day == date(2025, 1, 2)


def test_a_page_of_internet_explorer_lies_one_part_deeper(read_one: ReadOne) -> None:
    inner = (
        'Content-Type: multipart/alternative; boundary="in"\r\n\r\n--in\r\n'
        "Content-Type: text/html; charset=utf-8\r\n"
        f"Content-Location: https://example.org/ie\r\n\r\n{page()}\r\n--in--\r\n"
    )
    text = (
        'From: "Saved by Windows Internet Explorer 8"\r\nSubject: Cars\r\nMIME-Version: 1.0\r\n'
        'Content-Type: multipart/related; type="multipart/alternative"; boundary="out"\r\n\r\n'
        f"--out\r\n{inner}\r\n--out--\r\n"
    )
    assert read_one("cars.mht", text).url == "https://example.org/ie"


def test_an_mhtml_file_that_is_cut_off_behind_the_page_is_read(read_one: ReadOne) -> None:
    data = mhtml(page(head=linked("2025-01-02")))
    assert read_one("cars.mhtml", data[: data.index(b"image/png") + 40]).day == date(2025, 1, 2)


def test_an_mhtml_file_without_a_page_is_rejected(read_file: ReadFile) -> None:
    (item,) = read_file("cars.mhtml", mhtml("").replace(b"text/html", b"text/plain"))
    assert isinstance(item, Rejected)
    assert item.reason.startswith("There is no web page in the file")


def test_a_header_in_an_encoding_that_is_none_is_taken_as_it_is(read_one: ReadOne) -> None:
    data = mhtml(page(title="")).replace(b"=?utf-8?Q?", b"=?\xffutf\xf6-8?Q?")
    assert read_one("cars.mhtml", data).url == "https://example.org/a"


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=300), st.integers(0, 1200))
def test_any_bytes_in_an_mhtml_file_are_taken(data: bytes, place: int) -> None:
    whole = mhtml("<p>x</p>")
    page_in(whole[:place] + data + whole[place:])
    page_in(data)


def test_a_page_with_the_pictures_in_it_is_read(read_one: ReadOne) -> None:
    picture = f"<img src='data:image/png;base64,{'iVBORw0KGgo' * 400_000}'>"
    draft = read_one("single.html", page(head=linked("2025-01-02"), body=picture + ARTICLE + picture))
    assert draft.day == date(2025, 1, 2)
    assert draft.doubts == ()
    assert "iVBOR" not in draft.body


def test_the_folder_of_a_saved_page_is_passed_over(tmp_path: Path) -> None:
    for name in ("page.html", "page_files/a.png", "page_files/frame.html", "other.htm", "other-Dateien/b.css",
                 "third.files/c.txt", "kept_files/d.txt", "PAGE.txt"):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    found = [Path(each.path).name for each in find_inputs([str(tmp_path)], on_problem=pytest.fail)]
    assert sorted(found) == ["PAGE.txt", "c.txt", "d.txt", "other.htm", "page.html"]


def test_a_folder_of_a_saved_page_that_is_named_itself_is_read(tmp_path: Path) -> None:
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "note.txt").write_text("x")
    (tmp_path / "page.html").write_text("x")
    found = find_inputs([str(tmp_path / "page_files")], on_problem=pytest.fail)
    assert [Path(each.path).name for each in found] == ["note.txt"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b"no markup at all"),
        (
            "a.xhtml",
            b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">\n<html>',
        ),
        ("page", b"<!doctype html><p>x"),
        ("www.example.net", b"<br />\n<b>Deprecated</b>: a warning of the server\n<!DOCTYPE html><html>"),
        ("page", b"<!-- saved from url=(0019)https://example.org -->\n<html lang=en>"),
        ("index.php?id=3", b"\xef\xbb\xbf \n<HTML><HEAD>"),
        ("page", "<html><p>x".encode("utf-16")),
        ("page", "<html><p>some more text".encode("utf-16-le")),
        ("-", b"<!-- " + b"long " * 2_000 + b"--><html>"),
    ],
)
def test_pages_are_recognised(name: str, content: bytes) -> None:
    assert recognise(name, content) == "html"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/\r\nMIME-Version: 1.0",
            "mhtml",
        ),
        ("From: <Saved by UnMHT>\r\nMIME-Version: 1.0\r\nContent-Type: text/html", "mhtml"),
        ("Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b", "mhtml"),
        (
            "From: a@b.example\r\nTo: c@d.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related",
            "email",
        ),
    ],
)
def test_saved_pages_are_told_from_mail(head: str, kind: str) -> None:
    assert recognise("x", f"{head}\r\n\r\nbody".encode()) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"".join(b"X-Header-%d: value\r\n" % number for number in range(2_000)) + b"\r\nbody",
        b"<!---->" * 9_000 + b"<p>",
        b"<?a?>" * 9_000 + b"<p>",
        b"<!DOCTYPE " + b"[] " * 20_000,
        b"From " + b"10:10" * 12_000,
        b"<" * 60_000,
    ],
)
def test_recognition_takes_no_time_whatever_the_content(content: bytes) -> None:
    start = time.monotonic()
    recognise("x", content)
    assert time.monotonic() - start < 30


def test_the_sample_is_read(read_one: ReadOne) -> None:
    draft = read_one("saved-page.mhtml", (SAMPLES / "saved-page.mhtml").read_bytes())
    assert (draft.day, draft.source, draft.author) == (date(2024, 1, 4), "Sample Ledger", "Paul Example")
    assert draft.url == "https://ledger.example.org/2024/01/04/byd-lead.html"
    assert draft.doubts == ()
