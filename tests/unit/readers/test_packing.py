"""Packed files: gzip, bzip2, xz and lzma, in one piece and in several, whole and damaged."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers import Draft, ReadOptions, Rejected
from index.readers.budget import Budget, TooMuch
from index.readers.jsonlines import read_json_lines
from index.readers.opening import Unopened, open_input
from index.readers.packing import packing_of, unpacked

TEXT = b" date 2024-03-15 Honda and Nissan signed a memorandum of understanding.\n"
PACKERS = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "lzma": lambda data: lzma.compress(data, lzma.FORMAT_ALONE),
}


@pytest.mark.parametrize("packing", PACKERS)
def test_a_packed_file_is_read_whatever_its_name(read_one, packing):
    draft = read_one("a.txt", PACKERS[packing](TEXT))
    assert draft.body == "Honda and Nissan signed a memorandum of understanding."


@pytest.mark.parametrize("ending", ["gz", "bz2", "xz", "lzma"])
def test_the_ending_before_the_packing_tells_the_format(read_one, ending):
    packing = {"gz": "gzip", "bz2": "bzip2"}.get(ending, ending)
    draft = read_one(
        f"a.csv.{ending}", PACKERS[packing](b"title,body\nTalks,Both companies confirm talks.\n")
    )
    assert (draft.title, draft.body) == ("Talks", "Both companies confirm talks.")


@pytest.mark.parametrize("packing", ["gzip", "bzip2", "xz"])
def test_packed_files_that_were_put_together_are_read_to_the_end(packing):
    pack = PACKERS[packing]
    data = b"".join(pack(b"%d\n" % number) for number in range(200))
    stream = unpacked(io.BufferedReader(io.BytesIO(data)), packing, Budget())
    assert stream.read() == b"".join(b"%d\n" % number for number in range(200))


@pytest.mark.parametrize("packing", PACKERS)
def test_padding_after_a_packed_stream_is_left_out(packing):
    stream = unpacked(io.BufferedReader(io.BytesIO(PACKERS[packing](TEXT) + b"\0" * 700)), packing, Budget())
    assert stream.read() == TEXT


@pytest.mark.parametrize("packing", PACKERS)
def test_of_a_cut_file_the_articles_before_the_cut_are_read(read_file, packing):
    noise = Random(1)
    lines = b"".join(b'{"text": "%s"}\n' % noise.randbytes(600).hex().encode() for _ in range(900))
    data = PACKERS[packing](lines)
    *drafts, last = read_file("a.jsonl", data[: len(data) * 9 // 10])
    assert len(drafts) > 100
    assert all(isinstance(draft, Draft) for draft in drafts)
    assert isinstance(last, Rejected)
    assert "the compressed data is incomplete or damaged" in last.reason


def test_what_is_unpacked_counts_against_the_budget():
    stream = unpacked(
        io.BufferedReader(io.BytesIO(gzip.compress(bytes(10_000_000)))), "gzip", Budget(1_000_000)
    )
    with pytest.raises(TooMuch, match="unpacks to more than"):
        stream.read()


def test_a_bomb_of_lines_ends_with_the_budget():
    budget = Budget(5_000_000)
    bomb = gzip.compress(b'{"text": "a"}\n' + b" " * 50_000_000)
    context = open_input(Unopened(io.BytesIO(bomb), "a.jsonl.gz", "a.jsonl.gz", ReadOptions(), budget=budget))
    with pytest.raises(TooMuch):
        list(read_json_lines(context))
    assert budget.bytes_left > -1_000_000


def test_a_text_that_begins_like_a_packed_file_is_a_text(read_one):
    assert read_one("b.txt", "] is a bracket.").body == "] is a bracket."


@given(st.binary(max_size=64))
def test_any_bytes_are_packed_or_not(head):
    assert packing_of(head) in {"", *PACKERS}


@given(st.sampled_from(sorted(PACKERS)), st.binary(max_size=2_000), st.integers(1, 4_096))
def test_unpacking_gives_what_was_packed_however_it_is_read(packing, data, step):
    stream = unpacked(io.BufferedReader(io.BytesIO(PACKERS[packing](data))), packing, Budget())
    parts = []
    while part := stream.read(step):
        parts.append(part)
    assert b"".join(parts) == data
