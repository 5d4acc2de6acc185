"""A page of HTML to blocks, as a browser would show it: what is one paragraph there is one block here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..model import Block, BlockKind
from .breaks import is_break
from .contents import is_contents_name
from .headings import joined
from .layout import learn, pieces, unwrapped
from .tree import Event, Kind, events

__all__ = ["Page", "Said", "read_page"]


@dataclass(slots=True)
class Said:
    """What a page says of itself: its `<title>`, its language, its `<meta>` by name, its links by relation."""

    title: str = ""
    language: str = ""
    meta: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    main_title: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page. A HEADING's level is its tag's (1 to 6). `anchors`: id -> index of the block that begins there."""

    blocks: tuple[Block, ...]
    anchors: Mapping[str, int]
    said: Said
    has_navigation: bool


_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol optgroup option p pre section summary table"
    " tbody td tfoot th thead tr ul".split()
)
_DROPPED = frozenset(
    "script style template nav svg iframe object embed audio video canvas noscript button select input textarea rp rt"
    " math-script".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}

# Whole sections that stand beside the story. An epigraph is the author's, and stays.
_NOTES = frozenset(
    "notes note author-note author-notes authornote authornotes authors-note authors-notes author_note author_notes"
    " footnote footnotes endnote endnotes rearnote rearnotes doc-footnote doc-endnote doc-endnotes imprint colophon"
    " copyright-page copyright doc-colophon doc-credits titlepage title-page halftitlepage halftitle fulltitle toc"
    " doc-toc loi lot landmarks dedication doc-dedication acknowledgements acknowledgments doc-acknowledgments"
    " pg-boilerplate pgheader pgfooter pg-header pg-footer transnote transcriber-note transcribers-note tnote"
    " bibliography index doc-index".split()
)
# The download pages of the Archive of Our Own: their tags and links, but not the chapter titles among them.
_SOFT_NOTES = frozenset(("meta",))
_VERSE = frozenset(
    "verse poem poetry stanza lyrics lyric song hymn z3998:verse z3998:poem z3998:song z3998:hymn z3998:lyrics".split()
)
_BREAKS = frozenset(
    "scenebreak scene-break scene_break sectionbreak section-break section_break break divider separator ornament"
    " asterism hr thoughtbreak thought-break".split()
)
# Numbers of notes and pages, shown small and apart: in the middle of a sentence they would break every phrase.
_MARKS = frozenset(
    "noteref doc-noteref backlink doc-backlink footnote-ref footnote-backref footnote-back fnanchor pagenum pageno"
    " page-number pagenumber pagebreak doc-pagebreak toc-heading".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_LONGEST_VERSE_LINE = 80
_LONGEST_ENTRIES = 400
_LEAST_ENTRIES = 3
_AO3 = "archiveofourown.org"


def read_page(text: str) -> Page:
    """The blocks of an HTML or XHTML document. Raises UnreadableSource for hostile nesting."""
    builder = _Builder(is_archive=_AO3 in text and 'id="preface"' in text)
    for event in events(text):
        builder.take(event)
    return builder.page()


@dataclass(slots=True)
class _Frame:
    """What an open element changed, to be undone when it closes."""

    tag: str
    is_block: bool = False
    is_note: bool = False
    is_soft: bool = False
    is_verse: bool = False
    is_author: bool = False
    is_break: bool = False
    is_link: bool = False
    before: int = 0


class _Builder:
    def __init__(self, *, is_archive: bool) -> None:
        self.blocks: list[Block] = []
        self.anchors: dict[str, int] = {}
        self.said = Said()
        self._note_names = _NOTES | {"preface", "afterword"} if is_archive else _NOTES
        self._frames: list[_Frame] = []
        self._dropped = 0  # open elements within a dropped one, itself included
        self._notes = self._soft = self._verse = self._preformatted = self._hgroup = self._hgroup_start = 0
        self._heading = 0
        self._lines: list[list[str]] = [[]]
        self._pictures: list[str] = []
        self._links = 0
        self._linked = self._unlinked = 0  # letters of the open paragraph within links to this page, and others
        self._listed: set[int] = set()
        self._blanks = 0
        self._any_blank = False
        self._in_head = self._has_navigation = False
        self._title: list[str] | None = None
        self._author: list[str] | None = None

    def take(self, event: Event) -> None:
        kind, value, attributes = event
        if kind is Kind.TEXT:
            self._text(value)
        elif kind is Kind.OPEN:
            if self._dropped:
                self._dropped += 1
            else:
                self._open(value, attributes)
        elif self._dropped:
            self._dropped -= 1
        else:
            self._close(value)

    def page(self) -> Page:
        self._flush()
        listed = self._contents()
        blocks = [
            Block(BlockKind.NOTE, " ".join(block.text.split("\n")), gap=block.gap) if index in listed else block
            for index, block in enumerate(self.blocks)
        ]
        if not self._any_blank:
            blocks = [Block(block.kind, block.text, block.level) for block in blocks]
        self.said.title = _collapsed(self.said.title)
        return Page(tuple(blocks), self.anchors, self.said, self._has_navigation)

    def _contents(self) -> set[int]:
        """Tables of contents: what stands under such a heading, and rows of links to places on this page."""
        found: set[int] = set()
        within = False
        for index, block in enumerate(self.blocks):
            if block.kind is BlockKind.HEADING and index not in self._listed:
                within = is_contents_name(block.text)
                if within:
                    found.add(index)
            elif within and len(block.text) <= _LONGEST_ENTRIES:
                found.add(index)
            else:
                within = within and index in self._listed
        run: list[int] = []
        for index in [*sorted(self._listed), -1]:
            if run and index != run[-1] + 1:
                if len(run) >= _LEAST_ENTRIES:
                    found.update(run)
                run = []
            run.append(index)
        return found

    def _text(self, text: str) -> None:
        if self._title is not None:
            self._title.append(text)
        elif not (self._dropped or self._in_head):
            self._lines[-1].append(text)
            if self._links:
                self._linked += len(text.strip())
            else:
                self._unlinked += len(text.strip())
            if self._author is not None:
                self._author.append(text)

    def _open(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if self._in_head or tag in ("head", "title", "meta", "link"):
            self._open_head(tag, attributes)
            return
        names = _names(attributes) if attributes else frozenset()
        if tag in _DROPPED or names & _MARKS or "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
            self._dropped = 1
            self._has_navigation |= tag == "nav"
            return
        if tag == "br":
            self._lines.append([])
        elif tag == "img":
            self._picture(attributes, names)
        frame = _Frame(tag)
        if tag in _BLOCKS:
            frame.is_block = True
            self._flush()
            if tag == "hr":
                self._break("")
            self._heading = _HEADINGS.get(tag, 0) or self._heading
            if tag == "hgroup":
                self._hgroup += 1
                self._hgroup_start = len(self.blocks)
            frame.before = len(self.blocks)
            # A section is a note as a whole; a phrase in a paragraph is not, whatever its class.
            if names & self._note_names and tag not in ("body", "html"):
                frame.is_note = True
                self._notes += 1
            if names & _SOFT_NOTES and tag in ("div", "dl", "section"):
                frame.is_soft = True
                self._soft += 1
            frame.is_break = tag in ("p", "div") and bool(names & _BREAKS)
            self._preformatted += tag == "pre"
        elif tag == "a" or names & {"z3998:author"}:
            rel = (attributes.get("rel") or "").lower().split()
            if "author" in rel or "authorlink" in names or "z3998:author" in names:
                frame.is_author = True
                self._author = []
        if names & _VERSE:
            frame.is_verse = True
            self._verse += 1
        if tag == "a" and (attributes.get("href") or "").startswith("#"):
            frame.is_link = True
            self._links += 1
        if (anchor := attributes.get("id") or (attributes.get("name") if tag == "a" else None)) is not None:
            self.anchors.setdefault(anchor, len(self.blocks))
        if tag in ("html", "body") and not self.said.language:
            self.said.language = attributes.get("xml:lang") or attributes.get("lang") or ""
        self._frames.append(frame)

    def _open_head(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        self._frames.append(_Frame(tag))
        if tag == "head":
            self._in_head = True
        elif tag == "title" and not self.said.title:
            self._title = []
        elif tag == "meta":
            name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
            content = attributes.get("content")
            if name and content:
                self.said.meta.setdefault(name.lower(), []).append(content.strip())
        elif tag == "link":
            for relation in (attributes.get("rel") or "").lower().split():
                self.said.links.setdefault(relation, attributes.get("href") or "")

    def _close(self, tag: str) -> None:
        if not self._frames:
            return
        frame = self._frames.pop()
        if tag == "title" and self._title is not None:
            self.said.title = "".join(self._title)
            self._title = None
            return
        if tag == "head":
            self._in_head = False
            return
        if frame.is_author and self._author is not None:
            name = _collapsed("".join(self._author))
            if name and name not in self.said.authors:
                self.said.authors.append(name)
            self._author = None
        if frame.is_block:
            if tag == "p" and not self._has_text() and not self._pictures and frame.before == len(self.blocks):
                self._empty_paragraph(is_break=frame.is_break)
            self._flush()
            if tag in _HEADINGS:
                self._heading = 0
            self._hgroup -= tag == "hgroup"
            self._preformatted -= tag == "pre"
            self._notes -= frame.is_note
            self._soft -= frame.is_soft
            if tag == "div" and frame.is_break and frame.before == len(self.blocks):
                self._break("")
        self._verse -= frame.is_verse
        self._links -= frame.is_link

    def _has_text(self) -> bool:
        return any(part.strip() for line in self._lines for part in line)

    def _empty_paragraph(self, *, is_break: bool) -> None:
        if is_break:
            self._break("")
        elif self.blocks:
            self._blanks += 1
            self._any_blank = True

    def _break(self, spelling: str) -> None:
        if self._notes == 0:
            self.blocks.append(Block(BlockKind.BREAK, spelling, gap=self._gap()))

    def _gap(self) -> int:
        gap, self._blanks = self._blanks, 0
        return gap

    def _picture(self, attributes: Mapping[str, str | None], names: frozenset[str]) -> None:
        alt = _collapsed(attributes.get("alt") or "")
        if len(alt) == 1 and alt.isalpha():
            # A drop capital: the picture is the word's first letter.
            self._lines[-1].append(alt)
        elif is_break(alt) or names & _BREAKS:
            self._pictures.append("")
        elif any(map(str.isalnum, alt)):
            self._pictures.append(alt)

    def _flush(self) -> None:
        lines, self._lines = self._lines, [[]]
        pictures, self._pictures = self._pictures, []
        first = len(self.blocks)
        is_listed = self._linked > self._unlinked
        self._linked = self._unlinked = 0
        if len(lines) > 1 or lines[0]:
            if self._preformatted:
                self._preformatted_blocks("\n".join("".join(line) for line in lines))
            else:
                self._paragraphs([_collapsed("".join(line)) for line in lines])
        if is_listed:
            self._listed.update(range(first, len(self.blocks)))
        for caption in pictures:
            if caption:
                self.blocks.append(Block(BlockKind.ILLUSTRATION, caption, gap=self._gap()))
            else:
                self._break("")

    def _preformatted_blocks(self, text: str) -> None:
        text = "\n".join([line.rstrip() for line in text.split("\n")])
        layout = learn(text)
        for piece in pieces(text, layout):
            self._blanks += max(0, piece.gap - 1)
            kind, plain = unwrapped(piece.text, layout)
            self._append(kind, plain)

    def _paragraphs(self, lines: list[str]) -> None:
        if self._heading:
            text = joined(lines)
            if text:
                if self._heading == 1 and not self.said.main_title:
                    self.said.main_title = " ".join(line for line in lines if line)
                self._append_heading(text)
            return
        empty = 0
        group: list[str] = []
        for line in [*lines, ""]:
            if line.strip(_UNSEEN):
                if not group and empty and self.blocks:
                    # Two <br> part paragraphs; more of them are blank lines that the author wanted seen.
                    self._blanks += max(0, empty - 1)
                    self._any_blank |= empty > 1
                empty = 0
                group.append(line)
            else:
                if group:
                    self._group(group)
                    group = []
                empty += 1

    def _group(self, lines: list[str]) -> None:
        is_verse = len(lines) > 1 and (self._verse > 0 or max(map(len, lines)) <= _LONGEST_VERSE_LINE)
        if is_verse and not any(is_break(line) for line in lines):
            self._append(BlockKind.VERSE, "\n".join(lines))
            return
        for line in lines:
            self._append(BlockKind.VERSE if self._verse else BlockKind.PARAGRAPH, line)

    def _append(self, kind: BlockKind, text: str) -> None:
        if self._notes or self._soft:
            self.blocks.append(Block(BlockKind.NOTE, " ".join(text.split("\n")), gap=self._gap()))
        elif is_break(text):
            self._break(text)
        elif self._continues_heading():
            above = self.blocks.pop()
            self.blocks.append(Block(BlockKind.HEADING, joined([above.text, text]), above.level, above.gap))
        else:
            self.blocks.append(Block(kind, text, gap=self._gap()))

    def _continues_heading(self) -> bool:
        """True within an <hgroup> that has begun: its lines are one heading."""
        return self._hgroup > 0 and len(self.blocks) > self._hgroup_start and self.blocks[-1].kind is BlockKind.HEADING

    def _append_heading(self, text: str) -> None:
        if self._notes:
            self.blocks.append(Block(BlockKind.NOTE, text, gap=self._gap()))
        elif is_break(text):
            self._break(text)
        elif self._continues_heading():
            self._append(BlockKind.PARAGRAPH, text)
        else:
            self.blocks.append(Block(BlockKind.HEADING, text, self._heading, self._gap()))


_UNSEEN = " \t\n\r\f\xa0\u200b\u2060\ufeff"


def _collapsed(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" \t\n\r\f\ufeff")


def _names(attributes: Mapping[str, str | None]) -> frozenset[str]:
    """The words by which an element says what it is: its classes, id, epub:type and role."""
    said = [attributes.get(name) or "" for name in ("class", "id", "epub:type", "role")]
    return frozenset(" ".join(said).lower().split())
