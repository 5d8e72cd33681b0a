"""What may be loaded when: proved in fresh processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TERMINAL_LIBRARIES = ("textual", "rich", "tui")
HEAVY_LIBRARIES = ("textual", "rich", "tantivy", "whoosh", "yaml", "Stemmer", "index.library")


def modules_after(code: str) -> set[str]:
    """Return the names of the modules that are loaded after running code in a new interpreter."""
    program = f"import sys\n{code}\nprint('\\n'.join(sorted(sys.modules)), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "code", ["import index", "import index.library", "from index import open_library", "import index.demo"]
)
def test_the_library_loads_no_terminal_library(code: str) -> None:
    assert not modules_after(code) & set(TERMINAL_LIBRARIES)


def test_version_loads_nothing_heavy() -> None:
    loaded = modules_after("from tui.cli import main\nmain(['--version'])")
    assert not loaded & set(HEAVY_LIBRARIES)


def test_the_desk_is_imported_without_the_library() -> None:
    loaded = modules_after("import tui.app")
    assert not loaded & {"tantivy", "whoosh", "Stemmer", "index.library", "index.store", "sqlite3"}


def test_commands_load_no_desk() -> None:
    loaded = modules_after("import tui.cli.commands.searching, tui.cli.commands.importing")
    assert "textual" not in loaded


def test_the_first_paint_waits_for_neither_panes_nor_values() -> None:
    loaded = modules_after("import tui.cli.arguments, tui.cli.commands.desk, tui.app")
    assert not loaded & {"index.model", "tui.panes", "tui.screens.desk", "tui.widgets", "orjson"}
