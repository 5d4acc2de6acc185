"""Which words of a file are in nothing that was read of it.

Both sides are bags of words, because reading moves text: notes go behind their paragraphs, titles to the metadata.
Reading also joins and parts words: at line ends, after drop capitals, before note marks. So a word that is missing is
looked for once more by its letters and those beside it, and is lost only if they do not follow each other anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from .words import Folding, plain, word_pattern, words_of

# A missing word is searched with letters from beside it, at least so many: then it is rarely found elsewhere. No more,
# because note marks and codes stand in between.
_MIN_CONTEXT_LETTERS, _SEARCHED_LETTERS = 4, 9
# What all searches for letters of one file may cost; a book of 1 MB has 2,000 of them, and they take two seconds.
_MAX_SEARCHED_LETTERS = 2_000_000_000
# No longer word is looked at for its halves: a file may consist of one word.
_MAX_HALVED_LETTERS = 60
_QUOTED_WORDS_AROUND = 4
_MAX_QUOTED_WORDS = 12
MAX_QUOTES = 5


class Quote(NamedTuple):
    """Words that nobody read, in the spelling of the file, with some words around them."""

    before: str
    words: str
    after: str

    def __str__(self) -> str:
        before = f"{self.before} " if self.before else ""
        after = f" {self.after}" if self.after[:1].isalnum() else self.after
        return f"{before}[{self.words}]{after}"


class LostWords(NamedTuple):
    """The number of words of a file that nobody read, the file's number of words, and the first of the lost ones."""

    words: int
    of: int
    quotes: tuple[Quote, ...] = ()


def lost_words(text: str, held: Iterable[str], max_quotes: int = MAX_QUOTES) -> LostWords:
    """The words of a file's `text` that are not in `held`: what was read of it, and what was left out on purpose."""
    folding = Folding()
    words = words_of(text, folding)
    held_words = [word for piece in held for word in words_of(piece, folding)]
    in_file, in_held = Counter(words), Counter(held_words)
    missing = in_file - in_held
    del missing[""]
    if not missing:
        return LostWords(0, len(words))
    spare = in_held - in_file
    candidates = [place for place in _occurrences(words, held_words, missing) if not _take_halves(words[place], spare)]
    spare_letters = sum(len(word) * count for word, count in spare.items())
    lost = _without_rejoined(words, candidates, "".join(held_words), spare_letters)
    return LostWords(len(lost), len(words), _quotes(text, lost, max_quotes))


def _occurrences(words: Sequence[str], held_words: Sequence[str], missing: Counter[str]) -> list[int]:
    """int[missing], ascending: of each word that is missing so many times, the occurrences whose neighbours are
    missing beside it, too."""
    neighbours = {pair for pair in pairwise(held_words) if pair[0] in missing or pair[1] in missing}
    places: dict[str, list[tuple[int, int]]] = {}
    for place, word in enumerate(words):
        if word in missing:
            before = place > 0 and (words[place - 1], word) in neighbours
            after = place + 1 < len(words) and (word, words[place + 1]) in neighbours
            places.setdefault(word, []).append((before + after, place))
    return sorted(place for word, count in missing.items() for _, place in sorted(places[word])[:count])


def _take_halves(word: str, spare: Counter[str]) -> bool:
    """True if `word` was read as two words, which are taken out of `spare`: a note's mark stands elsewhere."""
    for cut in range(1, len(word) if len(word) <= _MAX_HALVED_LETTERS else 0):
        halves = Counter((word[:cut], word[cut:]))
        if halves <= spare:
            spare.subtract(halves)
            return True
    return False


def _without_rejoined(
    words: Sequence[str], candidates: Sequence[int], held_letters: str, spare_letters: int
) -> list[int]:
    """`candidates` without those whose letters were read, joined or parted otherwise.

    Joining and parting keeps letters: no more of them can be found so than were read in words the file does not have.
    """
    lost: list[int] = []
    # Damage repeats itself: what was searched once need not be searched again.
    known: dict[str, bool] = {}
    searches = _MAX_SEARCHED_LETTERS // max(1, len(held_letters))
    for place in candidates:
        word = words[place]
        if len(word) <= spare_letters and searches > 0:
            context = max(_MIN_CONTEXT_LETTERS, _SEARCHED_LETTERS - len(word))
            following = "".join(words[place + 1 : place + 1 + context])[:context]
            preceding = "".join(words[max(0, place - context) : place])[-context:]
            beside = (word + following, preceding + word)
            for letters in beside:
                if letters not in known:
                    searches -= 1
                    known[letters] = letters in held_letters
            if any(known[letters] for letters in beside):
                spare_letters -= len(word)
                continue
        lost.append(place)
    return lost


def _quotes(text: str, lost: Sequence[int], max_quotes: int) -> tuple[Quote, ...]:
    """The first runs of lost words; words that are lost side by side are one."""
    if not lost:
        return ()
    text = plain(text)
    runs: list[list[int]] = []
    for place in lost:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        elif len(runs) < max_quotes:
            runs.append([place])
        else:
            break
    last = runs[-1][-1] + _QUOTED_WORDS_AROUND
    spans: list[tuple[int, int]] = []
    for match in word_pattern(text).finditer(text):
        spans.append(match.span())
        if len(spans) > last:
            break
    return tuple(_quote(text, spans, run[:_MAX_QUOTED_WORDS]) for run in runs)


def _quote(text: str, spans: Sequence[tuple[int, int]], run: Sequence[int]) -> Quote:
    first, last = run[0], run[-1]
    start, end = spans[first][0], spans[last][1]
    around = spans[max(0, first - _QUOTED_WORDS_AROUND)][0], spans[min(len(spans) - 1, last + _QUOTED_WORDS_AROUND)][1]
    return Quote(
        *(" ".join(part.split()) for part in (text[around[0] : start], text[start:end], text[end : around[1]]))
    )
