"""Which files are read when somebody names files and folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.errors import ReaderError
from index.readers import Input, Rejected, find_inputs

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def walk(*paths: Path | str) -> tuple[list[Input], list[Rejected]]:
    problems: list[Rejected] = []
    return list(find_inputs([str(path) for path in paths], on_problem=problems.append)), problems


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")


def test_folders_are_walked_in_sorted_order_and_hidden_ones_left_out(tmp_path):
    touch(
        tmp_path / "b.txt", tmp_path / "a" / "z.txt", tmp_path / "a" / "y.md", tmp_path / "c" / "d" / "e.txt"
    )
    touch(tmp_path / ".git" / "x.txt", tmp_path / ".hidden.txt")
    inputs, problems = walk(tmp_path)
    names = [str(Path(given.path).relative_to(tmp_path)) for given in inputs]
    assert names == ["a/y.md", "a/z.txt", "b.txt", "c/d/e.txt"]
    assert [given.size for given in inputs] == [4] * 4
    assert problems == []


def test_paths_stay_as_they_were_named(tmp_path, monkeypatch):
    touch(tmp_path / "press" / "a.txt")
    monkeypatch.chdir(tmp_path)
    assert [given.path for given in walk("press")[0]] == ["press/a.txt"]
    assert [given.path for given in walk("./press/a.txt", "-", "-")[0]] == ["./press/a.txt", "-"]


def test_a_path_that_is_not_there_is_told_before_anything_is_read(tmp_path):
    touch(tmp_path / "a.txt")
    with pytest.raises(ReaderError, match=r"no file or folder '.*nowhere'"):
        find_inputs([str(tmp_path / "a.txt"), str(tmp_path / "nowhere")], on_problem=lambda _: None)


def test_a_symlink_loop_is_recognised_and_recorded(tmp_path):
    touch(tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "in" / "self").symlink_to("self")
    inputs, problems = walk(tmp_path)
    assert len(inputs) == 1
    assert [Path(problem.origin.path).name for problem in problems] == ["loop", "self"]
    assert problems[0].reason == "The link leads back to a folder that contains it; it was not followed."
    assert problems[1].reason.startswith("The link leads nowhere: ")


def test_links_to_a_folder_multiply_nothing(tmp_path):
    touch(tmp_path / "d0" / "a.txt")
    for depth in range(30):
        folder = tmp_path / f"d{depth + 1}"
        folder.mkdir()
        (folder / "x").symlink_to(tmp_path / f"d{depth}")
        (folder / "y").symlink_to(tmp_path / f"d{depth}")
    inputs, problems = walk(tmp_path / "d30")
    assert len(inputs) == 1
    assert len(problems) == 30
    assert {problem.reason for problem in problems} == {"The link leads to a folder that was read already."}


def test_a_link_to_a_file_is_read_and_a_broken_one_recorded(tmp_path):
    touch(tmp_path / "real" / "a.txt")
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "good.txt").symlink_to(tmp_path / "real" / "a.txt")
    (tmp_path / "links" / "gone.txt").symlink_to(tmp_path / "real" / "gone.txt")
    inputs, problems = walk(tmp_path / "links")
    assert [Path(given.path).name for given in inputs] == ["good.txt"]
    assert problems[0].reason == "The link leads nowhere: no such file or directory."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_in_a_folder_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    inputs, problems = walk(tmp_path)
    assert inputs == []
    assert problems[0].reason == "It is a device, pipe or socket and not a file."


@pytest.mark.skipif(AS_ROOT, reason="root may read everything")
def test_a_folder_without_permission_is_recorded(tmp_path):
    touch(tmp_path / "a.txt", tmp_path / "shut" / "b.txt")
    (tmp_path / "shut").chmod(0)
    try:
        inputs, problems = walk(tmp_path)
    finally:
        (tmp_path / "shut").chmod(0o700)
    assert len(inputs) == 1
    assert problems[0].reason == "The folder cannot be read: permission denied."


def test_a_folder_that_cannot_be_listed_is_recorded(tmp_path, monkeypatch):
    touch(tmp_path / "a.txt", tmp_path / "shut" / "b.txt")
    listdir = os.listdir

    def refuse(path: str) -> list[str]:
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    monkeypatch.setattr(os, "listdir", refuse)
    inputs, problems = walk(tmp_path)
    assert [Path(given.path).name for given in inputs] == ["a.txt"]
    assert problems[0].reason == "The folder cannot be read: permission denied."


def test_names_that_are_no_text_can_be_stored_and_shown(tmp_path):
    name = os.fsdecode(b"caf\xe9\x1b[2J.txt")
    try:
        touch(tmp_path / name)
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such names")
    (given,), problems = walk(tmp_path)
    assert given.shown.encode("utf-8")
    assert "\x1b" not in given.shown
    assert problems == []


def test_a_library_among_the_articles_is_not_read(tmp_path):
    touch(tmp_path / "a.txt")
    touch(tmp_path / "library" / "library.db")
    touch(tmp_path / "library" / "manifest.json")
    problems = []
    found = [given.path for given in find_inputs([str(tmp_path)], on_problem=problems.append)]
    assert found == [str(tmp_path / "a.txt")]
    assert [(item.origin.path, "library of evtui" in item.reason) for item in problems] == [
        (str(tmp_path / "library"), True)
    ]


def test_a_file_that_describes_its_folder_is_left_out_unless_it_is_named_or_alone(tmp_path):
    folder, alone = tmp_path / "folder", tmp_path / "folder" / "alone"
    alone.mkdir(parents=True)
    for path in (folder / "README.md", folder / "License", folder / "a.txt", alone / "readme.txt"):
        path.write_text("A text.")
    problems: list[Rejected] = []
    found = [Path(given.path).name for given in find_inputs([str(folder)], on_problem=problems.append)]
    assert found == ["a.txt", "readme.txt"]
    assert [Path(problem.origin.path).name for problem in problems] == ["License", "README.md"]
    assert {problem.reason for problem in problems} == {
        "It describes the folder that it lies in. Where it is an article, name it itself."
    }
    (named,) = find_inputs([str(folder / "README.md")], on_problem=problems.append)
    assert named.path == str(folder / "README.md")
