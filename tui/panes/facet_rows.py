"""What the topics pane lists: values with their counts, the chosen ones always among them, and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from index.model import DistinctiveWord, FacetField, FacetValue, Filters, Timeline
from tui.rows import DaySums, spark_of
from tui.widgets.facet_list import FacetRow, FacetSection, FacetState

FEW_VALUES: Final = 8
"""Values of one kind that are listed at first."""

WORDS_KEY: Final = "words"
_BEFORE_WORDS: Final = ((FacetField.TOPIC, "Topics"), (FacetField.NAME, "Names"))
_AFTER_WORDS: Final = ((FacetField.SOURCE, "Sources"), (FacetField.TAG, "Tags"))


@dataclass(frozen=True, slots=True)
class Counts:
    """What is known of a result beside its articles.

    Attributes:
        values: of each field, most frequent first.
        words: that stand out.
        days: of a value, articles by day number.
        timeline: the periods that small bars follow.
        totals: more values of a field than `values` holds, where there are more.
    """

    values: Mapping[FacetField, tuple[FacetValue, ...]] = field(default_factory=dict)
    words: tuple[DistinctiveWord, ...] = ()
    days: Mapping[tuple[FacetField, str], DaySums] = field(default_factory=dict)
    timeline: Timeline | None = None
    totals: Mapping[FacetField, int] = field(default_factory=dict)


def sections_of(
    counts: Counts, filters: Filters, folded: frozenset[str] = frozenset(), *, all_values: bool = False
) -> tuple[FacetSection, ...]:
    """Return the sections of the topics pane.

    Args:
        counts: of the result.
        filters: what is chosen; a chosen value is listed even where no article of the result has it.
        folded: keys of sections of which only the heading shows.
        all_values: list all that was counted instead of the most frequent.
    """

    def section(kind: FacetField, title: str) -> FacetSection:
        shown, known = _rows(counts, filters, kind, None if all_values else FEW_VALUES)
        held = len(counts.values.get(kind, ()))
        # The library tells that there are more values than were asked for, not how many more.
        more = counts.totals.get(kind, held) > held
        note = f"{len(shown):,} of {known:,}{'+' * more}" if more or len(shown) < known else ""
        folds = kind.value in folded
        return FacetSection(kind.value, title, kind, shown, folds, note, _EMPTY.get(kind, ""), known, more)

    words = tuple(FacetRow(word.word, word.word, word.count) for word in counts.words)
    standing_out = FacetSection(WORDS_KEY, "Words that stand out", None, words, WORDS_KEY in folded)
    return (
        *(section(kind, title) for kind, title in _BEFORE_WORDS),
        *((standing_out,) if words else ()),
        *(section(kind, title) for kind, title in _AFTER_WORDS),
    )


_EMPTY: Final = {FacetField.TOPIC: "no topic here", FacetField.NAME: "no name here"}


def _rows(
    counts: Counts, filters: Filters, kind: FacetField, most: int | None
) -> tuple[tuple[FacetRow, ...], int]:
    """Return the values of a field that are listed, and how many there are of those that are known.

    Args:
        counts: of the result.
        filters: what is chosen; it is listed in any case.
        kind: the field.
        most: how many are listed beside that; None for all.
    """
    required = {value for chosen, value in filters.required if chosen is kind}
    excluded = {value for chosen, value in filters.excluded if chosen is kind}
    rows = []
    known = 0
    listed = set()
    for entry in counts.values.get(kind, ()):
        if entry.value in excluded:
            continue
        known += 1
        chosen = entry.value in required
        # Made only where it is seen: of thousands of values eight are.
        if most is not None and known > most and not chosen:
            continue
        days = counts.days.get((kind, entry.value))
        spark = spark_of(days, counts.timeline) if days and counts.timeline else ()
        state = FacetState.REQUIRED if chosen else FacetState.FREE
        rows.append(FacetRow(entry.value, entry.value, entry.count, state, spark))
        if chosen:
            listed.add(entry.value)
    gone = sorted(required - listed)
    rows += [FacetRow(value, value, None, FacetState.REQUIRED) for value in gone]
    rows += [FacetRow(value, value, None, FacetState.EXCLUDED) for value in sorted(excluded)]
    return tuple(rows), known + len(gone) + len(excluded)
