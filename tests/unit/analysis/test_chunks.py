"""Terms by chunk are the terms of the text, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import chunks
from index.analysis.analyser import Analyser
from index.engines.base import TermText
from index.engines.tokens import term_text

ANALYSER = Analyser()

BITS = [
    *("Nissan", "workers", "running", "e-POWER", "U.S.", "E.U", "ID.4", "2.4", "526,409", "$5bn", "1,5"),
    *(
        "AT&T",
        "don't",
        "O’Neill",
        "Nissan's",
        "m²",
        "2½",
        "a.b@example.com",
        "#ev",
        "Citroën",
        "Škoda",
        "2023/24",
    ),
    *(
        "東京都",
        "自動車",
        "ﾄﾖﾀ",
        "か\u3099",
        "자동차",
        "ภาษาไทย",
        "न्यूज़",
        "שָׁלוֹם",
        "\u0640",
        "x" * 70,
        "A",
        "s",
    ),
    *(
        "'",
        "’",
        ".",
        ",",
        "-",
        "–",
        "—",
        "“",
        "”",
        "(",
        ")",
        "&",
        "/",
        "%",
        "…",
        "«",
        "»",
        "\u00ad",
        "\u200d",
    ),
    *(" ", "\n", "\t", "\n\n", "\u00a0", "\u2003", "\u3000", "\u1680", "\u2028", "\x1c", "\x85", "\u0301"),
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(BITS), max_size=40).map("".join),
    st.lists(st.sampled_from(BITS), max_size=40).map(" ".join),
    st.text(max_size=80),
    st.text(alphabet="aAsS.,'&- 1½é東\u3000\u0301", max_size=60),
)


@settings(max_examples=1_000, deadline=None)
@given(TEXTS)
def test_terms_by_chunk_are_those_that_the_whole_text_has(text: str) -> None:
    whole = term_text(ANALYSER.analyse(text))
    found = ANALYSER.terms(text)
    assert found.stems == whole.stems
    assert found.words == whole.words
    assert set(found.starts.split(" ")) == set(whole.starts.split(" "))
    assert len(found.starts.split(" ")) == len(whole.starts.split(" "))


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=12))
def test_what_was_forgotten_is_found_again(texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "GENERATION", 2)
        analyser = Analyser()
        for text in [*texts, *texts]:
            assert analyser.terms(text) == ANALYSER.terms(text)


def test_the_memory_that_chunks_take_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "GENERATION", 100)
    found = chunks.ChunkTerms(lambda text: tuple(text.split()), str.upper)
    for number in range(1_000):
        assert found[b"word%dx" % number] == (f"WORD{number}X", f"word{number}x", "wor")
        assert found[b"often"] == ("OFTEN", "often", "oft")
    assert len(found) <= 100


def test_a_text_without_words_has_no_terms() -> None:
    assert ANALYSER.terms("") == ANALYSER.terms(" — … \n") == TermText()
