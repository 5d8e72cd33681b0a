"""Stop words are written as the analyser writes them, or they would stop nothing."""

from __future__ import annotations

from index.analysis.analyser import Analyser
from index.analysis.stopwords import STOPWORDS


def test_stop_words_are_folded_words() -> None:
    analyser = Analyser()
    assert [word for word in STOPWORDS if analyser.words(word) != [word]] == []


def test_function_words_stop_and_content_words_do_not() -> None:
    text = "They don't say that the battery which they'll have made isn't for Nissan or a well of oil"
    assert [word for word in Analyser().words(text) if word not in STOPWORDS] == [
        "say",
        "battery",
        "nissan",
        "oil",
    ]
