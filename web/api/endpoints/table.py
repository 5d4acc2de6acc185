"""All endpoints, in the order in which they are listed; `__init__.py` says how one is added."""

from __future__ import annotations

from .duplicates import DUPLICATE_ENDPOINTS
from .matches import MATCH_ENDPOINTS
from .searches import SEARCHES
from .server import SERVER_ENDPOINTS
from .speech import SPEECH_ENDPOINTS
from .words import WORD_ENDPOINTS
from .works import WORK_ENDPOINTS

ENDPOINTS = (
    *SEARCHES,
    *MATCH_ENDPOINTS,
    *WORD_ENDPOINTS,
    *SPEECH_ENDPOINTS,
    *WORK_ENDPOINTS,
    *DUPLICATE_ENDPOINTS,
    *SERVER_ENDPOINTS,
)
