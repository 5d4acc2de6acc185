"""The shared model: a work, its chapters and blocks, and the scenes made of them.

A reader turns a source into a `Work` of typed blocks; segmentation turns a `Work` into `Scene`s; the store keeps
`WorkRecord`s and `Scene`s. All are frozen. Offsets are half-open and count Unicode code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple


class BlockKind(StrEnum):
    """The kind of a block. NOTE is paratext by the format's own markup (an author's note, a licence, an imprint)."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    VERSE = "verse"
    BREAK = "break"
    NOTE = "note"
    ILLUSTRATION = "illustration"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a work, in reading order.

    text   without markup. A VERSE keeps its line ends as "\\n"; every other kind has none. A BREAK holds its own
           spelling ("* * *"), or "" where the format has a tag for it. An ILLUSTRATION holds its caption.
    level  of a HEADING below its chapter: 1 is the highest; 0 for every other kind.
    gap    the number of blank lines before the block, in formats where blank lines are all the author had (plain
           text); None where the format says more than blank lines do.
    """

    kind: BlockKind
    text: str
    level: int = 0
    gap: int | None = None


class SceneKind(StrEnum):
    """STORY scenes are numbered; PARATEXT (notes, licences, sign-offs) is kept apart and searched on request."""

    STORY = "story"
    PARATEXT = "paratext"


class StatedScene(NamedTuple):
    """A scene that a file states itself, as the export of a library does.

    blocks  how many of its chapter's blocks it has, breaks not counted; it begins where the scene before it ends.
    cut     as in `Scene`.
    """

    kind: SceneKind
    blocks: int
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """A run of blocks under one title. A work without chapters is one Chapter with `number` None.

    number  counts the chapters from 1; None outside of them (front matter, a work without chapters).
    path    the file that the chapter was read from, where a work has several ("" otherwise).
    scenes  the scenes of all its blocks, in order, where the file states them; () where segmentation finds them. All
            chapters of a work have them, or none.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    number: int | None = None
    path: str = ""
    scenes: tuple[StatedScene, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError for a number that is no count."""
        if self.number is not None:
            _require_count("The number of a chapter", self.number)
        _mend_surrogates(self)


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of a work as its format gives it. Everything is optional; dates are ISO 8601, as precise as known.

    language         BCP 47, lower-case ("en", "en-gb"); "" if the format did not say.
    series           the first series of the work, `series_number` its place in it ("4"); `more_series` the others.
    status           in the archive's own words ("Completed", "In-Progress").
    stated_words     the archive's count; 0 if it gave none. A record's `words` are counted by the library.
    stated_chapters  posted of planned, in the archive's own words ("5/?", "12").
    title_source     where the title is from, if not from the format's own field for it: "heading" (the first heading of
                     the text) or "file" (the name of the file, as there is nothing better).
    address          the canonical source address (of the work at its archive), "" if unknown.
    identifier       the OPF unique identifier or its like, "" if none.
    """

    language: str = ""
    fandoms: tuple[str, ...] = ()
    relationships: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    rating: str = ""
    series: str = ""
    series_number: str = ""
    more_series: tuple[str, ...] = ()
    status: str = ""
    stated_words: int = 0
    stated_chapters: str = ""
    publisher: str = ""
    published: str = ""
    updated: str = ""
    summary: str = ""
    address: str = ""
    identifier: str = ""
    title_source: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for a number that is no count."""
        _require_count("stated_words", self.stated_words)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text of a file that a reader leaves out on purpose.

    rule  the name of the rule, as docs/formats.md has it ("page marks", "deleted text").
    text  the words, without markup.
    """

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Work:
    """One story as a reader gives it.

    title     "" if neither the format nor the text has one (the file's name then serves).
    reader    the name of the reader.
    path      POSIX path relative to `source`; archive members "a.zip!/b.txt"; undecodable bytes as "\\xNN".
    source    the root that the path is relative to. Both are "" for works made in Python without them.
    digest    of the source's bytes, hexadecimal, to tell an unchanged file; "" if unknown.
    left_out  what the reader left out, in any order; kept by no library.
    """

    title: str
    authors: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    metadata: Metadata = field(default_factory=Metadata)
    reader: str = ""
    path: str = ""
    source: str = ""
    digest: str = ""
    left_out: tuple[LeftOut, ...] = ()

    def __post_init__(self) -> None:
        _mend_surrogates(self)


def _require_count(name: str, number: int) -> None:
    """Raises ValueError for what no library could be read with again."""
    if type(number) is not int or not 0 <= number < 1 << 63:
        raise ValueError(f"{name} is no whole number from 0 to 2**63 - 1.")


def without_lone_surrogates(text: str) -> str:
    """`text` as every encoding takes it: two halves of a character are joined, a lone half becomes U+FFFD.

    >>> without_lone_surrogates("She \\ud83d left.")
    'She \ufffd left.'
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _mend_surrogates(made: Chapter | Work) -> None:
    """Mend lone surrogates, so that all text of a library can be encoded.

    The chapters of a work were mended when they were made. A reader's work is copied three times with another title or
    path, and to look through all of its text each time took 8 % of reading a novel.
    """
    names = [each.name for each in fields(made) if each.name != "chapters"]
    try:
        # One pass over a novel takes 1 ms, and nearly always ends here.
        "".join([text for name in names for text in _texts(getattr(made, name)) if not text.isascii()]).encode()
    except UnicodeEncodeError:
        for name in names:
            object.__setattr__(made, name, _mended(getattr(made, name)))


def _texts(value: Any) -> Iterator[str]:
    """All strings in a part of a chapter or work."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Block):
        yield value.text
    elif isinstance(value, tuple):
        # Blocks are most of a chapter: one generator for each took longer than all encoding.
        yield from [block.text for block in value if type(block) is Block]
        for item in value:
            if type(item) is not Block:
                yield from _texts(item)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _texts(getattr(value, each.name))


def _mended(value: Any) -> Any:
    if type(value) is str:
        return without_lone_surrogates(value)
    if isinstance(value, tuple):
        return tuple(map(_mended, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _mended(getattr(value, each.name)) for each in fields(value)})
    return value


class Paragraph(NamedTuple):
    """A half-open span of `Scene.text`, and what kind of block it was."""

    start: int
    end: int
    kind: BlockKind


class ChapterRef(NamedTuple):
    """The chapter of a scene: its number (None outside numbered chapters) and title ("" if it has none)."""

    number: int | None
    title: str


@dataclass(frozen=True, slots=True)
class Scene:
    """The unit of indexing and of results.

    id          permanent: the work's id and a hash of the scene's folded words, so it survives re-wrapping and
                rebuilding.
    number      counts the story scenes of a work from 1; None for paratext.
    order       the place among all scenes of the work, paratext included, from 0.
    text        paragraphs joined by a blank line ("\\n\\n"); verse lines by "\\n".
    paragraphs  sorted, disjoint, covering all of `text` but the blank lines between them.
    path        the chapter's own file, where the work has several ("" otherwise).
    words       number of words (terms) in `text`.
    cut         True where the scene begins at a cut of ours (in a long run without breaks).
    """

    id: str
    work_id: str
    kind: SceneKind
    number: int | None
    order: int
    chapter: ChapterRef | None
    text: str
    paragraphs: tuple[Paragraph, ...]
    words: int
    path: str = ""
    cut: bool = False


def story_scenes(scenes: Iterable[Scene]) -> list[Scene]:
    """The scenes of the story itself, in order, without notes and the like."""
    return [scene for scene in scenes if scene.kind is SceneKind.STORY]


class Gender(StrEnum):
    """The gender of a character, as far as the story shows it."""

    FEMALE = "f"
    MALE = "m"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class WorkRecord:
    """One work as the library keeps it, without its text.

    language  BCP 47, from the metadata or detected; "und" if neither.
    words     of the story scenes; `notes` counts the paratext scenes, which `scenes` leaves out.
    size      bytes of the scenes' text in UTF-8, paratext included.
    added     when it first came into a library, ISO 8601, UTC; "" if that is not known.
    imported  True if `path` and `source` name a file of the library that it was exported from, maybe on another
              machine. Nothing looks for that file here, so it cannot be missing.
    file      the whole path of its file on this machine, in answers of `fabula.search.Library` only. There `source` is
              the name of the source and `path` is below it; elsewhere `source` is the path of the source.

    Two records are equal if they say the same of the work, whenever and however it came.
    """

    id: str
    title: str
    authors: tuple[str, ...]
    metadata: Metadata
    language: str
    reader: str
    path: str
    source: str
    digest: str
    chapters: int
    scenes: int
    notes: int
    words: int
    size: int
    added: str = field(default="", compare=False)
    imported: bool = field(default=False, compare=False)
    file: str = field(default="", compare=False)

    @property
    def has_file(self) -> bool:
        """True if it was read from a file of a source of this library."""
        return bool(self.source) and not self.imported
