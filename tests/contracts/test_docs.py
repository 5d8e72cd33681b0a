"""The documentation says what the program does."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from tui.cli.arguments import build_parser

ROOT = Path(__file__).parents[2]
CLI_PAGE = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


def commands() -> dict[str, argparse.ArgumentParser]:
    for action in build_parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise AssertionError("the command line has no commands")


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_its_section(name: str) -> None:
    assert re.search(rf"^## evtui {name}\b", CLI_PAGE, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_of_a_command_is_documented(name: str) -> None:
    section = re.split(rf"^## evtui {name}\b", CLI_PAGE, flags=re.MULTILINE)[1].split("\n## ")[0]
    general = CLI_PAGE.split("## evtui\n")[0]
    for action in commands()[name]._actions:
        options = [option for option in action.option_strings if option not in {"-h", "--help"}]
        if options:
            assert any(option in section or option in general for option in options), options


def test_every_section_is_a_command() -> None:
    documented = set(re.findall(r"^## evtui (\w+)", CLI_PAGE, re.MULTILINE))
    assert documented == set(commands())


def test_the_readme_opens_with_the_two_commands() -> None:
    opening = (ROOT / "README.md").read_text(encoding="utf-8")[:1500]
    assert "make run" in opening
    assert "make test" in opening
    for target in ("run", "test", "check", "bench"):
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md")), ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target
