"""What a library keeps of a work beside its scenes."""

from __future__ import annotations

from fabula.index.analysis.detect_language import language_of
from fabula.index.model import Scene, SceneKind, Work, WorkRecord

__all__ = ["record_of"]


def record_of(work: Work, identity: str, scenes: tuple[Scene, ...]) -> WorkRecord:
    """What the library keeps of `work` beside its scenes."""
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
