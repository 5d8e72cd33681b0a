"""Words of every script, and characters that mean something to an engine's own query language."""

from __future__ import annotations

import pytest

from index.query.ast import And, Fuzzy, Near, Phrase, Prefix, Term, Values, Wildcard
from tests.engines.shelf import Shelf, document


def test_chinese_and_japanese_as_pairs_of_characters(shelf: Shelf) -> None:
    shelf.put(document("日", "日産 産自 自動 動車", title="日産"), document("本", "本田 田技 技研"))
    assert shelf.found(Term("日産")) == "日"
    assert shelf.found(Phrase(("自動", "動車"))) == "日"
    assert shelf.found(Prefix("本")) == "本"
    assert shelf.found(Wildcard("?車")) == "日"
    assert shelf.found(Fuzzy("田本", 1)) == "本"
    assert [word for word, _ in shelf.engine.vocabulary()] == sorted(
        ["日産", "産自", "自動", "動車", "本田", "田技", "技研"]
    )


def test_characters_beyond_the_basic_plane(shelf: Shelf) -> None:
    shelf.put(document("a", "🚗🔋 𝒳y"), document("b", "🚗 y"))
    assert shelf.found(Term("🚗🔋")) == "a"
    assert shelf.found(Prefix("🚗")) == "a b"
    assert shelf.found(Wildcard("🚗?")) == "a"
    assert shelf.found(Fuzzy("🚗", 1, "body")) == "a b"
    assert shelf.found(Wildcard("?y")) == "a"


def test_the_same_letter_written_in_two_ways_stays_two_words(shelf: Shelf) -> None:
    shelf.put(document("composed", "citro\u00ebn"), document("decomposed", "citroe\u0308n"))
    assert shelf.found(Term("citro\u00ebn")) == "composed"
    assert shelf.found(Wildcard("citro?n")) == "composed"
    assert shelf.found(Wildcard("citro??n")) == "decomposed"


OPERATORS = r"""
    a.b a*b a?b a+b (ab ab) [ab] {1} a|b a\b ^ab ab$ "ab" a~1 ab^2 title:ab -ab +ab a&&b a/b/ #ab AND * ?
    a'b % \ \d <ab> @ 2.4%
"""
MEANINGFUL = OPERATORS.split()


def test_no_character_of_a_word_is_taken_for_an_operator(shelf: Shelf) -> None:
    shelf.put(*(document(f"{number:02}", word) for number, word in enumerate(MEANINGFUL)))
    for number, word in enumerate(MEANINGFUL):
        beginning = [f"{at:02}" for at, other in enumerate(MEANINGFUL) if other.startswith(word)]
        assert shelf.found(Term(word)) == f"{number:02}", word
        assert shelf.found(Prefix(word)) == " ".join(beginning), word
        assert f"{number:02}" in shelf.found(Fuzzy(word, 0)).split(), word


def test_a_pattern_means_only_its_stars_and_question_marks(shelf: Shelf) -> None:
    shelf.put(*(document(f"{number:02}", word) for number, word in enumerate(MEANINGFUL)))
    for number, word in enumerate(MEANINGFUL):
        if not set("*?") & set(word):
            assert shelf.found(Wildcard(word)) == f"{number:02}", word
            assert f"{number:02}" in shelf.found(Wildcard(f"*{word[1:]}")).split(), word


@pytest.mark.parametrize("pattern", ["*a" * 40 + "b", "?" * 300, "*" * 300, "a" * 2_000 + "*", "*?" * 60])
def test_hostile_patterns_are_answered(shelf: Shelf, pattern: str) -> None:
    shelf.put(document("long", "a" * 300), document("short", "ab"))
    expected = "long" if pattern in ("?" * 300, "*?" * 60) else ""
    assert shelf.found(Wildcard(pattern)) == ("long short" if pattern == "*" * 300 else expected)


def test_values_and_ids_of_every_script(shelf: Shelf) -> None:
    shelf.put(document("ü/1", source=["日経 新聞"]), document("ü 2", source=["L'Équipe", "a:b*"]))
    assert shelf.found(Values("source", ("日経 新聞",))) == "ü/1"
    assert shelf.engine.facet(Term("absent"), "source") == []
    shelf.remove("ü 2")
    assert shelf.listed() == "ü/1"


def test_what_is_no_word_keeps_its_place(shelf: Shelf) -> None:
    blob = "x" * 100_000
    shelf.put(document("a", f"before {blob} after"), document("b", "before after"))
    assert shelf.found(Phrase(("before", "after"))) == "b"
    assert shelf.found(Near((Term("before"), Term("after")), 1)) == "a b"
    assert shelf.found(And((Term("after"), Term(blob)))) == ""
    assert blob not in dict(shelf.engine.vocabulary())
