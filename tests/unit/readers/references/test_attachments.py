"""Files attached to entries are read where they lie beside the list, and nowhere else."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from index.readers import Input, ReadOptions, read


def entry(*paths: str, abstract: str = "") -> str:
    files = ";".join(path.replace("\\", "\\\\").replace(":", "\\:").replace(";", "\\;") for path in paths)
    return f"@misc{{k, title = {{A title}}, abstract = {{{abstract}}}, file = {{T:{files}:x}} }}\n"


def test_the_text_of_an_attached_file_is_the_articles(read_list, folder):
    (folder / "files").mkdir()
    (folder / "files" / "a.md").write_text(
        "---\ntitle: Its own\ndate: 2020-01-01\n---\n\nThe *text*.\n\nMore."
    )
    (item,) = read_list("a.bib", entry("files/a.md", abstract="Short."))
    assert (item.title, item.day) == ("A title", None)
    assert item.body == "Short.\n\nThe *text*.\n\nMore."
    assert (item.origin.path, item.format, item.doubts) == (str(folder / "a.bib"), "bibtex", ())


def test_an_abstract_that_the_text_has_is_not_there_twice(read_list, folder):
    (folder / "a.txt").write_text("Title\n\nAbstract. The presidents\nsigned in Tokyo. And so on.")
    (item,) = read_list("a.bib", entry("a.txt", abstract="The presidents signed in Tokyo."))
    assert item.body.count("presidents") == 1


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "files/../../secret.txt",
        "{outer}/secret.txt",
        "file://{outer}/secret.txt",
        "file://localhost{outer}/secret.txt",
        "file:%2e%2e/secret.txt",
        "..\\secret.txt",
        "link.txt",
        "linked/secret.txt",
        ".hidden.txt",
        ".hidden/a.txt",
        "/etc/passwd",
    ],
)
def test_nothing_is_read_from_elsewhere(read_list, folder, path):
    outer = folder.parent
    (outer / "secret.txt").write_text("a secret of somebody")
    (folder / "link.txt").symlink_to(outer / "secret.txt")
    (folder / "linked").symlink_to(outer)
    (folder / ".hidden.txt").write_text("a secret of somebody")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "a.txt").write_text("a secret of somebody")
    (item,) = read_list("a.bib", entry(path.format(outer=outer), abstract="Short."))
    assert item.body == "Short."
    assert item.doubts[0].startswith("Of the attached file “")
    assert item.doubts[0].endswith("”: it was not read, since it does not lie in the folder of the list.")


def test_a_way_out_is_none_by_another_spelling_either(read_list, folder):
    (folder.parent / "secret.txt").write_text("a secret of somebody")
    (item,) = read_list("a.bib", entry("%2e%2e/secret.txt", abstract="Short."))
    assert (item.body, len(item.doubts)) == ("Short.", 1)


@pytest.mark.parametrize(
    "path",
    ["{folder}/a b.txt", "file://{folder}/a%20b.txt", "./a b.txt", "a%20b.txt", "sub\\..\\a b.txt"],
)
def test_ways_to_write_a_path_beside_the_list(read_list, folder, path):
    (folder / "sub").mkdir()
    (folder / "a b.txt").write_text("The text.")
    (item,) = read_list("a.bib", entry(path.format(folder=folder)))
    assert (item.body, item.doubts) == ("The text.", ())


@pytest.mark.parametrize(
    ("path", "doubt"),
    [
        ("gone.txt", "it is not there"),
        ("folder", "it is no file"),
        ("pipe", "it is no file"),
        ("empty.txt", "it could not be read. The file is empty"),
        ("picture.png", "it could not be read. It is not text, and so not a format that evtui reads"),
        ("x" * 5_000, "that is no path"),
        ("x" * 300, "it cannot be opened"),
        ("a\0b", "that is no path"),
        ("other.bib", "it has no text"),
    ],
)
def test_an_attachment_that_cannot_be_read_is_a_doubt(read_list, folder, path, doubt):
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")
    (folder / "empty.txt").touch()
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (folder / "other.bib").write_text("@misc{k, title={Only a title}}")
    (item,) = read_list("a.bib", entry(path))
    assert (item.title, item.body) == ("A title", "")
    assert [said.partition("”: ")[2] for said in item.doubts][-1:] == [f"{doubt}."]


def test_the_next_file_is_taken_where_the_first_is_not_there(read_list, folder):
    (folder / "b.txt").write_text("The text.")
    (item,) = read_list("a.bib", "@misc{k, title={T}, file={A:gone.pdf:x;B:b.txt:y}}")
    assert item.body == "The text."
    assert item.doubts == ("Of the attached file “gone.pdf”: it is not there.",)


def test_addresses_are_never_fetched_and_are_no_doubt(read_list):
    (item,) = read_list("a.ris", "TY  - NEWS\nTI  - T\nL1  - http://127.0.0.1:9/a.pdf\nER  - \n")
    assert item.doubts == ()


def test_a_file_is_read_once_however_many_entries_have_it(read_list, folder):
    (folder / "a.txt").write_text("The text.")
    one, two = read_list("a.bib", entry("a.txt") + entry("./a.txt"))
    assert (one.body, two.body) == ("The text.", "")
    assert two.doubts == ("Of the attached file “./a.txt”: its text was taken for an entry before.",)


def test_a_list_may_be_attached_to_itself(read_list):
    (item,) = read_list("a.bib", entry("a.bib"))
    assert (item.title, item.body) == ("A title", "")


def test_a_list_that_is_given_as_a_stream_has_no_files_beside_it(folder):
    (folder / "a.txt").write_text("The text.")
    (item,) = read(Input("-"), ReadOptions(format="bibtex"), stdin=io.BytesIO(entry("a.txt").encode()))
    assert item.body == ""
    assert item.doubts[0].endswith("it was not looked for, since the list does not lie in a folder.")


def test_a_list_that_is_reached_by_a_link_has_its_files_beside_the_link(read_list, folder, tmp_path):
    (folder / "a.txt").write_text("The text.")
    read_list("a.bib", entry("a.txt"))
    link = tmp_path / "link"
    link.symlink_to(folder)
    (item,) = read(Input(str(link / "a.bib")), ReadOptions())
    assert item.body == "The text."


def test_a_zip_bomb_as_an_attachment_is_bounded(read_list, folder: Path, monkeypatch):
    monkeypatch.setattr("index.readers.references.attachments.MAX_ARTICLE_CHARACTERS", 10_000)
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"{number}.txt", "word " * 1_000)
    (item,) = read_list("a.bib", entry("a.zip", abstract="Short."))
    assert item.body == "Short."
    assert item.doubts
