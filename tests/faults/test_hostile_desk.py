"""A library full of escapes and markup in the desk: all of it is text, and nothing of it acts."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.library import open_library
from index.model import FacetField
from index.sanitise import FORBIDDEN
from tests.driving import Desk, desk_over
from tests.faults.hostile import MARKUP, NASTY, NASTY_NAME, in_every_field, oddities

NAME = "[red]lib[/] [/] [@click=app.quit]x"
SHOWN = "Thistle [red]r[/] [/] [/bold]"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / NAME
    source = folder / "in"
    for name, data in {**in_every_field(), **oddities()}.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    with open_library(folder / "library", create=True) as made:
        made.import_from([str(source)])
        for number, (_, article) in enumerate(made.store.iterate()):
            if number < 2:
                made.store.add_note(article.id, NASTY)
                made.store.add_tag(article.id, MARKUP)
    return folder / "library"


def shown(desk: Desk) -> str:
    """Return what is on the screen, and make sure that it may be."""
    text = desk.text()
    assert not FORBIDDEN.search(text)
    assert desk.app.is_running
    return text


async def test_rows_topics_and_texts_are_shown_as_they_are(library: Path) -> None:
    async with desk_over(library, query="thistle group:off", size=(200, 50), analysing=False) as desk:
        screen = desk.screen
        rows = screen.timeline.articles
        assert SHOWN in shown(desk)
        for field in (FacetField.SOURCE, FacetField.TAG):
            assert any("[red]r[/]" in value for value in screen.topics.listed(field)), field
        await desk.press("1", "1")
        for _ in range(min(rows.row_count, 25)):
            article = screen.source.article
            assert article is not None
            if MARKUP in article.body:
                assert "[/bold] [@click=app.quit]q[/]" in shown(desk)
            await desk.press("j")
        await desk.press("3", "G", "z")
        shown(desk)
        await desk.press("z", "y", "o")
        assert not FORBIDDEN.search(desk.app.clipboard)
        shown(desk)


async def test_a_nasty_value_can_be_chosen_and_let_go(library: Path) -> None:
    async with desk_over(library, query="thistle group:off", size=(160, 40), analysing=False) as desk:
        screen = desk.screen
        for field in (FacetField.SOURCE, FacetField.TAG):
            value = next(value for value in screen.topics.listed(field) if "[red]" in value)
            screen._ask_anew(screen.session.required(field, value))
            await desk.settle()
            assert screen.timeline.total, field
            assert "[red]r[/]" in shown(desk).splitlines()[0] + shown(desk).splitlines()[1]
            await desk.press("c")
        await desk.press("2")
        for row in range(screen.topics.values.row_count):
            screen.topics.values.move_to(row)
            await desk.pilot.pause()
        shown(desk)


@pytest.mark.parametrize("typed", [MARKUP, NASTY, f"sorce:{NASTY_NAME}"])
async def test_what_is_typed_is_never_markup(library: Path, typed: str) -> None:
    async with desk_over(library, analysing=False) as desk:
        await desk.press("slash")
        await desk.paste(typed)
        await desk.press("enter")
        shown(desk)
        await desk.press("escape", "d")
        await desk.paste(typed)
        await desk.press("enter")
        shown(desk)
        await desk.press("escape")


async def test_the_palette_takes_markup_as_text(library: Path) -> None:
    async with desk_over(library, analysing=False) as desk:
        await desk.press("colon")
        desk.app.focused.value = f"watch {MARKUP}"  # type: ignore[union-attr]
        await desk.until(lambda: "watch [red]r[/]" in desk.text())
        shown(desk)
        await desk.press("escape")


async def test_tags_notes_and_folders_to_watch_are_never_markup(library: Path) -> None:
    async with desk_over(library, query="thistle", analysing=False) as desk:
        for key in ("t", "a"):
            await desk.press(key)
            await desk.paste(f"{NASTY} {MARKUP}")
            await desk.press("enter")
            assert "[red]r[/]" in shown(desk)
        desk.screen.watch_folder(f"/nowhere/{NASTY}")
        await desk.settle()
        assert "[red]" in shown(desk)


async def test_a_watched_folder_may_have_any_name(library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "\x1b[31m[red]\u202e[@click=app.quit]"
    folder.mkdir()
    async with desk_over(library, analysing=False, size=(200, 40)) as desk:
        desk.screen.watch_folder(str(folder))
        await desk.until(lambda: "watching" in desk.text().splitlines()[-2])
        assert "[red]" in shown(desk).splitlines()[-2]
        desk.screen.end_watching()
        await desk.settle()
        shown(desk)
