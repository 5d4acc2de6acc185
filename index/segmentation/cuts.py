"""Cutting a run without breaks, so that a result is always a piece that one can read."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["LONGEST_SCENE", "cut"]

# Words: six minutes of reading.
LONGEST_SCENE = 1_500


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
        position += length
    return starts
