"""The article that a web page tells: its text without the furniture of the site, and what it says of itself."""

from __future__ import annotations

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.fields import Found, excerpt
from index.readers.limits import MAX_DOCUMENT_BYTES
from index.readers.web.text import text_of_html
from index.readers.web.tree import tidied, tree_of

_TOO_LARGE = f"The page is larger than {MAX_DOCUMENT_BYTES // 1024**2} MB."
_NO_TEXT = "No article was found in the page: it has neither a text nor a title with a description."


def page_item(context: Context, data: bytes, *, url: str = "", charset: str = "") -> Draft | Rejected:
    """Make the next item of an input out of a page, or say why there is none; arguments as `page_found`."""
    if len(data) > MAX_DOCUMENT_BYTES:
        return context.reject(1, _TOO_LARGE)
    found = page_found(data, url=url, charset=charset)
    if not found.title and not found.body:
        return context.reject(1, _NO_TEXT, excerpt(data[:1000].decode("utf-8", "replace")))
    return context.article(found)


def page_found(data: bytes, *, url: str = "", charset: str = "") -> Found:
    """Return the article of a page; one without a title and a body where the page tells none.

    Args:
        data: the page as it was saved.
        url: where it lay, if that is known; tells its date where nothing else does.
        charset: what the server said of its encoding; a mark in the page itself counts for more.
    """
    import trafilatura

    source = tidied(data.decode(charset or "utf-8", "replace"))
    root = tree_of(source)
    if root is None:
        return Found(body=text_of_html(source), url=url)
    document = trafilatura.bare_extraction(root, url=url or None, with_metadata=True, include_comments=False)
    if document is None:
        return Found(url=url)
    return Found(
        title=document.title,
        body=document.text,
        date=document.date,
        source=document.sitename,
        author=document.author,
        url=document.url or url,
        language=document.language,
        tags=[*(document.categories or []), *(document.tags or [])],
    )
