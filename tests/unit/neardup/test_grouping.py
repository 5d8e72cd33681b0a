"""Groups in the store: found for what came or changed, and for nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path

import pytest

from index.analysis.analyser import Analyser
from index.errors import Cancelled
from index.model import Progress
from index.neardup import grouping
from index.neardup.grouping import group_if_stale
from index.store import Store
from tests.unit.store.conftest import write_into

ANALYSER = Analyser()
TALKS = (
    "Nissan is reportedly in discussions with Honda about a wide partnership in electric vehicles, said two"
    " people who know of the talks. Both firms declined to comment and the shares of both rose in Tokyo."
)
PLANT = (
    "Tesla has opened a plant in Germany where it will build cars and batteries for the whole of Europe, and"
    " means to hire twelve thousand people there within three years if the state lets it."
)

Write = Callable[..., str]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "library") as made:
        yield made


@pytest.fixture
def write(store: Store) -> Write:
    position = iter(range(1, 1_000))
    return lambda body, **given: write_into(store, body, **{"position": next(position), **given})


def group(store: Store, **given: object) -> bool:
    return group_if_stale(store, ANALYSER, **given)  # type: ignore[arg-type]


def groups(store: Store) -> dict[str, str]:
    """Return article → leader, of all that are in a group."""
    ids = [article.id for _, article in store.iterate()]
    return {id_: membership.group for id_, membership in store.groups(ids).items()}


def test_copies_follow_the_earliest_and_other_news_stands_alone(store: Store, write: Write) -> None:
    later = write(TALKS, title="RPT-Talks", day=date(2024, 3, 14))
    first = write(TALKS, title="Talks", day=date(2024, 3, 13))
    noon = write(TALKS + " More.", title="Talks", day=date(2024, 3, 14), clock=time(12))
    undated = write(TALKS + " Soon.", title="Talks", day=None)
    alone = write(PLANT, title="Talks")
    assert group(store)
    assert groups(store) == {first: first, later: first, noon: first, undated: first}
    assert store.members(first) == [first, *sorted([later, noon, undated])]
    assert store.members(alone) == []
    found = store.groups([first, later, alone])
    assert (found[first].twin, found[later].twin) == (False, True)


def test_what_came_into_a_group_is_logged_and_nothing_else(store: Store, write: Write) -> None:
    first, alone = write(TALKS), write(PLANT)
    assert not group(store)
    before = store.last_change()
    copy = write(TALKS, title="Again", day=date(2024, 5, 1))
    assert group(store)
    assert {change.id for change in store.changes(before, 100)} == {first, copy}
    assert store.regrouped(before)
    before = store.last_change()
    third = write(TALKS, title="And again", day=date(2024, 5, 2))
    assert group(store)
    assert {change.id for change in store.changes(before, 100)} == {third}, "the leader leads as it did"
    before = store.last_change()
    store.touch([alone, first])
    assert not group(store)
    assert not store.regrouped(before)


def test_an_older_article_takes_the_lead(store: Store, write: Write) -> None:
    second, third = write(TALKS, day=date(2024, 3, 14)), write(TALKS, day=date(2024, 3, 15))
    group(store)
    first = write(TALKS, day=date(2024, 3, 13))
    before = store.last_change()
    assert group(store)
    assert groups(store) == dict.fromkeys((first, second, third), first)
    assert {change.id for change in store.changes(before, 100)} == {first, second, third}


def test_a_changed_text_leaves_its_group_and_lets_others_go(store: Store, write: Write) -> None:
    first = write(TALKS, day=date(2024, 3, 13), position=500)
    second, third = write(TALKS, day=date(2024, 3, 14)), write(TALKS, day=date(2024, 3, 15))
    group(store)
    before = store.last_change()
    write(PLANT, day=date(2024, 3, 13), position=500, instead=first)
    assert groups(store) == {}, "nobody shares the row of another text, not even until groups are found"
    assert {change.id for change in store.changes(before, 100)} == {first, second, third}
    assert group(store)
    assert groups(store) == {second: second, third: second}


def test_a_deleted_leader_leaves_a_group_to_the_next(store: Store, write: Write) -> None:
    first, second, third = (write(TALKS, day=date(2024, 3, day)) for day in (13, 14, 15))
    group(store)
    before = store.last_change()
    with store.writer(), store.writing() as writer:
        writer.delete(first)
    assert {change.id for change in store.changes(before, 100)} == {first, second, third}
    assert group(store)
    assert groups(store) == {second: second, third: second}
    with store.writer(), store.writing() as writer:
        writer.delete(third)
    before = store.last_change()
    group(store)
    assert groups(store) == {}


def test_a_change_of_the_time_changes_who_leads(store: Store, write: Write) -> None:
    morning = write(TALKS, title="One", clock=time(8))
    evening = write(TALKS, title="Two", clock=time(20), position=77)
    group(store)
    assert set(groups(store).values()) == {morning}
    write(TALKS, title="Two", clock=time(7), position=77, instead=evening)
    assert group(store)
    assert set(groups(store).values()) == {evening}


def test_it_goes_on_where_it_was_stopped(store: Store, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "SIGNED_AT_ONCE", 2)
    monkeypatch.setattr(grouping, "SETTLED_AT_ONCE", 2)
    for day in range(1, 8):
        write(TALKS, day=date(2024, 3, day))
    for allowed in range(40):
        asked = iter(range(allowed))
        try:
            group(store, cancelled=lambda asked=asked: next(asked, None) is None)  # type: ignore[misc]
        except Cancelled:
            continue
        break
    assert len(groups(store)) == 7
    assert allowed > 3, "it was stopped some times before"


def test_another_making_of_signatures_makes_them_anew(
    store: Store, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, copy = write(TALKS, day=date(2024, 3, 13)), write(TALKS, day=date(2024, 3, 14))
    group(store)
    before = store.last_change()
    told: list[Progress] = []
    monkeypatch.setattr(grouping, "rules_of", lambda _: "rensa-9")
    assert not group(store, report=told.append), "the groups come out the same"
    assert told
    assert groups(store) == {first: first, copy: first}
    assert store.last_change() == before


def test_without_what_makes_signatures_nothing_is_grouped(
    store: Store, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(TALKS, day=date(2024, 3, 13))
    write(TALKS, day=date(2024, 3, 14))
    monkeypatch.setattr(grouping, "hashing", lambda: "")
    assert not group(store)
    assert groups(store) == {}


def test_the_index_follows_under_the_same_right(store: Store, write: Write) -> None:
    write(TALKS, day=date(2024, 3, 13))
    write(TALKS, day=date(2024, 3, 14))
    followed: list[int] = []
    group(store, follow=lambda: followed.append(store.last_change()))
    assert followed == [store.last_change()]
