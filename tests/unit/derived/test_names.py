"""Which names are found in texts, and under which spelling."""

from __future__ import annotations

import random

import pytest

from index.model import Article
from index.nameset import NAMES_PER_ARTICLE, TINY_LIBRARY

from .articles import article, counts, library, names, names_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shares of Rivian fell, and Lucid followed.", {"Rivian", "Lucid"}),
        ("A deal between Renault and Geely is near.", {"Renault", "Geely"}),
        ("It was signed by the Bank of Japan in Tokyo.", {"Bank of Japan", "Tokyo"}),
        ("The design comes from Ferdinand von Steinbeis.", {"Ferdinand von Steinbeis"}),
        ("The telephone firm AT&T and the shop Marks & Spencer agreed.", {"AT&T", "Marks & Spencer"}),
        ("He drives an ID.4, she a Xiaomi SU7.", {"ID.4", "Xiaomi SU7"}),
        ("The talks with BYD and SAIC go on.", {"BYD", "SAIC"}),
        ("The firm Nissan Motor Co., Ltd. confirmed it.", {"Nissan Motor"}),
        ("A plant of Toyota Motor Corp. in Kentucky makes them.", {"Toyota Motor", "Kentucky"}),
        ("A rating of McDonald's Corp. was cut.", {"McDonald's"}),
        ("The chief of J. P. Morgan spoke.", {"J. P. Morgan"}),
        ("It is made in Québec by the Škoda works.", {"Québec", "Škoda"}),
        ("The minister met President Emmanuel Macron.", {"Emmanuel Macron"}),
        ("He was told by Secretary of State George Shultz.", {"George Shultz"}),
        ("It hurts Honda's sales and Kia’s image.", {"Honda", "Kia"}),
        ("The visit of the U.S. delegation to Mr. Tavares ended.", {"U.S.", "Tavares"}),
        ("On Monday Tesla said so, and in March Polestar did.", {"Tesla", "Polestar"}),
    ],
)
def test_names_are_found_as_they_are_written(text: str, expected: set[str]) -> None:
    assert set(names(text)[0]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Talks have ended. However, nothing was signed. Carmakers wait.",
        "The Japanese and the Chinese firms met European rivals on Tuesday in May.",
        "The president said that Mr. or Mrs. may attend. I do. We're sure.",
        "Strategic Shifts and Synergies\n\nthe firms want to share costs.",
        "EXPORTS OF COCOA FALL SHARPLY IN LATE TRADE.\n\nthe crop was poor.",
        "the wire ends here.\n Reuter",
        "they signed a memorandum of understanding (MoU), and the MoU is brief.",
        "electric vehicles (EVs) sell well, and an EV is cheap.",
        "",
    ],
)
def test_capitals_alone_make_no_name(text: str) -> None:
    assert names(text) == [()]


def test_the_first_word_of_a_sentence_counts_when_it_is_a_name_elsewhere() -> None:
    first, second = names("Fisker paused its production. Nobody knew.", "The owners of Fisker wait.")
    assert first == ("Fisker",)
    assert second == ("Fisker",)


def test_the_first_word_of_a_sentence_counts_when_capitals_follow() -> None:
    assert names("Makoto Uchida resigned.") == [("Makoto Uchida",)]


def test_a_common_word_that_begins_a_sentence_is_cut_from_the_name_after_it() -> None:
    assert names("Carmaker Polestar lost money. A carmaker can.") == [("Polestar",)]


def test_a_surname_alone_means_the_person_named_before() -> None:
    (found,) = names("Makoto Uchida will go. The board asked Uchida to stay, but Uchida declined.")
    assert found == ("Makoto Uchida",)


def test_a_surname_that_two_persons_share_goes_to_the_one_who_is_mentioned_more() -> None:
    (found,) = names("The brothers Karl Benz and Otto Benz met. Later Karl Benz left. The firm of Benz grew.")
    assert set(found) == {"Karl Benz", "Otto Benz"}


def test_the_last_word_of_a_place_is_not_taken_for_the_place() -> None:
    texts = ["They sell in North America and in America."] + ["They sell in America."] * 3
    assert "America" in names(*texts)[0]


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (("We like the US.", "We like the U.S. very much.", "We left the U.S. then."), "U.S."),
        (("A car of Nissan Motor Co.", "The plan of Nissan.", "All of Nissan."), "Nissan"),
        (("Two Teslas crashed.", "The share of Tesla fell.", "We ask Tesla."), "Tesla"),
        (("This is Mercedes Benz.", "That is Mercedes-Benz.", "It is Mercedes-Benz."), "Mercedes-Benz"),
        (("By GM, or General Motors.", "It is GM, that is General Motors.", "We like GM."), "GM"),
    ],
)
def test_spellings_of_a_name_are_shown_as_the_most_frequent_one(texts: tuple[str, ...], shown: str) -> None:
    assert names(*texts) == [(shown,)] * len(texts)


def test_an_and_belongs_to_a_name_whose_parts_never_stand_alone() -> None:
    texts = ["a filing with the Securities and Exchange Commission was made; a commission is due."] * 4
    texts += ["a pact of Honda and Nissan was signed."] * 4 + ["a pact with Nissan.", "a car by Honda."]
    found = names(*texts)
    assert found[0] == ("Securities and Exchange Commission",)
    assert set(found[4]) == {"Honda", "Nissan"}


def test_a_possessor_belongs_to_a_name_whose_parts_never_stand_alone() -> None:
    texts = ["a rating by Moody's Investors Service was cut, a service."] * 4 + ["it is Toyota's Corolla."]
    assert names(*texts)[0] == ("Moody's Investors Service",)
    assert set(names(*texts)[4]) == {"Toyota", "Corolla"}


def test_a_title_in_title_case_makes_no_names_and_one_in_sentence_case_does() -> None:
    loud = article("nothing of note.", 1, "Global Challenges and Opportunities Ahead")
    plain = article("nothing of note.", 2, "Why the owners of Polestar are selling now")
    found = names_of([loud, plain])
    assert found == {loud.id: (), plain.id: ("Polestar",)}


def test_tickers_of_a_wire_make_no_names() -> None:
    assert names("a bid for Standard Oil Co <SRD> was made.") == [("Standard Oil",)]


def test_a_name_of_one_article_is_no_value_unless_the_library_is_tiny() -> None:
    bodies = [f"the firm Acme sells item {number}." for number in range(TINY_LIBRARY)]
    bodies[0] += " its founder is Wile Coyote."
    assert counts(names_of(library(bodies))) == {"Acme": TINY_LIBRARY}
    assert "Wile Coyote" in names_of(library(bodies[:-1]))["a0000"]


def test_names_are_ordered_by_mentions_and_limited() -> None:
    body = "with Beta, Alpha, Alpha and " + ", ".join(f"Q{number}x" for number in range(99)) + "."
    (found,) = names(body)
    assert found[:2] == ("Alpha", "Beta")
    assert len(found) == NAMES_PER_ARTICLE


def test_the_order_of_articles_changes_nothing() -> None:
    bodies = [
        "the talks of Honda and Nissan ended.",
        "by Nissan Motor Co. and Honda Motor Co. of Japan.",
        "Makoto Uchida left. later Uchida spoke of the US.",
        "in the U.S. Honda sells more than Nissan.",
    ] * 4
    made = library(bodies)
    expected = names_of(made)
    for seed in range(5):
        shuffled: list[Article] = random.Random(seed).sample(made, len(made))
        assert names_of(shuffled) == expected
