"""Options for lxml, under which XML of strangers is safe to parse."""

from __future__ import annotations

from typing import Any

SAFE_XML: dict[str, Any] = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "remove_comments": True, "remove_pis": True,
}  # fmt: skip
"""No entity is resolved, nothing is fetched, and comments and processing instructions are left out."""
