"""The record that a library keeps of a work beside its scenes."""

from __future__ import annotations

from fabula.index.analysis.detect_language import language_of
from fabula.index.files.paths import path_key
from fabula.index.model import Scene, SceneKind, Work, WorkRecord

__all__ = ["key_of", "make_record"]


def key_of(record: WorkRecord) -> str:
    """The path key of the work's file."""
    return path_key(record.source, record.path)


def make_record(work: Work, identity: str, scenes: tuple[Scene, ...]) -> WorkRecord:
    story = [scene for scene in scenes if scene.kind is SceneKind.STORY]
    return WorkRecord(
        id=identity,
        title=work.title or "Untitled",
        authors=work.authors,
        metadata=work.metadata,
        language=language_of(work, story or scenes),
        reader=work.reader,
        path=work.path,
        source=work.source,
        digest=work.digest,
        chapters=len({scene.chapter.number for scene in scenes if scene.chapter and scene.chapter.number is not None}),
        scenes=len(story),
        notes=len(scenes) - len(story),
        words=sum(scene.words for scene in story),
        size=sum(len(scene.text.encode("utf-8", "surrogatepass")) for scene in scenes),
    )
