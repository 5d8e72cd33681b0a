"""`evtui show`: a whole article."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from tui.cli import EXIT_DONE
from tui.cli.libraries import reading
from tui.cli.output import moment, place, write_json

if TYPE_CHECKING:
    from index.model import Article


def show_article(options: Namespace) -> int:
    """Print one article; `--text-version` gives an earlier text of it."""
    with reading(options, index=False) as library:
        article = library.article(options.id, options.text_version)
        if options.json:
            write_json(article_fields(article))
        else:
            _print_article(article)
    return EXIT_DONE


def article_fields(article: Article) -> dict[str, Any]:
    """Return an article as `show --json` writes it."""
    return {
        "id": article.id,
        "date": moment(article.day, article.time),
        "title": article.title,
        "title_derived": article.title_derived,
        "source": article.source,
        "author": article.author,
        "url": article.url,
        "language": article.language,
        "tags": list(article.tags),
        "body": article.body,
        "origin": {"path": article.origin.path, "line": article.origin.line},
        "version": article.version,
    }


def _print_article(article: Article) -> None:
    print(article.title)
    facts = [
        moment(article.day, article.time) or "undated",
        article.source,
        article.author,
        article.id,
        f"version {article.version}" if article.version > 1 else "",
        article.url,
        place(article.origin.path, article.origin.line),
    ]
    print(" · ".join(fact for fact in facts if fact))
    print()
    print(article.body)
