"""Hostile files among good ones, through the command line: each is recorded, none touches its neighbours."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import monotonic
from typing import Any

import pytest

from index import open_library
from index.model import Article
from index.sanitise import FORBIDDEN
from tests.faults.hostile import MARKUP, NEIGHBOURS, bombs, in_every_field, oddities, write_hostile_folder

EVTUI = [sys.executable, "-c", "import sys; from tui.cli import main; sys.exit(main())"]
ROOT = Path(__file__).parents[2]
MOST_SECONDS = 120.0
"""For an import that takes 3 s of a quiet machine; on a busy one it may take much longer."""
MOST_MEMORY = 700 * 1024
"""In kB, for the largest of the processes."""
IN_ARCHIVES = 4
"""Good articles in the archives beside what is hostile; the zip and the tar file hold the same ones."""


@dataclass(frozen=True)
class Done:
    """What a command printed, and what it took."""

    code: int
    out: str
    err: str
    seconds: float
    memory: int

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Place:
    """A folder of hostile files, and the library that they were imported into."""

    folder: Path
    first: Done

    def run(self, *words: str) -> Done:
        return run(self.folder, "-L", "library", *words)


WATCHED = """
import json, os, subprocess, sys
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
with open(sys.argv[1], "w") as file:
    json.dump([os.waitstatus_to_exitcode(status), usage.ru_maxrss], file)
"""
"""Runs a command from a small process: one that is started from a large one is said to be as large."""


def run(folder: Path, *words: str) -> Done:
    """Run the command in a process of its own, and see what that takes with all that it starts."""
    own = {name: str(folder / name) for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    begin = monotonic()
    with NamedTemporaryFile() as taken:
        done = subprocess.run(
            [sys.executable, "-c", WATCHED, taken.name, *EVTUI, *words],
            capture_output=True,
            env={**os.environ, **own, "PYTHONPATH": str(ROOT)},
            cwd=folder,
            check=True,
        )
        code, memory = json.loads(Path(taken.name).read_text(encoding="ascii"))
    return Done(code, done.stdout.decode(), done.stderr.decode(), monotonic() - begin, memory)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("hostile")
    write_hostile_folder(folder / "in")
    return Place(folder, run(folder, "-L", "library", "import", "in", "--json"))


@pytest.fixture(scope="module")
def articles(place: Place) -> list[Article]:
    with open_library(place.folder / "library") as library:
        return [article for _, article in library.store.iterate()]


@pytest.fixture(scope="module")
def reasons(place: Place) -> list[dict[str, Any]]:
    done = place.run("rejects", "-n", "0", "--json")
    assert done.code == 0
    return done.rows


def named(names: dict[str, bytes]) -> Iterator[str]:
    """Give what the path of each of these files has in it when it is shown."""
    for name in names:
        yield "-thistle [red]" if name.startswith("thistle") else f"-{name}"


def test_the_import_ends_well_in_bounded_time_and_memory(place: Place) -> None:
    assert place.first.code == 0
    assert "Traceback" not in place.first.err
    assert place.first.seconds < MOST_SECONDS
    assert place.first.memory < MOST_MEMORY


def test_every_hostile_file_has_a_recorded_reason(reasons: list[dict[str, Any]]) -> None:
    left_out = [row["file"] for row in reasons if row["kind"] == "rejected"]
    for name in [*named(bombs()), "05-large.html"]:
        assert any(name in file for file in left_out), name
    assert all(row["reason"].endswith(".") for row in reasons)
    assert not any("could not be read to its end" in row["reason"] for row in reasons)
    assert not any("This is a mistake" in row["reason"] for row in reasons)


def test_every_article_that_there_is_was_read(articles: list[Article]) -> None:
    paths = [article.origin.path for article in articles]
    for name in [*named(in_every_field()), *named(oddities())]:
        if name != "-up.tar":  # which holds the same as the zip file
            assert any(name in path for path in paths), name


def test_all_good_neighbours_are_there_and_found(place: Place) -> None:
    rows = place.run("search", "quillwort", "group:off", "-n", "0", "--json").rows
    assert len(rows) == NEIGHBOURS + IN_ARCHIVES
    assert all(row["title"].startswith("Quillwort") for row in rows)


def test_nothing_hostile_is_kept_in_any_field(articles: list[Article]) -> None:
    for article in articles:
        lines = (article.title, article.source, article.author, article.url, *article.tags)
        for text in (*lines, article.body, article.origin.path):
            assert not FORBIDDEN.search(text)
        assert not any("\n" in line for line in lines)
    counted = Counter(MARKUP in article.title for article in articles)
    assert counted[True] > len(in_every_field()) // 2, "markup is text, and stays"
    assert all("root:" not in article.body for article in articles)
    assert max(len(article.body) for article in articles) < 20_000, "no entity was expanded"


def test_nothing_was_written_outside_the_library(place: Place) -> None:
    assert {path.name for path in place.folder.iterdir()} <= {"in", "library", "XDG_CACHE_HOME"}
    assert not list(place.folder.rglob("up.txt"))


COMMANDS = (
    ("search", "thistle", "group:off", "-n", "0"),
    ("search", "thistle", "group:off", "-n", "0", "--json"),
    ("topics", "-n", "0"),
    ("timeline", "--by", "day"),
    ("rejects", "-n", "0"),
    ("rejects", "-n", "0", "--json"),
    ("import", "--dry-run", "in"),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_nothing_hostile_is_printed(place: Place, words: tuple[str, ...]) -> None:
    done = place.run(*words)
    assert done.code == 0
    assert done.out
    assert not FORBIDDEN.search(done.out)
    assert not FORBIDDEN.search(done.err.replace("\r", ""))
    if words[0] in {"search", "topics"} and "--json" not in words:
        assert MARKUP[:30] in done.out, "markup is shown as it is"


def test_a_whole_article_is_printed_as_text(place: Place, articles: list[Article]) -> None:
    (page,) = (article for article in articles if article.origin.path.endswith("page.html"))
    for words in (("show", page.id), ("show", page.id, "--json")):
        done = place.run(*words)
        assert not FORBIDDEN.search(done.out + done.err)
        assert "[@click=app.quit]q[/]" in done.out


def test_on_a_terminal_only_colours_are_added(place: Place) -> None:
    leader, follower = os.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "200"}
    env.pop("NO_COLOR", None)
    words = [*EVTUI, "-L", "library", "search", "thistle", "group:off"]
    with subprocess.Popen(words, stdout=follower, stderr=follower, env=env, cwd=place.folder) as process:
        os.close(follower)
        printed = b"".join(iter(lambda: _read(leader), b"")).decode()
        process.wait()
    os.close(leader)
    assert "\x1b[" in printed
    assert not FORBIDDEN.search(re.sub(r"\x1b\[[\d;]*m|\r\n", "", printed))


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65_536)
    except OSError:  # the other end was closed
        return b""


def test_the_same_import_again_changes_nothing(place: Place, articles: list[Article]) -> None:
    (again,) = place.run("import", "in", "--json").rows
    assert (again["added"], again["updated"]) == (0, 0)
    assert again["rejected"] == place.first.rows[0]["rejected"]
    with open_library(place.folder / "library") as library:
        assert [article for _, article in library.store.iterate()] == articles
