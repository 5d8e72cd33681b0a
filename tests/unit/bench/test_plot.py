"""The charts of the benchmarks."""

from __future__ import annotations

from xml.etree import ElementTree

from tests.bench.plot import HEIGHT, LEFT, RIGHT, TOP, WIDTH, Axis, Goal, Line, chart

SVG = "{http://www.w3.org/2000/svg}"
ACROSS = Axis("articles", lambda value: f"{value:g} articles")
UP = Axis("time", lambda value: f"{value:g} s")


def drawn(*lines: Line, goals: tuple[Goal, ...] = ()) -> ElementTree.Element:
    return ElementTree.fromstring(chart("How it <grows>", ACROSS, UP, lines, goals))


def texts(picture: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


def places(picture: ElementTree.Element) -> list[tuple[float, float]]:
    return [(float(mark.attrib["cx"]), float(mark.attrib["cy"])) for mark in picture.iter(f"{SVG}circle")]


def test_names_and_numbers_stand_in_it_as_they_are() -> None:
    found = texts(drawn(Line("a & b", [(1_000, 0.02), (100_000, 0.3)]), goals=(Goal("at most", 0.1),)))
    assert {"How it <grows>", "a & b", "at most", "articles", "time"} <= set(found)
    assert {"1000 articles", "10000 articles", "100000 articles", "0.01 s", "0.1 s", "1 s"} <= set(found)


def test_ten_times_as_much_is_as_far_on_everywhere() -> None:
    first, second, third, _legend = sorted(places(drawn(Line("", [(1, 1), (10, 10), (100, 100)]))))
    assert second[0] - first[0] == third[0] - second[0] > 0
    assert round(first[1] - second[1], 3) == round(second[1] - third[1], 3) > 0


def test_all_marks_lie_within_the_axes() -> None:
    for x, y in places(drawn(Line("", [(1_000, 0.0123), (1_000_000, 7.5)])))[:2]:
        assert LEFT <= x <= WIDTH - RIGHT
        assert TOP <= y <= HEIGHT


def test_lines_differ_in_more_than_colour() -> None:
    picture = drawn(*(Line(str(number), [(1, 1 + number), (10, 2 + number)]) for number in range(8)))
    strokes = [
        path.attrib.get("stroke-dasharray", "")
        for path in picture.iter(f"{SVG}path")
        if path.attrib.get("stroke-width") == "2"
    ]
    assert len(set(strokes)) == 8


def test_one_point_alone_is_drawn() -> None:
    assert len(places(drawn(Line("", [(1_000, 5)])))) == 2
