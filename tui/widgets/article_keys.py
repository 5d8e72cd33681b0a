"""The keys of `ArticleText`; their ids can be given other keys."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

KEYS: Final[list[BindingType]] = [
    Binding("down,j", "line(1)", "Down", show=False, id="text.down"),
    Binding("up,k", "line(-1)", "Up", show=False, id="text.up"),
    Binding("ctrl+d", "page(0.5)", "Half a page down", show=False, id="text.half_page_down"),
    Binding("ctrl+u", "page(-0.5)", "Half a page up", show=False, id="text.half_page_up"),
    Binding("pagedown,ctrl+f,space", "page(1)", "Page down", show=False, id="text.page_down"),
    Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False, id="text.page_up"),
    Binding("home", "first", "Beginning", show=False, id="text.first"),
    Binding("end,G", "last", "End", show=False, id="text.last"),
    Binding("v", "select", "Select text", show=False, id="text.select"),
    Binding("left,h", "extend('before')", "Extend left", show=False, id="text.extend_left"),
    Binding("right,l", "extend('after')", "Extend right", show=False, id="text.extend_right"),
    Binding("w", "extend('next_word')", "Extend a word", show=False, id="text.extend_word"),
    Binding("b", "extend('previous_word')", "Back a word", show=False, id="text.back_word"),
    Binding("0", "extend('line_start')", "To line start", show=False, id="text.line_start"),
    Binding("dollar_sign", "extend('line_end')", "To line end", show=False, id="text.line_end"),
    Binding("escape", "end_selection", "End selection", show=False, id="text.escape"),
]
