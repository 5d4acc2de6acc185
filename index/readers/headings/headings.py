"""Recognises headings among the lines of a plain text, and their rank."""

from __future__ import annotations

import re
import unicodedata

from .chapter_words import LABELS
from .east_asian import OUTSIDE_NAMES, begins_label, parse_label
from .heading_patterns import NUMERAL, labelled, ordinal
from .heading_ranks import Heading, Rank
from .heading_text import join_heading

_MAX_LINE_CHARS = 90
MAX_HEADING_LINES = 4
_LABEL_STARTS = frozenset(label[:2] for label in LABELS)
_MAX_INDENT_CHARS = 60
# The longest word for a chapter has 10.
_FIRST_WORD = re.compile(r"([^\s\d.,:;#_–—-]{2,14})(?=[\s\d.,:;#_–—-]|\Z)")
_STOPS = (".", "!", "?", "…", "؟", "۔", "।")
_EAST_ASIAN_STOPS = ("。", "！", "？", "…", "」", "』", "”", ".", "!", "?")
_CASELESS_STOPS = ("。", "！", "？", "」", "』", "؟", "۔", "।", "፡፡", "။", "។")
_TITLE_FOLLOWS = re.compile(r"\s*(?:[:–—~|]|-\s)")
# Full-width letters and digits, and roman numerals that are one sign: "Ⅳ", "ＣＨＡＰＴＥＲ １".
_WIDE_LETTERS = re.compile(r"[\u2160-\u2188\uff21-\uff5a]")
# Signs on both sides of a line.
_FRAME = re.compile(
    r"[\[({<«【〔［（〈《「『~〜～=|│#*•·※☆★◆◇■□●○▼▲✦♦―—–-]{1,12}\s*([^\W_].{0,80}?)"
    r"\s*[\])}>»】〕］）〉》」』~〜～=|│#*•·※☆★◆◇■□●○▼▲✦♦―—–-]{0,12}"
)

