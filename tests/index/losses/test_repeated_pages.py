"""Short texts that several new files hold are named, with some of the files."""

from __future__ import annotations

from collections.abc import Iterable

from fabula.index.losses.repeated_pages import RepeatedPages
from fabula.index.model import Scene, SceneKind

ERROR = "The page could not be found."
STORY = "Nobody came to the harbour that night."


def warnings(texts: Iterable[str]) -> list[str]:
    """The warnings of files that hold these texts."""
    pages = RepeatedPages()
    for number, text in enumerate(texts):
        scene = Scene("w-1", "w", SceneKind.STORY, 1, 0, None, text, (), len(text.split()))
        pages.add(f"/s/{number}.txt", f"{number}.txt", "Title", [scene])
    return [str(warning) for warning in pages.warnings()]


def test_two_error_pages_are_enough() -> None:
    """Of a text that may be a story, three files."""
    (warning,) = warnings([ERROR, STORY, ERROR, STORY])
    assert warning.startswith(f"2 new files hold the same short text, “{ERROR}” (0.txt, 2.txt).")
    assert len(warnings([STORY] * 3)) == 1


def test_numbers_make_no_other_error_page() -> None:
    """Such pages have the number of the story, or the time. Chapters of a story may differ only by their numbers."""
    assert warnings(f"Nobody came on day {number}." for number in range(9)) == []
    (warning,) = warnings(f"Story {number} not found at 12:0{number}." for number in range(9))
    assert "9 new files" in warning and "(0.txt, 1.txt, 2.txt and 6 more)" in warning


def test_long_texts_are_stories() -> None:
    """A story may lie in several places."""
    assert warnings([STORY * 100] * 3) == []


def test_the_text_is_quoted_in_part() -> None:
    """Its beginning is enough."""
    (warning,) = warnings([f"{STORY} " * 5] * 3)
    assert f"“{STORY} Nobody came to the ha…”" in warning
