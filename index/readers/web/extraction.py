"""The libraries that find the article in a page, called so that they stay quiet and fetch nothing."""

from __future__ import annotations

import logging
import warnings
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Final

from index.readers.web.lines import Markup, lines_of

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

_LIBRARIES: Final = ("trafilatura", "htmldate", "courlan", "justext", "dateparser", "charset_normalizer")

_DAY_IN_ADDRESS_LAST: Final = True
"""An address often has only the month, and then numbers that are no day; what the page says comes first."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in a page.

    Attributes:
        text: of the article, its paragraphs separated by an empty line; may be empty.
        day: of publication, as htmldate finds it where a page usually has it, in ISO form; may be empty.
        title, author, site: as the page has them; may be empty.
        tags: sections and keywords.
    """

    text: str = ""
    day: str = ""
    title: str = ""
    author: str = ""
    site: str = ""
    tags: tuple[str, ...] = ()


def extract(root: HtmlElement, url: str) -> Extraction | None:
    """Return what trafilatura finds in a page; None where it finds nothing.

    Args:
        root: of the page; left as it is.
        url: the address of the page, or empty.
    """
    _quieten()
    from trafilatura import bare_extraction
    from trafilatura.settings import Document, set_date_params

    document = bare_extraction(
        root,
        url=url or None,
        output_format="xml",  # leaves it to us to make text of the tree
        with_metadata=True,
        include_comments=False,
        date_extraction_params=set_date_params(extensive=False)
        | {"deferred_url_extractor": _DAY_IN_ADDRESS_LAST},
    )
    if not isinstance(document, Document):
        return None
    return Extraction(
        text=lines_of(document.body, _EXTRACTED),
        day=document.date or "",
        title=document.title or "",
        author=document.author or "",
        site=document.sitename or "",
        # Taken from the text of scripts, where references to characters are not resolved.
        tags=tuple(unescape(tag) for tag in (*(document.categories or ()), *(document.tags or ()))),
    )


def guess_day(root: HtmlElement, url: str) -> str:
    """Return the day that the text of a page makes probable, in ISO form, or an empty string."""
    _quieten()
    from htmldate import find_date

    return (
        find_date(root, url=url or None, original_date=True, deferred_url_extractor=_DAY_IN_ADDRESS_LAST)
        or ""
    )


@cache
def _quieten() -> None:
    """Keep what the libraries say of a page off the terminal, where the desk may be running."""
    for name in _LIBRARIES:
        logger = logging.getLogger(name)
        logger.addHandler(logging.NullHandler())
        logger.propagate = False
        warnings.filterwarnings("ignore", module=rf"{name}(\.|$)")


def _is_dropped(element: _Element) -> bool:
    return bool(element.tag == "graphic")


def _is_numbered(element: _Element) -> bool:
    return bool(element.get("rend") == "ol")


_EXTRACTED: Final = Markup(
    paragraphs=frozenset(("head", "p", "quote", "table", "div", "section", "body")),
    lines=frozenset(("row", "fw")),
    breaks=frozenset(("lb",)),
    lists=frozenset(("list",)),
    items=frozenset(("item",)),
    cells=frozenset(("cell",)),
    preformatted=frozenset(("code",)),
    is_dropped=_is_dropped,
    is_numbered=_is_numbered,
)
