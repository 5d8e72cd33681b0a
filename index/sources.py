"""Declared sources: how inputs that need words are read, said once and kept in the library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from index.dates.order import DateOrder
from index.errors import EvtuiError, LibraryError, LibraryTooNew
from index.readers.draft import ReadOptions
from index.readers.encoding import check_encoding
from index.readers.formats import check_format
from index.readers.languages import language_code
from index.readers.mapping import check_mapping
from index.sanitise import sanitise_line
from index.sourcepaths import PathPattern, kept_pattern, typed_pattern

if TYPE_CHECKING:
    from index.store import Store

SETTING: Final = "declared_sources"
VERSION: Final = 1
"""Of the form in which they are kept."""

DATE_ORDER_SETTING: Final = "date_order"
"""How ambiguous dates are read where nothing else is said."""

MAX_NAME_CHARACTERS: Final = 200
MAX_PATTERNS: Final = 100
MAX_SOURCES: Final = 1_000


class SourceError(EvtuiError):
    """A declared source that does not exist, or cannot be declared like this."""


@dataclass(frozen=True, slots=True)
class DeclaredSource:
    """What is said about a source. What is empty or None is left to the import.

    Attributes:
        name: the source of articles that name none.
        paths: patterns of files that are read like this without being asked.
        mapping, format, encoding, language: as in `ReadOptions`.
    """

    name: str
    paths: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    format: str = ""
    encoding: str = ""
    language: str = ""


def declared_sources(store: Store) -> dict[str, DeclaredSource]:
    """Return the declared sources of a library by name, in the order of the names.

    Raises:
        LibraryTooNew: a newer evtui wrote them.
        LibraryError: they cannot be read.
    """
    kept = store.setting(SETTING)
    if kept is None:
        return {}
    version = kept.get("version") if isinstance(kept, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise LibraryTooNew(
            f"The declared sources in {store.folder} were written by a newer evtui. Update evtui to import."
        )
    try:
        sources = [_from_json(each) for each in kept["sources"]]
    except (KeyError, TypeError, ValueError, AttributeError, EvtuiError) as error:
        raise LibraryError(
            f"The declared sources in {store.folder} cannot be read ({sanitise_line(str(error))[:200]})."
            " Restore the library from a backup, or empty them: evtui source remove --all"
        ) from error
    return {source.name: source for source in sorted(sources, key=lambda source: source.name)}


def declare(store: Store, source: DeclaredSource, *, replace: bool = False) -> None:
    """Keep a source in the library.

    Args:
        store: the library.
        source: what is said about it; checked and brought into its usual form.
        replace: whether it takes the place of one with the same name.

    Raises:
        SourceError: there is one with this name, or what is said cannot be.
        ReaderError: a field, format or encoding is not known.
    """
    checked = _checked(source, typed_pattern)
    sources = declared_sources(store)
    if checked.name in sources and not replace:
        raise SourceError(
            f"“{checked.name}” is declared already. To declare it anew: evtui source add --replace"
        )
    if len(sources) >= MAX_SOURCES and checked.name not in sources:
        raise SourceError(f"A library has room for {MAX_SOURCES:,} declared sources, and this one is full.")
    _keep(store, {**sources, checked.name: checked})


def forget(store: Store, name: str) -> None:
    """Take a declared source out of the library; its articles stay.

    Raises:
        SourceError: there is none with this name.
    """
    sources = declared_sources(store)
    del sources[find(sources, name).name]
    _keep(store, sources)


def forget_all(store: Store) -> None:
    """Take out all declared sources, whatever state they are in."""
    _keep(store, {})


def find(sources: Mapping[str, DeclaredSource], name: str) -> DeclaredSource:
    """Return the declared source with a name; case does not matter where that is no question.

    Raises:
        SourceError: there is none; says which there are.
    """
    wanted = sanitise_line(name)
    if wanted in sources:
        return sources[wanted]
    alike = [source for source in sources.values() if source.name.casefold() == wanted.casefold()]
    if len(alike) == 1:
        return alike[0]
    known = ", ".join(f"“{each}”" for each in sources) or "none yet; declare it: evtui source add NAME"
    raise SourceError(f"No source is declared under the name “{wanted}”. Declared: {known}.")


def _checked(source: DeclaredSource, pattern: Callable[[str], PathPattern]) -> DeclaredSource:
    """Return a source in the form in which it is kept: patterns absolute, names clean."""
    name = sanitise_line(source.name)
    if not name or len(name) > MAX_NAME_CHARACTERS:
        raise SourceError(f"A source needs a name of 1 to {MAX_NAME_CHARACTERS} characters.")
    if len(source.paths) > MAX_PATTERNS:
        raise SourceError(f"A source has at most {MAX_PATTERNS} patterns of paths.")
    check_mapping(source.mapping)
    check_format(source.format)
    if source.encoding:
        check_encoding(source.encoding)
    language = language_code(source.language)
    if source.language and not language:
        shown = sanitise_line(source.language)[:60]
        raise SourceError(f"“{shown}” is no language that is known; a code like en is wanted.")
    return DeclaredSource(
        name=name,
        paths=tuple(dict.fromkeys(_pattern(path, pattern).text for path in source.paths)),
        mapping=dict(source.mapping),
        date_order=source.date_order,
        format=source.format,
        encoding=source.encoding,
        language=language,
    )


def _pattern(text: str, pattern: Callable[[str], PathPattern]) -> PathPattern:
    try:
        return pattern(text)
    except ValueError as error:
        raise SourceError(f"“{sanitise_line(text)[:200]}” is no pattern of paths: {error}.") from error


def _keep(store: Store, sources: Mapping[str, DeclaredSource]) -> None:
    store.set_setting(SETTING, {"version": VERSION, "sources": [to_json(each) for each in sources.values()]})


def to_json(source: DeclaredSource) -> dict[str, Any]:
    """Return a source as it is kept and as `--json` writes it."""
    return {
        "name": source.name,
        "paths": list(source.paths),
        "map": dict(source.mapping),
        "date_order": source.date_order.value if source.date_order else None,
        "format": source.format,
        "encoding": source.encoding,
        "language": source.language,
    }


def _from_json(kept: Mapping[str, Any]) -> DeclaredSource:
    order = kept.get("date_order")
    mapping = dict(kept.get("map", {}))
    texts = [kept["name"], kept.get("format", ""), kept.get("encoding", ""), kept.get("language", "")]
    if not all(isinstance(text, str) for text in (*texts, *mapping, *mapping.values(), *kept["paths"])):
        raise ValueError("a text is wanted where there is something else")
    source = DeclaredSource(
        name=kept["name"],
        paths=tuple(kept["paths"]),
        mapping=mapping,
        date_order=DateOrder(order) if order else None,
        format=kept.get("format", ""),
        encoding=kept.get("encoding", ""),
        language=kept.get("language", ""),
    )
    return _checked(source, kept_pattern)


@dataclass(slots=True)
class Chooser:
    """Says how each input is read: as the import says, else as its declared source says.

    Attributes:
        said: what the import says of all its inputs; empty where it says nothing.
        told: whether the import itself says how ambiguous dates are read, so that no source does.
        sources: the declared ones.
        everything: the source that all inputs are read as, or None to go by their paths.
        used: how many inputs were read as which source.
    """

    said: ReadOptions
    told: bool = False
    sources: Mapping[str, DeclaredSource] = field(default_factory=dict)
    everything: DeclaredSource | None = None
    used: Counter[str] = field(default_factory=Counter)
    _patterns: list[tuple[PathPattern, DeclaredSource]] = field(default_factory=list, init=False)
    _counted: set[str] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        for source in self.sources.values():
            self._patterns += [(kept_pattern(path), source) for path in source.paths]
        # The pattern with the most characters that are fixed is the most specific one.
        self._patterns.sort(key=lambda each: (-each[0].fixed, each[1].name))

    def __call__(self, path: str) -> ReadOptions:
        """Return how the input at a path is read."""
        source = self.source_of(path)
        if source is None:
            return self.said
        if path not in self._counted:  # an input may be read a second time
            self._counted.add(path)
            self.used[source.name] += 1
        said = self.said
        return ReadOptions(
            source=said.source or source.name,
            date_order=said.date_order if self.told else source.date_order or said.date_order,
            mapping={**source.mapping, **said.mapping},
            format=said.format or source.format,
            encoding=said.encoding or source.encoding,
            language=said.language or source.language,
        )

    def source_of(self, path: str) -> DeclaredSource | None:
        """Return the declared source that an input belongs to, or None."""
        if self.everything is not None:
            return self.everything
        if not self._patterns:
            return None
        from index.store.rejections import STANDARD_INPUT, real_path

        if path == STANDARD_INPUT:
            return None
        real = real_path(path)
        return next((source for pattern, source in self._patterns if pattern.matches(real)), None)


def usual_date_order(store: Store) -> DateOrder:
    """Return how the library reads ambiguous dates.

    Raises:
        LibraryError: the setting is damaged.
    """
    remembered = str(store.setting(DATE_ORDER_SETTING, DateOrder.DAY_FIRST.value))
    try:
        return DateOrder(remembered)
    except ValueError as error:
        raise LibraryError(
            f"The library's setting {DATE_ORDER_SETTING!r} is {remembered[:60]!r}. Set it: --date-order."
        ) from error
