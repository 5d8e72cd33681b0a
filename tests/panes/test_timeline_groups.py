"""The timeline pane where near-duplicates share a row."""

from __future__ import annotations

from dataclasses import replace

from index.model import Hit, Marks
from tests.panes.test_timeline import MANY, START, alone, found, hit, hits, shown
from tui.messages import ArticleHighlighted, HitsFound, HitsWanted, MembersWanted
from tui.session import Session


def in_group(number: int, others: int) -> Hit:
    return replace(hit(number, START + number), group=f"g{number}", others=others)


def others_of(number: int, count: int) -> tuple[Hit, ...]:
    return tuple(
        replace(hit(1_000 * number + n, START + 300), group=f"g{number}") for n in range(1, count + 1)
    )


def grouped(number: int = 6) -> HitsFound:
    rows = tuple(in_group(n, 2 if n in (1, 3) else 0) for n in range(number))
    return HitsFound(1, 0, rows, number + 4, 0.0, first=True, rows=number)


async def test_a_row_that_stands_for_several_says_so_and_unfolds_in_place() -> None:
    async with alone() as (app, pane, pilot):
        pane.show_result(grouped())
        pane.show_days({START: 10}, {START: 10}, {START: 6})
        await pilot.press("j", "space")
        await pilot.pause()
        lines = shown(pane).splitlines()
        assert sum(line.rstrip().endswith("+2") for line in lines) == 2
        assert pane.total == 10
        assert [message.groups for message in app.told if isinstance(message, MembersWanted)] == [("g1",)]
        pane.show_members({"g1": (in_group(1, 2), *others_of(1, 2))})
        await pilot.pause()
        lines = shown(pane).splitlines()
        titles = [line.split("Title ")[1].split()[0] for line in lines if "Title " in line]
        assert titles[:5] == ["0", "1", "1001", "1002", "2"]
        assert any(line.rstrip().endswith("-2") for line in lines)
        assert "2023-10-28" in shown(pane), "what is unfolded has its whole date"
        assert pane.hit is not None
        assert pane.hit.id == "id1"
        await pilot.press("j", "j", "j")
        assert pane.hit.id == "id2"
        assert pane.step_article(-1, 0)
        assert pane.hit.id == "id1002"


async def test_folding_from_inside_goes_back_to_the_row() -> None:
    async with alone() as (app, pane, pilot):
        pane.show_result(grouped())
        pane.show_days({START: 10}, {START: 10}, {START: 6})
        await pilot.press("j", "space")
        pane.show_members({"g1": (in_group(1, 2), *others_of(1, 2))})
        await pilot.press("j", "j", "space")
        await pilot.pause()
        assert "Title 1001" not in shown(pane)
        assert pane.hit is not None
        assert pane.hit.id == "id1"
        assert isinstance(app.told[-1], ArticleHighlighted)
        assert app.told[-1].hit.id == "id1"


async def test_a_click_on_the_number_unfolds_and_elsewhere_does_not() -> None:
    async with alone() as (app, pane, pilot):
        pane.show_result(grouped())
        pane.show_days({START: 10}, {START: 10}, {START: 6})
        await pilot.pause()
        line = next(y for y, text in enumerate(shown(pane).splitlines()) if "Title 3" in text)
        await pilot.click(pane.articles, offset=(8, line))
        assert not any(isinstance(message, MembersWanted) for message in app.told)
        await pilot.click(pane.articles, offset=(pane.articles.size.width - 3, line))
        assert [message.groups for message in app.told if isinstance(message, MembersWanted)] == [("g3",)]


async def test_what_was_unfolded_is_so_again_while_the_query_stays() -> None:
    async with alone() as (app, pane, pilot):
        pane.show_result(grouped())
        await pilot.press("j", "space")
        pane.show_members({"g1": (in_group(1, 2), *others_of(1, 2))})
        app.told.clear()
        pane.show_result(grouped())
        await pilot.pause()
        assert [message.groups for message in app.told if isinstance(message, MembersWanted)] == [("g1",)]
        app.told.clear()
        pane.session = Session(query="other")
        pane.show_result(grouped())
        await pilot.pause()
        assert not any(isinstance(message, MembersWanted) for message in app.told)


async def test_a_long_list_stays_in_step_below_what_is_unfolded() -> None:
    days = {START + day: 25 for day in range(MANY // 25)}
    async with alone() as (app, pane, pilot):
        rows = (in_group(0, 2), *hits(days, 1, 30))
        pane.show_result(HitsFound(1, 0, rows, MANY + 2, 0.0, first=True, rows=MANY))
        pane.show_days({**days, START: 27}, {**days, START: 27}, days)
        await pilot.press("space")
        pane.show_members({"g0": (in_group(0, 2), *others_of(1, 2))})
        await pilot.press("G")
        await pilot.pause()
        wanted = [message for message in app.told if isinstance(message, HitsWanted)][-1]
        assert wanted.last == MANY - 1, "pages are asked for by rows of the result"
        pane.load(found(days, wanted.first, MANY))
        await pilot.pause()
        assert pane.hit is not None
        assert pane.hit.id == f"id{MANY - 1}"
        assert pane.number == MANY + 1
        pane.stand_at_article(0, "id1002")
        assert pane.hit.id == "id1002"


async def test_marks_show_on_what_is_unfolded() -> None:
    async with alone() as (_app, pane, pilot):
        pane.show_result(grouped())
        await pilot.press("j", "space")
        pane.show_members({"g1": (in_group(1, 2), *others_of(1, 2))})
        pane.mark("id1002", Marks(starred=True))
        await pilot.pause()
        assert any("Title 1002" in line and "★" in line for line in shown(pane).splitlines())
