"""The plain-text reader and segmentation break scenes where the author did, in every convention.

The truth are books whose pages say it with tags. They are written as plain texts in every convention, read, segmented,
and compared by the words that stand after each break.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from fabula.index.analysis import words
from fabula.index.files.file_source import FileSource
from fabula.index.model import Block, BlockKind, Chapter, SceneKind, Work
from fabula.index.readers.epub.package_folder import PackageFolderReader
from fabula.index.readers.plain_text.reader import TextReader
from fabula.index.segmentation import segment

pytestmark = pytest.mark.corpus

ORNAMENTS = ("***", "* * *", "* * * * *", "---", "~~~", "#", "oOo", "xXx", "~*~", "⁂", ". . . .", "————")
CONVENTIONS = ("blank lines", "three blank lines", *ORNAMENTS)
HEADS = ("labelled", "numeral", "title")
LETTERS = 150_000
FOLLOWING = 8
# More than so many words take, so that not all of a scene has to be split.
FOLLOWING_CHARS = 2_000
LEAST_F1 = 0.98
TEXT = (BlockKind.PARAGRAPH, BlockKind.VERSE)


def roman(number: int) -> str:
    values = {100: "C", 90: "XC", 50: "L", 40: "XL", 10: "X", 9: "IX", 5: "V", 4: "IV", 1: "I"}
    text = ""
    for value, letters in values.items():
        text += letters * (number // value)
        number %= value
    return text


def sample(work: Work) -> list[Chapter]:
    """Numbered chapters of `LETTERS` together, those with most breaks in them, in their order."""

    def breaks(chapter: Chapter) -> int:
        return sum(b.kind is BlockKind.BREAK or (b.kind is BlockKind.HEADING and b.level > 1) for b in chapter.blocks)

    taken: set[int] = set()
    room = LETTERS
    for chapter in sorted(work.chapters, key=breaks, reverse=True):
        size = sum(len(block.text) for block in chapter.blocks)
        if chapter.number is not None and size <= room:
            taken.add(chapter.number)
            room -= size
    return [chapter for chapter in work.chapters if chapter.number in taken]


# The same paragraphs are written in each convention.
words_of = cache(words)


@cache
def wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, 72, break_on_hyphens=False, break_long_words=False))


class Written:
    """A book as plain text, and for each of its breaks the words after it."""

    def __init__(self, chapters: Iterable[Chapter], convention: str, head: str, *, is_wrapped: bool) -> None:
        self.convention = convention
        self.is_wrapped = is_wrapped
        self.lines: list[str] = []
        self.scenes: list[list[str]] = []
        for number, chapter in enumerate(chapters, 1):
            self._chapter(number, chapter, head)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def _chapter(self, number: int, chapter: Chapter, head: str) -> None:
        title = chapter.title.split(": ", 1)[-1]
        is_named = not set(title) <= set("IVXLC")
        if self.lines:
            self.lines += [""] * 3
        match head:
            case "labelled":
                heading = [f"CHAPTER {roman(number)}", *([title] if is_named else [])]
            case "numeral":
                heading = [roman(number)]
            case _:
                heading = [title]
        self._open(*heading)
        is_due = False
        for block in chapter.blocks:
            if block.kind is BlockKind.HEADING and block.level > 1:
                self.lines.append("")
                self._open(block.text)
                is_due = False
            elif block.kind is BlockKind.BREAK:
                is_due = True
            elif block.kind in TEXT and words_of(block.text):
                if is_due and not self._is_bare:
                    self._break()
                is_due = False
                self._text(block)

    def _open(self, *headings: str) -> None:
        """A scene with these headings; those that stand right above it already are part of it."""
        if not self.scenes or not self._is_bare:
            self.scenes.append([])
        for heading in headings:
            self.lines += [heading, ""]
            self.scenes[-1] += words(heading)
        self.lines.append("")
        self._is_bare = True

    def _break(self) -> None:
        if self.convention in ORNAMENTS:
            self.lines += [self.convention.center(72).rstrip() if self.is_wrapped else self.convention, ""]
        else:
            self.lines += [""] * (2 if self.convention.startswith("three") else 1)
        self.scenes.append([])

    def _text(self, block: Block) -> None:
        text = block.text
        if self.is_wrapped:
            text = textwrap.indent(text, "    ") if block.kind is BlockKind.VERSE else wrapped(text)
        self.lines += [text, ""]
        self.scenes[-1] += words_of(block.text)
        self._is_bare = False


def following(scenes: Sequence[Sequence[str]]) -> Counter[str]:
    """The first words of all scenes but the first."""
    return Counter(" ".join(scene[:FOLLOWING]) for scene in scenes[1:])


def f1(right: int, wrong: int, missed: int) -> float:
    return 2 * right / (2 * right + wrong + missed)


@pytest.mark.slow
def test_breaks_are_found_in_every_convention(corpus: Path, tmp_path: Path) -> None:
    """F1 of at least 0.98 for each way to write a break, a chapter's head and a line's end."""
    folders = [path.parent for path in sorted((corpus / "plain").rglob("content.opf"))]
    assert len(folders) > 10
    figures: dict[str, list[int]] = {}
    examples: dict[str, str] = {}
    for turn, folder in enumerate(folders):
        (book,) = PackageFolderReader().read(FileSource.at(folder))
        chapters = sample(book)
        for place, (convention, is_wrapped) in enumerate(product(CONVENTIONS, (True, False))):
            # Each convention meets each kind of head in some book; all together would take three times as long.
            head = HEADS[(turn + place // 2 + is_wrapped) % len(HEADS)]
            written = Written(chapters, convention, head, is_wrapped=is_wrapped)
            path = tmp_path / "story.txt"
            path.write_text(written.text, encoding="utf-8")
            (work,) = TextReader().read(FileSource.at(path))
            found = following(
                [
                    words(scene.text[:FOLLOWING_CHARS])
                    for scene in segment(work, "w")
                    if scene.kind is SceneKind.STORY and not scene.cut
                ]
            )
            truth = following(written.scenes)
            wrong, missed = found - truth, truth - found
            for name in (convention, head, "wrapped" if is_wrapped else "not wrapped", folder.name):
                counts = figures.setdefault(name, [0, 0, 0])
                for index, more in enumerate((truth & found, wrong, missed)):
                    counts[index] += more.total()
            if wrong or missed:
                examples[folder.name] = f"{convention}, {head}: wrong {list(wrong)[:3]}, missed {list(missed)[:3]}"
    table = "\n".join(
        f"{name:>50}: {right:>5} right {wrong:>4} wrong {missed:>4} missed, F1 {f1(right, wrong, missed):.4f}"
        for name, (right, wrong, missed) in figures.items()
    )
    print(table)
    low = [name for name in (*CONVENTIONS, *HEADS, "wrapped", "not wrapped") if f1(*figures[name]) < LEAST_F1]
    assert not low, f"{low}\n{table}\n" + "\n".join(f"{name}: {text}" for name, text in examples.items())
