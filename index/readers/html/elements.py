"""Classifies elements of a page by tag and by name (class, id, epub:type, role)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

Attributes = Mapping[str, str | None]

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol optgroup option p pre section summary table"
    " tbody td tfoot th thead tr ul listing xmp plaintext".split()
)
# Tags of elements that are not read -> the rule by which their text is left out; "" where it is no text.
DROPPED = {
    "script": "",
    "style": "",
    "math-script": "",
    "nav": "navigation",
    "template": "hidden text",
    "svg": "drawings",
    "rp": "ruby",
    "rt": "ruby",
    **dict.fromkeys(("button", "select", "input", "textarea"), "forms"),
    # Shown only where the thing itself is not.
    **dict.fromkeys(("iframe", "object", "embed", "audio", "video", "canvas", "noscript"), "fallback text"),
}
# Elements in a line that, without attributes and styles, do nothing.
PLAIN_TAGS = frozenset(
    "i b em strong span u small big font tt cite code s strike sub abbr acronym dfn var kbd samp ins del mark bdi bdo"
    " nobr wbr".split()
)
CODE = frozenset(("script", "style"))
# Nothing is in them that could be hidden, and a hidden rule or line break still parts words.
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# Elements with one paragraph each: a blank line in their text is white space.
ONE_PARAGRAPH = frozenset("p li dt dd h1 h2 h3 h4 h5 h6 figcaption caption summary legend option td th".split())
PREFORMATTED = frozenset(("pre", "listing", "xmp", "plaintext"))
HEADINGS = {f"h{level}": level for level in range(1, 7)}

# Publisher's front matter: a page of nothing else is no work.
FRONT = frozenset(
    "imprint colophon doc-colophon copyright-page copyright titlepage title-page halftitlepage halftitle fulltitle toc"
    " doc-toc loi lot landmarks".split()
)
# Whole sections that are not the story. An epigraph is the author's, so it is not among them.
NOTES = FRONT | frozenset(
    "notes note author-note author-notes authornote authornotes authors-note authors-notes author_note author_notes"
    " footnote footnotes endnote endnotes rearnote rearnotes doc-footnote doc-endnote doc-endnotes doc-credits"
    " dedication doc-dedication acknowledgements acknowledgments doc-acknowledgments"
    " pg-boilerplate pgheader pgfooter pg-header pg-footer transnote transcriber-note transcribers-note tnote"
    " bibliography index doc-index profile_top".split()
)
# Notes that a reading device shows where they are called, so a sheet hides them at their place.
SHOWN_WHEN_CALLED = frozenset(
    "footnote footnotes endnote endnotes rearnote rearnotes doc-footnote doc-endnote doc-endnotes".split()
)
# Download pages of the Archive of Our Own: tags and links are notes, the chapter titles among them are not.
SOFT_NOTES = frozenset(("meta", "byline", "endnote-link"))
VERSE = frozenset(
    "verse poem poetry stanza lyrics lyric song hymn z3998:verse z3998:poem z3998:song z3998:hymn z3998:lyrics".split()
)
BREAKS = frozenset(
    "scenebreak scene-break scene_break sectionbreak section-break section_break break divider separator ornament"
    " asterism hr thoughtbreak thought-break".split()
)
# The text of stories on ficbook.net, whose sheet keeps its line ends; a saved page comes without that sheet.
LINES_KEPT = frozenset(("js-part-text", "part_text"))


def element_names(attributes: Attributes) -> frozenset[str]:
    """The names of an element: its classes, id, epub:type and role, in lower case."""
    if not attributes:
        return _NO_NAMES
    get = attributes.get
    identifier = get("id")
    names = _names(get("class") or "", get("epub:type") or "", get("role") or "")
    return names | {identifier.lower()} if identifier else names


_NO_NAMES: frozenset[str] = frozenset()


# Classes are few in a page, ids are many.
@lru_cache(maxsize=2_000)
def _names(classes: str, types: str, role: str) -> frozenset[str]:
    return frozenset(f"{classes} {types} {role}".lower().split())
