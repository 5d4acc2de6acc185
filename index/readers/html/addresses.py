"""Resolves the addresses in the pages of a book to its files."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

_WEB = re.compile(r"//|(?:https?|ftp|mailto|data|urn|javascript|about|tel|blob|cid|kindle):", re.IGNORECASE)
# "file:///OEBPS/one.xhtml", "C:\\book\\one.xhtml"
_THIS_MACHINE = re.compile(r"^(?:file:(?://(?:localhost)?(?=/))?(?:/?[a-z]:(?=[\\/]))?|[a-z]:(?=[\\/]))", re.IGNORECASE)


def resolve_reference(base: str, reference: str) -> str:
    """The member to which `reference` in the file `base` leads, percent-decoded; "" for a web address."""
    reference = _THIS_MACHINE.sub("", reference.strip())
    if _WEB.match(reference):
        return ""
    path = unquote(re.split("[?#]", reference, maxsplit=1)[0])
    if not path:
        return base
    # A path from the top of the archive, or of a web site.
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path)).lstrip("/")
