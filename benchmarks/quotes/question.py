"""A question to a finder, and the passages that answer it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Passage", "Question"]


@dataclass(frozen=True, slots=True)
class Question:
    """A line and its source. A line that is nowhere has neither files nor words.

    set    the name of its set.
    files  the right files, as in `Passage.file`.
    words  the folded words of the original line: any passage with them is right, too. () if only the files count.
    """

    set: str
    text: str
    files: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()

    @property
    def absent(self) -> bool:
        return not (self.files or self.words)


@dataclass(frozen=True, slots=True)
class Passage:
    """The scene of a result.

    file   "plain/Author/Title.txt": the name of the folder, then the path below it.
    words  the folded words of the scene, with a space around each.
    """

    file: str
    words: str

    def answers(self, question: Question) -> bool:
        """Whether the line comes from this file, or its words are in this scene."""
        return self.file in question.files or bool(question.words and f" {' '.join(question.words)} " in self.words)
