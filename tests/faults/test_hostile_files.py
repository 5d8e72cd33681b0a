"""Files that are broken, huge, mislabelled or malicious: nothing stops an import or is lost silently."""

from __future__ import annotations

import gzip
import io
import json
import os
import tracemalloc
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import ReaderError
from index.readers import FORMATS, Draft, Input, ReadOptions, Rejected, read
from index.sanitise import FORBIDDEN

Item = Draft | Rejected
MEGABYTE = 1_000_000


def read_bytes(data: bytes, name: str = "a.txt", **options: object) -> list[Item]:
    """Read bytes as a file of that name, or as standard input where the name is `-`."""
    given = ReadOptions(**options)  # type: ignore[arg-type]
    if name == "-":
        return list(read(Input("-"), given, stdin=io.BytesIO(data)))
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        return list(read(Input(str(path), len(data)), given))


def only(items: list[Item]) -> Item:
    (item,) = items
    return item


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.json", "a.jsonl", "a.csv", "a.txt.gz", "-"])
def test_an_empty_file_is_rejected(name):
    assert only(read_bytes(b"", name)).reason == "The file is empty."
    assert only(read_bytes(b"\n \n\n", name)).reason == "The file holds nothing but empty lines."
    assert only(read_bytes(gzip.compress(b""), name)).reason == "The file is empty."


# Encodings


def test_text_in_windows_1252_is_read_with_a_doubt():
    draft = only(read_bytes(" date 2024-03-13 Citroën’s “café” costs 5 €.".encode("cp1252")))
    assert (draft.body, draft.day) == ("Citroën’s “café” costs 5 €.", date(2024, 3, 13))
    assert draft.doubts == ("The text is not valid UTF-8; it was read as Windows-1252, which is a guess.",)


def test_text_in_another_alphabet_is_guessed():
    text = "Автомобильная промышленность переживает глубокие перемены, сообщили сегодня обе компании. " * 5
    draft = only(read_bytes(text.encode("cp1251")))
    assert draft.body == text.strip()
    assert "a guess" in draft.doubts[0]


def test_a_single_wrong_byte_does_not_spoil_the_rest():
    draft = only(read_bytes("Citroën, Škoda, ".encode() + b"caf\xe9"))
    assert draft.body == "Citroën, Škoda, café"
    assert draft.doubts == ("Some bytes were not valid UTF-8; they were read as Windows-1252.",)


def test_only_the_line_with_wrong_bytes_is_doubted():
    one, two = read_bytes(
        '{"text": "Škoda"}\n{"text": "caf\xe9"}\n'.encode("cp1250").replace(b"\x8a", "Š".encode()), "a.jsonl"
    )
    assert (one.body, one.doubts) == ("Škoda", ())
    assert (two.body, len(two.doubts)) == ("café", 1)
    rows = read_bytes(b"title,body\nOne,plain\nTwo,caf\xe9\n", "a.csv")
    assert [(row.body, len(row.doubts)) for row in rows] == [("plain", 0), ("café", 1)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", " date 2024-03-13 Citroën talks to everyone."),
        ("a.md", "---\ndate: 2024-03-13\n---\nCitroën talks to everyone."),
        ("a.jsonl", '{"text": "Citroën talks to everyone.", "date": "2024-03-13"}\n'),
        ("a.json", '[{"text": "Citroën talks to everyone.", "date": "2024-03-13"}]'),
        ("a.csv", "date,text\r\n2024-03-13,Citroën talks to everyone.\r\n"),
    ],
)
def test_unicode_in_all_its_forms(encoding, name, text):
    draft = only(read_bytes(text.encode(encoding), name))
    assert (draft.body, draft.day) == ("Citroën talks to everyone.", date(2024, 3, 13))
    assert len(draft.doubts) == (encoding in {"utf-16-le", "utf-16-be"})
    assert only(read_bytes(gzip.compress(text.encode(encoding)), name + ".gz")).body == draft.body


def test_an_encoding_can_be_named():
    assert only(read_bytes("日本の自動車".encode("shift_jis"), encoding="shift_jis")).body == "日本の自動車"
    with pytest.raises(ReaderError, match="not an encoding"):
        read_bytes(b"x", encoding="klingon")
    with pytest.raises(ReaderError, match="not an encoding"):
        read_bytes(b"x", encoding="hex")
    with pytest.raises(ReaderError, match="not a format"):
        read_bytes(b"x", format="klingon")


def test_nul_bytes_are_removed_and_reported():
    draft = only(read_bytes(b" date 2024-03-13 Nissan\x00 talks to Hon\x00da."))
    assert draft.body == "Nissan talks to Honda."
    assert draft.doubts == ("The text contained NUL bytes; they were removed.",)
    assert only(read_bytes(b"title,body\nT,a\x00b\n", "a.csv")).body == "ab"
    assert only(read_bytes(b'{"title": "T", "body": "a\x00b\\u0000"}', "a.jsonl")).body == "ab"


