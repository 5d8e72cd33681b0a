"""From the first search to the sentence, and back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from index.model import FacetField, Order, Period
from tests.driving import desk_over
from tui.layout import Pane


async def test_from_typing_to_the_sentence_and_on_into_the_next_article(samples: Path) -> None:
    async with desk_over(samples) as desk:
        whole = desk.screen.timeline.total
        await desk.press("slash")
        await desk.type("memorandum honda")
        screen = desk.screen
        assert 0 < screen.timeline.total < whole
        assert screen.session.query == "memorandum honda"
        await desk.press("enter")
        assert screen.timeline.articles.has_focus
        await desk.press("enter")
        assert screen.source.text.has_focus
        first = screen.source.article
        assert first is not None
        assert screen.marks.read
        text = screen.source.text
        assert text.match == 0
        seen = 1
        while screen.source.article == first:
            before = text.match
            await desk.press("n")
            if screen.source.article == first:
                assert before is not None
                assert text.match == before + 1
                seen += 1
        assert seen > 1
        assert screen.timeline.number == 1
        assert text.match == 0
        await desk.press("N")
        assert screen.source.article == first
        assert text.match == seen - 1


async def test_the_cursor_shows_the_article_and_where_it_stands_in_time(samples: Path) -> None:
    async with desk_over(samples, query="honda nissan") as desk:
        screen = desk.screen
        await desk.press("j", "j", "j")
        hit, article = screen.timeline.hit, screen.source.article
        assert hit is not None
        assert article is not None
        assert article.id == hit.id
        assert article.title[:20] in desk.text()
        await desk.press("H")
        assert screen.session.article != hit.id
        await desk.press("L")
        assert screen.session.article == hit.id


async def test_a_period_filters_all_while_the_histogram_shows_the_whole_span(samples: Path) -> None:
    async with desk_over(samples, query="honda nissan") as desk:
        screen = desk.screen
        timeline = screen.timeline
        span, total = timeline.timeline, timeline.total
        fullest = max(span.buckets, key=lambda bucket: bucket.count)
        await desk.press("1")
        assert timeline.histogram.has_focus
        timeline.histogram.go_to(fullest.period.first)
        await desk.press("enter")
        assert screen.session.filters.period == fullest.period
        assert timeline.total == fullest.count < total
        assert timeline.timeline == span
        assert f"{fullest.count} of" in desk.text()
        await desk.press("right_square_bracket")
        moved = screen.session.filters.period
        assert moved is not None
        assert moved.first > fullest.period.last
        await desk.press("H")
        assert screen.session.filters.period == fullest.period
        assert timeline.total == fullest.count


async def test_a_date_in_words_is_gone_to(samples: Path) -> None:
    async with desk_over(samples) as desk:
        await desk.press("d")
        await desk.paste("nonsense")
        await desk.press("enter")
        assert "nonsense" in desk.text()
        await desk.press("escape", "d")
        await desk.paste("16 march 2024")
        await desk.press("enter")
        hit = desk.screen.timeline.hit
        assert hit is not None
        assert hit.day is not None
        assert (hit.day.year, hit.day.month) == (2024, 3)


async def test_orders_change_which_article_comes_first(samples: Path) -> None:
    async with desk_over(samples, query="honda nissan") as desk:
        screen = desk.screen
        oldest = screen.timeline.hit
        await desk.press("s")
        assert screen.session.order is Order.NEWEST
        await desk.press("g", "g")
        newest = screen.timeline.hit
        assert oldest is not None
        assert newest is not None
        assert oldest.day is not None
        assert newest.day is not None
        assert oldest.day < newest.day
        await desk.press("s")
        assert "best match first" in desk.text()


async def test_leaving_and_opening_again_brings_all_back(samples: Path) -> None:
    async with desk_over(samples, query="honda nissan") as desk:
        screen = desk.screen
        await desk.press("j", "j", "3", "ctrl+d", "ctrl+d")
        march = Period(date(2024, 3, 1), date(2024, 3, 31))
        screen._ask_anew(screen.session.period_chosen(march).required(FacetField.SOURCE, "Sample Wire"))
        await desk.settle()
        await desk.press("s", "ctrl+d")
        left, place = screen.session, screen.source.place
        assert place > 0
    async with desk_over(samples) as desk:
        again = desk.screen
        assert again.session.query == left.query
        assert again.session.filters == left.filters
        assert again.session.order is left.order
        assert again.session.article == left.article
        assert again.source.article is not None
        assert again.source.article.id == left.article
        assert again.source.place == place


async def test_narrow_terminals_show_fewer_panes(samples: Path) -> None:
    async with desk_over(samples, query="honda", size=(80, 24)) as desk:
        screen = desk.screen

        def shown() -> set[Pane]:
            return {pane for pane in Pane if screen.query_one(f"#{pane.value}").display}

        assert shown() == {Pane.TIMELINE, Pane.SOURCE}
        await desk.press("2")
        assert shown() == {Pane.TIMELINE, Pane.TOPICS}
        await desk.press("z")
        assert shown() == {Pane.TOPICS}
        await desk.press("escape", "3")
        assert shown() == {Pane.TIMELINE, Pane.SOURCE}
        await desk.pilot.resize_terminal(60, 24)
        await desk.settle()
        assert shown() == {Pane.SOURCE}
        await desk.pilot.resize_terminal(30, 10)
        await desk.settle()
        assert "larger" in desk.text()
        await desk.pilot.resize_terminal(160, 50)
        await desk.settle()
        assert shown() == set(Pane)
