"""How texts become tokens: a table of decisions, and laws that hold for any text."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.analysis import stems as stems_module
from index.analysis.analyser import Analyser
from index.analysis.tokens import MAX_WORD_LENGTH, written
from index.sanitise import sanitise

ANALYSER = Analyser()

any_text = st.text(st.characters(exclude_categories=()))
tricky_text = st.text(
    st.sampled_from(
        "aAbSsUe1234'’ʼ.,.,&&-_ \n%$€@#*?½²éſİßøı東京都のガﾞｶﾞ々ー한국ภาु्́̈\u00ad\u200dـﷺﹰ⑴⒈😀\u20e3Ⅳʻ"
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Citroën, Škoda & Þórður", "citroen skoda thordur"),
        ("Citroe\u0308n", "citroen"),
        ("Søren Łódź Đorđe Straße ægis", "soren lodz dorde strasse aegis"),
        ("Œuvre Diyarbakır İstanbul", "oeuvre diyarbakir istanbul"),
        ("ΣΊΣΥΦΟΣ Σίσυφος", "σισυφοσ σισυφοσ"),
        ("Nissan's Nissan’s NISSAN'S", "nissan nissan nissan"),
        ("workers' workers’ 'quoted' ‘quoted’", "workers workers quoted quoted"),
        ("don't don’t O'Neill rock'n'roll it's", "dont dont oneill rocknroll it"),
        ("the '90s and the 2030's", "the 90s and the 2030"),
        ("U.S. U.S, U.S.A. E.U. u.s. U.S.-based U.S.'s", "us us usa eu us us based us"),
        ("J.K. Rowling J.K.Rowling J. Smith e.g. a.m.", "jk rowling jk rowling j smith eg am"),
        ("ID.4 id.7, ID. Buzz No.1 end.2024", "id.4 id.7 id buzz no.1 end 2024"),
        ("米国ID.4は U.S.の", "米国 国 id.4 は us の"),
        ("2.4 3.11.2 35.3 % 35.3% €1.5 $5bn", "2.4 3.11.2 35.3 35.3 1.5 5bn"),
        ("1.5bn v1.2 13.03.2024", "1.5bn v1.2 13.03.2024"),
        ("526,409 1,234,567.89 US$1,000", "526409 1234567.89 us 1000"),
        ("1,5 2024,526 12.5,300", "1 5 2024 526 12.5 300"),
        ("1,2345 10,000,00 13:30 2023/24 1-2", "1 2345 10000 00 13 30 2023 24 1 2"),
        ("e-POWER solid-state solid_state plug‑in", "e power solid state solid state plug in"),
        ("AT&T R&D r&d S&P's P&G Marks&Spencer A&B&C a & b", "att rd rd sp pg marks spencer abc a b"),
        ("m² CO₂ 2½ ½ ﬁne ＮＴＴ Ⅳ", "m2 co2 2 1/2 1/2 fine ntt iv"),
        ("jo@example.com #EV @nissan", "jo example com ev nissan"),
        ("https://ev.example.org/a?b=1#c", "https ev example org a b 1 c"),
        ("東京都", "東京 京都 都"),
        ("本 の、東京", "本 の 東京 京"),
        ("トヨタToyota", "トヨ ヨタ タ toyota"),
        ("ﾎﾝﾀﾞ ホンダ", "ホン ンダ ダ ホン ンダ ダ"),
        ("자동차 ภาษาไทย हिन्दी עִבְרִית كِتَاب می\u200cخواهم", "자동차 ภาษาไทย हिन्दी עברית كتاب میخواهم"),
        ("Ёлка русский", "елка русскии"),
        ("soft\u00adhyphen", "softhyphen"),
        ("x" * 100, "x" * 64),
        ("¡¿… — “” () 😀 & ' . , _", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_decisions(text: str, wanted: str) -> None:
    assert ANALYSER.words(text) == wanted.split()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("東京都", "東京 京都"),
        ("都", "都"),
        ("東京 大阪", "東京 京 大阪"),
        ("東京Motor", "東京 京 motor"),
        ("Motor 東京!", "motor 東京"),
        ("Nissan's", "nissan"),
    ],
)
def test_a_query_is_found_inside_longer_runs(text: str, wanted: str) -> None:
    assert list(ANALYSER.analyse(text, query=True).words) == wanted.split()


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("running", "run"),
        ("batteries", "batteri"),
        ("battery", "batteri"),
        ("us", "us"),
        ("id.4", "id.4"),
        ("5ths", "5ths"),
        ("東京", "東京"),
        ("русскии", "русскии"),
    ],
)
def test_stems(word: str, stem: str) -> None:
    assert ANALYSER.stem(word) == stem


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    assert Analyser("xx").analyse("running").stems == ("running",)
    assert Analyser("de").analyse("laufen").stems == ("lauf",)


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("Citroë*", "citroe*"),
        ("W?RD", "w?rd"),
        ("don't*", "dont*"),
        ("ID.*", "id.*"),
        ("ÆON?", "aeon?"),
        ("東*", "東*"),
    ],
)
def test_patterns_fold_without_losing_their_wildcards(pattern: str, wanted: str) -> None:
    assert ANALYSER.fold(pattern) == wanted


def test_offsets_point_into_the_original_text() -> None:
    text = "Nissan’s U.S. plant: 526,409 ﬁne cars (e-POWER), AT&T; 東京都"
    assert [text[t.start : t.end] for t in ANALYSER.tokens(text)] == [
        "Nissan", "U.S.", "plant", "526,409", "ﬁne", "cars", "e", "POWER", "AT&T", "東京", "京都", "都",
    ]  # fmt: skip


def test_the_fingerprint_tells_analysers_apart() -> None:
    assert ANALYSER.fingerprint == Analyser("en").fingerprint
    assert ANALYSER.fingerprint != Analyser("de").fingerprint
    assert unicodedata.unidata_version in ANALYSER.fingerprint


def test_every_letter_of_unicode_makes_a_word() -> None:
    uniform = (
        range(0x3500, 0x9F00),
        range(0xAC10, 0xD790),
        range(0x17000, 0x18D00),
        range(0x20000, 0x110000),
    )
    for point in range(sys.maxunicode + 1):
        if any(point in span for span in uniform):
            continue
        character = chr(point)
        words = ANALYSER.words(character)
        assert len(words) <= 1
        if words:
            assert words[0]
            assert not any(map(str.isspace, words[0])), hex(point)
        elif unicodedata.category(character) in {"Lu", "Ll", "Lo", "Nd"}:
            pytest.fail(f"U+{point:04X} is lost")


@given(any_text | tricky_text)
@example("x's's a's'b U.S.'s 1,234's ʼn")
def test_tokens_agree_with_analyse_and_with_the_text(text: str) -> None:
    analysed, tokens = ANALYSER.analyse(text), ANALYSER.tokens(text)
    assert [token.word for token in tokens] == list(analysed.words)
    assert [token.stem for token in tokens] == list(analysed.stems)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(a.start < b.start and a.end <= b.end for a, b in pairwise(tokens))
    for token in tokens:
        assert written(text[token.start : token.end]) == token.word


@given(any_text | tricky_text)
def test_words_are_clean(text: str) -> None:
    for word in ANALYSER.words(text):
        assert 0 < len(word) <= MAX_WORD_LENGTH
        assert not any(map(str.isspace, word))
        assert ANALYSER.stem(word)


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_is_cut_alike_within_typographic_text(text: str) -> None:
    assert ANALYSER.words(text + " —") == ANALYSER.words(text)


@given(
    # İ in small letters is an i with a mark of its own, which is a different text
    st.text(st.characters(categories=["Lu", "Ll", "Nd", "Po"], max_codepoint=0x24F, exclude_characters="İ"))
)
@example("A&Ɖ A&Ⱥ R&d U.s. iD.4")
def test_case_never_matters(text: str) -> None:
    assert ANALYSER.words(text.lower()) == ANALYSER.words(text)


@given(st.text(st.characters(categories=["L", "Nd", "P", "Zs"], max_codepoint=0x24F)))
@example("A&À É.U.")
def test_composed_and_decomposed_queries_are_the_same(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert ANALYSER.analyse(decomposed, query=True) == ANALYSER.analyse(composed)


@given(any_text | tricky_text)
def test_a_query_differs_from_a_text_by_the_last_token_at_most(text: str) -> None:
    text = sanitise(text)
    full, query = ANALYSER.analyse(text).words, ANALYSER.analyse(text, query=True).words
    assert query in (full, full[:-1])


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "'s",
        "a's",
        "a.",
        "1.",
        "1,",
        "a&",
        "1,000",
        "é\u0301\u0323",
        "東",
        "ﾞ",
        "\u200d",
        "1,00",
        "&",
        "a\u0301'",
    ],
)
def test_no_text_takes_more_than_linear_time(unit: str) -> None:
    text = unit * 200_000
    assert len(ANALYSER.tokens(text)) <= len(text)


def test_full_caches_start_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stems_module, "CACHE_LIMIT", 10)
    monkeypatch.setattr("index.analysis.analyser.CACHE_LIMIT", 10)
    analyser = Analyser()
    text = " ".join(f"{a}{b}ings" for a in "abcdef" for b in "uvwxyz")
    assert analyser.words(text) == text.split()
    assert analyser.analyse(text) == ANALYSER.analyse(text)
    assert len(analyser._words) <= 10
    assert len(analyser._stems) <= 10


def test_threads_share_one_analyser() -> None:
    analyser = Analyser()
    texts = [
        " ".join(f"{chr(97 + i % 26)}{chr(97 + n % 26)}{'aeiou'[n % 5]}tionings" for n in range(400))
        for i in range(40)
    ]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(analyser.analyse, texts)) == [Analyser().analyse(text) for text in texts]


def test_importing_the_analyser_loads_no_native_module() -> None:
    code = "import sys, index.analysis.analyser as a; a.Analyser(); sys.exit('Stemmer' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
