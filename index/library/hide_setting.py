"""Reads `[hide]` of `library.toml`: the ratings of works that are not shown until they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .names_setting import text_key
from .settings_check import SettingsCheck

HIDE = "hide"
# Those of the Archive of Our Own, of fanfiction.net, and of films. Others are possible, as an archive may have its own.
_KNOWN = (
    "Not Rated", "General Audiences", "Teen And Up Audiences", "Mature", "Explicit", "K", "K+", "T", "M", "MA",
    "G", "PG", "PG-13", "R", "NC-17", "NC17", "X", "Adult", "Teen", "General", "Unrated",
)  # fmt: skip
_MOST_RATINGS = 50
# "Explict" and "Teen & Up Audiences" are as much like a known rating, "PG" and "K" are not.
_MISSPELT = 0.8


def hidden_ratings(check: SettingsCheck, table: Mapping[str, Any]) -> tuple[str, ...]:
    """The ratings in the table, as they are written. Raises SettingsError, also for one that looks misspelt."""
    check.keys(table, ("ratings",), HIDE)
    ratings = check.texts(table, HIDE, "ratings", 0, '["Explicit"]')
    if len(ratings) > _MOST_RATINGS:
        raise check.wrong(HIDE, "ratings", f"has more than {_MOST_RATINGS} ratings", "Delete those that no work has.")
    known = {text_key(rating): rating for rating in _KNOWN}
    for rating in ratings:
        if text_key(rating) not in known:
            from difflib import get_close_matches  # 2 ms

            near = get_close_matches(text_key(rating), known, 1, _MISSPELT)
            if near:
                problem = f"has “{rating}”, which is no rating"
                raise check.wrong(HIDE, "ratings", problem, f"Did you mean “{known[near[0]]}”?")
    return ratings
