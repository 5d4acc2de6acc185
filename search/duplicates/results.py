"""Works that tell the same text, in groups. All types are frozen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from fabula.index.model import WorkRecord


class DuplicateKind(StrEnum):
    """What the works of a group are to its first one, the surest first.

    SAME       all scenes, notes included, have the same words.
    EDITIONS   most words of each are in scenes that the other has too, word for word or nearly.
    CONTAINED  nearly all of their words are in scenes of the first, which has much more.
    LIKELY     they share about so much of their wording, but not in the same scenes; or a lesser part of them.
    REPEATED   one work, which has a long scene twice.
    """

    SAME = "same"
    EDITIONS = "editions"
    CONTAINED = "contained"
    LIKELY = "likely"
    REPEATED = "repeated"


class TextPart(NamedTuple):
    """A part of a work: its story scenes, its notes, and the words of both."""

    scenes: int = 0
    notes: int = 0
    words: int = 0


@dataclass(frozen=True, slots=True)
class DuplicateWork:
    """A work of a group, beside the first one of it.

    share      of the words of its story that the first has too, 0 to 1; an estimate in a group that is LIKELY.
    same       story scenes that the first has word for word; `alike` those that it has nearly so.
    only       what the first lacks; `lacks`: what the first has and this one lacks.
    again      scenes that this work has had before, word for word: a chapter posted twice.
    own_words  words of scenes that no other work of the library has word for word.
    is_shown   True if results show its copy of the scenes that both have; `why_shown` says why.
    is_spare   True if the works that are not spare have all of its scenes, and those of its whole file, word for word.
               All spare works of a library may go together.
    is_certain False if its file failed, became a pointer, is away or gone, or was imported with its library: the text
               may be nowhere else, so that no other work is spare because of this one.
    """

    work: WorkRecord
    share: float
    same: int
    alike: int
    only: TextPart
    lacks: TextPart
    again: TextPart
    own_words: int
    is_shown: bool
    why_shown: str
    is_spare: bool
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Works that tell one text, the longest first; they are compared with that one."""

    kind: DuplicateKind
    works: tuple[DuplicateWork, ...]

    @property
    def size(self) -> int:
        """Bytes of text of all works but the first."""
        return sum(each.work.size for each in self.works[1:])


@dataclass(frozen=True, slots=True)
class Duplicates:
    """The groups of a library, those with the most text to spare first. A work may be in several.

    min_share  that the groups were made with.
    """

    min_share: float
    groups: tuple[DuplicateGroup, ...]

    @property
    def works(self) -> int:
        """The number of works in the groups."""
        return len({each.work.id for group in self.groups for each in group.works})

    @property
    def spare(self) -> tuple[WorkRecord, ...]:
        """The works that may go together without the loss of a word, the largest first."""
        found = {each.work.id: each.work for group in self.groups for each in group.works if each.is_spare}
        return tuple(sorted(found.values(), key=lambda work: (-work.size, work.id)))
