"""What the desk looks like: pictures that a person has looked at and accepted.

After a change that is meant to be seen: `pytest tests/snapshots --snapshot-update`, then look at each.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.image import SVGImageSnapshotExtension

from index.library import open_library
from tests.driving import Desk, desk_over
from tests.pictures import picture_of

SIZES: Final = ((80, 24), (120, 40), (200, 60))
QUERY: Final = "honda nissan"
_SECONDS: Final = 0.004


@pytest.fixture
def accepted(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(SVGImageSnapshotExtension)


async def picture(desk: Desk) -> str:
    """Return the screen as SVG, with the one thing on it that differs from run to run made equal."""
    desk.screen.status.answered = replace(desk.screen.status.answered, seconds=_SECONDS)
    await desk.settle()
    return picture_of(desk.app)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_result(samples: Path, accepted: SnapshotAssertion, size: tuple[int, int]) -> None:
    async with desk_over(samples, query=QUERY, size=size) as desk:
        await desk.press("j", "j")
        assert await picture(desk) == accepted


async def test_without_colour(
    samples: Path, accepted: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with desk_over(samples, query=QUERY) as desk:
        await desk.press("j", "j")
        assert await picture(desk) == accepted


async def test_the_whole_library(samples: Path, accepted: SnapshotAssertion) -> None:
    async with desk_over(samples, demo=True) as desk:
        assert await picture(desk) == accepted


async def test_topics_in_front_on_a_small_screen(samples: Path, accepted: SnapshotAssertion) -> None:
    async with desk_over(samples, query=QUERY, size=(80, 24)) as desk:
        await desk.press("2", "j", "enter")
        assert await picture(desk) == accepted


async def test_help(samples: Path, accepted: SnapshotAssertion) -> None:
    async with desk_over(samples, query=QUERY) as desk:
        await desk.press("question_mark")
        assert await picture(desk) == accepted


async def test_nothing_found(samples: Path, accepted: SnapshotAssertion) -> None:
    async with desk_over(samples, query="hondaa nissan") as desk:
        assert await picture(desk) == accepted


async def test_text_that_wants_to_break_the_screen(tmp_path: Path, accepted: SnapshotAssertion) -> None:
    news = tmp_path / "Wire [bold]"
    news.mkdir()
    (news / "one.txt").write_text(
        " date 2024-03-16 [/url] [red]Markup[/red] \x1b[31mescapes\x1b[0m and \u202ereversed\u202c words.\n\n"
        "日産自動車とホンダは、電気自動車の分野で協業を検討する覚書を結んだと発表した。"
        "両社は共同で研究を進める。\n\nA\u0301 Citroe\u0308n and a 👩‍🔧 in one line, "
        "with_a_word_that_is_much_longer_than_any_pane_could_ever_be_on_a_terminal_of_eighty_columns.\n",
        encoding="utf-8",
    )
    with open_library(tmp_path / "library", create=True) as library:
        library.import_from([str(news)])
    async with desk_over(tmp_path / "library", query="協業 OR markup", size=(80, 24)) as desk:
        assert await picture(desk) == accepted
