"""Ids: the same article has the same id everywhere, however its address is written."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from index.ids import ALPHABET, ID_LENGTH, LONGEST_ID, article_id, content_identity, identity, normalised_url

DAY = date(2024, 3, 13)
PATHS = st.from_regex(r"(/[a-z0-9]{1,6}){1,3}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def test_an_id_stays_what_it_was_when_it_was_written_down() -> None:
    assert article_id(identity(DAY, "", "Nissan is reportedly in discussions.", "")) == "sdxfyf8zdv"


@given(TEXTS, TEXTS)
def test_ids_are_ten_crockford_characters(title: str, body: str) -> None:
    found = article_id(identity(DAY, title, body, ""))
    assert len(found) == ID_LENGTH
    assert set(found) <= set(ALPHABET)
    assert not set(found) & set("ilou")


@given(st.binary(min_size=32, max_size=32), st.integers(ID_LENGTH, LONGEST_ID))
def test_a_longer_id_begins_with_the_shorter(hashed: bytes, length: int) -> None:
    longer = article_id(hashed, length)
    assert len(longer) == length
    assert longer.startswith(article_id(hashed))


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_the_longest_id_is_the_whole_hash(one: bytes, other: bytes) -> None:
    assert (article_id(one, LONGEST_ID) == article_id(other, LONGEST_ID)) == (one == other)


@given(
    st.lists(st.text("abcé", min_size=1, max_size=5), min_size=1, max_size=6),
    st.sampled_from([" ", "\n\n", "  \n"]),
)
def test_white_space_does_not_make_another_text(words: list[str], blank: str) -> None:
    assert content_identity(DAY, "T", " ".join(words)) == content_identity(
        DAY, "T", blank.join(words) + blank
    )


def test_day_title_and_text_each_make_another_article() -> None:
    texts = {
        content_identity(DAY, "a", "b"),
        content_identity(None, "a", "b"),
        content_identity(DAY, "a b", ""),
        content_identity(DAY, "", "a b"),
        content_identity(DAY, "a", "c"),
    }
    assert len(texts) == 5


@given(PATHS, st.sampled_from(["", "/"]), st.text("abz019-", max_size=8), st.booleans())
def test_ways_to_write_an_address_are_one_article(path: str, slash: str, fragment: str, upper: bool) -> None:
    scheme, host = ("HTTPS", "News.Example.COM") if upper else ("https", "news.example.com")
    written = f"{scheme}://{host}{path}{slash}?utm_source={fragment}&UTM_medium=x#{fragment}"
    plain = f"https://news.example.com{path}"
    assert normalised_url(written) == plain
    assert identity(None, "x", "y", written) == identity(DAY, "other", "text", plain)


@given(st.text(max_size=40) | PATHS.map(lambda path: f"http://u@H{path}?b=1&utm_x=2&a=3"))
def test_normalising_twice_changes_nothing_more(url: str) -> None:
    once = normalised_url(url)
    assert normalised_url(once) == once


def test_parameters_that_are_not_for_counting_visits_stay() -> None:
    assert normalised_url("http://a.example/n?id=7&utm_campaign=x&page=2") == "http://a.example/n?id=7&page=2"


def test_upper_case_in_a_path_is_another_address() -> None:
    assert normalised_url("http://a.example/A") != normalised_url("http://a.example/a")


def test_what_names_no_single_article_is_no_identity() -> None:
    for url in (
        "",
        "n/a",
        "-",
        "https://example.com",
        "https://example.com/#top",
        "mailto:a@example.com",
        "http://[x",
    ):
        assert normalised_url(url) == ""
        assert identity(DAY, "t", "b", url) == content_identity(DAY, "t", "b")


@given(st.text(alphabet="ab \n\t\u00a0\u2003\x1c\x85\u2028é", max_size=40))
def test_white_space_makes_no_other_article(text: str) -> None:
    collapsed = " ".join(text.split())
    assert content_identity(None, "", text) == content_identity(None, "", collapsed)
    assert content_identity(None, text, "") == content_identity(None, collapsed, "")
