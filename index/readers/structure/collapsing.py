"""Collapses white space as a browser does."""

from __future__ import annotations

_OTHER_BLANKS = "\n\t\r\f"
_INVISIBLE = " \t\n\r\f\xa0\u200b\u2060\ufeff"


def collapse_whitespace(text: str) -> str:
    """`text` with white space collapsed as in a browser."""
    # Replacing takes a fifth of the time of one substitution by a regular expression.
    for blank in _OTHER_BLANKS:
        if blank in text:
            text = text.replace(blank, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" \ufeff")


def is_invisible(line: str) -> bool:
    """True if nothing of a line would be seen."""
    return not line.strip(_INVISIBLE)
