"""What a finder is asked, and what is right."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Passage", "Question"]


@dataclass(frozen=True, slots=True)
class Question:
    """A line, and where it comes from.

    asked  the set it belongs to.
    files  those that are right, as `Passage.file` spells them.
    words  the folded words of the line as it stands: a passage in any file that holds them is right, too. () where only
           the files count; a line that is nowhere has neither.
    """

    asked: str
    text: str
    files: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()

    @property
    def absent(self) -> bool:
        return not (self.files or self.words)


@dataclass(frozen=True, slots=True)
class Passage:
    """A scene that was found.

    file   "plain/Author/Title.txt": the folder's name, then the path below it.
    words  the scene's folded words, a space around each.
    """

    file: str
    words: str

    def answers(self, question: Question) -> bool:
        """Whether it is what the line comes from, or holds the same words."""
        return self.file in question.files or bool(question.words and f" {' '.join(question.words)} " in self.words)
