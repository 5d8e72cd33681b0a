"""What a match weighs when a result is ordered best first: the same figures for every engine.

Articles are scored by BM25 (Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and
Beyond", section 3.2) in title and body, and the two are added up with a weight for the title.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from index.query.ast import And, Near, Node, Or, Phrase, Term

TITLE_BOOST: Final = 1.5
"""How many times as much a match in the title weighs as the same match in the body. Between 0.25 and 1.5 it
makes little difference where the title is also the first sentence of the body, as in Cranfield; far above, it
does harm."""

SATURATION: Final = 1.2
"""BM25's k1: how soon further occurrences of a word stop to count. tantivy's figure, which cannot be set
there."""

LENGTH_SHARE: Final = 0.75
"""BM25's b: how much the length of a text counts against it. tantivy's figure, which cannot be set there."""

_ENGLISH_FUNCTION_WORDS: Final = """
    a about abov after again against all am an and ani are arent as at be becaus been befor below between
    both but by can cannot cant could couldnt did didnt do doe doesnt dont down dure each few for from
    further had hadnt has hasnt have havent he her here herself him himself his how i if im in into is isnt
    it itll itself ive let me more most must my myself no nor not of off on onc onli or other ought our
    ourselv out over own same shall she should so some such than that the their them themselv then there
    these they theyr theyv this those through to too under until up veri was wasnt we were werent weve what
    when where whi which while who whom will with wont would wouldnt you youd youll your yourself
"""

STOP_STEMS: Final = frozenset(_ENGLISH_FUNCTION_WORDS.split())
"""Stems of English function words. They are indexed and must match like any word, but say nothing about
relevance: in a short field like the title they are rare, and BM25 would take them for important. The list is
shorter than `index.analysis.stopwords`: a word on it lifts no article, and 'may', 'us' or 'past' sometimes
should."""


def scoring_leaves(node: Node) -> Iterator[Term | Phrase | Near]:
    """Yield the leaves that give a score: on stems, and not below a `Not`."""
    waiting = [node]
    while waiting:
        match waiting.pop():
            case And(nodes) | Or(nodes):
                waiting.extend(nodes)
            case Term() | Phrase() | Near() as leaf:
                yield leaf
            case _:
                pass


def silent_stems(node: Node) -> frozenset[str]:
    """Return the stems that match in this query without a score: function words, if it has others too."""
    for leaf in scoring_leaves(node):
        if not isinstance(leaf, Term) or leaf.text not in STOP_STEMS:
            return STOP_STEMS
    return frozenset()
