"""Spellings of one name brought together, by what a library shows of them.

Joined are: spellings that differ in case, hyphens, full stops or the plural (`US`, `U.S.`); a firm with and
without its general noun (`Ford Motor`, `Ford`); an acronym and the name it is short for, where both stand in
the same articles (`GM`, `General Motors`); and, within an article, the end of a name with the whole of it
(`Uchida`, `Makoto Uchida`). The most frequent spelling is shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from index.analysis.fold import fold
from index.analysis.namewords import FIRM_NOUNS

ACRONYM_LETTERS: Final = range(2, 7)
"""How long an acronym may be for its long form to be looked for."""

TOGETHER_SHARE: Final = 0.4
"""An acronym means a name when so many of the articles of the rarer hold both."""

TOGETHER_COUNT: Final = 2
"""One with full stops (`U.S.`) abbreviates some name: so many articles with both are enough."""

TAIL_SHARE: Final = 0.6
"""The end of a name means the whole when so many of the end's articles hold a name that ends so."""

DOMINANT_SHARE: Final = 0.9
"""The end of a name means the whole even in articles without it, when so many of the others mean that one."""

DOMINANT_COUNT: Final = 3
"""… and at least so many."""

Mentions = Mapping[str, int]
"""Name → how often it stands in one article, in the order of first mention."""


def join_names(articles: Sequence[Mentions]) -> list[Counter[str]]:
    """Return the articles' names with variants joined, in the order of first mention."""
    joined = _renamed(articles, _same_spelling(_spread(articles)))
    joined = _renamed(joined, _without_firm_noun(_spread(joined)))
    joined = _renamed(joined, _acronyms(joined))
    return _with_tails(joined)


def _spread(articles: Iterable[Mentions]) -> Counter[str]:
    """Return in how many articles each name stands."""
    spread: Counter[str] = Counter()
    for mentions in articles:
        spread.update(mentions.keys())
    return spread


def _renamed(articles: Iterable[Mentions], target: Mapping[str, str]) -> list[Counter[str]]:
    renamed = []
    for mentions in articles:
        counts: Counter[str] = Counter()
        for name, count in mentions.items():
            counts[target.get(name, name)] += count
        renamed.append(counts)
    return renamed


def _same_spelling(spread: Mapping[str, int]) -> dict[str, str]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name in spread:
        groups[_key(name)].append(name)
    for key in sorted(groups, key=len, reverse=True):
        singular = key.removesuffix("s")
        if singular != key and len(singular) >= ACRONYM_LETTERS.start and singular in groups:
            groups[singular] += groups.pop(key)
    return {
        name: best
        for names in groups.values()
        if len(names) > 1
        for best in [_most_frequent(names, spread)]
        for name in names
    }


def _key(name: str) -> str:
    plain = name.replace("’", "'").removesuffix("'s")
    return fold(plain).replace("-", " ").replace(".", "")


def _most_frequent(names: Iterable[str], spread: Mapping[str, int]) -> str:
    return min(names, key=lambda name: (-spread[name], len(name), name))


def _without_firm_noun(spread: Mapping[str, int]) -> dict[str, str]:
    target = {}
    for name, count in spread.items():
        words = name.split(" ")
        while len(words) > 1 and words[-1] in FIRM_NOUNS:
            words = words[:-1]
        short = " ".join(words)
        if short != name and spread.get(short, 0) >= count:
            target[name] = short
    return target


def _acronyms(articles: Sequence[Mentions]) -> dict[str, str]:
    spread = _spread(articles)
    long_forms: defaultdict[str, list[str]] = defaultdict(list)
    for name in spread:
        if (initials := _initials(name)) is not None:
            long_forms[initials].append(name)
    together: Counter[tuple[str, str]] = Counter()
    for mentions in articles:
        for name in mentions:
            if _is_acronym(name):
                for long in long_forms.get(name.replace(".", ""), ()):
                    if long in mentions:
                        together[name, long] += 1
    best: dict[str, str] = {}
    for (acronym, long), count in sorted(together.items(), key=lambda entry: (-entry[1], entry[0])):
        enough = TOGETHER_SHARE * min(spread[long], spread[acronym])
        if acronym not in best and count >= (TOGETHER_COUNT if "." in acronym else enough):
            best[acronym] = long
    target = {}
    for acronym, long in best.items():
        shown = _most_frequent((acronym, long), spread)
        target[long if shown == acronym else acronym] = shown
    return target


def _is_acronym(name: str) -> bool:
    letters = name.replace(".", "")
    return len(letters) in ACRONYM_LETTERS and letters.isalpha() and letters.isupper()


def _initials(name: str) -> str | None:
    words = [word for word in name.replace("-", " ").split(" ") if word[:1].isupper()]
    return "".join(word[0] for word in words) if len(words) in ACRONYM_LETTERS else None


def _with_tails(articles: Sequence[Counter[str]]) -> list[Counter[str]]:
    """Join the end of a name to the whole, where an article leaves no doubt which one."""
    spread = _spread(articles)
    accompanied: Counter[str] = Counter()
    meant: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for mentions in articles:
        for tail, wholes in _tails(mentions, spread).items():
            accompanied[tail] += 1
            meant[tail][_meant(wholes, mentions)] += 1
    fixed = {tail for tail, count in accompanied.items() if count >= TAIL_SHARE * spread[tail]}
    anywhere = {}
    for tail in fixed:
        whole, count = min(meant[tail].items(), key=lambda entry: (-entry[1], entry[0]))
        if count >= max(DOMINANT_COUNT, DOMINANT_SHARE * accompanied[tail]):
            anywhere[tail] = whole
    joined = []
    for mentions in articles:
        target = {name: anywhere[name] for name in mentions if name in anywhere}
        for tail, wholes in _tails(mentions, spread).items():
            if tail in fixed:
                target[tail] = _meant(wholes, mentions)
        joined += _renamed((mentions,), target) if target else [mentions]
    return joined


def _tails(mentions: Mentions, spread: Mapping[str, int]) -> dict[str, list[str]]:
    """Return single words of an article → the names in it that end with them."""
    found: dict[str, list[str]] = {}
    for name in mentions:
        words = name.split(" ")
        tail = words[-1]
        if (
            len(words) > 1
            and tail in mentions
            and tail in spread
            and all(word[:1].isupper() for word in words)
        ):
            found.setdefault(tail, []).append(name)
    return found


def _meant(wholes: Sequence[str], mentions: Mentions) -> str:
    return min(wholes, key=lambda whole: -mentions[whole])
