r"""LaTeX in fields becomes plain text."""

from __future__ import annotations

import unicodedata
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers.references.bibtex_values import files_of, people, value_of
from index.readers.references.latex import plain, plain_address


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"Citro{\"e}n", "Citroën"),
        (r"Citro\"en", "Citroën"),
        (r'Citro\"{e}n', "Citroën"),
        (r"\v{S}koda, \c{C}elik, \'{\i}, na\"\i ve", "Škoda, Çelik, í, naïve"),
        (r"stra{\ss}e, stra\ss e, {\O}rsted", "straße, straße, Ørsted"),
        (r"{\AA}ngstr{\"o}m, \L{}\'{o}d\'{z}", "Ångström, Łódź"),
        (r"\'{\"u}", "ǘ"),
        (r"\~{}x and \^{} y", "x and  y"),
        (r"5\% of \$3 \& \#1 a\_b \{x\}", "5% of $3 & #1 a_b {x}"),
        ("``said'' --- 2023--2025", "“said” — 2023–2025"),
        (r"\textbf{bold} \emph{and} {\it this}", "bold and this"),
        (r"CO$_2$ and H$_{2}$O", "CO2 and H2O"),
        (r"$\alpha$-phase, 10~kWh, \texteuro 5", "α-phase, 10 kWh, €5"),
        (r"\unknown{kept} and C:\Users\x", r"\unknownkept and C:\Users\x"),
        ("don't touch `this' or a-b", "don't touch `this' or a-b"),
        ("\\", "\\"),
        ("plain", "plain"),
    ],
)  # fmt: skip
def test_what_is_shown(source, shown):
    assert plain(source) == shown


@given(st.text(alphabet="\\{}$~`'\"^-abciuvk \n%&", max_size=60))
def test_any_text_becomes_plain_composed_text(text):
    shown = plain(text)
    assert unicodedata.is_normalized("NFC", shown)
    assert not set("{}$") & set(shown.replace("\\", "")) or "\\" in text


@pytest.mark.parametrize("unit", ["{", "}", "\\'", "\\'{", "$", "{\\", "--", "\\a", "`", "$_a", "\\v "])
def test_no_nesting_is_too_deep_and_time_is_linear(unit):
    began = perf_counter()
    plain(unit * 100_000)
    people(unit * 100_000)
    value_of(f"{{a}} # {unit * 100_000}", {})
    assert perf_counter() - began < 10


def test_addresses_keep_what_belongs_to_them():
    assert plain_address(r"\url{https://e.org/a\_b?c=1\&d=2%20--e~f}") == "https://e.org/a_b?c=1&d=2%20--e~f"
    assert plain_address("<https://e.org>") == "https://e.org"
    assert plain_address(r"https://e.org/{\textasciitilde}user") == "https://e.org/~user"


@pytest.mark.parametrize(
    ("value", "paths"),
    [
        ("Full Text:files/12/a.pdf:application/pdf", ["files/12/a.pdf"]),
        ("A:files/a.pdf:application/pdf;B:files/b.html:text/html", ["files/a.pdf", "files/b.html"]),
        (":paper.pdf:PDF", ["paper.pdf"]),
        ("files/a.pdf", ["files/a.pdf"]),
        ("a.pdf;b.pdf", ["a.pdf", "b.pdf"]),
        (r"T:C\:\\Users\\me\\a.pdf:application/pdf", [r"C:\Users\me\a.pdf"]),
        (r"A\: B:files/a\;b\_c.pdf:application/pdf", ["files/a;b_c.pdf"]),
        ("file:///home/me/a.pdf", ["file:///home/me/a.pdf"]),
        ("", []),
        (";;:::", []),
    ],
)
def test_paths_in_file_fields(value, paths):
    assert files_of(value) == paths


def test_names_of_people():
    assert people("A, B and {Ford and Sons} AND C\nand D and others") == ["A, B", "{Ford and Sons}", "C", "D"]
    assert people("") == []


def test_values_are_joined():
    strings = {"wire": "Wire"}
    assert value_of('wire # { "of" } # "a # b" # 3', strings) == 'Wire "of" a # b3'
    assert value_of("{a # b}", strings) == "a # b"
    assert value_of("unknown", strings) == "unknown"
