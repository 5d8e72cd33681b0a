"""What every act of the reader makes of the session."""

from __future__ import annotations

from datetime import date

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.model import Bucket, FacetField, Filters, Granularity, Order, Period, Timeline
from tui.session import Session

MARCH = Period(date(2024, 3, 1), date(2024, 3, 31))
APRIL = Period(date(2024, 4, 1), date(2024, 4, 30))
MAY = Period(date(2024, 5, 1), date(2024, 5, 31))
SPRING = Timeline(Granularity.MONTH, tuple(Bucket(period, 1) for period in (MARCH, APRIL, MAY)))

choices = st.tuples(st.sampled_from(FacetField), st.text(max_size=12))
days = st.dates()
sessions = st.builds(
    Session,
    query=st.text(max_size=30),
    filters=st.builds(
        Filters,
        required=st.lists(choices, max_size=3, unique=True).map(tuple),
        excluded=st.lists(choices, max_size=3, unique=True).map(tuple),
        period=st.none() | st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair))),
        undated=st.booleans(),
    ),
    granularity=st.none() | st.sampled_from(Granularity),
    order=st.sampled_from(Order),
    article=st.text(max_size=8),
    place=st.integers(min_value=0, max_value=10**6),
)


@given(sessions)
def test_a_session_survives_being_stored_as_json(session: Session) -> None:
    assert Session.from_data(orjson.loads(orjson.dumps(session.as_data()))) == session


@pytest.mark.parametrize(
    "data", [None, 3, "x", [], {}, {"query": "a"}, {**Session().as_data(), "order": "upside"}]
)
def test_what_another_version_stored_gives_a_fresh_session(data: object) -> None:
    assert Session.from_data(data) == Session()


@given(sessions, choices)
def test_requiring_then_freeing_a_value_leaves_it_unchosen(
    session: Session, choice: tuple[FacetField, str]
) -> None:
    chosen = session.required(*choice)
    assert choice in chosen.filters.required
    assert choice not in chosen.filters.excluded
    freed = chosen.freed(*choice)
    assert choice not in (*freed.filters.required, *freed.filters.excluded)


@given(sessions, choices)
def test_excluding_a_required_value_moves_it_over(session: Session, choice: tuple[FacetField, str]) -> None:
    moved = session.required(*choice).excluded(*choice)
    assert choice in moved.filters.excluded
    assert choice not in moved.filters.required


def test_a_period_steps_by_its_own_length_and_stops_at_the_ends() -> None:
    session = Session().period_chosen(MARCH)
    assert session.period_stepped(1, SPRING).filters.period == APRIL
    assert session.period_stepped(-1, SPRING).filters.period == MARCH
    two = Session().period_chosen(Period(MARCH.first, APRIL.last))
    assert two.period_stepped(1, SPRING).filters.period == Period(APRIL.first, MAY.last)


def test_a_period_outside_the_timeline_steps_to_its_near_end() -> None:
    later = Session().period_chosen(Period(date(2030, 1, 1), date(2030, 1, 31)))
    assert later.period_stepped(-1, SPRING).filters.period == MAY


def test_without_a_period_nothing_steps() -> None:
    assert Session().period_stepped(1, SPRING) == Session()


def test_undated_and_a_period_exclude_each_other() -> None:
    undated = Session().period_chosen(MARCH).undated_toggled()
    assert undated.filters.undated
    assert undated.filters.period is None
    assert not undated.period_chosen(MARCH).filters.undated
    assert undated.undated_toggled().filters.empty


def test_orders_go_round() -> None:
    session = Session()
    seen = [session.order]
    while (session := session.order_cycled()).order is not seen[0]:
        seen.append(session.order)
    assert set(seen) == set(Order)


@pytest.mark.parametrize(
    ("query", "absent", "word", "wanted"),
    [
        ("hodna nissan", "hodna", "honda", "honda nissan"),
        ("hodnas hodna", "hodna", "honda", "hodnas honda"),
        ('"hodna merger" OR hodna', "hodna", "honda", '"honda merger" OR honda'),
        ("a.b", "a.b", r"\1", r"\1"),
    ],
)
def test_a_word_gives_way_to_one_the_library_has(query: str, absent: str, word: str, wanted: str) -> None:
    assert Session(query).word_replaced(absent, word).query == wanted


def test_words_are_added_to_the_query() -> None:
    assert Session("honda ").word_added("merger").query == "honda merger"
    assert Session("").word_added("joint venture").query == '"joint venture"'
    assert Session("honda").word_excluded("joint venture").query == 'honda -"joint venture"'
