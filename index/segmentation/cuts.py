"""Cutting a run without breaks, so that a result is always a piece that one can read."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["LONGEST_PARAGRAPH", "LONGEST_SCENE", "cut", "parted"]

# Words: six minutes of reading.
LONGEST_SCENE = 1_500
# Molly Bloom's longest sentence has 4,391. What is longer than this is a file that lost its paragraphs, or a hostile
# one: a hit in a paragraph of 5 million words took 20 s to show.
LONGEST_PARAGRAPH = 10_000
_STOPS = ("\n", *(f"{stop}{closing} " for stop in ".!?…" for closing in ("", '"', "”", "’", "»")), *"。！？")


def cut(lengths: Sequence[int], longest: int = LONGEST_SCENE) -> list[int]:
    """Where to cut paragraphs of these lengths (words) into pieces of at most `longest`.

    Returns the indices, ascending, of the paragraphs that begin a piece, the first (0) included; [] for none. Pieces
    are as even as paragraphs allow: `ceil(total / longest)` of them are aimed at, so no crumb is left at the end. A
    paragraph longer than `longest` is a piece of its own.
    """
    if not lengths:
        return []
    total = sum(lengths)
    pieces = -(-total // longest) or 1
    goal = total / pieces
    starts = [0]
    done = 0  # words before the current piece
    position = 0  # words before the current paragraph
    for index, length in enumerate(lengths):
        in_piece = position - done
        if index > starts[-1] and pieces > 1:
            too_long = in_piece + length > longest
            # Cutting before this paragraph is nearer to an even share than cutting after it.
            near_goal = in_piece + length / 2 >= goal and total - position >= goal / 2
            if too_long or near_goal:
                starts.append(index)
                done = position
                # What is left may need one piece more than was thought, and then they are all shorter.
                goal = (total - done) / (-(-(total - done) // longest) or 1)
        position += length
    return starts


def parted(text: str, length: int, longest: int = LONGEST_SCENE) -> list[str]:
    """A paragraph of `length` words in pieces of about `longest`, the white space between them aside.

    They end where sentences do, else between words; where no space is, nothing is cut, so that no word ever is.
    """
    size = max(1, len(text) * longest // max(1, length))
    pieces: list[str] = []
    start = 0
    while len(text) - start > size + size // 2:
        low, end = start + size // 2, start + size
        places = [place + len(stop) for stop in _STOPS if (place := text.rfind(stop, low, end)) >= 0]
        at = max(places, default=0) or text.rfind(" ", low, end) + 1 or text.find(" ", end) + 1
        if not at:
            break
        pieces.append(text[start:at].rstrip())
        start = at
    return [*pieces, text[start:]]
