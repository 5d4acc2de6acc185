"""The duplicates that an address asks for, for pages and the API."""

from __future__ import annotations

from collections.abc import Mapping

from fabula.index.errors import OptionError
from fabula.search.duplicates.min_share import DEFAULT_MIN_SHARE
from fabula.search.duplicates.results import Duplicates
from fabula.search.works.with_words import with_words
from fabula.web.library_handle import open_library
from fabula.web.search_request import shows_hidden


def requested_duplicates(arguments: Mapping[str, str]) -> Duplicates:
    """`min_share`, and `q`: only groups that have a work with each of its words, as lists of works are filtered.

    Raises OptionError.
    """
    text = arguments.get("min_share", "")
    try:
        min_share = float(text) if text else DEFAULT_MIN_SHARE
    except ValueError:
        raise OptionError(f"min_share={text[:40]} is no share.", hint="Write it as 0.5.") from None
    duplicates = open_library().duplicates(min_share, show_hidden=shows_hidden(arguments))
    words = arguments.get("q", "")
    if not words.strip():
        return duplicates
    groups = (group for group in duplicates.groups if with_words([each.work for each in group.works], words))
    return Duplicates(duplicates.min_share, tuple(groups))
