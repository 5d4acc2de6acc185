"""Registers our table of contents in Whoosh's table of loaders, and reads it for Whoosh."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from whoosh.index import toc_loaders

from fabula.index.analysis import NO_LANGUAGE
from fabula.index.codec.toc import TOC_VERSION, Toc, read_toc
from fabula.index.errors import OptionError
from .codec import CommitSegments, FabulaSegment
from .schema import make_schema


def load_toc(stream: Any, gen: int, schema: Any, version: int) -> tuple[Any, CommitSegments]:
    """The schema (the caller's, if there is one) and the segments of commit `gen`. Whoosh has read the head.

    Raises FileNotFoundError, LibraryDamaged, LibraryTooNew; OptionError unless it is a file in a folder.
    """
    name = getattr(getattr(stream, "file", None), "name", None)
    if not isinstance(name, str):
        raise OptionError(
            "Fabula's segments are mapped from files, so their index can only be opened in a folder.",
            hint="Open it with fabula.index.whoosh_codec.open_index or whoosh.index.open_dir.",
        )
    folder = Path(name).parent
    try:
        segments = segments_of(folder, read_toc(folder, gen))
    except BaseException:
        # Whoosh closes the stream only after a success.
        stream.close()
        raise
    return schema or make_schema(partial(main_language, segments)), segments


def segments_of(folder: Path, toc: Toc) -> CommitSegments:
    return CommitSegments(FabulaSegment(folder, entry) for entry in toc.segments)


def main_language(segments: CommitSegments) -> str:
    """The language of most of the works."""
    counts: Counter[str] = Counter()
    for segment in segments:
        live = segment.open()
        counts.update(work.language.partition("-")[0] for work in live.works())
    return max(counts, key=lambda language: (counts[language], language), default=NO_LANGUAGE)


toc_loaders[TOC_VERSION] = load_toc
