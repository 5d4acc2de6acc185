"""Which lines of a plain text are headings, and of what rank. Words for chapters in the languages of the corpora."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from .chapter_words import CHAPTERS, EAST_ASIAN, LABELS, NUMBERS, ORDINALS, PARTS, SCENES, parse_number_words

__all__ = [
    "Heading",
    "Rank",
    "drop_doubled_label",
    "is_chapter_title",
    "is_stage_direction",
    "is_unnumbered_title",
    "join_heading",
    "number_key",
    "parse_heading",
    "title_key",
]


class Rank(IntEnum):
    """What a heading heads, the largest first."""

    PART = 0
    CHAPTER = 1
    TITLE = 2
    NUMERAL = 3
    SCENE = 4


class Heading(NamedTuple):
    """A heading. `bare` if it has a label and a number and no title of its own, so that the next line may be it."""

    rank: Rank
    text: str
    bare: bool


_LONGEST_LINE = 90
_MOST_LINES = 4

_ROMAN = r"(?=[ivxlcdm]+\b)(?:m{0,3})(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})"
_LABEL = rf"(?P<word>(?P<part>{PARTS})|(?P<chapter>{CHAPTERS})|(?P<scene>{SCENES}))"
_LABELLED = re.compile(
    rf"{_LABEL}\s+(?:the\s+|n[o°º]\.?\s*|#\s?)?(?P<number>\d{{1,4}}|{_ROMAN}|{NUMBERS})(?P<rest>(?![\w'’]).*)",
    re.IGNORECASE | re.DOTALL,
)
# "Erstes Kapitel", "2. Akt", "12. fejezet"; in some languages the label is not capitalised then.
_ORDINAL = re.compile(
    rf"(?:the\s+)?(?P<number>{ORDINALS}|\d{{1,3}}\.|{_ROMAN}\.)\s+{_LABEL}(?P<rest>\s*(?:[.:—–-].*)?)",
    re.IGNORECASE | re.DOTALL,
)
_EAST_ASIAN = re.compile(rf"(?:{EAST_ASIAN})(?P<rest>.*)", re.DOTALL)
_EAST_ASIAN_PARTS = frozenset("卷部集")
_NAMES = (
    r"prologue|epilogue|preface|foreword|introduction|introductory|afterword|conclusion|interlude|postscript|appendix"
    r"|vorwort|nachwort|prolog|epilog|einleitung|préface|avant-propos|prologue|épilogue|conclusione|prefazione|prologo"
    r"|epilogo|prólogo|epílogo|пролог|эпилог|предисловие|послесловие"
)
_NAMED = re.compile(rf"(?:the\s+)?(?:{_NAMES})(?P<rest>(?!\w).*)", re.IGNORECASE | re.DOTALL)
_OUTSIDE = re.compile(
    rf"\W*(?:the\s+)?(?:author['’]?s?\s+)?(?:{_NAMES}|dedication|contents|acknowledge?ments?|notes?|epigraph|glossary"
    r"|dramatis\s+person(?:ae|æ)|the\s+end)\W*",
    re.IGNORECASE,
)
_ROMAN_CAPITALS = _ROMAN.upper().replace("\\B", "\\b")
_NUMERAL = re.compile(
    rf"[\[(]?(?P<number>\d{{1,3}}|{_ROMAN_CAPITALS})[\])]?(?:(?P<point>\s*(?:[.:)—–]|--|-)\s*)(?P<title>.*))?",
    re.DOTALL,
)
_SENTENCE_END = re.compile(r"[.,;!?…][\"”’')\]]*$|[\"”]$")
_CLOSING = re.compile(r"\W*(?:the\s+)?(?:end|finis|fin|ende|fine|конец)\b", re.IGNORECASE)
_SIGNATURE = re.compile(r"(?:[A-Z]{1,2}\.\s*){2,}[A-Z'’-]*\.?")
# "Le Chevalier d’Harmental"
_ELISION = re.compile(r"^[dl]['’](?=\w)")
_SPEECH = frozenset("\"“”‘'«„")
_SMALL_WORDS = frozenset(
    "a an and as at but by for from in into nor of off on or out over so the to up upon with de du des la le les et "
    "der die das und im von zu del el los las y e il lo gli di da".split()
)


def parse_heading(text: str, gap: int) -> Heading | None:
    """The heading that a piece of plain text is, standing between blank lines, `gap` of them before it; else None."""
    stripped = text.strip(" \t\n")
    # Speech and prose, which most pieces are, at a glance.
    if not stripped or stripped[0] in _SPEECH or stripped[0].islower() or stripped.find("\n") > _LONGEST_LINE:
        return None
    lines = stripped.split("\n")
    if len(lines) > _MOST_LINES or len(lines[0]) > _LONGEST_LINE:
        return None
    lines = [line.strip().strip("_*=").strip() for line in lines]
    first, rest = lines[0], lines[1:]
    if not first:
        return None
    return _labelled(first, rest) or _named(first, rest) or _numeral(first, rest, gap) or _capitals(lines, gap)


def _labelled(first: str, rest: list[str]) -> Heading | None:
    words = first.split(None, 2)
    # Most lines begin with none of these words, and need no closer look.
    if words[0].lower() not in LABELS:
        return _ordinal(first, words, rest)
    match = _LABELLED.match(first)
    if not match and rest and first.isalpha():
        # "CHAPTER" and its number on a line of its own.
        first, rest = f"{first} {rest[0]}", rest[1:]
        match = _LABELLED.match(first)
    if not match or not match["word"][0].isupper():
        return None
    title = match["rest"]
    own = title.strip(" .:;—–-_*")
    # The French leave a space before the colon.
    separated = title.lstrip()[:1] in tuple(".:;,—–-)]") if own else not title or not title[0].isspace()
    if own and not (separated or match["word"].isupper() or _is_title(own)):
        return None
    # "Part One of the plan was done." is a sentence.
    if own and (own[0].islower() or (not separated and title.endswith((".", "!", "?")) and not first.isupper())):
        return None
    return Heading(_rank(match), join_heading([first, *rest]), not own and not rest)


def _rank(match: re.Match[str]) -> Rank:
    return Rank.PART if match["part"] else Rank.CHAPTER if match["chapter"] else Rank.SCENE


def _ordinal(first: str, words: list[str], rest: list[str]) -> Heading | None:
    if first[0] in "第제" and (match := _EAST_ASIAN.fullmatch(first)):
        title = match["rest"].strip(" :：、.　—-")
        if len(first) > _LONGEST_LINE // 2 or title.endswith(("。", "！", "？", "」", "다.")):
            return None
        rank = Rank.PART if match["unit"] in _EAST_ASIAN_PARTS else Rank.CHAPTER
        return Heading(rank, join_heading([first, *rest]), not title and not rest)
    if len(words) < 2 or not any(word.lower().strip(".:—–-") in LABELS for word in words[1:]):
        return None
    found = _ORDINAL.fullmatch(first)
    if not found:
        return None
    return Heading(_rank(found), join_heading([first, *rest]), not found["rest"].strip(" .:—–-") and not rest)


def _named(first: str, rest: list[str]) -> Heading | None:
    match = _NAMED.fullmatch(first)
    if not match or not first[0].isupper() or len(rest) > 1:
        return None
    title = match["rest"]
    if title.strip(" .") and title.lstrip()[:1] not in (":", "—", "–", "-"):
        return None
    return Heading(Rank.CHAPTER, join_heading([first, *rest]), bare=False)


def _numeral(first: str, rest: list[str], gap: int) -> Heading | None:
    match = _NUMERAL.fullmatch(first)
    if not match:
        return None
    # "L. M. ALCOTT" is a signature, and MDCCCXCI a year.
    if _SIGNATURE.fullmatch(first) or "M" in match["number"] or "D" in match["number"]:
        return None
    title = " ".join([match["title"] or "", *rest]).strip()
    if title and not (_is_title(title) and (gap >= 2 or title.isupper())):
        return None
    # "I. A SCANDAL IN BOHEMIA" is a title; a number alone may be no more than a section of the story under it.
    return Heading(Rank.TITLE if title else Rank.NUMERAL, join_heading([first, *rest]), bare=not title)


def _capitals(lines: list[str], gap: int) -> Heading | None:
    text = " ".join(lines)
    letters = sum(map(str.isalpha, text))
    if gap < 2 or not text.isupper() or letters < 3 or len(text) > _LONGEST_LINE or letters < len(text) // 2:
        return None
    if (
        _SIGNATURE.fullmatch(text)
        or text[0] in "\"“”‘'«(—-"
        or text.endswith((",", ";", '!"', '"', "”", "—", "--"))
        or _CLOSING.match(text)
    ):
        return None
    return Heading(Rank.TITLE, text.rstrip(" ."), bare=False)


def _is_title(text: str) -> bool:
    """True for a line in capitals, or one whose longer words begin with capitals and that is no sentence."""
    if text.isupper():
        return True
    words = [word.strip("\"“”‘’'_*(),.:;!?—–-[]") for word in text.split()]
    words = [word for word in words if word]
    weighty = [_ELISION.sub("", word) for word in words if word.lower() not in _SMALL_WORDS]
    if not words or (not words[0][0].isupper() and not words[0][0].isdigit()):
        return False
    return len(words) <= 14 and sum(not word[0].islower() for word in weighty) >= 0.75 * len(weighty)


def is_chapter_title(text: str) -> bool:
    """True if a line under "CHAPTER I" can be its title: short, in capitals or title case, no sentence."""
    stripped = text.strip().strip("_*=")
    if not stripped or stripped.count("\n") > 2 or len(stripped) > _LONGEST_LINE * 2 or stripped[0] in "\"“‘'«—-[(":
        return False
    one_line = " ".join(stripped.split())
    if one_line.isupper():
        return sum(map(str.isalpha, one_line)) >= 3
    return len(one_line) <= _LONGEST_LINE and _is_title(one_line) and not _SENTENCE_END.search(one_line.rstrip("."))


_ACT = re.compile(
    r"(?:act|acte|atto|acto|akt|aufzug|scene|scène|scena|escena|szene|auftritt|акт|действие|сцена|явление)\b",
    re.IGNORECASE,
)
_DIRECTION = re.compile(
    r"[\s_*\[(]*(?:scene|scène|scena|escena|szene|сцена|enter|re-?enter|exit|exeunt|flourish|alarums?|sennet|trumpets?"
    r"|thunder|storm|music|tucket|curtain|the\s+curtain|discovered)\b",
    re.IGNORECASE,
)


def is_stage_direction(text: str, above: str) -> bool:
    """True if `text` under the heading `above` says what is seen on the stage ("Enter Chorus"), and is no title.

    Only under acts and scenes: a chapter may well be called "Enter Holmes".
    """
    return _ACT.match(above) is not None and _DIRECTION.match(text) is not None


def join_heading(lines: list[str]) -> str:
    """One line of a heading's lines: "CHAPTER I." and "Down the Rabbit-Hole" to "CHAPTER I: Down the Rabbit-Hole"."""
    parts = [" ".join(line.split()).strip("_*=") for line in lines]
    parts = [part for part in parts if part]
    if not parts:
        return ""
    first, title = parts[0], " ".join(parts[1:])
    if not title:
        return drop_doubled_label(first.rstrip(" .:") or first)
    label = _LABELLED.match(first) or _NUMERAL.fullmatch(first) or _ORDINAL.fullmatch(first)
    bare = label is not None and not any(
        map(str.isalnum, label.groupdict().get("rest") or label.groupdict().get("title") or "")
    )
    return drop_doubled_label(
        f"{first.rstrip(' .:')}: {title.rstrip(' .')}" if bare else f"{first} {title}".rstrip(" .")
    )


