"""Zip and tar archives: read like the folders that they were made of."""

from __future__ import annotations

import io
from datetime import date
from random import Random
from zipfile import ZIP_BZIP2, ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers import Draft, Input, ReadOptions, Rejected, read
from tests.documents import check, mail_of, tar_of, zip_of

NOTE = " date 2024-03-15 The note says that they signed."
MEMBERS = {
    "b/second.txt": NOTE,
    "a.eml": mail_of("The message."),
    "b/c/third.csv": "title,date,text\nThird,2024-05-01,The table.\n",
}
ARCHIVES = {
    "a.zip": zip_of,
    "a.tar": tar_of,
    "a.tar.gz": lambda members: tar_of(members, mode="w:gz"),
    "a.tar.bz2": lambda members: tar_of(members, mode="w:bz2"),
    "a.tar.xz": lambda members: tar_of(members, mode="w:xz"),
    "a.tgz": lambda members: tar_of(members, mode="w:gz"),
}


def inner(item: Draft | Rejected) -> str:
    return item.origin.path.partition("press/")[2]


@pytest.fixture(params=ARCHIVES)
def archive(request):
    """A kind of archive: its name, and what makes it."""
    return request.param, ARCHIVES[request.param]


def test_all_files_of_an_archive_are_read_in_the_order_of_their_names(read_file, archive):
    name, make = archive
    items = read_file(name, make(MEMBERS))
    assert [inner(item) for item in items] == [
        f"{name}/a.eml",
        f"{name}/b/c/third.csv",
        f"{name}/b/second.txt",
    ]
    assert [item.body for item in items] == ["The message.", "The table.", "The note says that they signed."]


def test_a_folder_in_the_archive_is_the_source_like_any_folder(read_file, archive):
    name, make = archive
    top, folder = read_file(name, make({"x.txt": "One text.", "Sample Wire/y.txt": "Another text."}))[::-1]
    assert (top.source, folder.source) == ("press", "Sample Wire")
    assert {item.source for item in read_file(name, make({"a/x.txt": "One."}), source="Given")} == {"Given"}


def test_the_day_in_the_name_of_a_file_counts_and_the_time_stamp_of_the_archive_does_not(read_file, archive):
    name, make = archive
    dated, undated = read_file(name, make({"2024-03-15-talks.txt": "Some text.", "talks.txt": "Other text."}))
    assert (dated.day, undated.day) == (date(2024, 3, 15), None)


def test_reading_twice_gives_the_same(read_file, archive):
    name, make = archive
    assert read_file(name, make(MEMBERS)) == read_file(name, make(dict(reversed(MEMBERS.items()))))


def test_archives_in_archives_are_read(read_one, archive):
    name, make = archive
    draft = read_one(
        name, make({"x/inner.zip": zip_of({"y/deep.tar.gz": tar_of({"z.txt": NOTE}, mode="w:gz")})})
    )
    assert inner(draft) == f"{name}/x/inner.zip/y/deep.tar.gz/z.txt"
    assert (draft.format, draft.source) == (
        "tar/zip/tar/text" if "t" in name[1:] else "zip/zip/tar/text",
        "y",
    )


def test_parts_of_pages_are_told_in_one_remark(read_file, archive):
    name, make = archive
    pictures = {f"img/{number}.png": b"\x89PNG" for number in range(30)}
    members = {
        "a.txt": NOTE,
        "s.css": "b{}",
        "page.html": "<p>A page.",
        "page_files/ad.html": "<p>Buy.",
        **pictures,
    }
    items = read_file(name, make(members))
    assert inner(items[-1]) == name
    assert items[-1].reason == (
        "Passed over in it, since they are no articles: pictures (30), styles (1), parts of saved pages (1)."
    )
    assert not any("ad.html" in inner(item) for item in items)
    assert len(items) == 3


def test_a_folder_that_only_looks_like_that_of_a_saved_page_is_read(read_one, archive):
    name, make = archive
    assert read_one(name, make({"my_files/a.txt": NOTE})).day == date(2024, 3, 15)


def test_a_file_that_describes_the_others_is_passed_over(read_file, archive):
    name, make = archive
    note, remark = read_file(name, make({"README.md": "# What is in here", "a.txt": NOTE}))
    assert note.day == date(2024, 3, 15)
    assert "files that describe a folder (1)" in remark.reason
    assert read_file(f"b{name}", make({"readme.txt": NOTE}))[0].day == date(2024, 3, 15)


def test_hidden_files_are_left_out_in_silence(read_one, archive):
    name, make = archive
    members = {"__MACOSX/._a.txt": "x", ".git/config": "x", "b/.DS_Store": "x", "./a.txt": NOTE}
    assert inner(read_one(name, make(members))) == f"{name}/a.txt"


def test_a_file_that_cannot_be_read_costs_the_others_nothing(read_file, archive):
    name, make = archive
    bad, empty, good = read_file(name, make({"a.exe": b"\x7fELF\0\0\0", "b.txt": "", "c.txt": NOTE}))
    assert isinstance(bad, Rejected)
    assert (empty.reason, good.day) == ("The file is empty.", date(2024, 3, 15))


def test_an_archive_on_standard_input_is_read(archive):
    _, make = archive
    items = list(read(Input("-"), ReadOptions(), stdin=io.BytesIO(make(MEMBERS))))
    assert [type(item) for item in items] == [Draft] * 3


