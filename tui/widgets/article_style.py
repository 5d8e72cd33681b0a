"""How an article looks: the component classes of `ArticleText` and their colours.

Everything marked also differs in weight, underline or reverse, so that it shows without colour.
"""

from __future__ import annotations

from typing import Final

STYLES: Final = {
    "article--title",
    "article--meta",
    "article--tags",
    "article--rule",
    "article--note",
    "article--body",
    "article--heading",
    "article--blank",
    "article--aside",
    "article--message",
    "article--match",
    "article--current",
    "article--cap",
    "article--find",
    "article--find-current",
    "article--find-cap",
    "article--selection",
    "article--selected-match",
}

CSS: Final = """
ArticleText {
    overflow-x: hidden;
    overflow-y: auto;
    scrollbar-size-vertical: 1;
    & > .article--title { text-style: bold; }
    & > .article--meta { color: $text-muted; }
    & > .article--tags { color: $text-success; }
    & > .article--rule { color: $foreground 30%; }
    & > .article--note { color: $text-success; }
    & > .article--aside { color: $text-success; text-style: bold; }
    & > .article--heading { color: $text-secondary; text-style: bold; }
    & > .article--message { color: $text-muted; }
    & > .article--match { color: $text-warning; background: $warning 18%; text-style: bold underline; }
    & > .article--current { color: $warning; background: $background; text-style: bold reverse; }
    & > .article--cap { color: $warning; text-style: bold; }
    & > .article--find { color: $text-accent; background: $accent 20%; text-style: underline; }
    & > .article--find-current { color: $accent; background: $background; text-style: bold reverse; }
    & > .article--find-cap { color: $accent; text-style: bold; }
    & > .article--selection { color: $primary-lighten-2; background: $background; text-style: reverse; }
    & > .article--selected-match { text-style: bold underline; }
}
"""
