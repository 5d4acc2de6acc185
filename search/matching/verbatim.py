"""Does a text have a phrase letter by letter, as written in the query? Runs of white space count as equal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from fabula.index.analysis import terms
from fabula.index.budget import checked
from fabula.search.plan import PhraseClause
from fabula.search.results import Span
from .phrase_runs import phrase_positions
from .runs import Run
from .scene_terms import SceneTerms

_SOFT_HYPHEN = "\u00ad"
_ASCII = "[0-9A-Za-z]"
# Characters of pieces between white space that are remembered: a phrase and the signs beside it.
_MAX_KNOWN_PIECE = 256


def verbatim_runs(phrase: PhraseClause, scene: SceneTerms) -> Iterator[tuple[Run, Span]]:
    """The occurrences of `phrase.verbatim`: their words, and the span of the text with the signs around them."""
    wanted = phrase.verbatim.split()
    words = terms(phrase.verbatim)
    # The characters before the first word of the quote and after its last one must be in the text, too.
    before, after = phrase.verbatim[: words[0].start], phrase.verbatim[words[-1].end :]
    ends = [piece[:, [0, -1]].tolist() for piece in phrase_positions(phrase, scene)]
    for first, last in checked(chain.from_iterable(ends)):
        start, end = scene.offsets(first)[0], scene.offsets(last)[1]
        low = _skip(scene.text, start, before.lstrip(), back=True)
        high = _skip(scene.text, end, after.rstrip(), back=False)
        if scene.text[low:high].split() == wanted:
            yield Run(first, last), Span(low, high)


def verbatim_starts(phrase: PhraseClause, text: str) -> list[int]:
    """The positions in the words of `text` where the occurrences of `phrase.verbatim` begin, in any scope."""
    plain = replace(phrase, scope=None)
    return [run.first for run, _ in verbatim_runs(plain, SceneTerms.of_text(text))]


def stands_verbatim(phrase: PhraseClause, text: str) -> bool:
    """True if `verbatim_runs` finds any in `text`; only the surroundings of the same letters are split into words."""
    letters = _letters(phrase.verbatim)
    found = letters.search(text)
    while found is not None:
        start, end = found.span()
        # The piece between the gaps around has the words that it has in the text.
        low = next((at for at in range(start - 1, -1, -1) if _is_gap(text, at)), 0)
        high = next((at for at in range(end, len(text)) if _is_gap(text, at)), len(text))
        has_runs = _has_runs if high - low <= _MAX_KNOWN_PIECE else _has_runs.__wrapped__
        if has_runs(phrase, text[low:high]):
            return True
        found = letters.search(text, start + 1)
    return False


@lru_cache(maxsize=64)
def _letters(verbatim: str) -> re.Pattern[str]:
    """Finds what is written like that, with any white space, but not what begins or ends inside of a longer word.

    That is only known of ASCII letters and digits, which are one word. Of "the" it leaves out "other" and "then".
    """
    first, *others = map(re.escape, verbatim.split())
    # Behind the first word, as an expression that begins with letters is searched for in a third of the time.
    before = f"(?<!{_ASCII}{first})" if re.match(_ASCII, verbatim.lstrip()) else ""
    after = f"(?!{_ASCII})" if re.match(_ASCII, verbatim.rstrip()[-1]) else ""
    return re.compile(r"\s+".join([first + before, *others]) + after)


@lru_cache(maxsize=2_048)
def _has_runs(phrase: PhraseClause, piece: str) -> bool:
    """True if the piece has the phrase. Of 16,000 scenes with "of the" all but a few hundred have the same pieces."""
    return any(verbatim_runs(phrase, SceneTerms.of_text(piece)))


def _is_gap(text: str, offset: int) -> bool:
    """True if white space begins there that separates words: after a soft hyphen a word may go on in the next line."""
    before = text[offset - 1] if offset else ""
    return text[offset].isspace() and before != _SOFT_HYPHEN and not before.isspace()


def _skip(text: str, at: int, signs: str, *, back: bool) -> int:
    """The offset in `text` as far from `at` as `signs` reach; a run of white space in them stands for any other."""
    pieces = re.findall(r"\s+|\S+", signs)
    for piece in reversed(pieces) if back else pieces:
        if not piece.isspace():
            at += -len(piece) if back else len(piece)
        while piece.isspace() and 0 < at < len(text) and text[at - back].isspace():
            at += -1 if back else 1
    return min(max(at, 0), len(text))
