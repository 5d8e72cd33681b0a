"""Archives made to fill the disk, to lead out of their folder or to take for ever: bounded, with a reason."""

from __future__ import annotations

import gzip
import io
import os
import struct
import tarfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from index.readers import Draft, Input, ReadOptions, Rejected, read
from index.readers.budget import Budget, TooMuch
from index.sanitise import FORBIDDEN
from tests.documents import check, tar_of, zip_of

Item = Draft | Rejected
NOTE = " date 2024-03-15 The note says that they signed."
MEGABYTE = 1_000_000


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    """Give every test a bounded time, on a machine that does other things too."""
    begin = process_time()
    yield
    assert process_time() - begin < 10


@pytest.fixture
def little_memory() -> Iterator[None]:
    """Give a test little memory; counting it makes everything slower."""
    tracemalloc.start()
    yield
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 120 * MEGABYTE


def items_of(data: bytes, name: str = "a.zip") -> list[Item]:
    """Read an archive on disk, and make sure that nothing was written beside it."""
    with TemporaryDirectory() as folder:
        Path(folder, "in").mkdir()
        path = Path(folder, "in", name)
        path.write_bytes(data)
        items = list(read(Input(str(path), len(data)), ReadOptions()))
        assert [str(each.relative_to(folder)) for each in Path(folder).rglob("*")] == ["in", f"in/{name}"]
    return items


def reasons(items: list[Item]) -> str:
    return "\n".join(item.reason for item in items if isinstance(item, Rejected))


def has_note(items: list[Item]) -> bool:
    return any(isinstance(item, Draft) and item.body == "The note says that they signed." for item in items)


# Names


NAMES = [
    "../../etc/passwd.txt", "/etc/passwd.txt", "C:\\Windows\\win.txt", "..\\..\\up.txt", "a/../../b.txt",
    "new\nline.txt", "\x1b[31mred.txt", "\u202etxt.exe.txt", "a" * 5_000 + ".txt", "[red]x[/red].txt",
    "//host/x.txt",
    "..",
]  # fmt: skip


@pytest.mark.parametrize("make", [zip_of, tar_of], ids=["zip", "tar"])
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_names_are_only_shown_and_never_lead_out(make, name):
    (item,) = items_of(make({name: NOTE}), "a.zip")
    assert isinstance(item, Draft)
    inside = item.origin.path.partition("a.zip/")[2]
    assert inside
    assert not FORBIDDEN.search(inside)
    assert "\n" not in inside
    assert ".." not in inside.split("/")
    assert not inside.startswith("/")
    assert len(inside) < 400


@pytest.mark.parametrize("make", [zip_of, tar_of], ids=["zip", "tar"])
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_names_of_what_is_passed_over_are_safe_to_show(make, name):
    items = items_of(make({f"{name}/a.png": b"x"}), "a.zip")
    check(items)
    assert len(items[0].excerpt) <= 120


def test_names_of_thousands_of_folders_are_bounded():
    items = items_of(zip_of({f"{number}/" + "a/" * 30_000 + "b.txt": NOTE for number in range(100)}))
    assert sum(isinstance(item, Draft) for item in items) == 100


def test_a_member_without_a_name_is_read():
    with ZipFile(made := io.BytesIO(), "w") as archive, archive.open(ZipInfo(""), "w") as member:
        member.write(NOTE.encode())
    assert has_note(items_of(made.getvalue()))


def test_a_name_with_a_nul_is_shown_without_it():
    data = zip_of({"aXb.txt": NOTE}).replace(b"aXb.txt", b"a\0b.txt")
    assert all("\0" not in item.origin.path for item in items_of(data))


def test_a_link_out_of_the_archive_is_not_followed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text(NOTE)
    assert not has_note(items_of(tar_of({"up/secret.txt": "Text."}, links={"up": str(tmp_path)}), "a.tar"))
    hard = tarfile.TarInfo("hard.txt")
    hard.type, hard.linkname = tarfile.LNKTYPE, str(secret)
    with tarfile.open(fileobj=(made := io.BytesIO()), mode="w") as archive:
        archive.addfile(hard)
    assert not has_note(items_of(made.getvalue(), "a.tar"))


