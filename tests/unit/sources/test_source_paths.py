"""Patterns of paths that tell which declared source a file belongs to."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sourcepaths import kept_pattern, typed_pattern


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("/data/wire", "/data/wire/a.csv", True),
        ("/data/wire", "/data/wire/2024/a.csv", True),
        ("/data/wire/", "/data/wire/a.csv", True),
        ("/data/wire", "/data/wires/a.csv", False),
        ("/data/wire", "/data/wire", True),
        ("/data/*.csv", "/data/a.csv", True),
        ("/data/*.csv", "/data/b/a.csv", False),
        ("/data/20*", "/data/2024/a.csv", True),
        ("/data/**/*.csv", "/data/a.csv", True),
        ("/data/**/*.csv", "/data/x/y/a.csv", True),
        ("/data/**/y/*.csv", "/data/x/y/a.csv", True),
        ("/data/**/y/*.csv", "/data/x/z/a.csv", False),
        ("/data/**", "/data/x/y", True),
        ("/**", "/x", True),
        ("/", "/x/y", True),
        ("/data/a?.[ct]sv", "/data/a1.tsv", True),
        ("/data/a?.[ct]sv", "/data/a1.psv", False),
        ("wire-*.csv", "/anywhere/wire-1.csv", True),
        ("wire-*.csv", "/anywhere/wire-1.csv/x", False),
    ],
)
def test_what_matches(pattern, path, matches):
    assert kept_pattern(pattern).matches(path) is matches


def test_what_a_person_types_becomes_a_real_path(tmp_path, monkeypatch):
    real = tmp_path / "real [1]"
    real.mkdir()
    link = tmp_path / "link"
    link.symlink_to(real)
    monkeypatch.chdir(link)
    monkeypatch.setenv("HOME", str(link))
    file = str(real / "sub" / "a.csv")
    for typed in (
        ".",
        "sub",
        "./sub",
        "sub/*.csv",
        "./**/a.csv",
        "~/sub",
        "~/sub/*.csv",
        str(link),
        f"{link}/s*",
    ):
        pattern = typed_pattern(typed)
        assert pattern.matches(file), (typed, pattern.text)
        assert not pattern.matches(str(tmp_path / "other" / "a.csv"))
        assert kept_pattern(pattern.text) == pattern
    assert typed_pattern("*.csv").text == "*.csv"
    assert typed_pattern("/").matches("/etc/x")
    assert typed_pattern("/*/x").matches("/etc/x")


@pytest.mark.parametrize("text", ["", "  ", "a\0b", "x" * 1_001])
def test_what_is_no_pattern(text):
    with pytest.raises(ValueError, match="it is"):
        typed_pattern(text)


@given(st.text(alphabet="ab*?[]/.-!", min_size=1, max_size=30).filter(str.strip))
def test_any_text_is_a_pattern_and_a_path_without_wildcards_matches_itself(text):
    pattern = kept_pattern(text)
    pattern.matches("/a/b/ab.a")
    if "/" in text and not set(text) & set("*?[]"):
        assert pattern.matches("/" + text.strip("/"))


def test_wildcards_cannot_explode():
    began = perf_counter()
    kept_pattern("/" + "*a" * 400).matches("/" + "a" * 4_000 + "b")
    kept_pattern("/**" * 300 + "/x").matches("/a" * 500)
    assert perf_counter() - began < 5


def test_more_fixed_characters_are_more_specific(tmp_path: Path):
    assert kept_pattern("/data/wire").fixed > kept_pattern("/data/*").fixed
    assert kept_pattern("/d/[abc]*x").fixed == 4
