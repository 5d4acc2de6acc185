"""The marks that a browser sets around `<q>`, by language and depth (Unicode CLDR 44, "delimiters")."""

from __future__ import annotations

from typing import NamedTuple


class QuoteMarks(NamedTuple):
    """Marks of the outer quotation, and of one in it."""

    opening: str
    closing: str
    inner_opening: str
    inner_closing: str

    def at(self, depth: int) -> tuple[str, str]:
        """The marks of a quotation in `depth` others: they alternate."""
        return (self.inner_opening, self.inner_closing) if depth % 2 else (self.opening, self.closing)


_ENGLISH = QuoteMarks("“", "”", "‘", "’")
_MARKS = {
    "„“‚‘": "de cs sk sl hr bs et lt is bg mk sq lb hsb dsb ka",
    "„”‚’": "sr",
    "„”«»": "pl ro hu",
    "«»„“": "ru uk be kk ky",
    "«»“”": "es it el ca gl eu pt-pt",
    "«»«»": "fr hy br",
    "«»‹›": "fa rm gsw de-ch fr-ch it-ch de-li",
    "«»‘’": "no nb nn",
    "”“’‘": "ar ur",
    "””’’": "sv fi he",
    "‘’“”": "nl",
    "「」『』": "ja zh-hant zh-tw zh-hk yue",
}
_BY_LANGUAGE = {language: QuoteMarks(*signs) for signs, languages in _MARKS.items() for language in languages.split()}
# A quotation that begins with one of these has its marks in its text.
OPENING_SIGNS = frozenset("\"'“”„‟«»‹›‘’‚‛「『《〈＂＇")


def quote_marks(language: str) -> QuoteMarks:
    """The marks of a language by its tag; the English ones if it is unknown.

    >>> quote_marks("de-AT").opening, quote_marks("zh-TW").opening, quote_marks("").closing
    ('„', '「', '”')
    """
    tag = language.lower().replace("_", "-")
    while tag:
        if tag in _BY_LANGUAGE:
            return _BY_LANGUAGE[tag]
        tag = tag.rpartition("-")[0]
    return _ENGLISH