# Bombs


def bomb(size: int) -> bytes:
    """Return a zip archive with one member of so many bytes, and a note."""
    with ZipFile(made := io.BytesIO(), "w", ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("bomb.txt", "w", force_zip64=True) as member:
            block = bytes(MEGABYTE)
            for _ in range(size // MEGABYTE):
                member.write(block)
        archive.writestr("note.txt", NOTE)
    return made.getvalue()


@pytest.mark.usefixtures("little_memory")
def test_a_member_that_unpacks_to_hundreds_of_times_its_size_is_not_unpacked():
    items = items_of(bomb(200 * MEGABYTE))
    assert "It unpacks to more than 200 times its size" in reasons(items)
    assert has_note(items)


def test_a_member_that_declares_a_small_size_gives_no_more_than_that():
    data = bytearray(bomb(20 * MEGABYTE))
    place = data.index(b"PK\x01\x02")
    struct.pack_into("<L", data, place + 24, 1_000)
    items = items_of(bytes(data))
    assert has_note(items)
    assert len(reasons(items)) > 10


def test_members_that_lie_upon_each_other_are_not_read():
    data = zip_of({"a.txt": "A text. " * 1_000, "b.txt": "B"})
    begin, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[begin : data.index(b"PK\x01\x02", begin + 4)]
    contents = entry * 1_000
    tail = bytearray(data[end:])
    struct.pack_into("<HHLL", tail, 8, 1_000, 1_000, len(contents), begin)
    assert "lie upon each other" in reasons(items_of(data[:begin] + contents + bytes(tail)))


def nested_bomb(levels: int, width: int) -> bytes:
    data = gzip.compress(bytes(MEGABYTE))
    for _ in range(levels):
        data = zip_of({f"{number}.zip": data for number in range(width)})
    return data


@pytest.mark.usefixtures("little_memory")
def test_archives_that_multiply_end_when_the_budget_is_spent(monkeypatch):
    monkeypatch.setattr("index.readers.budget.MAX_MEMBERS", 2_000)
    monkeypatch.setattr(Budget.__init__, "__defaults__", (50 * MEGABYTE, 2_000))
    data = zip_of({"0-note.txt": NOTE, "1.zip": nested_bomb(4, 12)})
    items = items_of(data)
    assert has_note(items)
    assert "the rest was not read" in reasons(items)
    assert len(items) < 3_000


def test_archives_deeper_than_anybody_makes_them_are_not_read():
    data = zip_of({"a.txt": NOTE})
    for _ in range(50):
        data = zip_of({"inner.zip": data})
    (item,) = items_of(data)
    assert "inside each other" in reasons([item])


@pytest.mark.usefixtures("little_memory")
def test_an_archive_that_contains_itself_ends():
    # A quine: the member's bytes are those of the archive; here as near as a test comes to one.
    data = zip_of({"a.zip": b"x" * 100})
    for _ in range(20):
        data = zip_of({"a.zip": data, "note.txt": NOTE})
    items = items_of(data)
    assert has_note(items)
    assert len(items) < 20


@pytest.mark.usefixtures("little_memory")
def test_a_packed_tar_bomb_ends_with_the_budget(monkeypatch):
    monkeypatch.setattr(Budget.__init__, "__defaults__", (5 * MEGABYTE, 1_000))
    assert "unpacks to more than" in reasons(
        items_of(tar_of({"a.txt": bytes(60 * MEGABYTE)}, mode="w:gz"), "a.tgz")
    )


# Tables of contents and headers


@pytest.mark.usefixtures("little_memory")
def test_a_table_of_contents_that_is_too_large_is_not_loaded():
    data = bytearray(zip_of({"a.txt": NOTE}))
    end = data.index(b"PK\x05\x06")
    struct.pack_into("<L", data, end + 12, 0x7FFFFFFF)
    assert "table of contents is larger than" in reasons(items_of(bytes(data)))


def test_an_archive_of_very_many_empty_files_is_bounded():
    data = zip_of({f"{number}.txt": b"" for number in range(1_500)})
    items = items_of(data)
    assert "the rest of the file was not read" in reasons(items)
    assert len(items) < 1_100


def header(name: str, size: bytes, kind: bytes = b"0") -> bytes:
    """Return the header of a member with whatever size it claims."""
    head = bytearray(tarfile.TarInfo(name).tobuf(tarfile.USTAR_FORMAT))
    head[124:136] = size
    head[156:157] = kind
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head)


NEGATIVE = b"\xff" * 4 + (-1024).to_bytes(8, "big", signed=True)
HUGE = b"\x80" + (2**80).to_bytes(11, "big")


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize(
    "evil",
    [
        header("evil.txt", NEGATIVE),
        header("evil.txt", HUGE),
        header("evil.txt", b"77777777777\0"),
        header("x", b"77777777777\0", b"x"),
        header("x", HUGE, b"x"),
        header("x", NEGATIVE, b"L"),
        header("x", b"%011o\0" % (1 << 20), b"x") + b"1" * (1 << 20),
        header("x", b"%011o\0" % 512, b"x")
        + b"20 size=-1000000000\n".ljust(512, b"\0")
        + header("y.txt", b"%011o\0" % 0),
        b"".join(header("x", b"%011o\0" % 0, b"x") for _ in range(5_000)),
        header("s", b"%011o\0" % 0, b"S"),
    ],
    ids=[
        "negative",
        "huge",
        "large",
        "long-pax",
        "huge-pax",
        "negative-name",
        "digits",
        "pax-size",
        "chain",
        "sparse",
    ],
)
def test_headers_made_to_take_for_ever_end(evil):
    note = tar_of({"a.txt": NOTE})[:1024]
    items = items_of(note + evil + note + bytes(1024), "a.tar")
    assert has_note(items)
    assert len(items) < 10


@pytest.mark.usefixtures("little_memory")
def test_a_sparse_file_of_terabytes_is_not_read():
    with tarfile.open(fileobj=(made := io.BytesIO()), mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("big.txt")
        info.pax_headers = {
            "GNU.sparse.major": "1",
            "GNU.sparse.minor": "0",
            "GNU.sparse.realsize": str(2**42),
        }
        info.size = 1024
        archive.addfile(info, io.BytesIO(b"1\n%d\n10\n" % (2**41) + bytes(2_000)))
        note = tarfile.TarInfo("note.txt")
        note.size = len(NOTE)
        archive.addfile(note, io.BytesIO(NOTE.encode()))
    items = items_of(made.getvalue(), "a.tar")
    assert has_note(items)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files cannot be counted here")
def test_no_file_stays_open():
    big = zip_of({"a.bin": os.urandom(9 * MEGABYTE), "note.txt": NOTE})
    before = len(list(Path("/proc/self/fd").iterdir()))
    assert has_note(items_of(zip_of({"inner.zip": big})))
    assert len(list(Path("/proc/self/fd").iterdir())) <= before


def test_archives_that_multiply_end_at_a_multiple_of_their_size(monkeypatch):
    monkeypatch.setattr("index.readers.budget.MIN_UNPACKED_BYTES", 2 * MEGABYTE)
    data = zip_of({"a.txt": b"".join(b"A text, number %d. %s\n" % (n, b"word " * 90) for n in range(2_000))})
    for _ in range(3):
        data = zip_of({f"{number}.zip": data for number in range(16)})
    items = items_of(data)
    assert "unpacks to more than 200 times its size" in reasons(items)
    assert sum(isinstance(item, Draft) for item in items) < 200


def test_files_beside_a_list_do_not_count_as_unpacked_from_it():
    budget = Budget()
    budget.size = 1_000
    for _ in range(50):
        budget.admit(40 * MEGABYTE)
    with pytest.raises(TooMuch):
        budget.spend(1 << 40)
