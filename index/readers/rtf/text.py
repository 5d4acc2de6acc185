"""Tokens of rich text to paragraphs: what a reader of the printed page would read, in its order.

Deleted and hidden text, comments, field codes, and what is printed on every page are out; text boxes come after the
paragraph that holds them, notes are kept with the paragraph that calls them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from fabula.index.errors import UnreadableSource
from fabula.index.readers.metadata.document_properties import DocumentProperties
from fabula.index.readers.styled.paragraph import Picture, StyledParagraph
from fabula.index.readers.styled.style_names import Role, heading_level, role_of

from .letters import Letters
from .tokens import Token, What, tokens

__all__ = ["read_rich_text"]

# Stories nest 20 groups; a million of them should not keep a million states.
_DEEPEST = 2_000


class _Place(Enum):
    """Where the text of a group goes: into the story, nowhere, into a table, or together under a name (`key`)."""

    BODY = "body"
    NOWHERE = "nowhere"
    FONTS = "fonts"
    STYLES = "styles"
    COLLECTED = "collected"


# Not the story's, though no "\*" says so.
_NOWHERE = frozenset(
    "colortbl header headerl headerr headerf footer footerl footerr footerf pict nonshppict listtext pntext pntxtb"
    " pntxta xe tc tcn rxe txe annotation atnid atnauthor comment private objdata datafield fldinst shprslt listtable"
    " revtbl rsidtbl generator filetbl template info upr bkmkstart bkmkend".split()
)
# These are known, though "\*" says that they may be passed over.
_KNOWN = frozenset(("shpinst", "shppict", "fldinst", "picprop", "ud"))
_PROPERTIES = {
    "title": "title", "author": "author", "subject": "subject", "keywords": "keywords", "doccomm": "description",
    "creatim": "created", "revtim": "modified",
}  # fmt: skip
_INNER = ("footnote", "shptxt", "dptxbxtext")
_DESTINATIONS = _NOWHERE | _PROPERTIES.keys() | {*_INNER, "sn", "sv", "fonttbl", "stylesheet"}
_SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "~": "\xa0",
    "-": "\xad", "_": "\u2011", "{": "{", "}": "}", "\\": "\\", "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e",
    "rtlmark": "\u200f", "zwbo": "\u200b", "zwnbo": "\u2060",
}  # fmt: skip
_ENDS = frozenset(("par", "sect", "cell", "row", "nestcell", "nestrow", "\n", "\r"))
_FORMATS = frozenset(
    "ansi mac pc pca ansicpg f uc li lin ri rin s v deleted b plain pard qc ql qr qj outlinelevel brdrb brdrt brdrl"
    " brdrr box".split()
)
# Twips: a quarter of an inch on both sides, or half an inch on the left.
_BOTH_SIDES, _LEFT = 360, 720


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits, and what ends with it. `key`: what its text is collected for."""

    place: _Place = _Place.BODY
    key: str = ""
    is_bold: bool = False
    is_hidden: bool = False
    is_contents: bool = False
    level: int = 0
    style: int = 0
    is_centred: bool = False
    is_ruled: bool = False
    left: int = 0
    right: int = 0
    skip: int = 1
    font: int = 0


_PLAIN = {"level": 0, "style": 0, "is_centred": False, "is_ruled": False, "left": 0, "right": 0}


@dataclass(slots=True)
class _Flow:
    """Paragraphs in the making: the body's, a note's or a text box's. `depth`: of the group that they end with."""

    key: str
    depth: int
    parts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    bold: int = 0
    plain: int = 0
    boxed: list[StyledParagraph] = field(default_factory=list)
    done: list[StyledParagraph] = field(default_factory=list)


def read_rich_text(text: str, properties: DocumentProperties) -> list[StyledParagraph]:
    """The paragraphs of an RTF file, read as Latin-1; its properties are added to these.

    Raises UnreadableSource for one that ends too early or nests without measure.
    """
    reader = _Reader(properties)
    for token in tokens(text):
        reader.take(token)
        if reader.is_over:
            return reader.finished()
    raise UnreadableSource("it is incomplete: it ends before its last closing brace")