def is_unnumbered_title(title: str) -> bool:
    """True for what chapters are counted without: a prologue, preface, epilogue."""
    return _OUTSIDE.fullmatch(title) is not None


_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_KEY_LABEL = re.compile(rf"(?:(?:{PARTS}|{CHAPTERS}|{SCENES})\s+)?(?:\d{{1,4}}|{_ROMAN})\b[\s.:)\]—–-]*", re.IGNORECASE)
_KEY_NUMERAL = re.compile(rf"[\[(]?(?P<number>\d{{1,3}}|{_ROMAN_CAPITALS})\b")
_KEY_PAGE = re.compile(r"[\s.…]*\b(?:\d{1,4}|[ivxl]+)$")


def title_key(text: str) -> str:
    """`text` without label, number, page, case and punctuation, to compare a list's entry with the heading itself."""
    bare = _KEY_PAGE.sub("", text.strip(" _*\t"))
    bare = _KEY_LABEL.sub("", bare, count=1) if _KEY_LABEL.match(bare) else bare
    return " ".join(re.findall(r"\w+", bare.replace("_", " ").casefold()))


def number_key(text: str) -> str:
    """The number at the head of a heading or of a list's entry, in digits; "" if it has none.

    >>> number_key("CHAPTER THE FIRST"), number_key("IV. The Stockbroker's Clerk"), number_key("Prologue")
    ('1', '4', '')
    """
    match = _label_of(text) or _KEY_NUMERAL.match(text)
    if not match:
        return ""
    found = match.groupdict()
    number = (found.get("number") or found.get("han") or found.get("korean") or "").lower().rstrip(".")
    if number.isdigit():
        return str(int(number))
    if said := parse_number_words(number):
        return str(said)
    if any(letter not in _ROMAN_VALUES for letter in number):
        return number
    values = [_ROMAN_VALUES[letter] for letter in number]
    return str(sum(-value if value < max(values[place:]) else value for place, value in enumerate(values)))


def _label_of(text: str) -> re.Match[str] | None:
    return _LABELLED.match(text) or _ORDINAL.fullmatch(text) or _EAST_ASIAN.match(text)


_DOUBLED = re.compile(
    r"(?P<label>(?:chapter|part|book)\s+(?P<number>\d{1,4}))\s*[:.—–-]\s*(?P<own>.+)", re.IGNORECASE | re.DOTALL
)


def drop_doubled_label(title: str) -> str:
    """`title` with one label, where an archive set its own before the author's with the same number.

    >>> drop_doubled_label("Chapter 32: CHAPITRE XXXII"), drop_doubled_label("Chapter 4: IV")
    ('CHAPITRE XXXII', 'Chapter 4')
    >>> drop_doubled_label("Chapter 2: Part One")
    'Chapter 2: Part One'
    """
    match = _DOUBLED.fullmatch(title)
    if not match or number_key(match["own"]) != match["number"].lstrip("0"):
        return title
    if _label_of(match["own"]):
        return match["own"]
    return match["label"] if _NUMERAL.fullmatch(match["own"].rstrip(" .")) and " " not in match["own"] else title
