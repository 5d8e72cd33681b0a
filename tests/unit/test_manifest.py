"""The manifest of an index."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.manifest import FILE_NAME, Manifest, read_manifest, write_manifest


def test_what_was_written_is_read(tmp_path: Path) -> None:
    manifest = Manifest(engine="whoosh", folder="whoosh-1", analyser="a1", change=7)
    write_manifest(tmp_path, manifest)
    assert read_manifest(tmp_path) == manifest
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_no_manifest_is_none(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b'{"engine": "whoosh", "change": "x"}', b"\xff"]
)
def test_a_damaged_manifest_counts_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    assert read_manifest(tmp_path) is None


def test_a_manifest_cannot_name_a_folder_elsewhere(tmp_path: Path) -> None:
    write_manifest(tmp_path, Manifest(engine="whoosh", folder="../../elsewhere", analyser="a", change=1))
    manifest = read_manifest(tmp_path)
    assert manifest is not None
    assert manifest.folder == "elsewhere"
