"""The article that is taken out of a web page, and what the page says of it."""

from __future__ import annotations

import logging
import socket
import warnings
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.dates.parse import parse_date
from index.readers import Draft
from index.readers.fields import Found
from index.readers.web.page import page_found
from tests.unit.readers.webpages import ARTICLE, GERMAN, JAPANESE, linked, page

ReadOne = Callable[..., Draft]
LD = '<script type="application/ld+json">'
CHANGED = '<meta property="article:modified_time" content="2025-02-20T10:00:00Z">'


def found(html: str, **given_: str) -> Found:
    return page_found(html.encode(), **given_)


def day_of(html: str, **given_: str) -> date | None:
    return parse_date(found(html, **given_).date).day


def test_the_article_is_kept_and_the_furniture_of_the_site_is_not() -> None:
    body = str(found(page()).body)
    assert body.startswith("The share of electric cars")
    assert "\n\nWhat remains\n\nRemaining sales" in body
    for furniture in ("Front page", "cookies", "Charging gets dearer", "scandal", "All rights"):
        assert furniture not in body


def test_lists_and_tables_of_the_article_are_kept_as_text() -> None:
    more = (
        "<ul><li>one reason</li><li>another</li></ul>"
        "<table><tr><th>Year<th>Share<tr><td>2024<td>88.9 %</table>"
    )
    body = str(found(page(body=ARTICLE + more)).body)
    assert "- one reason\n- another" in body
    assert "Year | Share\n2024 | 88.9 %" in body


def test_the_name_of_the_site_is_not_part_of_the_title() -> None:
    got = found(page(head='<meta property="og:site_name" content="Sample Wire">'))
    assert (got.title, got.source) == ("Electric cars gain again", "Sample Wire")


def test_a_site_without_a_name_is_called_by_its_host() -> None:
    assert found(page(title="A"), url="https://www.example.org/a/b").source == "example.org"


def test_author_and_keywords_are_kept() -> None:
    head = '<meta name="author" content="Ingrid Example"><meta name="keywords" content="cars, Norway">'
    got = found(page(head=head))
    assert got.author == "Ingrid Example"
    assert got.tags == "cars, Norway"


def test_keywords_that_are_escaped_once_too_often_stay_whole(read_one: ReadOne) -> None:
    records = ',"articleSection":"Food &amp; Drink"'
    draft = read_one("page.html", page(head=linked("2025-01-02", more=records)))
    assert draft.tags == ("Food & Drink",)


@pytest.mark.parametrize(
    "head",
    [
        linked("2025-01-02T11:40:00+01:00"),
        linked("2025-01-02T11:40:00+01:00", kind="BlogPosting", more=',"dateModified":"2025-02-20"'),
        '<meta property="article:published_time" content="2025-01-02T11:40:00+01:00">' + CHANGED,
        CHANGED + '<meta itemprop="datePublished" content="2025-01-02T11:40">',
        '<meta name="pubdate" content="Thu, 02 Jan 2025 11:40:00 +0100">',
        LD + '{"@graph":[{"a":1},{"@type":["Article"],"datePublished":"2025-01-02T11:40"}]}</script>',
        LD + '{"@type":"NewsArticle","datePublished":"2025-01-02T11:40:00Z",}</script>',
        LD + '/*<![CDATA[*/ {"datePublished":"2025-01-02T11:40"} </script>',
    ],
)  # fmt: skip
def test_the_day_and_time_that_a_page_tells_are_taken_as_they_are(head: str) -> None:
    got = found(page(head=head))
    parsed = parse_date(got.date)
    assert (parsed.day, parsed.time) == (date(2025, 1, 2), time(11, 40))
    assert got.doubts == []


def test_a_time_element_that_is_marked_as_publication_tells_the_day() -> None:
    mark = '<time itemprop="datePublished" datetime="2025-01-02T11:40">today</time>'
    assert day_of(page(body=mark + ARTICLE)) == date(2025, 1, 2)


def test_of_several_articles_the_one_that_has_the_address_of_the_page_is_meant() -> None:
    head = linked("2020-05-05", more=',"url":"https://example.org/old"') + linked(
        "2025-01-02", more=',"mainEntityOfPage":{"@id":"https://example.org/new"}'
    )
    assert day_of(page(head=head), url="https://example.org/new") == date(2025, 1, 2)


def test_a_date_older_than_the_web_is_believed() -> None:
    assert day_of(page(head=linked("1987-02-26"))) == date(1987, 2, 26)


def test_the_day_of_the_last_change_is_taken_only_where_there_is_no_other() -> None:
    byline = '<p class="byline">By I. Example, <time datetime="2025-01-02">2 January 2025</time></p>'
    assert day_of(page(head=CHANGED, body=byline + ARTICLE)) == date(2025, 1, 2)
    got = found(page(head=CHANGED))
    assert parse_date(got.date).day == date(2025, 2, 20)
    assert got.doubts == ["The page says only when it was changed last; that day was taken."]


def test_a_day_that_was_only_found_in_the_text_is_doubted() -> None:
    got = found(page(body=ARTICLE.replace("on Thursday", "in a report of 14 March 2024 on the market")))
    assert got.date == "2024-03-14"
    assert got.doubts == [
        "The page does not say when it was published; the date was found in its text, and is a guess."
    ]


