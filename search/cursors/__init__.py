"""Where a list goes on: cursors that name a commit and a question, and the commits and answers kept for them."""

from __future__ import annotations

from .cursor import Cursor
from .question import question_of

__all__ = ["Cursor", "question_of"]