class _Reader:
    def __init__(self, properties: DocumentProperties) -> None:
        self._properties = properties
        self._letters = Letters()
        self._states: list[_State] = []
        self._state = _State()
        self._styles: dict[int, tuple[str, _State]] = {}
        self._collected: list[str] = []
        self._names: dict[str, str] = {}
        self._date: dict[str, int] = {}
        self._is_optional = False
        self._flows = [_Flow("body", 0)]
        self.is_over = False

    def take(self, token: Token) -> None:
        what, value, number = token
        if what is What.BYTE:
            self._letters.byte(number or 0)
        elif what is What.TEXT:
            self._letters.text(value)
        elif what is What.WORD and value == "u" and number is not None:
            self._letters.unicode(number, self._state.skip)
        elif what is What.WORD and value in _SIGNS:
            self._letters.sign(_SIGNS[value])
        else:
            # Letters before this are of the state before this.
            self._put(self._letters.taken())
            if what is What.OPEN:
                self._open()
            elif what is What.CLOSE:
                self._close()
            else:
                self._word(value, number)

    def finished(self) -> list[StyledParagraph]:
        return self._flows[0].done

    def _put(self, text: str) -> None:
        state = self._state
        if not text or state.place is _Place.NOWHERE or state.place is _Place.FONTS:
            return
        if state.place is not _Place.BODY:
            self._collected.append(text)
        elif not state.is_hidden:
            flow = self._flows[-1]
            flow.parts.append(text)
            letters = any(map(str.isalnum, text))
            flow.bold += letters if state.is_bold else 0
            flow.plain += 0 if state.is_bold else letters

    def _open(self) -> None:
        if len(self._states) >= _DEEPEST:
            raise UnreadableSource(f"its groups are nested more than {_DEEPEST:,} deep, which no story needs")
        self._states.append(self._state)
        if self._state.place is _Place.STYLES and self._state.key == "":
            self._state = replace(self._state, key="style")
            self._collected = []
        self._is_optional = False

    def _close(self) -> None:
        if not self._states:
            return
        ended, self._state = self._state, self._states.pop()
        self._is_optional = False
        if ended.key != self._state.key:
            self._collect(ended, "".join(self._collected))
            self._collected = []
        if len(self._flows) > 1 and len(self._states) < self._flows[-1].depth:
            self._end_inner(ended)
        self._letters.font(self._state.font)
        if not self._states:
            if any(part.strip() for part in self._flows[0].parts):
                self._end_paragraph(ended)
            self.is_over = True

    def _collect(self, ended: _State, text: str) -> None:
        """A group is over whose text has a name of its own."""
        if ended.key == "style":
            self._styles[ended.style] = (text.partition(";")[0].strip(), ended)
        elif ended.key in ("sn", "sv"):
            self._names[ended.key] = text.strip()
            if ended.key == "sv" and self._names.get("sn") == "wzDescription" and text.strip():
                self._flows[-1].pictures.append(Picture(text.strip()))
        elif ended.key == "fldinst":
            contents = text.split()[:1] == ["TOC"]
            self._state = replace(self._state, is_contents=self._state.is_contents or contents)
        elif ended.key:
            date = self._date
            if date:
                text = f"{date.get('yr', 0):04}-{date.get('mo', 0):02}-{date.get('dy', 0):02}"
            setattr(self._properties, _PROPERTIES[ended.key], text)
            self._date = {}

    def _end_inner(self, ended: _State) -> None:
        if self._flows[-1].parts:
            self._end_paragraph(ended)
        flow = self._flows.pop()
        if flow.key != "footnote":
            self._flows[-1].boxed += flow.done
        elif note := " ".join(" ".join(paragraph.text.split()) for paragraph in flow.done).strip():
            self._flows[-1].notes.append(note)

    def _word(self, word: str, number: int | None) -> None:
        if word == "*":
            self._is_optional = True
            return
        is_optional, self._is_optional = self._is_optional, False
        if self._destination(word, is_optional):
            return
        if word in ("f", "fcharset", "cpg") and self._state.place is _Place.FONTS:
            self._letters.define(word, number or 0)
        elif word in ("yr", "mo", "dy") and self._state.key in _PROPERTIES:
            self._date[word] = number or 0
        elif word in _ENDS:
            if self._state.place is _Place.BODY:
                self._end_paragraph(self._state)
        else:
            self._format(word, number)

    def _destination(self, word: str, is_optional: bool) -> bool:
        """True if the word says where the text of its group goes."""
        if not is_optional and word not in _DESTINATIONS:
            return False
        place, key = None, ""
        if (word in _PROPERTIES and self._state.place is _Place.NOWHERE) or word in ("sn", "sv") or word == "fldinst":
            place, key = _Place.COLLECTED, word
        elif word == "ud" and is_optional:
            # What the group around it says, once more in Unicode.
            outer = [state for state in self._states if state.place is not _Place.NOWHERE]
            place, key = (outer[-1].place, outer[-1].key) if outer else (_Place.BODY, "")
        elif word == "fonttbl":
            place = _Place.FONTS
        elif word == "stylesheet":
            place = _Place.STYLES
        elif word in _INNER and self._state.place is not _Place.NOWHERE:
            self._flows.append(_Flow(word, len(self._states)))
            self._state = replace(self._state, **_PLAIN, is_bold=False, is_hidden=False, place=_Place.BODY, key="")  # type: ignore[arg-type]
            return True
        elif word in _NOWHERE or (is_optional and word not in _KNOWN):
            place = _Place.NOWHERE
        if place is None:
            return False
        if key:
            self._collected = []
        self._state = replace(self._state, place=place, key=key)
        return True

    def _format(self, word: str, number: int | None) -> None:
        # Nine words of ten are about colours, languages and the like.
        if word not in _FORMATS:
            return
        on = number != 0
        change: dict[str, object] = {}
        if word in ("ansi", "mac", "pc", "pca", "ansicpg"):
            self._letters.default(word, number or 0)
        elif word == "f":
            change = {"font": number or 0}
            self._letters.font(number or 0)
        elif word in ("uc", "li", "lin", "ri", "rin", "s"):
            name = {"uc": "skip", "s": "style"}.get(word, "left" if word[0] == "l" else "right")
            change = {name: max(0, min(number or 0, 1_000_000))}
            if word == "s" and self._state.place is _Place.BODY and number in self._styles:
                # Writers repeat what a style says, but not its outline's level.
                change["level"] = self._styles[number][1].level
        elif word in ("v", "deleted"):
            change = {"is_hidden": on}
        elif word == "b":
            change = {"is_bold": on}
        elif word == "plain":
            change = {"is_bold": False, "is_hidden": False, "font": 0}
        elif word == "pard":
            change = {**_PLAIN}
        elif word in ("qc", "ql", "qr", "qj"):
            change = {"is_centred": word == "qc"}
        elif word == "outlinelevel":
            change = {"level": number + 1 if number is not None and 0 <= number < 9 else 0}
        elif word in ("brdrb", "brdrt"):
            change = {"is_ruled": True}
        elif word in ("brdrl", "brdrr", "box"):
            change = {"is_ruled": False}
        if any(getattr(self._state, name) != value for name, value in change.items()):
            self._state = replace(self._state, **change)  # type: ignore[arg-type]

    def _end_paragraph(self, state: _State) -> None:
        flow = self._flows[-1]
        name = self._styles.get(state.style, ("", state))[0]
        role = Role.CONTENTS if state.is_contents else role_of(name)
        made = StyledParagraph(
            text="".join(flow.parts),
            level=(heading_level(name) or state.level) if role is Role.BODY else 0,
            role=role,
            is_centred=state.is_centred,
            is_bold=flow.bold > 0 and flow.plain == 0,
            is_indented=state.left >= _LEFT or min(state.left, state.right) >= _BOTH_SIDES,
            is_rule=state.is_ruled,
            notes=flow.notes,
            pictures=flow.pictures,
        )
        flow.done += [made, *flow.boxed]
        flow.parts, flow.notes, flow.pictures, flow.boxed = [], [], [], []
        flow.bold = flow.plain = 0