_NAMES = (
    r"prologue|epilogue|preface|foreword|introduction|introductory|afterword|conclusion|interlude|postscript|appendix"
    r"|vorwort|nachwort|prolog|epilog|einleitung|préface|avant-propos|prologue|épilogue|conclusione|prefazione|prologo"
    r"|epilogo|prólogo|epílogo|пролог|эпилог|предисловие|послесловие|пролог|епілог|передмова|lời mở đầu|lời nói đầu"
    r"|vĩ thanh|บทนำ|บทส่งท้าย|ปฐมบท|(?:ال)?مقدمة|تمهيد|(?:ال)?خاتمة|مقدمه|پیشگفتار|הקדמה|פרולוג|אפילוג"
)
_EXTRAS = r"side story|bonus chapter|extra(?=\s+\d)"
_NAMED = re.compile(
    rf"(?:the\s+)?(?:{_NAMES}|{_EXTRAS})(?:\s+(?:\d{{1,3}}|[IVX]{{1,5}})(?!\w))?(?P<rest>(?!\w).*)",
    re.IGNORECASE | re.DOTALL,
)
# Of those in ASCII.
_NAME_STARTS = frozenset(name[:4] for name in f"{_NAMES}|{_EXTRAS}".split("|"))
_OUTSIDE = re.compile(
    rf"\W*(?:the\s+)?(?:author['’]?s?\s+)?(?:{_NAMES}|dedication|contents|acknowledge?ments?|notes?|epigraph|glossary"
    rf"|dramatis\s+person(?:ae|æ)|the\s+end|{OUTSIDE_NAMES})\W*",
    re.IGNORECASE,
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
    """`text` as a heading, or None. It stands between blank lines, with `gap` of them before it."""
    stripped = text.strip(" \t\n\u3000")
    # Most pieces are speech or prose: a quick way out.
    if not stripped or stripped[0] in _SPEECH:
        return None
    first = stripped.partition("\n")[0]
    if len(first) > _MAX_LINE_CHARS or (stripped[0].islower() and _first_word(stripped) not in LABELS):
        return None
    first = first.strip().strip("_*=").strip()
    is_wide = not first.isascii() and _WIDE_LETTERS.search(first) is not None
    if not first or not (is_wide or _may_begin(first, gap)):
        return None
    lines = stripped.split("\n")
    if len(lines) > MAX_HEADING_LINES:
        return None
    rest = [line.strip().strip("_*=").strip() for line in lines[1:]]
    if not is_wide:
        return _parse_lines(first, rest, gap)
    heading = _parse_lines(unicodedata.normalize("NFKC", first), rest, gap)
    return heading and heading._replace(text=join_heading([first, *rest]))


def _may_begin(first: str, gap: int) -> bool:
    """A quick test for the first line of a heading: what each function below asks of it, at the least.

    Five in six of the lines that come here fail it, in 1.5 µs; asking all of the functions took 5.
    """
    start = first[:4]
    if not start.isascii() or not start[0].isalpha():
        return True
    # Only capitals stand in titles without a label, and only these letters are numerals.
    if (gap >= 2 and first.isupper()) or (start[0] in "CILNVX" and NUMERAL.fullmatch(first) is not None):
        return True
    start = start.lower()
    if start in _NAME_STARTS or (start[:2] in _LABEL_STARTS and _first_word(first) in LABELS):
        return True
    if start[:3] == "the" and _NAMED.match(first) is not None:
        return True
    # "Erstes Kapitel": the label is one of the next words.
    words = first.split(None, 2)
    return any(word.lower().strip(".:—–-") in LABELS for word in words[1:])


def _parse_lines(first: str, rest: list[str], gap: int) -> Heading | None:
    return (
        _labelled(first, rest)
        or _east_asian(first, rest, gap)
        or _named(first, rest)
        or _numeral(first, rest, gap)
        or _capitals([first, *rest], gap)
        or _framed(first, rest)
    )


def may_be_labelled(text: str) -> bool:
    """A quick test for text that may begin with a labelled heading; False for nearly all prose."""
    start = text[:_MAX_INDENT_CHARS].lstrip()
    return begins_label(start) or (start[:2].lower() in _LABEL_STARTS and _first_word(start) in LABELS)


def is_labelled(line: str) -> bool:
    """True if `line` alone is a heading with a label and a number ("Chapter 7", "第七章 雨")."""
    first = line.strip(" \t\u3000")
    if not may_be_labelled(first):
        return False
    heading = parse_heading(first, 1)
    return heading is not None and heading.rank in (Rank.PART, Rank.CHAPTER)


def _first_word(line: str) -> str:
    """The letters before the first blank, digit or sign, in lower case."""
    match = _FIRST_WORD.match(line)
    return match[1].lower() if match else ""


def _framed(first: str, rest: list[str]) -> Heading | None:
    """A labelled heading between signs: "[Chapter 3]", "~ Chapter 3 ~", "【第三章】"."""
    match = _FRAME.fullmatch(first)
    return None if match is None else _labelled(match[1], rest) or _east_asian(match[1], rest, 1)


def _labelled(first: str, rest: list[str]) -> Heading | None:
    word = _first_word(first)
    # Most lines begin with none of these words: a quick way out.
    if word not in LABELS:
        return _ordinal(first, rest)
    match = labelled().match(first)
    if not match and rest and first.isalpha():
        # "CHAPTER" and its number on a line of its own.
        first, rest = f"{first} {rest[0]}", rest[1:]
        match = labelled().match(first)
    if not match:
        return None
    rest_of_line = match["rest"]
    title = rest_of_line.strip(" .:;,—–-_*)]")
    if match["word"][0].islower() and title and not match["number"].isdecimal():
        return None
    # "Vol. 2 Chapter 11" heads a chapter.
    if title and match["part"] and (inner := _labelled(title, rest)) and inner.rank is not Rank.PART:
        return Heading(inner.rank, join_heading([first, *rest]), inner.bare)
    # The French leave a space before the colon.
    is_separated = rest_of_line.lstrip()[:1] in tuple(".:;,—–-~)]|")
    if title and not (is_separated or match["word"].isupper() or _is_title(title)):
        return None
    # "Part One of the plan was done." is a sentence.
    is_sentence = rest_of_line.endswith(_STOPS) and not first.isupper()
    if title and not is_separated and is_sentence:
        return None
    # "Part 2, he thought"; but "Chapter 2: in which he thinks".
    if title and title[0].islower() and (is_sentence or not _TITLE_FOLLOWS.match(rest_of_line)):
        return None
    return Heading(_rank(match), join_heading([first, *rest]), not title and not rest)


def _rank(match: re.Match[str]) -> Rank:
    return Rank.PART if match["part"] else Rank.CHAPTER if match["chapter"] else Rank.SCENE


def _ordinal(first: str, rest: list[str]) -> Heading | None:
    words = first.split(None, 2)
    if len(words) < 2 or not any(word.lower().strip(".:—–-") in LABELS for word in words[1:]):
        return None
    match = ordinal().fullmatch(first)
    if not match:
        return None
    return Heading(_rank(match), join_heading([first, *rest]), not match["rest"].strip(" .:—–-") and not rest)


def _east_asian(first: str, rest: list[str], gap: int) -> Heading | None:
    label = parse_label(first)
    if label is None or (label.rank is Rank.TITLE and gap < 2):
        return None
    # Lines below a label are its title only where none of them is a sentence.
    if any(line.endswith(_EAST_ASIAN_STOPS) for line in rest):
        return None
    return Heading(label.rank, join_heading([first, *rest]), label.number > 0 and not label.title and not rest)


def _named(first: str, rest: list[str]) -> Heading | None:
    match = _NAMED.fullmatch(first)
    if not match or first[0].islower() or len(rest) > 1:
        return None
    title = match["rest"].strip(" .")
    if title and title[0] not in ":—–-" and not (match["rest"].startswith(".") and _is_title(title)):
        return None
    return Heading(Rank.CHAPTER, join_heading([first, *rest]), bare=False)


def _numeral(first: str, rest: list[str], gap: int) -> Heading | None:
    match = NUMERAL.fullmatch(first)
    if not match:
        return None
    # "L. M. ALCOTT" is a signature, and MDCCCXCI a year.
    if _SIGNATURE.fullmatch(first) or "M" in match["number"] or "D" in match["number"]:
        return None
    title = " ".join([match["title"] or "", *rest]).strip()
    if title and not (_is_title(title) and (gap >= 2 or title.isupper())):
        return None
    # "I. A SCANDAL IN BOHEMIA" is a title; a number alone may be a mere section of the story below it.
    return Heading(Rank.TITLE if title else Rank.NUMERAL, join_heading([first, *rest]), bare=not title)


def _capitals(lines: list[str], gap: int) -> Heading | None:
    text = " ".join(lines)
    letters = sum(map(str.isalpha, text))
    if gap < 2 or not text.isupper() or letters < 3 or len(text) > _MAX_LINE_CHARS or letters < len(text) // 2:
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
    long_words = [_ELISION.sub("", word) for word in words if word.lower() not in _SMALL_WORDS]
    if not words or words[0][0].islower() or text.endswith(_CASELESS_STOPS):
        return False
    # Only the stop tells a sentence of letters without case.
    if words[0][0].isalpha() and not words[0][0].isupper() and text.endswith("."):
        return False
    return len(words) <= 14 and sum(not word[0].islower() for word in long_words) >= 0.75 * len(long_words)


def is_chapter_title(text: str) -> bool:
    """True if a line below "CHAPTER I" can be its title: short, in capitals or title case, no sentence."""
    stripped = text.strip().strip("_*=")
    if not stripped or stripped.count("\n") > 2 or len(stripped) > _MAX_LINE_CHARS * 2 or stripped[0] in "\"“‘'«—-[(":
        return False
    one_line = " ".join(stripped.split())
    if one_line.isupper():
        return sum(map(str.isalpha, one_line)) >= 3
    return len(one_line) <= _MAX_LINE_CHARS and _is_title(one_line) and not _SENTENCE_END.search(one_line.rstrip("."))


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
    """True if `text` below the heading `above` is a stage direction ("Enter Chorus"), not a title.

    Only below acts and scenes: a chapter may well be called "Enter Holmes".
    """
    return _ACT.match(above) is not None and _DIRECTION.match(text) is not None


def is_unnumbered_title(title: str) -> bool:
    """True for a prologue, preface or epilogue: it gets no chapter number."""
    return _OUTSIDE.fullmatch(title) is not None
