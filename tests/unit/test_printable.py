"""What is printable is what Python says is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.printable import is_printable


@given(st.one_of(st.text(), st.text(alphabet=st.characters(max_codepoint=0x100))))
def test_a_text_is_printable_where_python_says_so(text: str) -> None:
    assert is_printable(text) is text.isprintable()


def test_every_character_of_ascii_is_told() -> None:
    for code in range(128):
        assert is_printable(f"a{chr(code)}b") is chr(code).isprintable()
