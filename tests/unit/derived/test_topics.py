"""Which topics a library is given, under which labels, and which articles have them."""

from __future__ import annotations

import random

import pytest

from index.model import Article
from index.topicchoice import MOST_TOPICS, TOPICS_PER_ARTICLE

from .articles import REUTERS, SAMPLES, article, counts, library, reuters, samples, topics

FILLERS = (
    "The mayor of Utrecht opened a garden beside the old canal.",
    "Rain kept visitors away from the museum in Lyon.",
    "A choir from Bergen sang under the bridge.",
    "The bakery at the corner has a different oven.",
    "Gardeners planted tulips around the fountain.",
)


def mixed(*told: str, fillers: int = 25) -> list[Article]:
    """A library of the given texts among others that have nothing in common with them."""
    others = [f"{FILLERS[number % len(FILLERS)]} It was day {number}." for number in range(fillers)]
    return library([*told, *others])


def test_a_phrase_that_several_articles_share_becomes_a_topic_of_just_these() -> None:
    found = topics(
        mixed(
            "Workers fear price cuts. The price cuts came at noon.",
            "Another round of price cuts hit the dealers.",
            "A price cut in Norway surprised the dealers.",
            "Prices and cuts of meat differ.",
        )
    )
    assert [identifier for identifier, labels in found.items() if "price cuts" in labels] == [
        "a0000",
        "a0001",
        "a0002",
    ]


def test_labels_are_phrases_with_of_inside() -> None:
    told = [
        f"In {place} they put a memorandum of understanding on the table."
        for place in ("Bonn", "Oslo", "Rome")
    ]
    assert "memorandum of understanding" in counts(topics(mixed(*told)))


@pytest.mark.parametrize(
    "sentence",
    [
        "The chairman Makoto Uchida spoke in town number {}.",  # a person is a name
        "Sales were 12 mln dlrs in case {}.",  # measures
        "It said on Friday that last year was fine, visitor {}.",  # time and who says so
        "They will quietly negotiate again with visitor {}.",  # verbs
    ],
)
def test_names_measures_and_wire_phrases_are_no_topics(sentence: str) -> None:
    told = [sentence.format(number) for number in range(6)]
    assert counts(topics(mixed(*told)))["a0000"] == 0
    assert not topics(mixed(*told))["a0000"]


def test_capitals_inside_a_phrase_are_kept() -> None:
    told = [f"There are Chinese subsidies in region {number}." for number in range(4)]
    assert "Chinese subsidies" in counts(topics(mixed(*told)))


def test_a_title_in_capitals_counts_but_does_not_shape_the_label() -> None:
    told = [
        article(
            f"The harvest in region {number} is late. Some crude oil was spilt.", number, "CRUDE OIL SPILT"
        )
        for number in range(4)
    ]
    assert "crude oil" in counts(topics([*told, *mixed()[4:]]))


def test_a_part_of_a_longer_phrase_is_no_topic_of_its_own() -> None:
    told = [
        f"A convertible subordinated debenture was placed in {place}." for place in ("Bonn", "Oslo", "Rome")
    ]
    found = counts(topics(mixed(*told)))
    assert not {"convertible subordinated", "subordinated debenture"} & set(found)


def test_what_all_articles_say_distinguishes_nothing() -> None:
    bodies = [f"The charging station in street {number} is broken." for number in range(30)]
    assert not counts(topics(library(bodies)))


def test_two_articles_share_a_topic_or_have_none() -> None:
    about = [
        "Two firms discuss electric vehicles. Electric vehicles are dear.",
        "They confirm talks on electric vehicles.",
    ]
    assert topics(library(about)) == {"a0000": ("electric vehicles",), "a0001": ("electric vehicles",)}
    assert topics(library([FILLERS[0], FILLERS[1]])) == {"a0000": (), "a0001": ()}


@pytest.mark.parametrize("bodies", [[], [""], ["", ""], ["One article about solar panels and solar panels."]])
def test_where_nothing_is_shared_there_are_no_topics(bodies: list[str]) -> None:
    assert set(topics(library(bodies)).values()) <= {()}


def test_the_order_of_articles_changes_nothing() -> None:
    made = samples() if SAMPLES.exists() else mixed(*["solar panels and heat pumps"] * 4)
    expected = topics(made)
    for seed in range(3):
        assert topics(random.Random(seed).sample(made, len(made))) == expected


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample collection is not here")
def test_the_affairs_of_the_samples_can_be_recognised() -> None:
    made = samples()
    found = topics(made)
    spread = counts(found)
    assert {"joint venture", "memorandum of understanding", "price cuts", "merger talks"} <= set(spread)
    assert not {"elon musk", "north america"} & {label.lower() for label in spread}
    assert all(count >= 3 for count in spread.values())
    assert sum(bool(labels) for labels in found.values()) >= len(made) / 2


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample collection is not here")
def test_a_label_is_true_of_each_article_that_has_it() -> None:
    made = {one.id: one for one in samples()}
    for identifier, labels in topics(list(made.values())).items():
        text = " ".join(made[identifier].body.lower().split())
        assert len(labels) <= TOPICS_PER_ARTICLE
        for label in labels:
            assert all(word[:3] in text for word in label.lower().split()), (identifier, label)


@pytest.mark.skipif(not REUTERS.exists(), reason="the corpus is not here")
def test_a_wire_set_in_capitals_is_given_topics_that_a_person_would_name() -> None:
    spread = counts(topics(reuters(1500)))
    assert {"interest rates", "crude oil"} <= set(spread)
    assert len(spread) <= MOST_TOPICS
    assert not {"mln dlrs", "last year", "said on"} & set(spread)
