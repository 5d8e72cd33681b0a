"""Pages that are built to take time, memory or the terminal: they are read or rejected, and that is all."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from index.readers import Draft, Input, ReadOptions, Rejected, read
from index.readers.limits import MAX_DOCUMENT_BYTES
from index.readers.web.page import page_found
from index.readers.web.text import text_of_html
from tests.unit.readers.webpages import ARTICLE, linked, page

ReadOne = Callable[..., Draft]
SECONDS = 60
"""Generous: none takes a tenth of it on two quiet cores."""

HEAD = "<html><head><title>T</title></head><body>"
WORDS = "The share of electric cars"

HOSTILE = {
    "a hundred thousand tags inside each other": HEAD + "<div>" * 100_000 + ARTICLE,
    "two thousand tags inside each other": HEAD + "<div>" * 2_000 + ARTICLE,
    "lists inside each other": HEAD + "<ul><li>" * 900 + ARTICLE,
    "tables inside each other": HEAD + "<table><tr><td>" * 200 + ARTICLE,
    "quotations inside each other": HEAD + "<blockquote>" * 1_900 + ARTICLE,
    "a million attributes": HEAD + "<p " + " ".join(f"a{n}" for n in range(1_000_000)) + ">" + ARTICLE,
    "a hundred thousand attributes": HEAD + "<p " + " ".join(f"a{n}" for n in range(100_000)) + ">" + ARTICLE,
    "attributes behind signs of tags": HEAD
    + "<p "
    + " ".join(f"a{n}='>'" for n in range(50_000))
    + ">"
    + ARTICLE,
    "a long attribute": HEAD + "<p title='" + "x" * 7_000_000 + "'>" + ARTICLE,
    "cells that reach far": HEAD + ARTICLE + "<table>" + "<tr><td colspan=1000 rowspan=1000>x" * 1_000,
    "a long row over many short ones": HEAD + ARTICLE + "<table><tr>" + "<td>x" * 8_000 + "<tr><td>y" * 5_000,
    "a hundred thousand paragraphs": HEAD + ARTICLE + "<p>some words</p>" * 100_000,
    "a million characters of references": HEAD + ARTICLE + "&amp;" * 1_000_000,
    "a long number": HEAD + ARTICLE + "<p>" + "1" * 3_000_000,
    "a number that is no character": HEAD + ARTICLE + "&#" + "9" * 1_000_000 + ";",
    "dates without end": HEAD + ARTICLE + "<p>" + "12.03.2024 " * 300_000,
    "comments without end": "<!--" * 500_000 + HEAD + ARTICLE,
    "blanks without end": HEAD + ARTICLE + " " * 7_000_000,
    "deep JSON-LD": HEAD + "<script type='application/ld+json'>" + "[" * 400_000 + "</script>" + ARTICLE,
    "wide JSON-LD": HEAD
    + "<script type='application/ld+json'>["
    + "{}," * 200_000
    + "{}]</script>"
    + ARTICLE,
    "a huge number in JSON-LD": HEAD + linked("2024-01-01", more=',"a":' + "9" * 100_000) + ARTICLE,
    "quotes that do not end": HEAD + ARTICLE + "<a '" * 100_000,
    "entities that grow": (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "lol">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
        + f"]><html><body>&m;{ARTICLE}&m;</body></html>"
    ),
    "an entity that is a file": (
        '<!DOCTYPE html [<!ENTITY f SYSTEM "file:///etc/passwd">]><html><body><p>&f;</p>' + ARTICLE
    ),
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_a_page_is_read_in_bounded_time_and_its_article_is_kept(html: str) -> None:
    start = time.monotonic()
    body = str(page_found(html.encode()).body)
    assert time.monotonic() - start < SECONDS
    assert WORDS in body
    assert "root:" not in body


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_the_text_of_a_fragment_is_found_in_bounded_time(html: str) -> None:
    start = time.monotonic()
    assert WORDS in text_of_html(html)
    assert time.monotonic() - start < SECONDS


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory cannot be measured here")
def test_a_page_of_a_hundred_megabytes_is_rejected_with_little_memory(tmp_path: Path) -> None:
    """In a process of its own, so that its memory can be measured."""
    path = tmp_path / "large.html"
    with path.open("wb") as file:
        file.write(HEAD.encode())
        for _ in range(100):
            file.write(b"<p>x" * 262_144)
    # Not what `resource` tells: that has the size of the process that started this one in it.
    script = (
        "import sys; from pathlib import Path; from index.readers import Input, ReadOptions, read;"
        "items = list(read(Input(sys.argv[1]), ReadOptions())); print(items[0].reason);"
        "lines = Path('/proc/self/status').read_text().splitlines();"
        "print(next(int(line.split()[1]) // 1024 for line in lines if 'VmHWM' in line))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True, timeout=120
    )
    reason, megabytes = done.stdout.splitlines()
    assert reason == "The page is larger than 64 MB."
    assert int(megabytes) < 450
    assert done.stderr == ""


def test_a_page_just_below_the_limit_is_read() -> None:
    start = time.monotonic()
    found = page_found((HEAD + ARTICLE).encode() + b"word " * (MAX_DOCUMENT_BYTES // 5 - 1_000))
    assert WORDS in str(found.body)
    assert time.monotonic() - start < SECONDS


def test_a_page_without_a_tree_takes_time_in_proportion_to_its_tags() -> None:
    start = time.monotonic()
    assert WORDS in text_of_html(HEAD + ARTICLE + "<br>" * 1_000_000)
    assert time.monotonic() - start < SECONDS


def test_a_stream_of_html_without_end_is_left() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            return (b"<html>" + b"<b>" * size)[:size]

    (item,) = read(Input("-"), ReadOptions(), stdin=Endless())  # type: ignore[arg-type]
    assert isinstance(item, Rejected)
    assert item.reason == "The page is larger than 64 MB."


def test_nothing_of_a_page_reaches_the_terminal_as_a_command(read_one: ReadOne) -> None:
    escapes = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnp.exe\u2066\u200b"
    html = page(
        title=f"Cars{escapes} gain",
        head=linked("2025-01-02") + f'<meta name="author" content="I. {escapes}Example">'
        f'<meta name="keywords" content="cars{escapes}">'
        f'<meta property="og:site_name" content="Wire{escapes}">',
        body=ARTICLE.replace("road federation", f"road {escapes} federation &#27;[31m &#x202e; &#x9b;"),
    )
    draft = read_one("a.html", html)
    shown = "".join((draft.title, draft.body, draft.author, draft.source, *draft.tags, draft.url))
    assert not set(shown) & set("\x1b\x07\x9b\u202e\u2066\u200b\x00")
    assert draft.day == date(2025, 1, 2)


def test_scripts_are_no_text(read_one: ReadOne) -> None:
    evil = (
        "<script>fetch('https://evil.example')</script><img src=x onerror=alert(1)>"
        "<a href='javascript:alert(2)'>y</a>"
    )
    body = read_one("a.html", page(body=ARTICLE + f"<p>Last {evil} words of the article here.</p>")).body
    assert "evil" not in body
    assert "alert" not in body


def test_markup_of_the_desk_is_only_text(read_one: ReadOne) -> None:
    body = read_one(
        "a.html", page(body=ARTICLE + "<p>[red]not[/red] [@click=app.quit]a button[/] at all.</p>")
    ).body
    assert "[red]not[/red] [@click=app.quit]a button[/] at all." in body


def test_hostile_pages_do_not_touch_their_neighbours(tmp_path: Path) -> None:
    for number, html in enumerate((page(), HOSTILE["a hundred thousand tags inside each other"], page())):
        (tmp_path / f"{number}.html").write_text(html)
    (tmp_path / "9.html").write_bytes(bytes(range(256)) * 20)
    items = [item for path in sorted(tmp_path.iterdir()) for item in read(Input(str(path)), ReadOptions())]
    assert [isinstance(item, Draft) and WORDS in item.body for item in items[:3]] == [True] * 3
