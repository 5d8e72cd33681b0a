"""English function words: they hold sentences together and say nothing about what an article is about."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ARTICLES_AND_PRONOUNS: Final = _words(
    "a an the this that these those such i me my mine myself you your yours yourself yourselves he him"
    " his himself she her hers herself it its itself we us our ours ourselves they them their theirs"
    " themselves one ones oneself who whom whose which what whoever whatever whichever somebody someone"
    " something anybody anyone anything everybody everyone everything nobody nothing none each other"
    " others another"
)
_PREPOSITIONS: Final = _words(
    "about above across after against along amid among amongst around as at before behind below beneath"
    " beside besides between beyond by despite down during except for from in inside into like near of off"
    " on onto out outside over past per since through throughout till to toward towards under underneath"
    " until unto up upon via with within without"
)
_CONJUNCTIONS: Final = _words(
    "and but or nor so yet if unless because although though while whereas when whenever where wherever"
    " whether than then therefore thus hence however how why once either neither both"
)
_VERBS: Final = _words(
    "be am is are was were been being have has had having do does did doing done can could may might must"
    " shall should will would ought need dare let lets get gets got getting go goes went gone going make"
    " makes made making"
)
_CONTRACTIONS: Final = _words(
    "arent cant couldnt darent didnt doesnt dont hadnt hasnt havent hed hell id ill im isnt ive mightnt"
    " mustnt neednt shant shed shell shouldnt theyd theyll theyre theyve wasnt wed werent weve wont"
    " wouldnt youd youll youre youve whos theres heres thats"
) - _words("hell ill shed shell id wed")  # words of their own, once the apostrophe is gone
_ADVERBS: Final = _words(
    "again ago all almost already also always any anyway away back else enough even ever every few"
    " further here indeed instead just less least lot lots many maybe more most much never no not now"
    " nowhere often only own perhaps quite rather really same several some sometimes soon still there too"
    " very well"
)

STOPWORDS: Final = (
    _ARTICLES_AND_PRONOUNS | _PREPOSITIONS | _CONJUNCTIONS | _VERBS | _CONTRACTIONS | _ADVERBS | _words("s t")
)
"""Folded words, as the analyser writes them (`dont`). None of them is ever left out of the index."""
