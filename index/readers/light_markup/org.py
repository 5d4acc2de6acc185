"""Org, the outlines of Emacs: headlines, blocks, keywords, and the marks within a line (Org manual, 9.7).

orgparse reads outlines, but leaves the text of an entry as it is; the rest of the libraries are for Emacs itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fabula.index.files.source import Source
from fabula.index.model import Work
from fabula.index.readers.bytes.binary import binary_kind
from fabula.index.readers.bytes.encoding import decode
from fabula.index.readers.html.page_story import strip_markup
from fabula.index.readers.metadata.labels import LabelledValue, describe_labels
from fabula.index.readers.metadata.make_work import make_work
from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.heading_chapters import chapters_by_headings

from .blocks import Inline, MarkupBlocks, unmarked

__all__ = ["OrgReader"]

_KEYWORD = re.compile(r"[ \t]*#\+([\w-]+):[ \t]*(.*)")
_BLOCK = re.compile(r"[ \t]*#\+(begin|end)_(\w+)\b.*", re.IGNORECASE)
_HEADLINE = re.compile(r"(\*+)[ \t]+(.*)")
_TODO = re.compile(r"(?:TODO|DONE|NEXT|DRAFT)[ \t]+(?=\S)")
_PRIORITY = re.compile(r"\[#\w\][ \t]*")
_HEADLINE_TAGS = re.compile(r"[ \t]+:(?:[\w@#%]+:)+[ \t]*$")
_DRAWER = re.compile(r"[ \t]*:([\w-]+):[ \t]*$")
_PROPERTY = re.compile(r"[ \t]*:([\w:.+-]+):[ \t]+(.*)")
_PLANNING = re.compile(r"[ \t]*(?:SCHEDULED|DEADLINE|CLOSED):[ \t]*[<\[].*")
_COMMENT = re.compile(r"[ \t]*#(?:[ \t]+(.*))?$")
_FOOTNOTE = re.compile(r"\[fn:([\w-]+)\][ \t]*(.*)")
_ITEM = re.compile(r"[ \t]*(?:[-+]|\d{1,4}[.)])[ \t]+\S")
_HARD_END = re.compile(r"\\\\[ \t]*$")
_AFTER_THE_TITLE = 2
# Names of keywords that say how to export, and nothing of the work.
_SETTINGS = frozenset(
    "options startup latex_header html_head html_head_extra property setupfile latex_class export_file_name"
    " seq_todo todo latex_compiler bibliography cite_export select_tags exclude_tags attr_html attr_latex name".split()
)
_MET_AS = {"filetags": "tags", "email": "", "subtitle": "", "caption": ""}
_KEPT = frozenset(("verse", "example", "src"))


class OrgReader:
    """Reads .org."""

    name = "org"

    def sniff(self, source: Source) -> int:
        if source.is_folder or source.suffix != ".org":
            return 0
        return 30 if binary_kind(source.head()) else 70

    def read(self, source: Source) -> Iterator[Work]:
        org = _Org(decode(source.read()).text.split("\n"))
        described = describe_labels(org.pairs)
        yield make_work(OrgReader.name, source, described, chapters_by_headings(org.gathered.blocks, described))


class _Org:
    """One file: its blocks, and what its keywords say."""

    def __init__(self, lines: list[str]) -> None:
        self.pairs: list[LabelledValue] = []
        self.gathered = MarkupBlocks(_plain)
        self._drawer = ""
        self._block = ""
        self._footnote: list[str] | None = None
        for line in lines:
            self._take(line)
        self._end_footnote()
        self.gathered.end()

    def _take(self, line: str) -> None:
        gathered = self.gathered
        if match := _BLOCK.fullmatch(line):
            self._end_footnote()
            gathered.end(is_verse=self._block in _KEPT)
            self._block = match[2].lower() if match[1].lower() == "begin" else ""
            gathered.is_note = self._block in ("comment", "export")
        elif self._block:
            self._within_block(line)
        elif self._drawer:
            self._within_drawer(line)
        elif is_break(line) and not line.lstrip().startswith("|"):
            # "* * *" is a headline to org, and to no author.
            self._end_footnote()
            gathered.divide(line.strip())
        elif match := _HEADLINE.match(line):
            self._end_footnote()
            title = _HEADLINE_TAGS.sub("", _PRIORITY.sub("", _TODO.sub("", match[2])))
            gathered.heading(title, len(match[1]))
        elif not line.strip():
            if self._footnote is None:
                gathered.blank()
            self._end_footnote()
        elif self._footnote is not None and not _FOOTNOTE.match(line):
            self._footnote.append(line)
        else:
            self._end_footnote()
            self._outside(line)

    def _outside(self, line: str) -> None:
        gathered = self.gathered
        if match := _KEYWORD.fullmatch(line):
            gathered.end()
            self._keyword(match[1].lower(), match[2].strip())
        elif (match := _DRAWER.match(line)) and match[1].lower() != "end":
            gathered.end()
            self._drawer = match[1].lower()
        elif _PLANNING.fullmatch(line):
            gathered.end()
        elif match := _COMMENT.fullmatch(line):
            gathered.note(match[1] or "")
        elif match := _FOOTNOTE.match(line):
            gathered.end()
            self._footnote = [match[2]]
        elif line.lstrip().startswith("|"):
            self._row(line)
        else:
            if _ITEM.match(line):
                gathered.end()
            gathered.line(_HARD_END.sub("", line), is_hard=_HARD_END.search(line) is not None)

    def _keyword(self, key: str, value: str) -> None:
        if key in _SETTINGS or key.startswith(("attr_", "latex", "html")):
            return
        if key == "caption":
            self.gathered.picture(_plain(value).text)
            return
        label = _MET_AS.get(key, key)
        if key == "filetags":
            value = ", ".join(tag for tag in value.split(":") if tag)
        if label:
            self.pairs.append(LabelledValue(label, _plain(strip_markup(value)).text))
        self.gathered.note(f"{key}: {value}" if value else "")

    def _within_drawer(self, line: str) -> None:
        if line.strip().lower() == ":end:":
            self._drawer = ""
        elif match := _PROPERTY.fullmatch(line):
            # Before any text the properties are those of the file; later they are numbers of headlines.
            if len(self.gathered.blocks) <= _AFTER_THE_TITLE:
                self.pairs.append(LabelledValue(match[1], match[2]))
        elif line.strip():
            # No drawer after all: nothing is lost in one that is never closed.
            self.gathered.line(line)
            self._drawer = ""

    def _within_block(self, line: str) -> None:
        # A comma protects what org would read otherwise.
        line = re.sub(r"^([ \t]*),(?=\*|#\+)", r"\1", line)
        if line.strip():
            self.gathered.line(_HARD_END.sub("", line), is_hard=_HARD_END.search(line) is not None)
        elif self._block in _KEPT:
            self.gathered.end(is_verse=True)
        else:
            self.gathered.blank()

    def _row(self, line: str) -> None:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not set("".join(cells)) <= set("-+: "):
            self.gathered.line(" ".join(cell for cell in cells if cell), is_hard=True)

    def _end_footnote(self) -> None:
        if self._footnote is not None:
            text, self._footnote = " ".join(self._footnote), None
            self.gathered.note(_plain(text).text)


_LINK = re.compile(r"\[\[([^\[\]]+)\](?:\[((?:[^\[\]]|\[[^\[\]]*\])+)\])?\]")
_TARGET = re.compile(r"<{2,3}[^<>\n]{1,200}>{2,3}")
_INLINE_NOTE = re.compile(r"\[fn:[\w-]*:((?:[^\[\]]|\[[^\[\]]*\])*)\]")
_NOTE_MARK = re.compile(r"[ \u2060]?\[fn:[\w-]+\]")
_SNIPPET = re.compile(r"@@\w+:(.*?)@@")
_TAG = re.compile(r"</?\w[^<>]*>")
_ENTITIES = {
    "nbsp": "\u00a0", "ndash": "–", "mdash": "—", "dots": "…", "hellip": "…", "shy": "\u00ad", "deg": "°", "copy": "©",
    "laquo": "«", "raquo": "»", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”",
}  # fmt: skip
_ENTITY = re.compile(rf"\\({'|'.join(_ENTITIES)})(?:\{{\}}|(?![A-Za-z]))")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp)$", re.IGNORECASE)


def _plain(text: str) -> Inline:
    """`text` without marks; dashes and ellipses as org exports them."""
    notes = tuple(_unmarked(note) for note in _INLINE_NOTE.findall(text) if note.strip()) if "[fn:" in text else ()
    if notes or "[fn:" in text:
        text = _NOTE_MARK.sub("", _INLINE_NOTE.sub("", text))
    return Inline(_unmarked(text), notes)


def _unmarked(text: str) -> str:
    if "[[" in text:
        text = _LINK.sub(lambda match: match[2] or ("" if _PICTURE.search(match[1]) else match[1]), text)
    if "<<" in text:
        text = _TARGET.sub("", text)
    if "@@" in text:
        text = _SNIPPET.sub(lambda match: _TAG.sub("", match[1]), text)
    if "\\" in text:
        text = _ENTITY.sub(lambda match: _ENTITIES[match[1]], text)
    text = unmarked(text, "*/_=~+")
    return text.replace("---", "—").replace("--", "–").replace("...", "…").replace("\u200b", "")
