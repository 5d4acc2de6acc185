"""The count that every run makes: has a file more letters than what was read of it and what was left out by rule?

Letters, because joining and parting words does not change their number, and because they are counted in one pass over
the bytes. Only where some are missing are the words compared; so a warning always has words to show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from fabula.index.model import LeftOut, Work
from fabula.index.receipt import RunWarning, WarningKind
from .comparison import LostWords, lost_words
from .held_texts import held_letter_count, held_texts, left_out_texts, moved_letter_count
from .words import Folding, count_letters, words_of

# Missing letters that are worth a comparison.
_SUSPICIOUS_LETTERS = 8
# Share of a work's letters that rules may leave out without a warning.
_MAX_LEFT_OUT_SHARE = 0.02
# A comparison takes a second for 2 MB.
_MAX_NAMED_RULES = 4


def audit_warnings(path: str, works: Sequence[Work], texts: Iterator[str]) -> Iterator[RunWarning]:
    """The warnings about a file. `texts`: its crude text, most likely first (`crude_texts`)."""
    left_out = list(left_out_texts(works))
    held_letters = sum(map(held_letter_count, works))
    left_out_letters = count_letters("\n".join(item.text for item in left_out))
    title = works[0].title if len(works) == 1 else ""
    name = f"“{title}”" if title else path
    text = next(texts)
    missing = count_letters(text) - held_letters - left_out_letters - _SUSPICIOUS_LETTERS
    if missing > 0 and missing > sum(moved_letter_count(work, text) for work in works):
        held = [text for work in works for text in held_texts(work)]
        lost = _compare(text, texts, [*held, *(item.text for item in left_out)])[1]
        if lost.words:
            count = f"{lost.words:,} of the {lost.of:,} words of {name}"
            sentence = f"{count} were not read, the first here: {lost.quotes[0]}"
            yield RunWarning(WarningKind.WORDS_MISSING, sentence, path, title, lost.words)
    if left_out_letters > _MAX_LEFT_OUT_SHARE * held_letters:
        by_rule = words_by_rule(left_out)
        words = sum(by_rule.values())
        rules = ", ".join(f"{rule} {count:,}" for rule, count in by_rule.most_common(_MAX_NAMED_RULES))
        sentence = f"{words:,} words of {name} were left out by rule: {rules}"
        yield RunWarning(WarningKind.WORDS_LEFT_OUT, sentence, path, title, words)


def best_text(texts: Iterator[str], works: Sequence[Work]) -> str:
    """The crude text of a file that agrees best with what was read of it: the right one of several encodings."""
    held = [text for work in works for text in held_texts(work)]
    return _compare(next(texts), texts, [*held, *(item.text for item in left_out_texts(works))])[0]


def words_by_rule(left_out: Iterable[LeftOut]) -> Counter[str]:
    """The number of words that each rule left out."""
    folding = Folding()
    counts: Counter[str] = Counter()
    for item in left_out:
        counts[item.rule] += len(words_of(item.text, folding))
    return counts


def _compare(text: str, others: Iterator[str], held: Sequence[str]) -> tuple[str, LostWords]:
    """The best of `text` and `others`, and the words of it that nobody read."""
    lost = lost_words(text, held)
    for other in others if lost.words else ():
        other_lost = lost_words(other, held)
        if other_lost.words < lost.words:
            text, lost = other, other_lost
        if not lost.words:
            break
    return text, lost
