"""docs/importing.md: every command on it works, and every format is on it."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from index.readers import FORMATS, limits
from tui.cli import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
BLOCKS = [
    [line for line in block.splitlines() if line.startswith("evtui ")]
    for block in re.findall(r"^```\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
]
WORKING = [block for block in BLOCKS if any(" samples/" in line or ' "samples/' in line for line in block)]


@pytest.mark.parametrize("block", WORKING, ids=lambda block: block[0])
def test_the_commands_work_and_each_import_gives_articles(block, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    for line in block:
        # Each import stands for itself; only what is declared is needed by the next one.
        library = tmp_path / ("declared" if "source" in " ".join(block) else str(block.index(line)))
        monkeypatch.setenv("EVTUI_LIBRARY", str(library))
        words = shlex.split(line)[1:]
        importing = words[0] == "import"
        code = main([*words, *(["--json"] if importing else []), *(["--no-analysis"] if importing else [])])
        out = capsys.readouterr().out
        assert code == 0, line
        if importing:
            rows = [json.loads(row) for row in out.splitlines()]
            assert sum(row["added"] for row in rows) >= 1, line
        if "--dry-run" in words:
            assert not library.exists()


def test_every_sample_has_a_command():
    page = "\n".join(line for block in BLOCKS for line in block)
    for path in (ROOT / "samples" / "formats").iterdir():
        # Of the samples in Markdown one is enough.
        if path.is_file() and path.suffix != ".md":
            assert f"samples/formats/{path.name}" in page, path.name


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_on_the_page_with_its_extra(name):
    (row,) = [
        line for line in PAGE.splitlines() if line.startswith("|") and f"`{name}`" in line.split("|")[1]
    ]
    assert FORMATS[name].extra == row.split("|")[3].strip().strip("`")


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("10 million characters", limits.MAX_ARTICLE_CHARACTERS == 10_000_000),
        ("16 MB", limits.MAX_RECORD_BYTES == 16 * 2**20),
        ("1 million characters", limits.MAX_ENTRY_CHARACTERS == 1_000_000),
        ("256 MB", limits.MAX_JSON_FILE_BYTES == 256 * 2**20),
        ("64 MB", limits.MAX_DOCUMENT_BYTES == 64 * 2**20),
        ("512 MB", limits.MAX_SEEKABLE_DOCUMENT_BYTES == 512 * 2**20),
        ("2 GB", limits.MAX_SPOOLED_BYTES == 2 * 2**30),
        ("8 GB, 1,000,000 files", (limits.MAX_UNPACKED_BYTES, limits.MAX_MEMBERS) == (8 * 2**30, 1_000_000)),
        ("5 deep", limits.MAX_NESTING == 5),
        ("2,000 characters", limits.MAX_LINE_CHARACTERS == 2_000),
        ("200 |", limits.MAX_TAGS == 200),
    ],
)
def test_the_limits_are_those_of_the_code(words, holds):
    assert words in PAGE.partition("## Limits")[2]
    assert holds


def test_the_command_for_an_extra_is_the_one_that_an_import_names():
    assert "pip install 'evtui[pdf]'" in PAGE
