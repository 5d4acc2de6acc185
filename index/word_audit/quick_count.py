"""The count that every run makes: has a file more letters than what was read of it and what was left out by rule?

Letters, because joining and parting words does not change their number, and because they are counted in one pass over
the bytes. Only where some are missing are the words compared; so a warning always has words to show.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from fabula.index.model import LeftOut, Work
from fabula.index.receipt import RunWarning, WarningKind
from .comparison import LostWords, lost_words
from .held_texts import HeldLetters, held_letters, held_texts, left_out_texts, moved_letter_count
from .words import Folding, count_letters, words_of

# Missing letters that are worth a comparison, which takes a fifth of the time of reading: at least so many, and in long
# texts this share. Of 110 books in 14 formats nearly all have 0, and Project Gutenberg's pages, whose heads repeat the
# title, up to 28 in 400,000.
_SUSPICIOUS_LETTERS = 8
_SUSPICIOUS_SHARE = 1 / 10_000
# Share of a work's letters that rules may leave out without a warning.
_MAX_LEFT_OUT_SHARE = 0.02
# In a text of one page a note's mark is more than that share.
_MIN_LEFT_OUT_WORDS = 4
_MAX_NAMED_RULES = 4
# Rules that leave out what programs write for programs, and titles that stand in no page but on a window's edge.
_RULES_FOR_CODE = frozenset(
    (
        "attributes", "drawers", "link addresses", "link targets", "macros", "names of characters", "page titles",
        "scripts", "settings",
    )
)  # fmt: skip
# A field's name, its switches and arguments. A field that is never closed has taken the author's words as well.
# No quote mark is looked for behind another one, and no sign far behind a letter, so the time is linear.
_FIELD_CODE = re.compile(r"""["“][^"“”]*["”]|\\\S+|\b[A-Z0-9_]+\b|[^\s/=]{0,200}[/=]\S*""")
# Words that look different in other encodings, from the beginning of a text.
_SAMPLED_WORD = re.compile(r"(?<!\w)(?:\w*[^\W\x00-\x7f]\w*|\w+[^\w\s\x00-\x7f]\w+)")
_SAMPLED_LETTERS = 50_000
_MAX_SAMPLED_WORDS = 60


def audit_warnings(path: str, works: Sequence[Work], texts: Iterator[str]) -> Iterator[RunWarning]:
    """The warnings about a file. `texts`: its crude text, most likely first (`crude_texts`)."""
    left_out = list(left_out_texts(works))
    counted = held_letters(works)
    left_out_letters = count_letters("\n".join(item.text for item in left_out))
    title = works[0].title if len(works) == 1 else ""
    name = f"“{title}”" if title else path
    text = next(texts)
    if _is_suspicious(text, works, counted, left_out_letters):
        held = [text for work in works for text in held_texts(work)]
        lost = _compare(text, texts, [*held, *(item.text for item in left_out)])[1]
        if lost.words:
            count = f"{lost.words:,} of the {lost.of:,} words of {name}"
            sentence = f"{count} {'was' if lost.words == 1 else 'were'} not read, the first here: {lost.quotes[0]}"
            yield RunWarning(WarningKind.WORDS_MISSING, sentence, path, title, lost.words)
    if left_out_letters <= _MAX_LEFT_OUT_SHARE * counted.text:
        return
    folding = Folding()
    known: set[str] = set()
    held_words = 0
    for text in (text for work in works for text in held_texts(work)):
        found = words_of(text, folding)
        held_words += len(found)
        known.add(" ".join(found))
    by_rule = words_by_rule(_only_here(left_out, known))
    words = sum(by_rule.values())
    if words >= _MIN_LEFT_OUT_WORDS and words > _MAX_LEFT_OUT_SHARE * held_words:
        rules = ", ".join(f"{rule} {count:,}" for rule, count in by_rule.most_common(_MAX_NAMED_RULES))
        sentence = f"{words:,} words of {name} were left out by rule: {rules}"
        yield RunWarning(WarningKind.WORDS_LEFT_OUT, sentence, path, title, words)


def _is_suspicious(text: str, works: Sequence[Work], counted: HeldLetters, left_out_letters: int) -> bool:
    """True if letters of the file are missing that neither captions nor metadata can account for."""
    letters = count_letters(text)
    slack = max(_SUSPICIOUS_LETTERS, _SUSPICIOUS_SHARE * letters)
    missing = letters - counted.text - left_out_letters
    # Captions stand in the text of most formats, and then the account comes out even; or in attributes of pages.
    if missing <= slack or abs(missing - counted.captions) <= slack:
        return False
    return missing - slack > sum(moved_letter_count(work, text) for work in works)


def best_text(texts: Iterator[str], works: Sequence[Work]) -> str:
    """The crude text of a file that agrees best with what was read of it: the right one of several encodings."""
    held = [text for work in works for text in held_texts(work)]
    return _compare(next(texts), texts, [*held, *(item.text for item in left_out_texts(works))])[0]


def _only_here(left_out: Iterable[LeftOut], known: set[str]) -> Iterator[LeftOut]:
    """The lines of `left_out`, each once, that are not the same as a title, a heading or another text that was read,
    whose folded words are `known`. Their own are added.

    A table of contents repeats its headings, and the heads of pages repeat their book's title; "[Illustration]" stands
    where a hundred pictures stood. Nobody has to be told of that, nor of codes, which are no words of the author.
    """
    folding = Folding()
    for item in left_out:
        if item.rule in _RULES_FOR_CODE:
            continue
        text = _FIELD_CODE.sub(" ", item.text) if item.rule == "field codes" else item.text
        for line in text.split("\n"):
            words = " ".join(words_of(line, folding))
            if words not in known:
                known.add(words)
                yield LeftOut(item.rule, line)


def words_by_rule(left_out: Iterable[LeftOut]) -> Counter[str]:
    """The number of words that each rule left out."""
    folding = Folding()
    counts: Counter[str] = Counter()
    for item in left_out:
        counts[item.rule] += len(words_of(item.text, folding))
    return +counts


def _compare(text: str, others: Iterator[str], held: Sequence[str]) -> tuple[str, LostWords]:
    """The one of `text` and `others`, one file in several encodings, that has most words of what was read; and its
    words that nobody read."""
    other = next(others, None)
    if other is not None:
        words = _SAMPLED_WORD.findall("\n".join(held)[:_SAMPLED_LETTERS])[:_MAX_SAMPLED_WORDS]
        # One after the other: a file has up to twenty texts of its own size.
        texts = chain((text, other), others)
        text = max(texts, key=lambda text: sum(map(text[: 4 * _SAMPLED_LETTERS].__contains__, words)))
    return text, lost_words(text, held)
