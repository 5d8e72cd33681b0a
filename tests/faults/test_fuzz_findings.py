"""What the fuzzer once found stays found out: each input in `findings/<target>/` is read again."""

from __future__ import annotations

from io import BytesIO

import pytest

from index.readers import FORMATS, Input, ReadOptions, Rejected, read
from tests.fuzz.targets import FINDINGS, TARGETS, seeds_of

KEPT = sorted(path for path in FINDINGS.glob("*/*"))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_input_that_once_failed_is_taken(path):
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize(
    "path", [each for each in KEPT if each.parent.name in FORMATS], ids=lambda path: path.name
)
def test_what_is_wrong_with_it_was_foreseen(path):
    items = read(Input("-"), ReadOptions(format=path.parent.name), stdin=BytesIO(path.read_bytes()))
    for item in items:
        assert not isinstance(item, Rejected) or "could not be read to its end" not in item.reason


@pytest.mark.parametrize("name", TARGETS)
def test_what_the_fuzzer_begins_with_is_taken(name):
    for seed in seeds_of(name):
        TARGETS[name](seed)
