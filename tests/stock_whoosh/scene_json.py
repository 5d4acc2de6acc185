"""Converts scenes to JSON and back for the store over stock Whoosh."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from fabula.index.errors import LibraryDamaged
from fabula.index.model import BlockKind, ChapterRef, Paragraph, Scene, SceneKind

__all__ = ["scene_from_json", "scene_to_json"]

_KINDS = list(BlockKind)
_SCENE_FIELDS = tuple(f.name for f in fields(Scene) if f.name not in ("kind", "chapter", "paragraphs"))


def scene_to_json(scene: Scene) -> str:
    plain: dict[str, Any] = {name: getattr(scene, name) for name in _SCENE_FIELDS}
    plain["kind"] = scene.kind.value
    plain["chapter"] = list(scene.chapter) if scene.chapter else None
    plain["paragraphs"] = [[start, end, _KINDS.index(kind)] for start, end, kind in scene.paragraphs]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def scene_from_json(text: str | bytes) -> Scene:
    """Raises LibraryDamaged if `text` is not a scene."""
    try:
        plain = json.loads(text)
        chapter = plain["chapter"]
        return Scene(
            kind=SceneKind(plain["kind"]),
            chapter=ChapterRef(chapter[0], str(chapter[1])) if chapter else None,
            paragraphs=tuple(Paragraph(int(s), int(e), _KINDS[kind]) for s, e, kind in plain["paragraphs"]),
            **{name: plain[name] for name in _SCENE_FIELDS},
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise LibraryDamaged(f"A scene cannot be read: {error}", hint="Build the library anew.") from error
