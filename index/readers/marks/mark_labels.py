"""Recognises the labels of page marks and note marks: numbers and signs that are no words of the story.

Markup says where a mark is, but people put it around words, too. So a mark is left out only if it reads like one.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

from fabula.index.readers.headings.roman_numerals import roman_value

# A longer text is no label; the cap also bounds the work on a hostile one.
MAX_LABEL_CHARS = 40


class PageLabel(Enum):
    """NUMERAL: a roman numeral that may be a word ("I", "vi"), so its surroundings must decide."""

    NONE = "none"
    NUMERAL = "numeral"
    SURE = "sure"


_PAGE_WORD = (
    r"pages?|pp?|pgs?|p[aáà]gs?|p[aáà]gina|pagine|páginas|folio|fol|leaf|seiten?|s|side|sida|sivu|strona|str|strana"
    r"|str[aá]nka|stran|stranica|oldal|lk|lehekülg|lpp|psl|puslapis|sayfa|halaman|hal|trang|pajina|paĝo"
    r"|страниц[аы]|стр|с|сторінка|стор|страна|бет|σελίδα|σελ|էջ|გვერდი|صفحة|صفحه|ص|עמוד|עמ|पृष्ठ|หน้า|trg"
)
_EAST_ASIAN_PAGE = r"ページ|頁|页|面|葉|쪽|페이지|면"
_HAN = "〇零一二三四五六七八九十百千"
_NUMBER = r"\d{1,5}[abrv]?(?:\s?[-–—]\s?\d{1,5}[abrv]?)?(?:\s?(?:/|of|von|de|sur|из|di|av|/)\s?\d{1,5})?"
_NUMERAL = r"[ivxlcdm]{1,12}"
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})")

_OPENING, _CLOSING = r"\[({<⟨〔【［（〈", r"\])}>⟩〕】］）〉"
_SIGNS = r"*∗＊†‡§¶‖#※★☆⁎⁑⁂◊"
_NOTE_NUMBER = r"\d{1,4}[a-z]?(?:\s?[,;–—-]\s?\d{1,4}[a-z]?){0,4}"
_NOTE = re.compile(rf"\s*[{_OPENING}]?\s*(?:{_NOTE_NUMBER}|[{_SIGNS}]{{1,4}}\d{{0,3}})\s*[{_CLOSING}]?[.:]?\s*")
_NOTE_WORD = (
    r"footnotes?|endnotes?|notes?|fn|n|nt|ref|anm|anmerkung|fu[sß]+note|nota|notas|voetnoot|noot|przypis|poznámka"
    r"|прим|примечание|сноска|σημ|注|註|注釈|脚注|译注|譯註|訳注|주|각주"
)
_BRACKETED = re.compile(rf"\s*[{_OPENING}].*[{_CLOSING}][.:]?\s*", re.DOTALL)
_BACK = re.compile(
    r"[\W\d_]*(?:(?:go |jump )?back(?: to (?:the )?(?:text|top|story|content))?|return(?: to (?:the )?text)?|retour"
    r"|zurück|volver|voltar|torna|indietro|terug|tillbaka|tilbage|takaisin|wróć|powrót|zpět|vissza|назад|вернуться"
    r"|戻る|返回|돌아가기)?[\W\d_]*",
    re.IGNORECASE,
)


# These two take 8 ms to compile, and few pages have such labels.
@cache
def _page() -> re.Pattern[str]:
    """The label of a page: a number, or a word for pages and one."""
    return re.compile(
        rf"[\W_]*(?:"
        rf"(?P<bare>{_NUMBER})"
        rf"|(?P<numeral>{_NUMERAL})"
        rf"|(?:{_PAGE_WORD})[\s.:#]*(?:no?[.\s]+)?(?:{_NUMBER}|(?P<named>{_NUMERAL}))"
        rf"|{_NUMBER}[\s.]*(?:{_PAGE_WORD})"
        rf"|(?:第\s?)?(?:\d{{1,5}}|[{_HAN}]{{1,7}})\s?(?:{_EAST_ASIAN_PAGE})"
        rf"|(?:{_EAST_ASIAN_PAGE})\s?\d{{1,5}}"
        rf")[\W_]*",
        re.IGNORECASE,
    )


@cache
def _note_letter() -> re.Pattern[str]:
    """The label of a note that is no bare number: a letter, a numeral, a word for notes and a number."""
    return re.compile(
        rf"\s*[{_OPENING}]?\s*(?:(?:{_NOTE_WORD})[\s.:#№]*{_NOTE_NUMBER}|[a-zα-ωа-я]|{_NUMERAL}|注|註)\s*[{_CLOSING}]?[.:]?\s*",
        re.IGNORECASE,
    )


def page_label(text: str) -> PageLabel:
    """How surely `text` is the label of a page.

    >>> [page_label(text).value for text in ("7", "[p. 12]", "Seite xii", "第12頁", "vi", "‘But", "Page turned")]
    ['sure', 'sure', 'sure', 'sure', 'numeral', 'none', 'none']
    """
    if len(text) > MAX_LABEL_CHARS:
        return PageLabel.NONE
    if not any(map(str.isalnum, text)):
        return PageLabel.SURE
    match = _page().fullmatch(text.strip())
    if not match:
        return PageLabel.NONE
    if numeral := match["numeral"]:
        return PageLabel.NUMERAL if _is_roman(numeral) else PageLabel.NONE
    return PageLabel.SURE if not match["named"] or _is_roman(match["named"]) else PageLabel.NONE


def names_page(text: str, numeral: str) -> bool:
    """True if `text` (an id, a title) holds the page of a roman `numeral`, in its letters or in digits.

    >>> names_page("page_vi", "vi"), names_page("pg6", "vi"), names_page("pg5", "I")
    (True, True, False)
    """
    letters = "".join(filter(str.isalpha, numeral.lower()))
    parts = re.findall(r"\d+|[a-z]+", text[:200].lower())
    value = str(roman_value(letters))
    return any(part.lstrip("0") == value or part in (letters, f"p{letters}", f"pg{letters}") for part in parts)


def is_note_label(text: str, *, surely_note: bool = False) -> bool:
    """True if `text` is a number or sign of a note; also a letter, a numeral or "note 3" if markup says it is a note.

    >>> [is_note_label(text) for text in ("12", "[3]", "*", "th", "a")], is_note_label("[a]", surely_note=True)
    ([True, True, True, False, False], True)
    """
    if len(text) > MAX_LABEL_CHARS:
        return False
    if _NOTE.fullmatch(text):
        return True
    return surely_note and (not any(map(str.isalnum, text)) or _note_letter().fullmatch(text) is not None)


def is_bracketed(text: str) -> bool:
    """True for a label in brackets of any kind."""
    return len(text) <= MAX_LABEL_CHARS and _BRACKETED.fullmatch(text) is not None


def is_way_back(text: str) -> bool:
    """True if `text` is what leads from a note to its mark: an arrow, a label or "back"."""
    return len(text) <= MAX_LABEL_CHARS and (_BACK.fullmatch(text) is not None or is_note_label(text, surely_note=True))


def _is_roman(text: str) -> bool:
    """True for a canonical numeral in one case: "Vi" is a word."""
    return (text.islower() or text.isupper()) and _ROMAN.fullmatch(text.lower()) is not None
