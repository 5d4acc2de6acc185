"""What a query's words ask for: each word by itself, and in scripts without spaces runs of letters.

A letter of Thai or an ideograph by itself says little, so scenes that hold all letters of a word somewhere would be
noise. A short run is a word: all of it must stand there. A long run is a sentence whose words nobody has parted; its
overlapping pieces find it where a letter of it is remembered wrongly.
"""

from __future__ import annotations

from fabula.index.analysis import is_ideographic, is_unspaced, terms, words

# Most words of Chinese and Japanese have two characters; those of Thai, Lao, Khmer and Burmese three or four letters.
_IDEOGRAPHS_IN_PIECE = 2
_LETTERS_IN_PIECE = 4
# A page of Chinese pasted as a query has thousands; each takes 1 ms for a million characters of common ideographs.
_MAX_PIECES = 64


def word_units(text: str) -> list[tuple[str, ...]]:
    """The distinct units of `text` in order: the terms of each, one or several that follow one another.

    >>> word_units("the map"), word_units("図書館 map")
    ([('the',), ('map',)], [('図', '書'), ('書', '館'), ('map',)])
    """
    if text.isascii():
        return [(word,) for word in dict.fromkeys(words(text))]
    units: list[tuple[str, ...]] = []
    for run in _runs(text):
        size = _IDEOGRAPHS_IN_PIECE if is_ideographic(run[0]) else _LETTERS_IN_PIECE
        units += [run[start : start + size] for start in range(max(1, len(run) - size + 1))]
    return _thinned(list(dict.fromkeys(units)))


def _thinned(units: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """All units of one term, and of the others every second, third … where there are too many."""
    pieces = [unit for unit in units if len(unit) > 1]
    if len(pieces) <= _MAX_PIECES:
        return units
    kept = set(pieces[:: -(-len(pieces) // _MAX_PIECES)])
    return [unit for unit in units if len(unit) == 1 or unit in kept]


def _runs(text: str) -> list[tuple[str, ...]]:
    """The terms of `text`; those without spaces that follow one another directly, and are of one kind, together."""
    found = terms(text)
    runs: list[list[str]] = []
    for index, term in enumerate(found):
        before = found[index - 1] if index else None
        if before is not None and before.end == term.start and _kind(term.text) == _kind(before.text) != "":
            runs[-1].append(term.text)
        else:
            runs.append([term.text])
    return list(map(tuple, runs))


def _kind(word: str) -> str:
    if not is_unspaced(word):
        return ""
    return "ideographs" if is_ideographic(word) else "letters"
