"""What an import says at its end of the things that it left out."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from index.model import Progress
from tests.cli.conftest import Run


def test_what_is_wrong_with_many_files_is_said_once(run: Run, tmp_path: Path) -> None:
    press = tmp_path / "press"
    press.mkdir()
    for number in range(30):
        (press / f"feed-{number:02}.rss").write_text("<rss version='2.0'><channel></channel></rss>")
    (press / "zz.jsonl").write_text("{broken\n")
    answer = run("-L", str(tmp_path / "library"), "import", str(press))
    told = answer.err.splitlines()
    assert told[0] == "31 items were left out:"
    assert told[1].endswith("feed-00.rss:1 and 29 more items: The feed has no entries.")
    assert "zz.jsonl:1: " in told[2]
    assert len(told) == 3


def test_standard_input_is_called_by_its_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(b'{"title": "Pact"}\n[]\n')))
    answer = run("-L", str(tmp_path / "library"), "import", "-")
    assert answer.err.splitlines()[1].startswith("  standard input:2: ")
    assert run("-L", str(tmp_path / "library"), "rejects").out.startswith("standard input:2: left out: ")


@pytest.mark.parametrize("width", [50, 90])
def test_the_bar_stands_still_whatever_the_names_of_files(width: int) -> None:
    from rich.console import Console

    from tui.cli.progress import bar_of

    console = Console(width=width, force_terminal=False, color_system=None)
    ends = set()
    for name in ("a", "press/" + "a long name " * 20):
        bar = bar_of(console)
        bar.add_task("Reading", total=100, completed=30, rate="1.0 MB/s", detail=name)
        with console.capture() as drawn:
            console.print(bar.get_renderable())
        (line,) = drawn.get().splitlines()
        ends.add(line.index("MB/s"))
    assert len(ends) == 1


def test_little_files_are_told_in_kilobytes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.cli import progress
    from tui.cli.progress import showing_progress

    monkeypatch.setattr(progress, "PLAIN_LINE_SECONDS", 0)
    with showing_progress() as report:
        report(Progress("Reading", 20_000, 3_000_000, "bytes"))
    assert capsys.readouterr().err == "Reading: 20 kB of 2.9 MB\n"


def test_what_goes_slowly_has_a_rate_all_the_same(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from itertools import count

    from tui.cli import progress

    monkeypatch.setattr(progress, "monotonic", count(0, 10).__next__)
    with progress.showing_progress() as report:
        report(Progress("Fetching", 0, 9, "addresses"))
        report(Progress("Fetching", 3, 9, "addresses"))
    assert "3 of 9 addresses, 0.1 addresses/s" in capsys.readouterr().err
