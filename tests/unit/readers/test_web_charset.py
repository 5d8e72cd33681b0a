"""In which encoding the bytes of a page are read."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers.web.charset import characters_of

TEXT = "Über die Zölle – „gerecht“ sei das nicht, sagte er. Größe, Höhe, Länge, Ärger, süß, Maß."
JAPANESE = "自動車大手は木曜日、次世代電池の試験生産を来年春に始めると発表した。"


@pytest.mark.parametrize("label", ["windows-1252", "iso-8859-1", "ISO_8859-1", "latin1", "us-ascii"])
def test_latin_pages_are_read_as_windows_1252_whatever_they_call_it(label: str) -> None:
    html = f'<meta charset="{label}"><p>{TEXT}'
    assert characters_of(html.encode("cp1252")) == (html, "")


@pytest.mark.parametrize(
    ("label", "codec"),
    [("Shift_JIS", "cp932"), ("x-sjis", "cp932"), ("EUC-JP", "euc_jp"), ("iso-2022-jp", "iso2022_jp")],
)
def test_japanese_pages_are_read_by_their_declaration(label: str, codec: str) -> None:
    html = f'<meta http-equiv="Content-Type" content="text/html; charset={label}"><p>{JAPANESE}'
    assert characters_of(html.encode(codec)) == (html, "")


def test_the_declaration_of_xml_counts_too() -> None:
    html = f'<?xml version="1.0" encoding="windows-1251"?><html><p>{"Электромобили и пошлины"}'
    assert characters_of(html.encode("cp1251")) == (html, "")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_counts_for_more_than_a_declaration(encoding: str) -> None:
    html = f'<meta charset="iso-8859-1"><p>{TEXT}'
    assert characters_of(html.encode(encoding)) == (html, "")


def test_valid_utf_8_counts_for_more_than_a_declaration() -> None:
    html = f'<meta charset="iso-8859-1"><p>{TEXT}'
    assert characters_of(html.encode(), "windows-1252") == (html, "")


def test_what_the_page_says_counts_for_more_than_what_the_server_says() -> None:
    html = f'<meta charset="windows-1251"><p>{"Электромобили и пошлины"}'
    assert characters_of(html.encode("cp1251"), "iso-8859-1") == (html, "")


def test_what_the_server_says_counts_where_the_page_says_nothing() -> None:
    assert characters_of(f"<p>{JAPANESE}".encode("euc_jp"), '"EUC-JP"') == (f"<p>{JAPANESE}", "")


def test_a_wrong_declaration_is_not_believed() -> None:
    html = f'<meta charset="utf-8"><p>{TEXT}'
    text, doubt = characters_of(html.encode("cp1252"))
    assert text == html
    assert "which is a guess" in doubt


def test_a_page_without_any_declaration_is_guessed_with_a_doubt() -> None:
    text, doubt = characters_of(f"<p>{TEXT}".encode("cp1252"))
    assert text == f"<p>{TEXT}"
    assert doubt


@pytest.mark.parametrize(
    "label", ["utf-7", "idna", "punycode", "unicode_escape", "rot13", "hex", "nonsense", "\xff"]
)
def test_labels_that_are_no_encoding_of_pages_are_passed_over(label: str) -> None:
    html = f'<meta charset="{label}"><p>+ADw-script+AD4- \\u0041'
    assert characters_of(html.encode(), label)[0] == html


@given(
    st.binary(max_size=200),
    st.text(max_size=20) | st.sampled_from(["utf-8", "euc-jp", "hz", "utf-16", "big5"]),
)
def test_any_bytes_and_labels_are_taken(data: bytes, label: str) -> None:
    text, doubt = characters_of(data + b"<meta charset=" + data + b">", label)
    assert isinstance(text, str)
    assert not doubt or doubt.endswith(".")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\ufeff\0")))
def test_utf_8_is_always_read_as_it_is(text: str) -> None:
    assert characters_of(codecs.BOM_UTF8 + text.encode()) == (text, "")
