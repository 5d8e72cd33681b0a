"""What a web page says of itself in its head: dates, language, address, title and description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from index.readers.languages import language_code
from index.readers.web.linked_data import linked_dates, linked_language, linked_records

if TYPE_CHECKING:
    from lxml.etree import _Element

_PUBLISHED: Final = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time",
    "datepublished", "rnews:datepublished", "parsely-pub-date", "sailthru.date", "publishdate",
    "publish-date", "publish_date", "publication_date", "publication-date", "published", "pubdate",
    "og:pubdate", "bt:pubdate", "citation_publication_date", "citation_online_date", "dc.date.issued",
    "dcterms.issued", "dcterms.date.issued", "dc:date.issued", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "article.published", "date.published", "shareaholic:article_published_time",
    "dc.date.created", "dcterms.created", "datecreated", "dc.date", "dc:date", "dcterms.date",
    "citation_date", "date",
)  # fmt: skip
"""Names of `meta` elements that tell the day of publication, the most certain ones first."""

_CHANGED: Final = (
    "article:modified_time", "article:modified", "datemodified", "og:article:modified_time",
    "og:updated_time", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "revised",
)  # fmt: skip
_DESCRIPTIONS: Final = ("description", "og:description", "twitter:description", "dc.description")
_TITLES: Final = ("og:title", "twitter:title", "dc.title")
_LANGUAGES: Final = ("og:locale", "content-language", "dc.language", "dcterms.language", "language")
_META_NAMES: Final = ("property", "name", "itemprop", "http-equiv")
_TIMES: Final = ("datetime", "content", "title")
_DAY_CHARACTERS: Final = 10
_MAX_TIMES: Final = 200
_MAX_TIME_CHARACTERS: Final = 120


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of itself.

    Attributes:
        published: dates of publication as they are written, the best first.
        changed: dates of the last change.
        times: what the `time` elements of the page say, of whatever they are.
        language: a code, or empty.
        url: the address that the page gives itself, or the one it was found at.
        title, description: as the head tells them to other programs.
        shown_title: as browsers show it.
    """

    published: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    language: str = ""
    url: str = ""
    title: str = ""
    shown_title: str = ""
    description: str = ""


def facts_of(root: _Element, url: str = "") -> Facts:
    """Return what a page says of itself; `url` is where it lay, if that is known."""
    metas = _metas(root)
    records = linked_records(root)
    address = _address(root, metas, url)
    of_article, changed = linked_dates(records, address)
    marked, times = _times(root)
    # Further articles that a page offers are marked in the same way, and the page's own need not come first.
    marked = marked if len({text[:_DAY_CHARACTERS] for text in marked}) == 1 else []
    return Facts(
        published=tuple(dict.fromkeys([*of_article, *_all(metas, _PUBLISHED), *marked])),
        changed=tuple(dict.fromkeys([*changed, *_all(metas, _CHANGED)])),
        times=tuple(times),
        language=_language(root, [linked_language(records), *_all(metas, _LANGUAGES)]),
        url=address,
        title=next(_all(metas, _TITLES), ""),
        shown_title=_title_element(root),
        description=next(_all(metas, _DESCRIPTIONS), ""),
    )


def _metas(root: _Element) -> dict[str, str]:
    """Return the contents of the `meta` elements by name in small letters; of several the first counts."""
    metas: dict[str, str] = {}
    for element in root.iter("meta"):
        attributes = element.attrib
        content = attributes.get("content", "").strip()
        if not content:
            continue
        for key in _META_NAMES:
            if name := attributes.get(key):
                metas.setdefault(name.strip().lower(), content)
    return metas


def forget_changes(root: _Element) -> None:
    """Take what tells of the last change out of a page, so that it is not found in place of its beginning."""
    for element in list(root.iter("meta")):
        names = (element.attrib.get(key, "").strip().lower() for key in _META_NAMES)
        if any(name in _CHANGED for name in names):
            element.drop_tree()


def _all(metas: dict[str, str], names: Iterable[str]) -> Iterator[str]:
    return (metas[name] for name in names if name in metas)


def _times(root: _Element) -> tuple[list[str], list[str]]:
    """Return what elements marked as the day of publication say, and what all `time` elements say."""
    marked, times = [], []
    for element in root.iter("time", "abbr", "span", "div", "p"):
        attributes = element.attrib
        is_time = element.tag == "time"
        is_marked = attributes.get("itemprop", "").lower() == "datepublished"
        if not (is_time or is_marked):
            continue
        text = next(filter(None, (attributes.get(name, "").strip() for name in _TIMES)), "")
        text = text or " ".join(element.itertext())[:_MAX_TIME_CHARACTERS].strip()
        if is_marked or "pubdate" in attributes:
            marked.append(text)
        times.append(text)
        if len(times) >= _MAX_TIMES:
            break
    return marked, times


def _language(root: _Element, others: Iterable[str]) -> str:
    codes = (language_code(text) for text in (root.get("lang", ""), root.get("xml:lang", ""), *others))
    return next(filter(None, codes), "")


def _address(root: _Element, metas: dict[str, str], url: str) -> str:
    """Return the page's own address, unless that is only its site's."""
    links = (
        link.get("href", "").strip()
        for link in root.iter("link")
        if "canonical" in link.get("rel", "").lower().split()
    )
    for own in (*links, metas.get("og:url", ""), metas.get("twitter:url", "")):
        address = _absolute(own, url)
        if address and not (url and _is_site(address) and not _is_site(url)):
            return address
    return url


def _absolute(address: str, base: str) -> str:
    try:
        joined = urljoin(base, address) if address else ""
        parts = urlsplit(joined)
    except ValueError:
        return ""
    return joined if parts.scheme in {"http", "https"} and parts.hostname else ""


def _is_site(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    return not (parts.path.strip("/") or parts.query)


def _title_element(root: _Element) -> str:
    title = root.find(".//title")
    return "" if title is None else " ".join("".join(title.itertext()).split())
