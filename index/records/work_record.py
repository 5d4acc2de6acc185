"""The record that a library keeps of a work beside its scenes, and whether a work is one of another path."""

from __future__ import annotations

from fabula.index.analysis.detect_language import language_of
from fabula.index.files.paths import locate, path_key
from fabula.index.identity import is_named
from fabula.index.model import Scene, Work, WorkRecord, story_scenes


def key_of(record: WorkRecord) -> str:
    """The path key of the work's file."""
    return path_key(record.source, record.path)


def make_record(work: Work, identity: str, scenes: tuple[Scene, ...], added: str = "") -> WorkRecord:
    """`added`: when the work came into the library, as in `WorkRecord`."""
    story = story_scenes(scenes)
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
        size=sum(len(scene.text.encode()) for scene in scenes),
        added=added,
    )


def is_moved_work(old: WorkRecord, work: Work) -> bool:
    """True if `work` is `old` at a new path: the old file is gone or the same by a link, or neither has a file."""
    if not old.path or not work.path:
        return old.path == work.path
    if not old.imported and locate(key_of(old)) is not None:
        return is_same_file(old, work)
    # A path within a folder says nothing in another folder, which may only be absent for now.
    return is_named(work) or old.digest == work.digest


def is_same_file(old: WorkRecord, work: Work) -> bool:
    """True if the paths of both lead to one file, or to one member of one archive."""
    old_key, key = key_of(old), path_key(work.source, work.path)
    if old_key.partition("!/")[2] != key.partition("!/")[2]:
        return False
    old_file, file = locate(old_key), locate(key)
    return old_file is not None and file is not None and old_file.samefile(file)