# What is no article


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(500),
        bytes(range(256)) * 40,
        b"\x7fELF" + bytes(100),
        bytes(5000),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.json", "noextension", "-"])
def test_what_is_no_text_is_rejected(data, name):
    assert only(read_bytes(data, name)).reason == "It is not text, and so not a format that evtui reads."


def test_unknown_types_are_rejected_with_a_reason():
    item = only(read_bytes(b"int main\x1b[2J", "a.c"))
    assert item.reason.startswith("“.c” is not a format that evtui reads")
    assert item.excerpt == "int main"
    assert "name the format" in only(read_bytes(b"all: build", "Makefile")).reason
    assert only(read_bytes(b"all: build", "Makefile", format="text")).body == "all: build"


@pytest.mark.parametrize(
    "data",
    [
        b" date 2024-03-13 T",
        b"Title: T\n\nB",
        b"---\ntitle: T\n---\nB",
        b'{"title": "T"}',
        b'[{"title": "T"}]',
    ],
)
@pytest.mark.parametrize("name", ["-", "noextension", "vol. 13"])
def test_without_an_extension_the_beginning_tells(data, name):
    assert isinstance(only(read_bytes(data, name)), Draft)


def test_files_that_cannot_be_opened_are_rejected(tmp_path):
    gone = only(list(read(Input(str(tmp_path / "gone.txt")), ReadOptions())))
    assert gone.reason == "The file cannot be read: no such file or directory."
    assert (
        only(list(read(Input(str(tmp_path)), ReadOptions()))).reason
        == "The file cannot be read: is a directory."
    )


# Terminal escapes


def test_no_field_reaches_a_terminal_with_control_characters():
    evil = "a\x1b[2J\x1b]0;owned\x07\u202eb\x9b31m\r\x08c"
    record = dict.fromkeys(
        ("title", "text", "source", "author", "url", "tags", "id", "date", "language"), evil
    )
    draft = only(read_bytes(json.dumps(record).encode(), "a.jsonl"))
    fields = (
        draft.title,
        draft.body,
        draft.source,
        draft.author,
        draft.url,
        draft.key,
        *draft.tags,
        *draft.doubts,
    )
    assert all(field and not FORBIDDEN.search(field) for field in fields)
    broken = only(read_bytes(b'{"text": "\x1b[2J\x9b', "a.jsonl"))
    assert not FORBIDDEN.search(broken.excerpt + broken.reason)


# Size


