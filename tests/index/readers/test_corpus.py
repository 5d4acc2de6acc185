"""All readers over the shared stories, as archives really hold them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from fabula.index.errors import NoStory, UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.model import BlockKind, Work
from fabula.index.readers.epub.reader import EpubReader
from fabula.index.readers.html.reader import HtmlReader
from fabula.index.readers.light_markup.markdown import MarkdownReader
from fabula.index.readers.plain_text.reader import TextReader
from fabula.index.readers.registry import choose

ALL = (EpubReader(), HtmlReader(), MarkdownReader(), TextReader())
STORY = (BlockKind.PARAGRAPH, BlockKind.VERSE, BlockKind.HEADING)
LICENCE = re.compile(
    r"Project\s+Gutenberg(?:-tm|™)?\s+(?:License|Literary|EBook|Etext)|SMALL PRINT!|www\.gutenberg|gutenberg\.org"
    r"|Distributed\s+Proofread|END OF TH\w+ PROJECT",
    re.IGNORECASE,
)

Everything = dict[Path, list[Work] | UnreadableSource]

pytestmark = [pytest.mark.corpus, pytest.mark.slow]


@pytest.fixture(scope="module")
def everything(corpus: Path) -> Everything:
    """Every story file, read once for all tests: its works, or why there are none."""
    found: Everything = {}
    for path in sorted(corpus.rglob("*")):
        if not path.is_file() or path.name == "README.md":
            continue
        source = FileSource.at(path)
        reader = choose(source, ALL)
        if reader is not None:
            try:
                found[path] = list(reader.read(source))
            except UnreadableSource as error:
                found[path] = error
    return found


def test_every_file_is_read_or_says_why(everything: Everything) -> None:
    """No file fails but for a reason that a person understands, and no licence is ever story."""
    seen: Counter[str] = Counter()
    failed: dict[str, str] = {}
    ignored: list[str] = []
    for path, found in everything.items():
        if isinstance(found, NoStory):
            ignored.append(path.name)
            continue
        if isinstance(found, UnreadableSource):
            failed[path.name] = str(found)
            continue
        for work in found:
            seen[work.reader] += 1
            story = [block for chapter in work.chapters for block in chapter.blocks if block.kind in STORY]
            for block in story:
                # The expression takes ten times as long as reading the file did.
                if (
                    "gutenberg" in (folded := block.text.lower())
                    or "project" in folded
                    or "proofread" in folded
                    or "print!" in folded
                ):
                    assert not LICENCE.search(block.text), (path, block)
                assert "\n" not in block.text or block.kind is BlockKind.VERSE
    assert seen["text"] > 360 and seen["html"] > 700 and seen["epub"] > 20 and seen["markdown"] > 15
    assert failed.pop("zip-no-end-header.epub").startswith("the archive is incomplete")
    assert not failed
    assert set(ignored) <= {
        f"{name}.xhtml" for name in "toc loi frontispiece titlepage halftitlepage imprint colophon uncopyright".split()
    }
    assert len(ignored) > 70


def test_books_have_their_chapters(corpus: Path) -> None:
    """Titles and numbers of chapters in books laid out in very different ways."""

    def titles(name: str) -> list[str]:
        path = next(path for path in sorted(corpus.rglob("*.txt")) if str(path).endswith(name))
        (work,) = TextReader().read(FileSource.at(path))
        assert [chapter.number for chapter in work.chapters if chapter.number] == list(
            range(1, 1 + sum(chapter.number is not None for chapter in work.chapters))
        )
        return [chapter.title for chapter in work.chapters if chapter.number]

    assert len(titles("Carroll, Lewis/Alice's Adventures in Wonderland.txt")) == 12
    assert titles("Burroughs, Edgar Rice/Tarzan of the Apes.txt")[:2] == [
        "Chapter I: Out to Sea",
        "Chapter II: The Savage Home",
    ]
    assert len(titles("Doyle, Arthur Conan/The Sign of the Four.txt")) == 12
    assert len(titles("Doyle, Arthur Conan/The Adventures of Sherlock Holmes.txt")) == 12
    assert titles("fanficfare/Household.txt") == ["The Greek Interpreter", "The Naval Treaty", "The Musgrave Ritual"]
    assert len(titles("Shakespeare, William/Shakespeare's Sonnets.txt")) == 154


def test_no_heading_is_said_again_and_again(everything: Everything) -> None:
    """The name above each speech of a play is not the name of a part: only labels and numbers repeat so often."""
    for path, found in everything.items():
        if path.suffix != ".txt" or isinstance(found, UnreadableSource):
            continue
        for work in found:
            texts = Counter(b.text for c in work.chapters for b in c.blocks if b.kind is BlockKind.HEADING)
            often = [text for text, count in texts.items() if count > 20]
            assert not often, (path, often)


def test_gutenberg_headers_name_their_books(everything: Everything) -> None:
    """Nearly every text of Project Gutenberg says title, author, number and date, and the reader finds them."""
    works = [
        work
        for path, found in everything.items()
        if path.match("plain/*,*/*.txt") and isinstance(found, list)
        for work in found
    ]
    assert len(works) > 300
    for field in ("title", "authors"):
        assert all(getattr(work, field) for work in works), field
    assert all(re.fullmatch(r"https://www\.gutenberg\.org/ebooks/\d+", work.metadata.address) for work in works)
    assert sum(bool(work.metadata.published) for work in works) > 0.97 * len(works)


def test_the_same_book_in_different_encodings_is_the_same(corpus: Path) -> None:
    """A book in Mac Roman and in UTF-16 gives the same blocks."""
    folder = corpus / "formats" / "encodings"
    (first,) = TextReader().read(FileSource.at(folder / "looking-glass.utf-16.txt"))
    (second,) = TextReader().read(FileSource.at(folder / "looking-glass-mac.mac-roman.txt"))
    assert first.chapters == second.chapters
