"""Patterns of paths: a folder, a file, or either with wildcards.

`*` and `?` stand for characters of one name, `[…]` for one of several, `**` for any number of folders. A
pattern without a slash goes for names of files anywhere; all others for whole paths, and for everything
below what they match.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import translate
from glob import escape
from os.path import expanduser, realpath
from typing import Final

MAX_PATTERN_CHARACTERS: Final = 1_000
_WILD: Final = re.compile(r"[*?\[]")
_ONE_OF: Final = re.compile(r"\[[^\]]*\]|[*?]")
_ANY_FOLDERS: Final = "**"


@dataclass(frozen=True, slots=True)
class PathPattern:
    """A pattern, ready to be compared.

    Attributes:
        text: as it is kept and shown.
        fixed: how many of its characters are no wildcards.
    """

    text: str
    fixed: int
    _steps: tuple[re.Pattern[str] | None, ...]

    def matches(self, path: str) -> bool:
        """Whether it matches a path, which is absolute and without links."""
        if "/" not in self.text:
            return _is_match(self._steps[0], path.rpartition("/")[2])
        names = [name for name in path.split("/") if name]
        # The steps that may come next. With a step None (`**`) names may be passed over.
        open_steps = self._reach({0})
        for name in names:
            if len(self._steps) in open_steps:
                return True  # a folder on the way is matched, and so is what lies in it
            after = {step + 1 for step in open_steps if step < len(self._steps) and self._takes(step, name)}
            after |= {step for step in open_steps if step < len(self._steps) and self._steps[step] is None}
            open_steps = self._reach(after)
        return len(self._steps) in open_steps

    def _takes(self, step: int, name: str) -> bool:
        pattern = self._steps[step]
        return pattern is not None and _is_match(pattern, name)

    def _reach(self, steps: set[int]) -> set[int]:
        """Return steps and those that follow them at once, since `**` may stand for nothing."""
        found = set(steps)
        for step, pattern in enumerate(self._steps):
            if pattern is None and step in found:
                found.add(step + 1)
        return found


def typed_pattern(text: str) -> PathPattern:
    """Return the pattern that a person means; what stands before the first wildcard is made a real path.

    Raises:
        ValueError: it is none; the error is the end of a sentence.
    """
    _check(text)
    wild = _WILD.search(text)
    if wild and "/" not in text:
        return kept_pattern(text)
    literal = text[: wild.start()] if wild else text
    folder, _, name = literal.rpartition("/") if wild else (literal, "", "")
    rest = f"/{name}{text[wild.start() :]}" if wild else ""
    start = "/" if wild and text.startswith("/") and not folder else folder
    real = realpath(expanduser(start))  # noqa: PTH111 - Path raises where there is no home
    return kept_pattern(escape(_shown(real)).rstrip("/") + rest or "/")


def kept_pattern(text: str) -> PathPattern:
    """Return the pattern of a text that `typed_pattern` has given.

    Raises:
        ValueError: it is none; the error is the end of a sentence.
    """
    _check(text)
    names = [name for name in text.split("/") if name]
    steps = tuple(None if name == _ANY_FOLDERS else re.compile(translate(name)) for name in names)
    return PathPattern(text, len(_ONE_OF.sub("", text)), steps)


def _check(text: str) -> None:
    if not text.strip() or "\0" in text:
        raise ValueError("it is empty")
    if len(text) > MAX_PATTERN_CHARACTERS:
        raise ValueError(f"it is longer than {MAX_PATTERN_CHARACTERS:,} characters")


def _shown(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode()


def _is_match(pattern: re.Pattern[str] | None, name: str) -> bool:
    return pattern is None or pattern.fullmatch(name) is not None
