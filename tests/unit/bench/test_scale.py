"""The scale benchmark: what it asks, what it reads off a terminal, and what it says of what it found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library, open_library
from tests.bench.generator import write_articles
from tests.bench.scale import goals
from tests.bench.scale.answers import measure_answers
from tests.bench.scale.figures import figures_of
from tests.bench.scale.frames import Frames
from tests.bench.scale.making import (
    MOST_NAMES,
    MOST_TOPICS,
    give_values,
    make_library,
    mark_analysed,
    peer_articles,
)
from tests.bench.scale.peers.fts5 import Fts5
from tests.bench.scale.peers.raw_tantivy import RawTantivy
from tests.bench.scale.pictures import draw
from tests.bench.scale.queries import KINDS, Asked, Drawing
from tests.bench.scale.records import ALL, OWN, SECONDS, Record, once, timed
from tests.bench.scale.run import SIZES, index_folder, wanted
from tests.bench.terminal import TerminalProgram

ARTICLES = 150


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("scale")
    write_articles(place / "articles.jsonl", ARTICLES, processes=1)
    library, seconds = make_library(place / "library", place / "articles.jsonl")
    assert seconds > 0
    give_values(library)
    library.catch_up()
    mark_analysed(library)
    library.close()
    return place / "library"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with open_library(folder) as opened:
        yield opened


def test_a_made_library_counts_as_analysed_and_has_its_values(library: Library) -> None:
    assert library.analysed
    assert library.index.status() == "current"
    fed = list(peer_articles(library))
    assert len(fed) == ARTICLES
    assert {len(article.topics) for article in fed} == set(range(1, MOST_TOPICS + 1))
    assert {len(article.names) for article in fed} <= set(range(MOST_NAMES + 1))


def test_drawn_queries_are_the_same_each_time_and_find_something(library: Library) -> None:
    drawn = Drawing(library).some(3)
    assert drawn == Drawing(library).some(3)
    assert [query.kind for query in drawn] == [*KINDS] * 3
    found = [library.count(query.text) for query in drawn if query.kind != "date range"]
    assert all(found)


def test_the_peer_finds_what_evtui_finds(library: Library, tmp_path: Path) -> None:
    peer = Fts5(tmp_path / "peer.db")
    peer.fill(peer_articles(library))
    word = Drawing(library).some(1)[0]
    assert peer(word) is not None
    assert peer._database.execute("SELECT count(*) FROM matching").fetchone() == (library.count(word.text),)
    assert peer(Asked("fuzzy", ("word",))) is None
    peer.close()


def test_raw_tantivy_is_asked_the_same(library: Library) -> None:
    raw = RawTantivy(index_folder(library))
    queries = Drawing(library).some(6)
    assert [raw.total(query) for query in queries] == [library.count(query.text) for query in queries]


def test_answers_are_told_by_kind_for_everyone(library: Library) -> None:
    records = measure_answers(library, Drawing(library).some(1), {"a peer": lambda _: 0.25})
    answers = {(record.who, record.part): record.median for record in records if record.what == "answer"}
    assert answers.keys() == {(who, part) for who in (OWN, "a peer") for part in (*KINDS, ALL)}
    assert answers["a peer", ALL] == 0.25
    assert all(seconds > 0 for seconds in answers.values())


def test_frames_are_told_apart() -> None:
    program = (
        "import sys, time\n"
        "print('\\x1b[?2026$p', end='', flush=True)\n"
        "assert sys.stdin.readline() is not None\n"
        "for word in ('one', 'two'):\n"
        "    print(f'\\x1b[?2026h\\x1b[1;1H{word}\\x1b[2;1Hbelow\\x1b[?2026l', end='', flush=True)\n"
        "sys.stdin.readline()\n"
    )
    with TerminalProgram(["python3", "-c", program]) as running:
        frames = Frames(running)
        with pytest.raises(TimeoutError):
            frames.next(0.3)
        running.send("\n")
        first = frames.until(lambda text: "one" in text)
        second = frames.next()
        assert "two\nbelow" in second.text
        assert second.at >= first.at


def test_a_missed_goal_says_so() -> None:
    quick, slow = [goals.KEYSTROKE / 2] * 9, [goals.KEYSTROKE * 2] * 9
    met = {figure.met for figure in figures_of([timed("keystroke", ALL, OWN, quick)])}
    missed = {figure.met for figure in figures_of([timed("keystroke", ALL, OWN, slow)])}
    assert (met, missed) == ({True}, {False})


def test_the_ratio_to_raw_tantivy_is_judged() -> None:
    own = Record("answer", ALL, OWN, SECONDS, 0.030, 0.050, 9)
    raw = Record("answer", ALL, "raw tantivy", SECONDS, 0.020, 0.030, 9)
    whole, beside = figures_of([own, raw])
    assert whole.met
    assert not beside.met
    assert "1.67 times at the p95" in beside.value


def test_pictures_are_drawn_of_what_there_is(tmp_path: Path) -> None:
    records = [
        Record("answer", ALL, OWN, SECONDS, 0.01, 0.02, 9, size, "generated") for size in (1_000, 10_000)
    ]
    drawn = [path.name for path, _ in draw(records, "generated", tmp_path)]
    assert drawn == ["bench-answers.svg"]
    assert "10k" in (tmp_path / "bench-answers.svg").read_text(encoding="utf-8")


def test_sizes_come_from_arguments_or_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVTUI_BENCH_SIZES", raising=False)
    assert wanted([]) == ([*SIZES], True)
    monkeypatch.setenv("EVTUI_BENCH_SIZES", "10_000, 1000")
    assert wanted([]) == ([1_000, 10_000], False)
    assert wanted(["500", "headlines"]) == ([500], True)


def test_records_are_written_as_json() -> None:
    from tests.bench.scale.records import as_data, of_collection

    (data,) = as_data(of_collection([once("size", ALL, OWN, "MB", 3.0)], 1_000, "generated"))
    assert json.loads(json.dumps(data))["articles"] == 1_000
