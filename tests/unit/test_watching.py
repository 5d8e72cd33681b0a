"""Watched folders: which files come, when, and which never do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from index import watching
from index.background.following import Came, Following, Happening, Noticed
from index.errors import LibraryError, ReaderError
from index.library import Library, open_library
from index.watching import FolderWatch, is_article_file

PATIENCE = 20.0
SETTLE = 0.2
"""How long files must stand still in these tests."""


class Watched:
    """A watch on a thread, and what it gave."""

    def __init__(self, watch: FolderWatch, told: list[str]) -> None:
        self.batches: list[list[str]] = []
        self.told = told
        self.stop = Event()
        self.looks = 0
        self._thread = Thread(target=self._run, args=(watch,))
        self._thread.start()

    def _run(self, watch: FolderWatch) -> None:
        for files in watch.batches(self.stop):
            self.looks += 1
            if files:
                self.batches.append([Path(path).name for path in files])

    @property
    def files(self) -> list[str]:
        return [name for batch in self.batches for name in batch]

    def until(self, condition: Callable[[], object]) -> None:
        end = monotonic() + PATIENCE
        while not condition():
            assert monotonic() < end, f"only these came: {self.batches}; told: {self.told}"
            self.stop.wait(0.01)

    def until_looked(self, times: int = 8) -> None:
        """Wait until it has looked again so often: what should not come has had its time."""
        looks = self.looks
        self.until(lambda: self.looks >= looks + times)

    def end(self) -> None:
        self.stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


@pytest.fixture
def news(tmp_path: Path) -> Path:
    made = tmp_path / "news"
    made.mkdir()
    return made


@pytest.fixture(params=["told by the system", "polling"])
def watched(
    request: pytest.FixtureRequest, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Watched]:
    """A watch on the folder `news`."""
    monkeypatch.setattr(watching, "POLL_SECONDS", 0.1)
    monkeypatch.setattr(watching, "TICK_SECONDS", 0.05)
    told: list[str] = []
    (news / "old.txt").write_text("old")
    watch = FolderWatch(
        [str(news)],
        library=tmp_path / "library",
        tell=told.append,
        polling=request.param == "polling",
        settle=SETTLE,
    )
    running = Watched(watch, told)
    try:
        running.until(lambda: running.files == ["old.txt"])
        yield running
    finally:
        running.end()


def test_what_is_there_comes_first_and_what_comes_then_follows(watched: Watched, news: Path) -> None:
    (news / "a.txt").write_text("one")
    watched.until(lambda: watched.files == ["old.txt", "a.txt"])
    (news / "a.txt").write_text("another text")
    watched.until(lambda: watched.files == ["old.txt", "a.txt", "a.txt"])


@pytest.mark.parametrize("polling", [False, True])
def test_a_file_that_is_still_written_comes_once_it_is_complete(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, polling: bool
) -> None:
    monkeypatch.setattr(watching, "POLL_SECONDS", 0.05)
    watch = FolderWatch([str(news)], library=tmp_path / "library", polling=polling, settle=PATIENCE)
    batches = watch.batches(Event())
    next(batches)
    with (news / "slow.txt").open("w") as file:
        for _ in range(5):
            file.write("more ")
            file.flush()
            assert not next(batches)
    watch._settle = SETTLE
    end = monotonic() + PATIENCE
    while not (files := next(batches)):
        assert monotonic() < end
    assert [Path(path).name for path in files] == ["slow.txt"]
    assert not any(next(batches) for _ in range(5))


def test_a_rename_into_place_brings_the_file_under_its_name(watched: Watched, news: Path) -> None:
    (news / "x.part").write_text("half")
    watched.until_looked()
    assert watched.files == ["old.txt"]
    (news / "x.part").replace(news / "x.txt")
    watched.until(lambda: watched.files == ["old.txt", "x.txt"])


def test_subfolders_come_with_all_that_is_in_them(watched: Watched, news: Path, tmp_path: Path) -> None:
    deep = tmp_path / "made" / "deep"
    deep.mkdir(parents=True)
    (deep / "moved.txt").write_text("moved")
    (tmp_path / "made").replace(news / "made")
    watched.until(lambda: "moved.txt" in watched.files)
    (news / "made" / "deep" / "later.txt").write_text("later")
    watched.until(lambda: "later.txt" in watched.files)


def test_hidden_and_half_written_files_never_come(watched: Watched, news: Path) -> None:
    (news / ".git").mkdir()
    for name in (".hidden", "x.tmp", "y.crdownload", "z.txt~", ".git/config", "~$open.docx", "#a#"):
        (news / name).write_text("no article")
    (news / "last.txt").write_text("an article")
    watched.until(lambda: "last.txt" in watched.files)
    watched.until_looked()
    assert watched.files == ["old.txt", "last.txt"]


def test_another_library_in_the_folder_is_not_read(watched: Watched, news: Path) -> None:
    with open_library(news / "other", create=True):
        (news / "other" / "manifest.json").write_text("{}")
    (news / "last.txt").write_text("an article")
    watched.until(lambda: "last.txt" in watched.files)
    watched.until_looked()
    assert watched.files == ["old.txt", "last.txt"]


def test_a_file_that_goes_and_comes_back_comes_again_only_if_it_changed(watched: Watched, news: Path) -> None:
    (news / "old.txt").unlink()
    watched.until_looked()
    (news / "old.txt").write_text("old, and more")
    watched.until(lambda: watched.files == ["old.txt", "old.txt"])


def test_a_folder_that_goes_is_told_and_watched_again_when_it_is_back(watched: Watched, news: Path) -> None:
    shutil.rmtree(news)
    watched.until(lambda: any("is gone" in words for words in watched.told))
    watched.until_looked()
    news.mkdir()
    (news / "again.txt").write_text("again")
    watched.until(lambda: "again.txt" in watched.files)
    (news / "later.txt").write_text("later")
    watched.until(lambda: "later.txt" in watched.files)
    assert ["is gone" in words for words in watched.told] == [True, False]


def test_where_the_system_cannot_watch_more_folders_they_are_looked_through(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import watchfiles

    def refusing(*_: object, **__: object) -> Iterator[set[object]]:
        raise OSError("OS file watch limit reached.")
        yield set()

    monkeypatch.setattr(watchfiles, "watch", refusing)
    monkeypatch.setattr(watching, "POLL_SECONDS", 0.1)
    told: list[str] = []
    watch = FolderWatch([str(news)], library=tmp_path / "library", tell=told.append, settle=SETTLE)
    running = Watched(watch, told)
    try:
        (news / "a.txt").write_text("one")
        running.until(lambda: running.files == ["a.txt"])
        assert len(told) == 1
        assert "watch limit" in told[0]
    finally:
        running.end()


def test_only_folders_outside_the_library_are_watched(news: Path, tmp_path: Path) -> None:
    (news / "a.txt").write_text("one")
    for path, words in (
        (news / "a.txt", "none"),
        (tmp_path / "nowhere", "no file or folder"),
        (tmp_path, "belongs to the library"),
    ):
        with pytest.raises(ReaderError, match=words):
            FolderWatch([str(path)], library=tmp_path)


@pytest.mark.parametrize("name", ["a.txt", "part", "tmp.txt", "news.jsonl.gz", "a~b", "ä.html"])
def test_names_of_articles(name: str) -> None:
    assert is_article_file(f"/somewhere/{name}")


# Importing what comes


class Followed:
    """What a watch imported, one event after the other, on a thread of its own."""

    def __init__(self, folder: Path, news: Path, **given: object) -> None:
        self.events: list[Happening] = []
        self.library: Library
        self._stop = Event()
        self._ready = Event()
        self._thread = Thread(target=self._run, args=(folder, news, given))
        self._thread.start()
        assert self._ready.wait(PATIENCE)

    def _run(self, folder: Path, news: Path, given: dict[str, object]) -> None:
        with open_library(folder, create=True) as library:
            self.library = library
            following = Following(library, [str(news)], None, self._stop, **given)  # type: ignore[arg-type]
            self._ready.set()
            for event in following.events():
                self.events.append(event)

    @property
    def added(self) -> int:
        return sum(event.report.added for event in self.events if isinstance(event, Came))

    @property
    def notices(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, Noticed)]

    def until(self, condition: Callable[[], object]) -> None:
        end = monotonic() + PATIENCE
        while not condition():
            assert monotonic() < end, f"only this happened: {self.events}"
            sleep(0.01)

    def end(self) -> None:
        self._stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "TICK_SECONDS", 0.05)
    monkeypatch.setattr("index.background.following.BUSY_SECONDS", 0.05)
    monkeypatch.setattr("index.background.following.FAILED_SECONDS", 0.05)


def write_article(path: Path, text: str) -> None:
    half = path.with_suffix(".part")
    half.write_text(f" date 2024-03-13 {text}", encoding="utf-8")
    # As if it had been written a while ago, so that nothing has to stand still first.
    os.utime(half, (1_700_000_000, 1_700_000_000))
    half.replace(path)


def test_articles_of_files_that_come_are_searchable_and_analysed(tmp_path: Path, news: Path) -> None:
    write_article(news / "a.txt", "Honda builds a plant in Ulm.")
    followed = Followed(tmp_path / "library", news)
    try:
        followed.until(lambda: followed.added == 1)
        write_article(news / "b.txt", "Toyota builds a plant in Bonn.")
        followed.until(lambda: followed.added == 2)
        with open_library(tmp_path / "library") as library:
            assert library.search("plant").total == 2
            followed.until(lambda: library.analysed)
    finally:
        followed.end()


def test_a_library_that_another_process_writes_to_is_waited_for(tmp_path: Path, news: Path) -> None:
    with open_library(tmp_path / "library", create=True) as library, library.store.writer():
        followed = Followed(tmp_path / "library", news, analyse=False)
        write_article(news / "a.txt", "Honda builds a plant in Ulm.")
        followed.until(lambda: followed.notices)
        assert "waiting for it" in followed.notices[0]
        assert followed.added == 0
    try:
        followed.until(lambda: followed.added == 1)
        assert len(followed.notices) == 1
    finally:
        followed.end()


@pytest.mark.parametrize(
    "failure", [LibraryError("The disk with the library is full."), OSError(28, "No space left on device")]
)
def test_a_full_disk_is_told_once_and_tried_again(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    followed = Followed(tmp_path / "library", news, analyse=False)
    tries: list[int] = []
    import_from = followed.library.import_from

    def failing(*given: object, **named: object) -> object:
        tries.append(1)
        if len(tries) < 4:
            raise failure
        return import_from(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(followed.library, "import_from", failing)
    write_article(news / "a.txt", "Honda builds a plant in Ulm.")
    try:
        followed.until(lambda: followed.added == 1)
        assert len(followed.notices) == 1
        assert "tried again" in followed.notices[0]
    finally:
        followed.end()


def test_the_library_inside_the_watched_folder_is_never_read(tmp_path: Path, news: Path) -> None:
    followed = Followed(news / "library", news, analyse=False)
    try:
        write_article(news / "a.txt", "Honda builds a plant in Ulm.")
        followed.until(lambda: followed.added == 1)
        assert all(
            isinstance(e, Came) and len(e.files) == 1 and not e.report.rejected for e in followed.events
        )
    finally:
        followed.end()
