"""A small analyser and a small library, so that what lowering does shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.engines.base import TokenText


class FakeAnalyser:
    """Words in lower case; stems without `ing` or `s` at the end; Chinese in pairs and the last character."""

    def analyse(self, text: str, *, query: bool = False) -> TokenText:
        words: list[str] = []
        runs = re.findall(r"[a-z0-9]+|[一-龥]+", text.lower())
        for number, run in enumerate(runs, start=1):
            if run.isascii():
                words.append(run)
                continue
            pairs = [run[at : at + 2] for at in range(len(run) - 1)]
            last = [] if query and pairs and number == len(runs) else [run[-1]]
            words += pairs + last
        return TokenText(tuple(words), tuple(re.sub("(ing|s)$", "", word) for word in words))

    def fold(self, text: str) -> str:
        return text.lower()


@dataclass
class FakeFacts:
    """What a library knows; everything empty unless given."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tags: Mapping[str, frozenset[str]] = field(default_factory=dict)
    starred: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()
    notes: Mapping[str, str] = field(default_factory=dict)
    urls: Mapping[str, str] = field(default_factory=dict)

    def facet_values(self, field: str) -> Sequence[str]:
        return self.values.get(field, ())

    def user_tags(self) -> Sequence[str]:
        return tuple(self.tags)

    def ids_starred(self) -> frozenset[str]:
        return self.starred

    def ids_read(self) -> frozenset[str]:
        return self.read

    def ids_with_note(self) -> frozenset[str]:
        return frozenset(self.notes)

    def ids_with_tag(self, values: Sequence[str] | None) -> frozenset[str]:
        return frozenset().union(*(ids for tag, ids in self.tags.items() if values is None or tag in values))

    def ids_by_prefix(self, prefix: str) -> frozenset[str]:
        return frozenset(id_ for id_ in self.urls if id_.startswith(prefix))

    def ids_by_url(self, fragment: str) -> frozenset[str]:
        return frozenset(id_ for id_, url in self.urls.items() if fragment in url)

    def ids_by_note(self, words: Sequence[str]) -> frozenset[str]:
        return frozenset(id_ for id_, note in self.notes.items() if set(words) <= set(note.split()))
