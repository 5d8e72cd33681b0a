"""The article that a web page tells, without the furniture of its site, and what the page says of it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.fields import Found, excerpt
from index.readers.limits import MAX_DOCUMENT_BYTES
from index.readers.web.bounds import relieve, tame_tables
from index.readers.web.charset import characters_of
from index.readers.web.extraction import Extraction, extract, guess_day
from index.readers.web.facts import Facts, facts_of, forget_changes
from index.readers.web.notes import saved_from
from index.readers.web.publication import Publication, found_publication, told_publication
from index.readers.web.stripping import stripped
from index.readers.web.text import text_of_tree
from index.readers.web.titles import best_title, host_of, plain_title, site_name, without_title
from index.readers.web.tree import tidied, tree_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TOO_LARGE: Final = f"The page is larger than {MAX_DOCUMENT_BYTES // 1024**2} MB."
MAX_ARTICLE_TAGS: Final = 100_000
"""The most tags of a page in which the article is looked for; each takes up to half a millisecond."""

_MAX_GUESS_CHARACTERS: Final = 200_000
"""The longest article whose text is searched for its day; there are too many in a longer one."""

_FEWEST_CHARACTERS: Final = 500
"""With less text than this a page without an article is only a frame for something else."""

_NO_ARTICLE: Final = (
    "No article was found in the page, and no title with a description that could stand for it."
)
_NO_TEXT: Final = "No text of an article was found in the page; its description stands for it."
_WHOLE: Final = (
    "The page is too large or too deeply nested to find the article in it; all of its text was kept."
)
_UNTOLD: Final = "The article could not be told from the rest of the page; all of its text was kept."
_TITLE: Final = re.compile(r"<title[^<>]{0,500}>([^<]{1,2000})", re.IGNORECASE)
_EXCERPT_BYTES: Final = 2_000
_HEAD_CHARACTERS: Final = 16 * 1024


def page_item(context: Context, data: bytes, *, url: str = "", charset: str = "") -> Draft | Rejected:
    """Make the next item of an input out of a page, or say why there is none; arguments as `page_found`."""
    if len(data) > MAX_DOCUMENT_BYTES:
        return context.reject(1, TOO_LARGE)
    found = page_found(data, url=url, charset=charset)
    if not found.body:
        return context.reject(1, _NO_ARTICLE, excerpt(data[:_EXCERPT_BYTES].decode("utf-8", "replace")))
    return context.article(found)


def page_found(data: bytes, *, url: str = "", charset: str = "") -> Found:
    """Return the article of a page, with an empty body where it tells none. Never raises.

    Args:
        data: the page as it was saved, not larger than `MAX_DOCUMENT_BYTES`.
        url: where it lay, if that is known; tells its date where nothing else does.
        charset: what the server said of its encoding; what the page itself says counts for more.
    """
    source, doubt = characters_of(data, charset)
    source = tidied(source)
    url = url or saved_from(source)
    root = tree_of(source)
    found = _found_in_source(source, url) if root is None else _found_in_tree(root, source, url)
    if doubt:
        found.doubts.append(doubt)
    return found


def _found_in_tree(root: HtmlElement, source: str, url: str) -> Found:
    facts = facts_of(root, url)
    if source.count("<") > MAX_ARTICLE_TAGS or not relieve(root, source):
        return _found_whole(facts, text_of_tree(root), told_publication(facts), _WHOLE)
    tame_tables(root)
    told = told_publication(facts)
    if not told.date:
        forget_changes(root)
    try:
        extraction = extract(root, facts.url)
        publication = told if told.date else _searched(root, facts, extraction)
    except Exception:  # noqa: BLE001 - whatever a page makes the libraries stumble over, its text is there
        return _found_whole(facts, text_of_tree(root), told, _UNTOLD)
    if extraction is None or not extraction.text:
        text = text_of_tree(root)
        if extraction is None and len(text) >= _FEWEST_CHARACTERS:  # the libraries gave up and do not say why
            return _found_whole(facts, text, publication, _UNTOLD)
        return _found_described(facts, extraction, publication)
    title = best_title(extraction.title, facts.title, facts.shown_title)
    site = site_name(extraction.site, title, facts.url)
    title = plain_title(title, (site, host_of(facts.url)))
    return Found(
        title=title,
        body=without_title(extraction.text, title),
        date=publication.date,
        source=site,
        author=extraction.author.replace("; ", ", "),
        url=facts.url,
        language=facts.language,
        tags=", ".join(extraction.tags),
        doubts=[publication.doubt] if publication.doubt else [],
    )


def _searched(root: HtmlElement, facts: Facts, extraction: Extraction | None) -> Publication:
    if extraction is None or len(extraction.text) > _MAX_GUESS_CHARACTERS:
        return found_publication(facts, extraction.day if extraction is not None else "", lambda: "")
    return found_publication(facts, extraction.day, lambda: guess_day(root, facts.url))


def _found_described(facts: Facts, extraction: Extraction | None, publication: Publication) -> Found:
    """Keep a page without a text for what it says of itself."""
    if not (facts.description and (facts.title or facts.shown_title)):
        return Found(url=facts.url)
    found = _found_whole(facts, facts.description, publication, _NO_TEXT)
    if extraction is not None:
        found.source = site_name(extraction.site, facts.shown_title, facts.url)
        found.author = extraction.author
    return found


def _found_whole(facts: Facts, text: str, publication: Publication, doubt: str) -> Found:
    title = facts.title or facts.shown_title
    return Found(
        title=title,
        body=text,
        date=publication.date,
        source=site_name("", title, facts.url),
        url=facts.url,
        language=facts.language,
        doubts=list(filter(None, (doubt, publication.doubt))),
    )


def _found_in_source(source: str, url: str) -> Found:
    """Keep the text of a page of which there is no tree."""
    title = _TITLE.search(source[:_HEAD_CHARACTERS])
    text = stripped(source)
    return Found(
        title=" ".join(unescape(title[1]).split()) if title else "",
        body=text,
        url=url,
        doubts=[_WHOLE] if text else [],
    )
