"""Is a work that was read the same story as one that the library has? By names and texts, never by one shared word.

Where a file was, the same name is enough: authors rewrite stories. Anywhere else a work takes the place of one that is
gone only if title and text agree, so that a permanent id never names another story.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from fabula.index.analysis import words
from fabula.index.model import Work, WorkRecord
from .address import address_host, canonical_address
from .ids import own_name
from .story_text import Overlap

# Two texts agree if so much of one is in the other.
_HALF = 0.5
# Two sentences by one pattern share fewer pairs of words.
_MIN_PAIRS = 20
# So much of a text is in another one if it was cut out of that. Two short stories with one opening share less.
_PART = 0.75
# Sources of titles that come and go with a part of the text.
_TITLES_OF_TEXTS = ("file", "heading")


class Titles(Enum):
    """UNKNOWN: one of two different titles is only the name of a file."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


class Likeness(NamedTuple):
    """How much speaks for two works being one story; the greatest is the best."""

    same_name: bool
    same_text: bool
    same_title: bool
    share: float


def likeness(old: WorkRecord, new: Work, texts_overlap: Callable[[], Overlap], *, same_file: bool) -> Likeness | None:
    """How alike `old` and `new` are; None if they are two stories.

    texts_overlap  compares their texts, which takes a while.
    same_file      `new` was read from the file of `old`.
    """
    same_name = own_name(old) == own_name(new) != ""
    titles = compare_titles(old, new)
    if _have_other_address(old, new) and not (same_file and titles is Titles.EQUAL):
        return None
    if titles is Titles.DIFFERENT and not (same_file or same_name):
        return None
    found = texts_overlap()
    # A story that grows, or of which only the beginning is left, is half of the other one.
    agrees = max(found.of_longer, found.of_shorter, found.short) >= _HALF
    # In the same file all that is left of it may be a sentence, which would say nothing elsewhere.
    is_part = same_file and (found.of_shorter >= _HALF or found.runs >= _PART)
    if same_name:
        is_archived = own_name(new).startswith(("address", "identifier"))
        is_same = agrees or same_file or (is_archived and titles is Titles.EQUAL)
    elif titles is Titles.EQUAL:
        is_same = agrees or is_part
    else:
        # The text alone must say it. A text in a collection of many is another work.
        is_part = is_part and not _have_stated_titles(old, new)
        is_short = titles is Titles.UNKNOWN and found.short >= _HALF and (same_file or found.pairs >= _MIN_PAIRS)
        is_same = found.of_longer >= _HALF or is_short or is_part
    if not is_same:
        return None
    return Likeness(same_name, found.is_equal, titles is Titles.EQUAL, max(found.of_longer, found.short))


def compare_titles(old: WorkRecord, new: Work) -> Titles:
    """Do the titles agree? Case and punctuation do not count."""
    if words(old.title) == words(new.title):
        return Titles.EQUAL
    is_file_name = "file" in (old.metadata.title_source, new.metadata.title_source)
    return Titles.UNKNOWN if is_file_name else Titles.DIFFERENT


def _have_stated_titles(old: WorkRecord, new: Work) -> bool:
    """True if both titles are from where a file states one, and so do not change with the text."""
    return not {old.metadata.title_source, new.metadata.title_source}.intersection(_TITLES_OF_TEXTS)


def _have_other_address(old: WorkRecord, new: Work) -> bool:
    """True if the archive says that they are two works. Another archive may have a copy of the same."""
    one, other = canonical_address(old.metadata.address), canonical_address(new.metadata.address)
    return one != other and one != "" and address_host(one) == address_host(other)
