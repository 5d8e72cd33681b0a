"""What sanitised text may contain, and what becomes of what it may not."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.sanitise import FORBIDDEN, sanitise, sanitise_line

anything = st.text(st.characters(exclude_categories=()))
hostile = st.text(
    st.sampled_from(
        "a B9\n\r\t \x0b\x0c\x85\u2028\x1b[]P\\;m\x07\x9b\x9d\x9c\x00\x7f\u202e\u2069\u200b\u200c\u200d\u00ad"
        "\ufeffe\u0301\u0323\u0627\u0653\u212a\u3000\u304b\u3099👩💻\ufe0f\ud800\uffff\U0001fffe\U000e0041|~é"
    )
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "one\r\ntwo\rthree\u2028four\u2029five\x0bsix\x0cseven\x85eight",
            "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight",
        ),
        ("a\tb", "a b"),
        ("first  \n \n\n\t\nsecond", "first\n\nsecond"),
        ("\n\n  text \n", "text"),
        ("\x1b[31;1mred\x1b[0m \x1b[2Jgone \x1b[?25l\x1b[38;2;1;2;3mx", "red gone x"),
        ("\x1b]0;window title\x07text \x1b]8;;http://x.y\x1b\\link\x1b]8;;\x1b\\", "text link"),
        ("\x1bP1$r0m\x1b\\after \x1b_hidden\x1b\\\x1b^private\x1b\\\x1bXstring\x1b\\.", "after ."),
        ("\x1b(Btext\x1b7\x1b=\x1bc", "text"),
        ("\x9b31mred\x9d0;t\x9c \x90q\x9cx", "red x"),
        (
            "an unfinished \x1b]0;title keeps the rest\nof the article",
            "an unfinished 0;title keeps the rest\nof the article",
        ),
        ("an unfinished \x1b[", "an unfinished"),
        ("a lone \x1b", "a lone"),
        ("mis-decoded \x9bquote", "mis-decoded quote"),
        ("NUL\x00 BEL\x07 DEL\x7f C1\x80\x9f", "NUL BEL DEL C1"),
        ("evil\u202etxt.exe\u202c \u2066x\u2069 \u200f\u061cy", "eviltxt.exe x y"),
        ("\ufeffzero\u200bwidth co\u00adoperate a\u2060b", "zerowidth cooperate ab"),
        ("tag\U000e0041\U000e0042s", "tags"),
        ("lone \ud83d and \udfff", "lone  and"),
        ("non\uffff\ufdd0\U0010ffff", "non"),
        ("e\u0301 \u212b", "é Å"),
        ("\N{WOMAN}\u200d\N{PERSONAL COMPUTER}", "\N{WOMAN}\u200d\N{PERSONAL COMPUTER}"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("in\u200dvisible\u200c", "invisible"),
        ("[red] & <b>plain</b> \\[0m", "[red] & <b>plain</b> \\[0m"),
        ("東京\u3000本 café\u00a0x", "東京\u3000本 café\u00a0x"),
        ("", ""),
    ],
)
def test_body(text: str, wanted: str) -> None:
    assert sanitise(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("  two\n\nlines\tand \u00a0 blanks ", "two lines and blanks"),
        ("a\u2028b\r\nc", "a b c"),
        ("\x1b[1mtitle\x1b[0m", "title"),
    ],
)
def test_line(text: str, wanted: str) -> None:
    assert sanitise_line(text) == wanted


@given(anything | hostile)
@example("\u304b\u200d\u3000")
@example("\u212a\u200d\u0627\u200d\u0653")
@example("x" + "\u0344" * 40)
@example("\x1b\x1b[31m[31m")
def test_laws(text: str) -> None:
    clean = sanitise(text)
    assert sanitise(clean) == clean
    assert not FORBIDDEN.search(clean)
    assert not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in clean.replace("\n", ""))
    assert unicodedata.is_normalized("NFC", clean)
    assert "\n\n\n" not in clean
    assert " \n" not in clean
    clean.encode("utf-8")


@given(anything | hostile)
def test_line_laws(text: str) -> None:
    line = sanitise_line(text)
    assert sanitise_line(line) == line
    assert "\n" not in line
    assert "  " not in line
    assert line == line.strip()


@given(
    st.text(st.characters(categories=["L", "N", "P"], max_codepoint=0x5FF)).map(
        lambda t: unicodedata.normalize("NFC", t)
    )
)
def test_words_are_never_touched(text: str) -> None:
    assert sanitise(text) == text


@pytest.mark.parametrize(
    "unit", ["\x1b]", "\x1b[", "\x9d", " ", "\u200d", "a \n", "\x1b[1", "\u0301", "\r\n \n"]
)
def test_no_input_takes_more_than_linear_time(unit: str) -> None:
    assert len(sanitise("x" + unit * 300_000 + "x")) <= 2 + len(unit) * 300_000


def test_nothing_that_has_to_go_is_taken_for_printable() -> None:
    joiners = "\u200c\u200d"
    every = [chr(point) for point in range(sys.maxunicode + 1)]
    assert not [one for one in every if one.isprintable() and (FORBIDDEN.match(one) or one in joiners)]


@given(anything | hostile | st.text(alphabet="ab \n\u0301é“”かか\u3099", max_size=80))
@example("a" + "\u0316" * 40)
@example("e\u0301")
def test_a_text_that_is_clean_comes_out_as_it_does_on_the_long_way(text: str) -> None:
    short = sanitise(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.sanitise._is_clean", lambda _: False)
        assert sanitise(text) == short