@pytest.mark.parametrize(
    ("name", "begin", "end"),
    [
        ("a.md", "# x", "y\n"),
        ("a.md", "---\na: b: x", "y\n---\nText."),
        ("a.md", "---\n", "\n---"),
        ("a.txt", "Title: x", "y\n\nText."),
        ("a.txt", "Title", ": y"),
        ("a.txt", "date", "2024-03-13"),
        ("a.json", '[{"title": "x"', ', "date": 1}]'),
        ("a.jsonl", '{"title": "x"} ', "{"),
    ],
)
@pytest.mark.parametrize("filler", [" ", "\t", "\n", "x ", "}", '"', "#"])
def test_no_pattern_takes_more_than_linear_time(name, begin, end, filler):
    began = perf_counter()
    read_bytes((begin + filler * (300_000 // len(filler)) + end).encode(), name)
    assert perf_counter() - began < 5


@pytest.mark.parametrize(
    ("name", "begin", "end"),
    [
        ("a.txt", b"", b""),
        ("a.txt", b" date 2024-03-13 ", b"\n\n date 2024-03-16 Fine."),
        ("a.md", b"# T\n", b""),
        ("a.jsonl", b'{"text": "', b'"}\n{"text": "Fine."}'),
        ("a.json", b'[{"text": "', b'"}, {"text": "Fine."}]'),
        ("a.csv", b"title,body\nT,", b"\nT,Fine.\n"),
    ],
)
def test_fifty_megabytes_on_one_line_cost_neither_time_nor_what_follows(name, begin, end):
    data = begin + b"x" * (50 * MEGABYTE) + end
    began = perf_counter()
    items = read_bytes(data, name)
    assert perf_counter() - began < 10
    assert isinstance(items[0], Rejected)
    assert "longer than" in items[0].reason
    assert items[0].excerpt
    assert [item.body for item in items[1:]] == (["Fine."] if b"Fine" in end else [])


def test_memory_stays_bounded_while_a_large_file_is_read(tmp_path):
    path = tmp_path / "large.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for number in range(300):
            file.write(b'{"id": "%d", "text": "%s"}\n' % (number, b"word " * 20_000))
        file.write(b'{"text": "' + b"x" * (40 * MEGABYTE))
    counted: list[int] = []
    tracemalloc.start()
    try:
        items = read(Input(str(path)), ReadOptions(), on_bytes=counted.append)
        kinds = [type(item) for item in items]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert kinds == [Draft] * 300 + [Rejected]
    assert sum(counted) == path.stat().st_size
    assert peak < 60 * MEGABYTE


def test_a_file_of_which_nothing_can_be_used_is_left():
    items = read_bytes(b"no json\n" * 50_000, "a.jsonl")
    assert len(items) == 1001
    assert items[-1].reason == "The first 1,000 items could not be used; the rest of the file was not read."
    later = read_bytes(b'{"text": "Fine."}\n' + b"no json\n" * 2_000, "a.jsonl")
    assert len(later) == 2001


# Damage


def test_a_gzip_file_that_breaks_off_gives_what_is_whole():
    lines = b"".join(b'{"text": "Article number %d."}\n' % number for number in range(50_000))
    packed = gzip.compress(lines)
    items = read_bytes(packed[: len(packed) // 2], "a.jsonl.gz")
    drafts, end = items[:-1], items[-1]
    assert all(isinstance(item, Draft) for item in drafts)
    assert len(drafts) > 1_000
    assert isinstance(end, Rejected)
    assert end.origin.line >= len(drafts)
    assert end.reason.endswith("could be read: the compressed data is incomplete or damaged.")


@pytest.mark.parametrize("position", [3, 12, 40, -6])
def test_a_gzip_file_with_a_wrong_byte_never_raises(position):
    packed = bytearray(gzip.compress(b" date 2024-03-13 " + os.urandom(300).hex().encode()))
    packed[position] ^= 0xFF
    items = read_bytes(bytes(packed), "a.txt.gz")
    assert items
    assert all(isinstance(item, Draft | Rejected) for item in items)


def test_gzip_is_recognised_without_its_extension():
    assert only(read_bytes(gzip.compress(b" date 2024-03-13 Text."))).body == "Text."
    assert only(read_bytes(gzip.compress(gzip.compress(b"x" * 50)))).reason.startswith("It is not text")


# Anything at all

FRAGMENTS = [
    *(
        b" date 2024-03-13 ",
        b"---\n",
        b"+++\n",
        b"title: ",
        b"Title: T\n",
        b'{"text": "',
        b'"}\n',
        b"title,body\n",
    ),
    *(
        b'"',
        b"\n",
        b"\n\n",
        b"x",
        b"\xff\xfe",
        b"\x00",
        b"[",
        b"{",
        b"}",
        b"]",
        b",",
        b"\xe9",
        b"*a &a",
        b"\r",
    ),
]


@settings(max_examples=150, deadline=None)
@given(
    data=st.one_of(
        st.binary(max_size=400),
        st.text(alphabet='{}[]":,\\ \n\r\tatdebxyl-+;|\'"0123456789é\ud7ff\x00\x1b#', max_size=300).map(
            lambda text: text.encode()
        ),
        st.lists(
            st.sampled_from(FRAGMENTS),
            max_size=30,
        ).map(b"".join),
    ),
    kind=st.sampled_from(["", *FORMATS]),
    packed=st.booleans(),
)
def test_any_bytes_under_any_format_give_articles_or_reasons(data, kind, packed):
    lines = data.count(b"\n") + data.count(b"\r") + 1
    items = read_bytes(gzip.compress(data) if packed else data, "-", format=kind)
    for number, item in enumerate(items, 1):
        assert 1 <= item.origin.line <= lines
        assert item.origin.position in {1, number}
        if isinstance(item, Draft):
            assert item.body or item.title
            assert not FORBIDDEN.search(item.body + item.title + "".join(item.doubts))
        else:
            assert item.reason.endswith(".")
            assert len(item.excerpt) <= 120
            assert not FORBIDDEN.search(item.excerpt)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.text(min_size=1), st.text()), min_size=1, max_size=8),
    st.sampled_from(["a.jsonl", "a.json", "a.csv"]),
)
def test_lines_point_at_the_article(pairs, name):
    rows = [(f"title {number}", f"{body}\nend") for number, (_, body) in enumerate(pairs)]
    if name == "a.jsonl":
        text = "".join(json.dumps({"title": title, "body": body}) + "\n" for title, body in rows)
    elif name == "a.json":
        text = json.dumps(
            {"n": 1, "items": [{"title": title, "body": body} for title, body in rows]}, indent=1
        )
    else:
        quoted = (f'{title},"{body}"\n' for title, body in ((t, b.replace('"', '""')) for t, b in rows))
        text = "title,body\n" + "".join(quoted)
    data = text.encode("utf-8", "replace")
    drafts = read_bytes(data, name)
    assert [draft.title for draft in drafts] == [title for title, _ in rows]
    physical = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    first = 1 if name == "a.json" else 0  # the title stands below the bracket that begins the article
    for draft in drafts:
        assert draft.title.encode() in physical[draft.origin.line - 1 + first]
