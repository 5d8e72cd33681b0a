"""Wrapping on cells, with offsets into the text."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from tui.render.wrap import _NARROW, Wrapper, wrap

TEXTS = st.text(st.sampled_from("abc  é本田。「」🚗\u0301\n-"), max_size=120)


def lines_of(text: str, width: int) -> list[str]:
    return [text[line.start : line.end] for line in wrap(text, width)]


@given(TEXTS, st.integers(2, 20))
def test_lines_cover_the_text_and_leave_out_only_blanks_and_newlines(text: str, width: int) -> None:
    position = 0
    for line in wrap(text, width):
        skipped = text[position : line.start]
        assert skipped.strip(" ") in ("", "\n")
        assert "\n" not in text[line.start : line.end]
        position = line.end
    assert text[position:].strip(" ") in ("", "\n")


@given(TEXTS, st.integers(2, 20))
def test_no_line_is_wider_than_the_width(text: str, width: int) -> None:
    assert all(cell_len(line) <= width for line in lines_of(text, width))


@given(TEXTS, st.integers(2, 20))
def test_every_newline_ends_a_line(text: str, width: int) -> None:
    starts = {line.start for line in wrap(text, width)}
    assert all(index + 1 in starts for index, character in enumerate(text[:-1]) if character == "\n")


@given(st.text(st.sampled_from("ab "), max_size=80), st.integers(2, 20))
def test_latin_words_break_only_where_they_are_longer_than_a_line(text: str, width: int) -> None:
    for line in wrap(text, width):
        inside = 0 < line.end < len(text) and text[line.end - 1] != " " and text[line.end] != " "
        if inside:
            assert line.end - line.start == width


@given(TEXTS, st.integers(2, 20), st.integers(0, 119))
def test_lazy_wrapping_finds_the_line_of_an_offset(text: str, width: int, offset: int) -> None:
    if not text:
        return
    offset = min(offset, len(text) - 1)
    whole = wrap(text, width)
    wrapper = Wrapper(text, width)
    number = wrapper.line_at(offset)
    assert wrapper.lines == whole[: len(wrapper.lines)]
    assert whole[number].start <= offset
    assert number + 1 == len(whole) or offset < whole[number + 1].start


def test_words_cjk_and_long_words() -> None:
    assert lines_of("Honda and Nissan agree", 10) == ["Honda and", "Nissan", "agree"]
    assert lines_of("one\n\ntwo", 10) == ["one", "", "two"]
    assert lines_of("本田と日産は、統合", 12) == ["本田と日産", "は、統合"]
    assert lines_of("彼は「統合」と", 6) == ["彼は", "「統", "合」と"]
    assert lines_of("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]
    assert lines_of("", 10) == []
    assert lines_of("本", 1) == ["本"]


def test_marks_stay_with_their_letter() -> None:
    assert lines_of("e\u0301" * 5, 3) == ["e\u0301" * 3, "e\u0301" * 2]


def test_the_first_screen_of_a_huge_line_needs_only_its_beginning() -> None:
    wrapper = Wrapper("word " * 2_000_000, 80)
    wrapper.reach_line(50)
    assert len(wrapper.lines) == 51
    assert not wrapper.done
    assert wrapper.reached < 80 * 60


def test_the_characters_taken_for_narrow_are_narrow() -> None:
    wrong = [
        chr(c) for c in range(0x11000) if _NARROW.fullmatch(chr(c)) and get_character_cell_size(chr(c)) != 1
    ]
    assert wrong == []