def test_progress_goes_on_with_the_files_and_reaches_the_end(tmp_path, archive):
    name, make = archive
    path = tmp_path / name
    path.write_bytes(make({f"{number}.bin": Random(number).randbytes(60_000) for number in range(10)}))
    size = path.stat().st_size
    told: list[int] = []
    seen = [sum(told) for _ in read(Input(str(path), size), ReadOptions(), on_bytes=told.append)]
    assert sum(told) == size
    if path.suffix in {".zip", ".tar"}:
        assert seen[0] < size / 3 < seen[5] < size


def test_an_archive_without_articles_says_so(read_file, archive):
    name, make = archive
    items = read_file(name, make({"a.png": b"x"}))
    assert [item.reason for item in items] == ["Passed over in it, since they are no articles: pictures (1)."]
    for members in ({}, {".hidden.txt": NOTE}):
        (item,) = read_file(f"b{name}", make(members))
        assert item.reason == "The archive holds no files, or only hidden ones."


def test_links_and_devices_in_a_tar_archive_are_passed_over(read_file):
    note, remark = read_file(
        "a.tar", tar_of({"n.txt": NOTE}, links={"passwd.txt": "/etc/passwd", "up": "../.."})
    )
    assert note.day == date(2024, 3, 15)
    assert remark.reason == "Passed over in it, since they are no articles: links and devices (2)."


def test_a_cut_tar_archive_gives_what_is_left_of_it(read_file):
    data = tar_of({"a.txt": NOTE, "b.txt": NOTE * 100, "c.txt": NOTE})
    items = read_file("a.tar", data[:3_000])
    assert items[0].day == date(2024, 3, 15)
    assert isinstance(items[-1], Rejected)
    items = read_file("b.tar", data[:1_100] + b"\xff" * 200 + data[1_300:])
    assert items[0].day == date(2024, 3, 15)
    assert "what follows “a.txt” could not be read" in items[-1].reason


def test_a_zip_archive_with_a_damaged_member_gives_the_others(read_file):
    data = bytearray(
        zip_of({"a.txt": NOTE, "b.txt": NOTE.replace("note", "second"), "c.txt": NOTE}, packing=ZIP_STORED)
    )
    place = data.index(b"second")
    data[place : place + 6] = b"SECOND"  # and so its checksum is wrong
    one, *middle, three = read_file("a.zip", bytes(data))
    assert (one.day, three.day) == (date(2024, 3, 15), date(2024, 3, 15))
    assert any(isinstance(item, Rejected) and "damaged" in item.reason for item in middle)


def test_a_locked_member_is_told(read_file):
    data = bytearray(zip_of({"a.txt": NOTE, "b.txt": NOTE}))
    data[6] |= 1  # the flag of encryption, in the member and in the table of contents
    data[data.index(b"PK\x01\x02") + 8] |= 1
    locked, other = read_file("a.zip", bytes(data))
    assert "It is locked with a password" in locked.reason
    assert other.day == date(2024, 3, 15)


def test_members_packed_in_other_ways_are_read(read_one):
    assert read_one("a.zip", zip_of({"a.txt": NOTE}, packing=ZIP_BZIP2)).day == date(2024, 3, 15)


def test_a_member_packed_in_an_unknown_way_is_told(read_file):
    data = bytearray(zip_of({"a.txt": NOTE}))
    data[8] = data[data.index(b"PK\x01\x02") + 10] = 98
    (item,) = read_file("a.zip", bytes(data))
    assert "packed in a way that is not known here" in item.reason


def test_names_in_utf_8_without_a_mark_are_shown_right(read_one):
    data = zip_of({"Skoda-x.txt": NOTE}).replace(b"Skoda-x", "Škoda-x".encode()[:7])
    assert inner(read_one("a.zip", data)).startswith("a.zip/Škoda-")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("xl/workbook.xml", "a spreadsheet (Excel)"),
        ("ppt/presentation.xml", "a presentation (PowerPoint)"),
        ("META-INF/MANIFEST.MF", "a program for Java"),
    ],
)
def test_other_files_that_are_zip_archives_are_named(read_file, name, what):
    (item,) = read_file("a.zip", zip_of({"[Content_Types].xml": "x", name: "x", "a.txt": NOTE}))
    assert item.reason == f"It is {what}, which evtui does not read."


def test_an_archive_of_documents_is_no_document(read_file):
    with ZipFile(made := io.BytesIO(), "w") as archive:
        archive.writestr(
            "b.zip", zip_of({"[Content_Types].xml": "x", "word/document.xml": "x"}, packing=ZIP_STORED)
        )
        archive.writestr("a.txt", NOTE)
    assert next(iter(read_file("a.zip", made.getvalue()))).day == date(2024, 3, 15)


WHOLE = {"zip": zip_of(MEMBERS, packing=ZIP_STORED), "tar": tar_of(MEMBERS)}


@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_damaged_archives_give_articles_or_reasons(kind, data):
    content = WHOLE[kind]
    for place, bytes_ in data.draw(
        st.lists(st.tuples(st.integers(0, len(content)), st.binary(max_size=8)), max_size=8)
    ):
        content = content[:place] + bytes_ + content[place + len(bytes_) :]
    content = content[: data.draw(st.integers(0, len(content)))] if data.draw(st.booleans()) else content
    items = list(read(Input("-"), ReadOptions(format=kind), stdin=io.BytesIO(content)))
    check(items)


@given(st.sampled_from(sorted(WHOLE)), st.binary(max_size=600))
def test_any_bytes_give_reasons(kind, data):
    items = list(read(Input("-"), ReadOptions(format=kind), stdin=io.BytesIO(data)))
    check(items)
