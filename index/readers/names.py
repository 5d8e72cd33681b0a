"""The names under which fields of an article go in the inputs of this world, the surest first."""

from __future__ import annotations

from typing import Final

FIELDS: Final = ("title", "body", "date", "source", "author", "url", "language", "tags", "key")
"""The fields of a draft that an input can give."""

ALIASES: Final[dict[str, tuple[str, ...]]] = {
    target: tuple(names.split())
    for target, names in {
        "title": "title headline head heading subject webtitle newstitle articletitle dctitle name",
        "body": (
            "body text content fulltext articletext articlebody bodytext maintext contenttext "
            "plaintext article story paragraphs description summary abstract lead snippet"
        ),
        "date": (
            "date published publisheddate datepublished pubdate publishedat publishedon "
            "publicationdate publishdate publishedtime webpublicationdate dcdate issued datetime "
            "timestamp day created createdat datecreated firstpublished time updated updatedat"
        ),
        "source": (
            "source sourcename publisher outlet site sitename newspaper publication medium agency "
            "provider domain"
        ),
        "author": "author authors byline by creator dccreator writer authorname reporter",
        "url": "url link href weburl articleurl permalink canonicalurl sourceurl uri",
        "language": "language lang inlanguage languagecode dclanguage locale",
        "tags": "tags keywords topics categories tag labels subjects category section",
        "key": "id uid guid uuid docid articleid key",
    }.items()
}
"""Field → names in small letters, without blanks, hyphens, underscores and colons."""

SUMMARIES: Final = frozenset({"description", "summary", "abstract", "lead", "snippet"})
"""Names of a body that may also describe a whole collection."""

FIELD_OF_HEADER: Final[dict[str, str]] = {
    name: target
    for target, names in {
        "title": ("title", "headline", "subject"),
        "date": ("date", "published", "publication date", "pubdate"),
        "source": ("source", "publisher", "outlet", "newspaper"),
        "author": ("author", "authors", "by", "byline"),
        "url": ("url", "link"),
        "language": ("language", "lang"),
        "tags": ("tags", "keywords", "topics"),
        "key": ("id",),
    }.items()
    for name in names
}
"""Name of a header line in small letters → field."""


_WITHOUT_MARKS: Final = str.maketrans("", "", " -_:")


def plain_name(name: str) -> str:
    """Return a name as it stands in `ALIASES`."""
    return name.strip().lower().translate(_WITHOUT_MARKS)
