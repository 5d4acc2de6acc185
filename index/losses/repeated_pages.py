"""New files that hold the same short text: pages that a website gave to a downloader instead of stories.

Alone, such a page may be a very short story. Several files with one text are none, or one story several times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from fabula.index.hashing import hash_pair
from fabula.index.model import Scene
from fabula.index.receipt import RunWarning, WarningKind
from .error_pages import looks_like_error_page

# A page with more words is hardly one that a website gives instead of a story.
MAX_PAGE_WORDS = 150
# So many files with any one text are named; of a text that says that it is an error page, so many.
_MIN_FILES = 3
_MIN_ERROR_PAGES = 2
_MAX_NAMED_FILES = 3
_MAX_QUOTED_CHARACTERS = 60
# What differs between error pages: the number of the story, the time, the number of the request.
_CHANGING_WORD = re.compile(r"\S*\d\S*")


class RepeatedPages:
    """Takes the works of new files, and warns of each short text that several of the files hold."""

    def __init__(self) -> None:
        # The beginning of the text, whether it looks like an error page, and the paths of the files by their keys; by
        # the hash of the text, of an error page without what changes. The texts of a million drabbles are a gigabyte.
        self._pages: dict[tuple[int, int], tuple[str, bool, dict[str, str]]] = {}

    def add(self, key: str, path: str, title: str, scenes: Iterable[Scene]) -> None:
        """`key` and `path` are those of the file of a work with this title and these scenes."""
        scenes = list(scenes)
        if sum(scene.words for scene in scenes) > MAX_PAGE_WORDS:
            return
        text = " ".join(" ".join(scene.text for scene in scenes).split())
        is_error_page = looks_like_error_page(title, text)
        same = _CHANGING_WORD.sub("", text.casefold()) if is_error_page else text
        identity = hash_pair(same.encode("utf-8", "surrogatepass"))
        _, _, files = self._pages.setdefault(identity, (_beginning(text), is_error_page, {}))
        files[key] = path

    def warnings(self) -> Iterator[RunWarning]:
        """One for each text, with the files that hold it."""
        for beginning, is_error_page, files in self._pages.values():
            if len(files) < (_MIN_ERROR_PAGES if is_error_page else _MIN_FILES):
                continue
            paths = list(files.values())
            more = f" and {len(paths) - _MAX_NAMED_FILES:,} more" if len(paths) > _MAX_NAMED_FILES else ""
            yield RunWarning(
                WarningKind.SAME_PAGE,
                f"{len(paths):,} new files hold the same short text, “{beginning}”"
                f" ({', '.join(paths[:_MAX_NAMED_FILES])}{more}). If that is a page which a website gave instead of the"
                " stories, delete these files or download them again, and run fabula update.",
                paths[0],
            )


def _beginning(text: str) -> str:
    return text if len(text) <= _MAX_QUOTED_CHARACTERS else f"{text[:_MAX_QUOTED_CHARACTERS].rstrip()}…"
