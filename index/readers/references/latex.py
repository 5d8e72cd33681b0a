r"""LaTeX in the fields of BibTeX to plain text: `Citro{\"e}n \& Co.` is Citroën & Co.

One pass from left to right, without recursion, so that no nesting can be too deep. Braces go; commands that
only shape text go and leave what they shape; commands that are not known stay as they were written.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

_SPECIAL: Final = re.compile(r"[\\{}$~`']|--")
_TOKEN: Final = re.compile(
    r"\\(?P<word>[A-Za-z]+)\*?(?P<blanks>[ \t\n]*)|\\(?P<symbol>.)|(?P<brace>[{}])|(?P<dollar>\${1,2})"
    r"|(?P<mark>~|---?|``|'')|(?P<text>[^\\{}$~`'\-]+|[`'\-]|\\)",
    re.DOTALL,
)
_SUBSCRIPT: Final = re.compile(r"\$_\{?([0-9A-Za-z]+)\}?\$")
_ACCENTS: Final = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
"""Commands that put a mark on the next letter."""

_MARKS: Final = {"~": " ", "--": "–", "---": "—", "``": "“", "''": "”"}
_SYMBOLS: Final = {
    "\\": "\n", " ": " ", ",": " ", ";": " ", ":": " ", "\n": " ", "\t": " ", "-": "", "/": "", "!": "",
    "@": "", "(": "", ")": "", "[": "", "]": "",
}  # fmt: skip
"""Commands of one character that stand for something else than that character."""

_WORDS: Final = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "aa": "å", "AA": "Å", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "ng": "ŋ", "dj": "đ", "DJ": "Đ",
    "i": "ı", "j": "ȷ", "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’",
    "textquotesingle": "'", "textquotedblleft": "“", "textquotedblright": "”", "textquotedbl": '"',
    "textregistered": "®", "texttrademark": "™", "textcopyright": "©", "copyright": "©", "pounds": "£",
    "textsterling": "£", "euro": "€", "texteuro": "€", "EUR": "€", "textyen": "¥", "S": "§", "P": "¶",
    "ldots": "…", "dots": "…", "textellipsis": "…", "textdegree": "°", "degree": "°", "times": "×",
    "texttimes": "×", "cdot": "·", "pm": "±", "textpm": "±", "alpha": "α", "beta": "β", "gamma": "γ",
    "delta": "δ", "epsilon": "ε", "eta": "η", "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ",
    "textmu": "µ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ",
    "omega": "ω", "Delta": "Δ", "Omega": "Ω", "Sigma": "Σ", "infty": "∞", "leq": "≤", "le": "≤", "geq": "≥",
    "ge": "≥", "approx": "≈", "sim": "~", "neq": "≠", "rightarrow": "→", "to": "→", "leftarrow": "←",
    "textrightarrow": "→", "textbackslash": "\\", "backslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textunderscore": "_", "textbar": "|", "textless": "<", "textgreater": ">",
    "textbullet": "•", "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "quad": " ", "qquad": " ",
    "space": " ", "newline": "\n", "linebreak": "\n", "par": "\n\n", "item": "\n", "guillemotleft": "«",
    "guillemotright": "»", "glqq": "„", "grqq": "“", "slash": "/", "colon": ":",
}  # fmt: skip
"""Commands that stand for a text."""

_SHAPES: Final = frozenset({
    "textbf", "textit", "textsc", "textsl", "textrm", "textsf", "texttt", "textup", "textnormal",
    "textsuperscript", "textsubscript", "emph", "em", "it", "bf", "sc", "sl", "rm", "sf", "tt", "bfseries",
    "itshape", "scshape", "mathrm", "mathbf", "mathit", "mathcal", "mathsf", "text", "mbox", "hbox", "url",
    "href", "path", "enquote", "uppercase", "lowercase", "MakeUppercase", "noopsort", "small", "large",
    "Large", "tiny", "normalsize", "ensuremath", "relax", "protect", "selectlanguage", "foreignlanguage",
    "underline", "left", "right", "displaystyle", "limits",
})  # fmt: skip
"""Commands that shape what follows, and add nothing to it."""

_ADDRESS_COMMAND: Final = re.compile(
    r"\\(?:url|href|path|nolinkurl)\b\s*|\\(?=[_%&#~$\-])|[{}]|^[ <]+|[ >]+$"
)


def plain(text: str) -> str:
    """Return a field's text without LaTeX in it."""
    if not _SPECIAL.search(text):
        return text
    parts: list[str] = []
    accents: list[str] = []
    for token in _TOKEN.finditer(_SUBSCRIPT.sub(r"\1", text)):
        shown = _shown(token, accents)
        if shown and accents:
            # Of several marks the one that was written last stands next to its letter.
            shown = shown[0] + "".join(reversed(accents)) + shown[1:]
            accents.clear()
        parts.append(shown)
    return normalize("NFC", "".join(parts))


def _shown(token: re.Match[str], accents: list[str]) -> str:
    """Return what a token stands for, and note the mark that it puts on the next letter."""
    if (word := token["word"]) is not None:
        return _of_word(word, token["blanks"], token[0], accents)
    if (symbol := token["symbol"]) is not None:
        if symbol in _ACCENTS:
            accents.append(_ACCENTS[symbol])
            return ""
        return _SYMBOLS.get(symbol, symbol)
    if token["brace"]:
        if token["brace"] == "}":
            accents.clear()  # `\~{}` is a mark on nothing
        return ""
    if token["dollar"]:
        return ""
    return _MARKS[token["mark"]] if token["mark"] else token["text"]


def _of_word(word: str, blanks: str, written: str, accents: list[str]) -> str:
    if word in _ACCENTS:
        accents.append(_ACCENTS[word])
        return ""
    if accents and word in {"i", "j"}:
        return word  # a mark takes the place of the dot
    # The blank after a command ends it. A line of its own in the source still parts words.
    if (known := _WORDS.get(word)) is not None:
        return known
    if word in _SHAPES:
        return ""
    return written if blanks else f"\\{word}"


def plain_address(text: str) -> str:
    r"""Return an address without what BibTeX puts around its characters; `--` and `~` stay as they are."""
    return _ADDRESS_COMMAND.sub("", text.replace(r"{\textasciitilde}", "~").replace(r"\textasciitilde", "~"))
