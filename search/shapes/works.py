"""Works, their casts and their scenes."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from fabula.index.model import BlockKind, Gender, Metadata, SceneKind
from fabula.index.shapes import Each, Flag, Maybe, Noted, OneOf, Row, Shape, Text, Whole
from fabula.index.work_fields import METADATA_KEYS
from .view import Key, View

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from fabula.index.codec.speech import CastMember
    from fabula.index.model import ChapterRef, Scene, WorkRecord

TEXTS = Each(Text())
SPAN = Noted(Row((Whole(), Whole())), "Start and end, half-open, in Unicode code points.")
# Shapes of the types that a metadata field may have.
_SHAPE_OF: dict[type, Shape] = {str: Text(), int: Whole(), tuple: TEXTS}

WORK_REFERENCE: View[WorkRecord] = View(
    "WorkReference",
    {
        "id": Text(),
        "title": Text(),
        "authors": TEXTS,
        "path": Text(),
        "source": Text(),
        "file": Key(Text(), note="The path of its file on the server; only of a server that shows paths.", local=True),
    },
)

WORK: View[WorkRecord] = View(
    "Work",
    {
        **WORK_REFERENCE.keys,
        "format": Key(Text(), attrgetter("reader")),
        "language": Key(Text(), note="BCP 47; und if unknown."),
        "chapters": Whole(),
        "scenes": Key(Whole(), note="Story scenes; notes are counted apart."),
        "notes": Whole(),
        "words": Whole(),
        "added": Key(Text(), note="When it came into a library, ISO 8601, UTC; nothing if that is not known."),
        # In the order of Metadata, so that a new field needs no line here.
        **{
            name: Key(_SHAPE_OF[type(getattr(Metadata(), name))], attrgetter(f"metadata.{name}"))
            for name in METADATA_KEYS
        },
    },
)

CHAPTER: View[ChapterRef] = View(
    # Those of imported works may begin with 0.
    "Chapter",
    {"number": Maybe(Whole()), "title": Text()},
)
SCENE_REFERENCE: View[Scene] = View("", {"id": Text(), "number": Maybe(Whole(1))})

CAST_MEMBER: View[CastMember] = View(
    "CastMember",
    {
        "name": Text(),
        "aliases": TEXTS,
        "gender": Key(OneOf(tuple(map(str, Gender))), note="f, m, or nothing if it is not known."),
        "utterances": Key(Whole(), note="Pieces of speech."),
        "words": Key(Whole(), note="The words in them."),
    },
)
CAST = Noted(Each(CAST_MEMBER), "Who speaks, as far as that is known; those with most to say first.")

SCENE: View[tuple[WorkRecord, Scene]] = View(
    "SceneAnswer",
    {
        "id": Key(Text(), lambda pair: pair[1].id),
        "number": Key(Maybe(Whole(1)), lambda pair: pair[1].number),
        "kind": Key(OneOf(tuple(SceneKind)), lambda pair: pair[1].kind),
        "work": Key(WORK_REFERENCE, lambda pair: pair[0]),
        "chapter": Key(Maybe(CHAPTER), lambda pair: pair[1].chapter),
        "words": Key(Whole(), lambda pair: pair[1].words),
        "cut": Key(Flag(), lambda pair: pair[1].cut, "Whether it begins at a cut that is not the author's."),
        "text": Key(Text(), lambda pair: pair[1].text),
        "paragraphs": Key(
            Each(
                Noted(
                    Row((Whole(), Whole(), OneOf(tuple(BlockKind)))),
                    "Start and end, half-open, in Unicode code points; what it is.",
                )
            ),
            lambda pair: [[start, end, str(kind)] for start, end, kind in pair[1].paragraphs],
        ),
    },
)


def cast_shape(cast: Iterable[CastMember]) -> list[dict[str, Any]]:
    """The characters of a work as JSON has them."""
    return [CAST_MEMBER.of(member) for member in cast]
