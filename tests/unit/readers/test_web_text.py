"""What is left of HTML when it becomes plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers.web.text import text_of_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("One.<br>Two.", "One.\nTwo."),
        ("One.<br><br>Two.", "One.\n\nTwo."),
        ("<h2>Head</h2>Text", "Head\n\nText"),
        ("a <b>bold</b>ly  written\n\tline", "a boldly written line"),
        ("Fish &amp; chips&nbsp;&euro;5 &#x201C;hot&#8221;", "Fish & chips €5 “hot”"),
        ("just text, no markup: 3 < 4 & 5 > 4", "just text, no markup: 3 < 4 & 5 > 4"),
        ("", ""),
        ("   \n ", ""),
        ("<!-- nothing -->", ""),
    ],
)
def test_html_becomes_paragraphs_and_lines(html: str, text: str) -> None:
    assert text_of_html(html) == text


def test_lists_stand_item_by_item_with_bullets_or_numbers() -> None:
    html = "<p>Three:</p><ul><li>one<li>two<ol><li>first<li>second</ol></ul><p>End.</p>"
    assert text_of_html(html) == "Three:\n\n- one\n- two\n1. first\n2. second\n\nEnd."


def test_an_item_that_holds_paragraphs_keeps_its_bullet() -> None:
    assert text_of_html("<ul><li><p>one</p></li><li><div>two</div></li></ul>").splitlines()[0] == "- one"


def test_rows_of_tables_stand_on_lines_with_bars_between_the_cells() -> None:
    html = "<table><tr><th>Year<th>Share</tr><tr><td>2023<td><p>82.4 %</p></tr></table>"
    assert text_of_html(html) == "Year | Share\n2023 | 82.4 %"


def test_preformatted_text_keeps_its_lines() -> None:
    assert text_of_html("<pre>one\ntwo</pre>three") == "one\ntwo\n\nthree"


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>alert('x')</script>",
        "<style>p { color: red }</style>",
        "<p hidden>x</p>",
        "<div style='color: red; Display : NONE'>x<p>y</p></div>",
        "<span style='visibility:hidden'>x</span>",
        "<ul hidden><li>x</li></ul>",
        "<template><p>x</p></template>",
        "<svg><text>x</text></svg>",
        "<noscript>Turn on scripts!</noscript>",
        "<select><option>x</select>",
        "<title>x</title>",
        "<!-- x -->",
    ],
)
def test_what_a_reader_does_not_see_is_left_out(hidden: str) -> None:
    assert text_of_html(f"<div>seen {hidden} too</div>") == "seen too"


def test_text_that_may_be_searched_for_is_not_hidden() -> None:
    assert text_of_html("<p hidden=until-found>x</p>") == "x"


def test_readings_of_japanese_characters_are_left_out_so_that_words_stay_whole() -> None:
    assert (
        text_of_html("<p><ruby>電<rp>(</rp><rt>でん</rt><rp>)</rp>池<rt>ち</rt></ruby>工場</p>") == "電池工場"
    )


def test_text_deeper_than_a_tree_may_be_is_kept() -> None:
    html = "<p>before</p>" + "<div>" * 5_000 + "inside" + "</div>" * 5_000 + "<p>after &amp; on</p>"
    assert text_of_html(html) == "before\n\ninside\n\nafter & on"


def test_text_without_a_tree_looks_like_text_from_one() -> None:
    html = "<head><title>t</title></head><h1>Head</h1><p>One<br>two</p><ul><li>a<li>b</ul><script>x</script>c"
    deep = "<i>" * 5_000
    assert text_of_html(deep + html) == text_of_html(html).replace("- ", "")


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(text_of_html(text), str)


_TAGS = st.sampled_from(
    ["<p>", "</p>", "<li>", "<ul>", "</ul>", "<ol>", "</ol>", "<td>", "<tr>",
     "<table>", "</table>", "<pre>", "</pre>", "<br>", "<div hidden>", "</div>", "<div>",
     "<script>", "</script>", "<!--", "-->", "<", ">", "&", "&#0;",
     "\ud800", "\0", "]]>", "<![CDATA[", "<a href='", "<svg>", "<math>", "</body>", "<html>", "<frameset>"]
)  # fmt: skip


@given(st.lists(_TAGS | st.text(max_size=5)).map("".join))
def test_any_markup_is_taken_and_leaves_no_control_of_its_own(html: str) -> None:
    text = text_of_html(html)
    assert text == text.strip()
    assert "\n\n\n" not in text
    assert "\0" not in text


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8), min_size=1))
def test_no_paragraph_is_lost(paragraphs: list[str]) -> None:
    assert text_of_html("".join(f"<p>{each}</p>" for each in paragraphs)) == "\n\n".join(paragraphs)
