"""What the fuzzer once found stays found out: each input in `findings/<target>/` is read again."""

from __future__ import annotations

import pytest

from tests.fuzz.targets import FINDINGS, TARGETS, seeds_of

KEPT = sorted(path for path in FINDINGS.glob("*/*"))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_input_that_once_failed_is_taken(path):
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_what_the_fuzzer_begins_with_is_taken(name):
    for seed in seeds_of(name):
        TARGETS[name](seed)
