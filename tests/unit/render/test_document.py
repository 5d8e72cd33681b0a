"""An article as rows: head, notes, headings, and the text as far as it is read."""

from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from index.model import Article, Marks, Span
from tui.render import caret
from tui.render.document import TEXTLESS_WORDS, Document
from tui.render.find import occurrences
from tui.render.headings import heading_end
from tui.render.layers import split

BODY = (
    "Nissan is in talks with Honda about cars.\n\nStrategic shifts\n\nThe two look at a feasibility study. "
    "It goes on.\n\nThe end of it."
)
ARTICLE = Article(
    "k7q2m9xd", "Talks", BODY, date(2024, 3, 13), time(9, 30), source="Sample Wire", author="A. Reporter"
)


def texts(document: Document) -> list[str]:
    document.advance(10**9)
    return [
        row.text or (document.title if row.kind == "title" else document.body)[row.start : row.end]
        for row in document.rows
    ]


def test_the_head_names_title_date_source_author_and_id() -> None:
    document = Document(ARTICLE, Marks(starred=True, notes=("so far",)), 60)
    assert texts(document)[:4] == [
        "Talks",
        "2024-03-13 09:30 · Sample Wire · A. Reporter · k7q2m9xd",
        "─" * 60,
        "✎ so far",
    ]
    assert document.rows[0].aside == "★ ✎1"
    assert texts(Document(ARTICLE, Marks(), 30))[1] == "2024-03-13 09:30 · Sample Wire"
    assert texts(Document(Article("i", "T", "b"), Marks(), 30))[1] == "undated · i"
    long = Article("i", "T", "b", source="S" * 120)
    assert texts(Document(long, Marks(), 30))[1] == f"undated · {'S' * 19}…"


def test_an_article_without_a_text_says_so() -> None:
    assert TEXTLESS_WORDS in texts(Document(Article("i", "T", " \n"), Marks(), 60))
    assert TEXTLESS_WORDS not in texts(Document(Article("i", "T", "b"), Marks(), 60))


def test_a_note_that_quotes_the_text_stands_below_the_paragraph_that_it_quotes() -> None:
    rows = texts(Document(ARTICLE, Marks(notes=('"a feasibility study": only a study',)), 80))
    assert rows[rows.index('✎ "a feasibility study": only a study') - 1].endswith("It goes on.")


def test_headings_are_short_lines_without_final_punctuation() -> None:
    document = Document(ARTICLE, Marks(), 80)
    document.advance(10**9)
    assert [BODY[row.start : row.end] for row in document.rows if row.kind == "heading"] == [
        "Strategic shifts"
    ]
    assert heading_end("The last line", 0) == 0
    assert heading_end("- a bullet\nmore", 0) == 0
    assert heading_end("A wrapped line of\na sentence.", 18) == 18


@given(st.integers(5, 90), st.integers(0, len(BODY) - 1), st.integers(1, 60))
def test_laying_out_bit_by_bit_gives_the_same_rows(columns: int, offset: int, step: int) -> None:
    marks = Marks(notes=('"feasibility": one', '"Nissan": two', "three"))
    whole = Document(ARTICLE, marks, columns)
    whole.advance(10**9)
    lazy = Document(ARTICLE, marks, columns)
    row = lazy.row_of(offset)
    assert lazy.rows[row].start <= offset
    while not lazy.done:
        lazy.advance(step)
    assert lazy.rows == whole.rows
    assert lazy.estimate == len(whole.rows)
    assert whole.row_of(offset) == row


def test_a_huge_text_is_laid_out_only_as_far_as_it_is_read() -> None:
    document = Document(Article("i", "T", "some words " * 1_000_000), Marks(), 80)
    document.reach_row(50)
    assert len(document.rows) < 60
    assert 100_000 < document.estimate < 200_000


def test_control_characters_never_reach_the_rows() -> None:
    document = Document(Article("i", "a\x1b[2Jb", "c\x07d\u202ee\n\nf"), Marks(notes=("\x9bx",)), 40)
    assert not any(character in "".join(texts(document)) for character in "\x1b\x07\u202e\x9b")


def test_finding_minds_neither_case_nor_accents() -> None:
    text = "Citroën and CITROEN, e\u0301tude, Straße\nof X"
    found = [text[span.start : span.end] for span in occurrences(text, "citroen")]
    assert found == ["Citroën", "CITROEN"]
    assert [text[s.start : s.end] for s in occurrences(text, "Étude")] == ["e\u0301tude"]
    assert [text[s.start : s.end] for s in occurrences(text, "strasse of")] == ["Straße\nof"]
    assert occurrences(text, "  ") == ()
    assert occurrences("aaaa", "aa") == (Span(0, 2), Span(2, 4))


@given(st.text(max_size=60), st.integers(0, 60), st.integers(1, 10))
def test_a_piece_of_a_text_is_found_in_it(text: str, start: int, length: int) -> None:
    wanted = text[start : start + length]
    for span in occurrences(text, wanted):
        assert 0 <= span.start < span.end <= len(text)
    if wanted.strip() and wanted.isascii() and wanted == " ".join(wanted.split()):
        assert occurrences(text, wanted)


@given(st.lists(st.integers(0, 40), max_size=8), st.lists(st.integers(0, 40), max_size=8))
def test_stretches_cover_the_line_and_know_their_layers(one: list[int], other: list[int]) -> None:
    layers = []
    for name, edges in (("one", one), ("other", other)):
        ordered = sorted(set(edges))
        layers.append((name, [Span(a, b) for a, b in zip(ordered[::2], ordered[1::2], strict=False)]))
    stretches = list(split(5, 30, layers))
    assert [start for start, _end, _names in stretches] == [
        5,
        *[end for _start, end, _names in stretches][:-1],
    ]
    assert stretches[-1].end == 30
    for start, end, names in stretches:
        for place in range(start, end):
            assert names == tuple(
                name for name, spans in layers if any(s.start <= place < s.end for s in spans)
            )


def test_the_caret_goes_by_letters_and_words() -> None:
    text = "Honda, e\u0301tude 本田."
    assert caret.after(text, 7) == 9
    assert caret.before(text, 9) == 7
    assert caret.before(text, 0) == 0
    assert caret.next_word(text, 0) == 5
    assert caret.next_word(text, 5) == 7
    assert caret.previous_word(text, 9) == 7
    assert caret.previous_word(text, 0) == 0
    assert caret.next_word(text, len(text) - 1) == len(text) - 1