def test_the_address_tells_the_day_where_nothing_else_does() -> None:
    assert day_of(page(), url="https://example.org/2024/03/14/cars.html") == date(2024, 3, 14)


def test_numbers_behind_the_month_in_an_address_are_no_day() -> None:
    head = linked("2023-10-31T08:47:16+00:00")
    assert day_of(page(head=head), url="https://example.org/2023/10/3-questions/") == date(2023, 10, 31)


def test_a_page_without_any_date_is_undated_and_not_of_today() -> None:
    assert not found(page()).date


def test_a_german_page_is_read(read_one: ReadOne) -> None:
    html = page(
        title="Autobauer verschiebt Plattform – Beispielblatt",
        body=f'<p class="datum">14. März 2024, 09:30 Uhr</p>{GERMAN}',
        lang="de-DE",
    )
    draft = read_one("a.html", html)
    assert (draft.language, draft.day, draft.title) == (
        "de",
        date(2024, 3, 14),
        "Autobauer verschiebt Plattform",
    )
    assert "kündigten Gespräche an" in draft.body


def test_a_japanese_page_is_read(read_one: ReadOne) -> None:
    html = page(
        title="次世代電池の試験生産", head=linked("2024-04-16T18:00:00+09:00"), body=JAPANESE, lang="ja"
    )
    draft = read_one("a.html", html)
    assert (draft.language, draft.day, draft.time) == ("ja", date(2024, 4, 16), time(18, 0))
    assert "技術には自信がある" in draft.body


def test_the_language_is_taken_from_the_locale_where_the_document_names_none() -> None:
    html = page(head='<meta property="og:locale" content="de_AT">', body=GERMAN).replace(' lang="en"', "")
    assert found(html).language == "de"


def test_a_page_knows_its_own_address() -> None:
    head = (
        '<link rel="canonical" href="/2025/cars"><meta property="og:url" content="https://example.org/other">'
    )
    assert (
        found(page(head=head), url="https://example.org/2025/cars?from=mail").url
        == "https://example.org/2025/cars"
    )
    assert found(page(head=head)).url == "https://example.org/other"


def test_the_address_of_the_site_is_not_that_of_the_article() -> None:
    head = '<link rel="canonical" href="https://example.org/">'
    assert found(page(head=head), url="https://example.org/2025/cars").url == "https://example.org/2025/cars"


@pytest.mark.parametrize(
    "note",
    [
        "<!-- saved from url=(0024)https://example.org/2025 -->",
        "<!--\n Page saved with SingleFile \n url: https://example.org/2025 \n saved date: Fri\n-->",
        "<!-- Mirrored from example.org/2025 by HTTrack Website Copier/3.x, Fri, 03 Jan 2025 -->",
        "<!-- retrieved from https://example.org/2025 -->",
    ],
)
def test_the_address_that_was_noted_when_the_page_was_saved_is_found(note: str) -> None:
    assert (
        str(found(note + page()).url).removeprefix("http://").removeprefix("https://") == "example.org/2025"
    )


def test_a_page_without_a_text_is_kept_for_its_title_and_description(read_one: ReadOne) -> None:
    head = (
        '<meta name="description" content="A film about batteries."><meta name="date" content="2024-03-14">'
    )
    draft = read_one(
        "a.html", f"<html><head><title>Film</title>{head}</head><body><video src=x></video></body></html>"
    )
    assert (draft.title, draft.body, draft.day) == ("Film", "A film about batteries.", date(2024, 3, 14))
    assert draft.doubts == ("No text of an article was found in the page; its description stands for it.",)


def test_a_page_without_anything_is_rejected(read_file: Callable[..., list[object]]) -> None:
    (item,) = read_file(
        "a.html", "<html><head><title>Film</title></head><body><video src=x></video></body></html>"
    )
    assert "No article was found in the page" in str(item)


def test_nothing_is_fetched_and_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(logging, "lastResort", logging.StreamHandler())
    head = '<link rel="canonical" href="https://example.org/a"><base href="https://example.org/">'
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for html in (
            page(head=head),
            page(head=head, body="<p>short</p>"),
            "<p>x",
            "",
            "https://example.org/a",
        ):
            found(html, url="https://example.org/a")
    assert capfd.readouterr() == ("", "")
    assert not caplog.records


def test_the_parts_of_the_search_that_fail_cost_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("index.readers.web.page.extract", stumble)
    got = found(page(head=linked("2025-01-02")))
    assert "The share of electric cars" in str(got.body)
    assert got.date == "2025-01-02"
    assert got.doubts == [
        "The article could not be told from the rest of the page; all of its text was kept."
    ]


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300), st.binary(max_size=30))
def test_any_bytes_are_taken(data: bytes, more: bytes) -> None:
    page_found(data)
    page_found(b"<html><body><p " + data + b"><article>" + more + ARTICLE.encode() + data)


def test_the_samples_are_read(read_one: ReadOne) -> None:
    sample = Path(__file__).parents[3] / "samples" / "formats" / "saved-page.html"
    draft = read_one("saved-page.html", sample.read_bytes())
    assert (draft.day, draft.source, draft.author) == (date(2025, 1, 2), "Sample Wire", "Ingrid Example")
    assert "First!" not in draft.body
    assert draft.doubts == ()
