"""The one table of what a person can do: bindings, footer, command palette, help, docs come from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from textual.binding import Binding, BindingType


class Scope(Enum):
    """Where an action can be done; the value is the heading in the help."""

    DESK = "Everywhere"
    SEARCH = "Search line"
    HISTOGRAM = "Histogram"
    ARTICLES = "List of articles"
    TOPICS = "Topics"
    SOURCE = "Source"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a person can do.

    Attributes:
        id: the method `action_<id>` that does it.
        keys: its keys as Textual names them.
        label: a word or two for footer and palette.
        help: a sentence.
        scope: where it can be done.
        rank: place in the footer, low ones first; 0 keeps it out.
        own: whether the widget in focus binds the keys itself, so that the screen does not.
        shown: keys as they are written for a person, where the names of Textual would not do.
        foot: keys and label in the footer, where one entry stands for two actions.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    scope: Scope = Scope.DESK
    rank: int = 0
    own: bool = False
    shown: str = ""
    foot: tuple[str, str] = ("", "")

    @property
    def key_words(self) -> str:
        """The keys as they are written for a person."""
        return self.shown or " ".join(key_name(key) for key in self.keys)

    @property
    def foot_words(self) -> tuple[str, str]:
        """The keys and the label in the footer."""
        first = self.key_words if self.own else key_name(self.keys[0])
        return self.foot if self.foot[0] else (first, self.label)


_NAMES: Final = {
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "dollar_sign": "$",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "space": "Space",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "backspace": "Backspace",
    "delete": "Del",
}


def key_name(key: str) -> str:
    """Return a key as it is written for a person: `^P`, `Shift+Tab`, `]`."""
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+').upper()}"
    if key.startswith("shift+"):
        return f"Shift+{key_name(key.removeprefix('shift+'))}"
    return _NAMES.get(key, key)


def _desk() -> Iterable[Action]:
    yield Action(
        "search",
        ("slash",),
        "search",
        "Go to the search line; inside the source, find in the article.",
        rank=2,
    )
    yield Action("next_pane", ("tab",), "pane", "Go to the next pane.", rank=1)
    yield Action("previous_pane", ("shift+tab",), "previous pane", "Go to the previous pane.")
    yield Action(
        "pane_timeline", ("1",), "timeline", "Go to the timeline; again: between histogram and list."
    )
    yield Action("pane_topics", ("2",), "topics", "Go to the topics.", rank=8)
    yield Action("pane_source", ("3",), "source", "Go to the source text.")
    yield Action(
        "next_match",
        ("n",),
        "next match",
        "Go to the next match, and on into the next article.",
        rank=5,
        shown="n",
        foot=("n N", "match"),
    )
    yield Action(
        "previous_match",
        ("N",),
        "previous match",
        "Go to the previous match, and back into the article before.",
    )
    yield Action(
        "next_period",
        ("right_square_bracket",),
        "next period",
        "Go one period later; a chosen period moves along.",
        rank=6,
        foot=("] [", "period"),
    )
    yield Action(
        "previous_period",
        ("left_square_bracket",),
        "previous period",
        "Go one period earlier; a chosen period moves along.",
    )
    yield Action(
        "finer",
        ("plus", "equals_sign"),
        "finer",
        "Show shorter periods on the timeline.",
        rank=12,
        foot=("+ -", "zoom"),
    )
    yield Action("coarser", ("minus",), "coarser", "Show longer periods on the timeline.")
    yield Action(
        "go_to_date", ("d",), "date", "Go to a date typed in words: 2024-03, last month, 13 March.", rank=11
    )
    yield Action(
        "cycle_order",
        ("s",),
        "order",
        "Order the articles: oldest first, newest first, best match first.",
        rank=7,
    )
    yield Action(
        "copy", ("y",), "cite", "Copy the selection, or the sentence of the match, with its citation.", rank=9
    )
    yield Action("star", ("m",), "star", "Star the article, or take its star away.", rank=10)
    yield Action("tag", ("t",), "tag", "Give the article a tag of your own.")
    yield Action("note", ("a",), "note", "Write a note on the article.", rank=13)
    yield Action(
        "open_original", ("o",), "original", "Open the article's web address in the browser.", rank=15
    )
    yield Action(
        "back",
        ("H",),
        "back",
        "Go back to the search, choice and article before.",
        rank=14,
        shown="H",
        foot=("H L", "back"),
    )
    yield Action("forward", ("L",), "forward", "Go forward again.")
    yield Action(
        "toggle_groups",
        ("D",),
        "near-duplicates",
        "Give near-duplicates a row each (group:off in the query), or one row together again.",
    )
    yield Action("clear_filters", ("c",), "clear", "Let go of everything that is chosen beside the query.")
    yield Action("zoom", ("z",), "zoom", "Give the pane the whole screen, or back.", rank=8)
    yield Action("narrower", ("less_than_sign",), "narrower", "Make the pane narrower.")
    yield Action("wider", ("greater_than_sign",), "wider", "Make the pane wider.")
    yield Action(
        "commands", ("colon", "ctrl+p"), "commands", "Find and run any command by its name.", rank=17
    )
    yield Action(
        "watch",
        ("W",),
        "watch a folder",
        "Import what comes into a folder, as :watch FOLDER does; again, or :watch off: end it.",
    )
    yield Action(
        "analysis",
        ("A",),
        "analysis in the background",
        "Stop finding names and topics in the background, or go on where it stopped.",
    )
    yield Action(
        "switch_theme", ("ctrl+t",), "light or dark", "Change between the dark and the light colours."
    )
    yield Action("help", ("question_mark",), "help", "Show the keys of the pane in focus.", rank=3)
    yield Action("leave", ("escape",), "leave", "Leave the search line, a selection, a zoomed pane.")
    yield Action("quit", ("q",), "quit", "Leave evtui; the next time it opens where you left.", rank=16)


def _search() -> Iterable[Action]:
    scope = Scope.SEARCH
    yield Action(
        "keep_search",
        ("enter",),
        "keep",
        "Keep the query, check it, and go to the articles.",
        scope,
        rank=1,
        own=True,
    )
    yield Action(
        "leave_search",
        ("escape",),
        "leave",
        "Go back to the pane before; the query stays.",
        scope,
        rank=2,
        own=True,
    )
    yield Action("to_articles", ("down",), "articles", "Go down to the articles.", scope, rank=4, own=True)
    yield Action(
        "to_chips", ("up",), "chips", "Go to what is chosen; there, Del removes it.", scope, rank=5, own=True
    )


def _histogram() -> Iterable[Action]:
    scope = Scope.HISTOGRAM
    yield Action(
        "move_bar", ("left", "right"), "bar", "Go to the bar before or after.", scope, rank=1, own=True
    )
    yield Action(
        "choose_bar",
        ("enter",),
        "choose",
        "Limit everything to the period; again: all time.",
        scope,
        rank=2,
        own=True,
    )
    yield Action(
        "brush",
        ("v",),
        "range",
        "Begin a range; left and right extend it, Enter chooses it.",
        scope,
        rank=3,
        own=True,
    )
    yield Action(
        "choose_undated",
        ("u",),
        "undated",
        "Show only the articles without a date; again: all.",
        scope,
        rank=4,
        own=True,
    )


def _articles() -> Iterable[Action]:
    scope = Scope.ARTICLES
    yield Action(
        "move_row",
        ("j", "k", "down", "up"),
        "move",
        "Go to the article below or above.",
        scope,
        own=True,
        shown="j k ↓ ↑",
    )
    yield Action(
        "page_rows",
        ("ctrl+d", "ctrl+u", "pagedown", "pageup"),
        "page",
        "Go about a page down or up.",
        scope,
        own=True,
    )
    yield Action(
        "last_row",
        ("home", "G", "end"),
        "first and last",
        "Go to the first or the last article.",
        scope,
        own=True,
        shown="gg G Home End",
    )
    yield Action(
        "open_article",
        ("enter",),
        "read",
        "Read the article in the source pane; it counts as read.",
        scope,
        rank=1,
        own=True,
    )
    yield Action(
        "unfold",
        ("space",),
        "alike",
        "Where a row ends in +3: show the near-duplicates that share it, or fold them again.",
        scope,
        rank=2,
        own=True,
    )


def _topics() -> Iterable[Action]:
    scope = Scope.TOPICS
    yield Action(
        "require",
        ("enter",),
        "choose",
        "Require the value; again: free it. A word is added to the query.",
        scope,
        rank=1,
        own=True,
    )
    yield Action("exclude", ("x",), "exclude", "Exclude the value; again: free it.", scope, rank=2, own=True)
    yield Action("fold", ("space",), "fold", "Fold or unfold the section.", scope, rank=3, own=True)
    yield Action(
        "more_values", ("e",), "more", "List more values of each kind, or fewer again.", scope, rank=4
    )


def _source() -> Iterable[Action]:
    scope = Scope.SOURCE
    yield Action(
        "scroll_text",
        ("j", "k", "down", "up"),
        "scroll",
        "Scroll by lines.",
        scope,
        own=True,
        shown="j k ↓ ↑",
    )
    yield Action(
        "page_text",
        ("ctrl+d", "ctrl+u", "pagedown", "pageup"),
        "page",
        "Scroll by half a page.",
        scope,
        own=True,
    )
    yield Action(
        "select",
        ("v",),
        "select",
        "Begin a selection; h l w b j k 0 $ extend it, y copies it.",
        scope,
        rank=4,
        own=True,
    )


ACTIONS: Final = (*_desk(), *_search(), *_histogram(), *_articles(), *_topics(), *_source())
"""Every action, in the order of the help."""


def of_scope(scope: Scope) -> tuple[Action, ...]:
    """Return the actions of one scope, in order."""
    return tuple(action for action in ACTIONS if action.scope is scope)


def bindings(scope: Scope) -> list[BindingType]:
    """Return the bindings that the screen or a pane makes for a scope; widgets bind their own keys."""
    return [
        Binding(",".join(action.keys), action.id, action.label, show=False)
        for action in of_scope(scope)
        if not action.own
    ]


def footer(scope: Scope) -> tuple[Action, ...]:
    """Return the actions that the footer names while `scope` has the focus, most wanted first."""
    own = sorted((a for a in of_scope(scope) if a.rank), key=lambda action: action.rank)
    if scope is Scope.SEARCH:
        return tuple(own)
    taken = {key for action in own for key in action.keys}
    desk = sorted((a for a in of_scope(Scope.DESK) if a.rank), key=lambda action: action.rank)
    return (*own, *(action for action in desk if not taken.intersection(action.keys)))
