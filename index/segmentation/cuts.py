"""Cuts runs without breaks, so that every scene is a piece that one can read."""

from __future__ import annotations

from collections.abc import Sequence

# Six minutes of reading.
MAX_SCENE_WORDS = 1_500
# Molly Bloom's longest sentence has 4,391 words. A longer paragraph comes from a file that lost its paragraphs, or a
# hostile one: a hit in a paragraph of 5 million words took 20 s to show.
MAX_PARAGRAPH_WORDS = 10_000
# How sentences and lines end.
_SENTENCE_STOPS = ("\n", *(f"{stop}{closing} " for stop in ".!?…" for closing in ("", '"', "”", "’", "»")), *"。！？")


def cut_points(lengths: Sequence[int], max_words: int = MAX_SCENE_WORDS) -> list[int]:
    """Where to cut paragraphs of these lengths (words) into pieces of at most `max_words`.

    Returns the indices, ascending, of the paragraphs that begin a piece, 0 included; [] for none. Pieces are as even
    as paragraphs allow: the goal is `ceil(total / max_words)` of them, so that no crumb is left at the end. A paragraph
    longer than `max_words` is a piece of its own.

    >>> cut_points([400, 400, 400, 400])
    [0, 2]
    """
    if not lengths:
        return []
    total = sum(lengths)
    pieces = -(-total // max_words) or 1
    goal = total / pieces
    starts = [0]
    before_piece = before_paragraph = 0  # words
    for index, length in enumerate(lengths):
        in_piece = before_paragraph - before_piece
        if index > starts[-1] and pieces > 1:
            too_long = in_piece + length > max_words
            # Cutting before this paragraph is nearer to an even share than cutting after it.
            near_goal = in_piece + length / 2 >= goal and total - before_paragraph >= goal / 2
            if too_long or near_goal:
                starts.append(index)
                before_piece = before_paragraph
                # The rest may need one piece more than planned; then all of them get shorter.
                rest = total - before_piece
                goal = rest / (-(-rest // max_words) or 1)
        before_paragraph += length
    return starts


def split_paragraph(text: str, length: int, max_words: int = MAX_SCENE_WORDS) -> list[str]:
    """Split a paragraph of `length` words into pieces of about `max_words`, without the white space between them.

    Pieces end where sentences do, else between words. Text without spaces is not cut here, so no word ever is.
    """
    size = max(1, len(text) * max_words // max(1, length))
    pieces: list[str] = []
    start = 0
    while len(text) - start > size + size // 2:
        low, high = start + size // 2, start + size
        end = sentence_end(text, low, high) or text.rfind(" ", low, high) + 1 or text.find(" ", high) + 1
        if not end:
            break
        pieces.append(text[start:end].rstrip())
        start = end
    return [*pieces, text[start:]]


def sentence_end(text: str, low: int, high: int) -> int:
    """Where the last sentence of those that end in `text[low:high]` ends, its blank included; 0 if none does."""
    return max((at + len(stop) for stop in _SENTENCE_STOPS if (at := text.rfind(stop, low, high)) >= 0), default=0)
