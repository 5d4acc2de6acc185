"""Numbers, names and kinds in words, for pages, the API and the command."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fabula.index.model import BlockKind, ChapterRef, Scene, WorkRecord
from fabula.index.work_fields import WORK_FIELDS
from fabula.search.match_kind import MatchKind

if TYPE_CHECKING:
    from fabula.search.results import Hit

# The words that templates know.
__all__ = [
    "FIELD_LABELS", "MATCH_NAMES", "author_names", "chapter_name", "count", "duration", "language_tag", "likelihood",
    "moment", "opening", "other_works", "outside_link", "percent", "scene_name", "speaker_name", "text_size",
    "title_remark", "work_title",
]  # fmt: skip

MATCH_NAMES = {
    MatchKind.EXACT: "exact words",
    MatchKind.STEMMED: "other forms of the words",
    MatchKind.NEAR: "words close together",
    MatchKind.SPEECH: "interrupted speech",
    MatchKind.FUZZY: "similar wording",
    MatchKind.WORDS: "words anywhere",
    MatchKind.NONE: "listed",
}
FIELD_LABELS = {field.name: field.label for field in WORK_FIELDS.values()} | {"in": "In", "speaker": "Speaker"}
# Nearly all passages with a score above the first are right, nine in ten of those above the second.
_ALMOST_CERTAIN_SCORE = 0.95
_VERY_LIKELY_SCORE = 0.8
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2})")
# What most titles with a number begin with; all other ways are told by the readers' rules.
_LABELLED = re.compile(r"(?:CHAPTER|Chapter) (?:[0-9]{1,3}|(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3}))(?!\w)")
_TAG = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8}){0,5}", re.IGNORECASE)
_HEADING_KINDS = (BlockKind.HEADING, BlockKind.BREAK)
_SENTENCE_END = re.compile(r"[.!?…]['\"”’»]*(?=\s)")


def count(number: int, noun: str) -> str:
    """ "1 scene", "2,300 scenes"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def text_size(size: int) -> str:
    """Bytes in words: "812 B", "68 kB", "1.2 MB"."""
    if size < 1_000:
        return f"{size} B"
    return f"{size / 1_000:,.0f} kB" if size < 999_500 else f"{size / 1_000_000:,.1f} MB"


def percent(share: float) -> str:
    """A share as "62 %"; only a whole is "100 %", only nothing "0 %"."""
    return f"{min(max(int(share * 100), int(share > 0)), 99 if share < 1 else 100)} %"


def moment(started: str) -> str:
    """A time in ISO 8601 as "2026-11-30 14:02", in its own zone; anything else as it is."""
    match = _MOMENT.match(started)
    return f"{match[1]} {match[2]}" if match else started


def duration(seconds: float) -> str:
    """ "0.8 ms", "34 ms", "1.2 s"."""
    if seconds >= 1:
        return f"{seconds:.1f} s"
    milliseconds = seconds * 1000
    return f"{milliseconds:.1f} ms" if milliseconds < 10 else f"{milliseconds:.0f} ms"


def work_title(work: WorkRecord) -> str:
    """The title, or the name of the file for a work without one."""
    return work.title.strip() or PurePosixPath(work.path).name or "Untitled"


def title_remark(work: WorkRecord) -> str:
    """ "name of the file" for a title that is no more than that, else ""."""
    return "name of the file" if work.metadata.title_source == "file" else ""


def author_names(work: WorkRecord) -> str:
    """ "A", "A and B", "A, B and C"; "unknown author" for none."""
    names = [name for name in work.authors if name.strip()]
    if len(names) < 2:
        return names[0] if names else "unknown author"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def chapter_name(chapter: ChapterRef | None) -> str:
    """ "Chapter 3: The Ferry", "Chapter 3", "Preface"; "" outside chapters. The number is said once."""
    if chapter is None:
        return ""
    title = chapter.title.strip()
    if chapter.number is None:
        return title
    if not title:
        return f"Chapter {chapter.number}"
    if _LABELLED.match(title):
        return title
    # Here because its words take 10 ms to load, which a command without hits and most others save.
    from fabula.index.readers.headings.chapter_titles import is_bare_number, says_its_number

    if is_bare_number(title, chapter.number):
        return f"Chapter {title}"
    # "Capítulo primero", "3. The Ferry", "CHAPTER III".
    return title if says_its_number(title, chapter.number) else f"Chapter {chapter.number}: {title}"


def speaker_name(name: str) -> str:
    """The name of a speaker as people say it: "the narrator" for the "I" of a story."""
    return "the narrator" if name == "I" else name


def other_works(hit: Hit) -> list[WorkRecord]:
    """The other works that have the scene of `hit`, each once, best first."""
    return list({copy.work.id: copy.work for copy in hit.also}.values())


def scene_name(scene: Scene, work: WorkRecord) -> str:
    """ "Scene 3 of 12"; "Note" for paratext."""
    return "Note" if scene.number is None else f"Scene {scene.number:,} of {work.scenes:,}"


def opening(scene: Scene, limit: int = 90) -> str:
    """The beginning of a scene below its headings: the first sentence if it fits, else cut between words."""
    start = next((p.start for p in scene.paragraphs if p.kind not in _HEADING_KINDS), 0)
    text = " ".join(scene.text[start : start + limit * 4].split())
    if len(text) <= limit:
        return text
    end = _SENTENCE_END.search(text, limit // 3, limit)
    if end:
        return text[: end.end()]
    return text[:limit].rsplit(" ", 1)[0] + " …"


def language_tag(language: str) -> str:
    """`language` if it is valid in a lang attribute, else ""."""
    return language if language != "und" and _TAG.fullmatch(language) else ""


def likelihood(hit: Hit, threshold: float) -> str:
    """In words, how likely a passage is the remembered line."""
    if hit.match is MatchKind.EXACT:
        return "word for word"
    if hit.match is MatchKind.WORDS:
        return "a guess from the plot"
    steps = ((_ALMOST_CERTAIN_SCORE, "almost certainly"), (_VERY_LIKELY_SCORE, "very likely"), (threshold, "likely"))
    return next((words for min_score, words in steps if hit.score >= min_score), "not close")


def outside_link(address: str) -> str:
    """`address` if a page may link to it (http and https with a host), else ""."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""
