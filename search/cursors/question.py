"""A short name for a question, so that the cursor of another one is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

QUESTION_BYTES = 6
# These may be others on the next page: they change no item of the list and no place.
_OF_A_PAGE = frozenset({"limit", "cursor", "facets", "remembered", "timeout"})


def question_of(view: str, text: str, options: DataclassInstance) -> bytes:
    """Names what is asked: the view ("search"), its text, and all of the options that decide which items there are.

    The options are a dataclass of strings, numbers, and tuples and mappings of them.

    >>> question_of("search", "a", SearchOptions(limit=1)) == question_of("search", "a", SearchOptions(limit=2))
    True
    """
    chosen = {field.name: getattr(options, field.name) for field in fields(options) if field.name not in _OF_A_PAGE}
    plain = json.dumps([view, text, chosen], sort_keys=True, default=_plain)
    return hashlib.blake2b(plain.encode("ascii"), digest_size=QUESTION_BYTES).digest()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return sorted(value) if isinstance(value, set | frozenset) else str(value)
