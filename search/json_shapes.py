"""Answers as dictionaries for JSON, the same for the command and HTTP. The order of keys is fixed.

`files` adds to each work where its file is on this machine: for people on it, and nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from fabula.index.codec.speech import CastMember
from fabula.index.model import Scene, WorkRecord
from fabula.index.reports.receipt_json import change_to_plain, receipt_to_plain
from fabula.index.work_fields import METADATA_KEYS
from .results import Explanation, Hit, QuoteResults, Results

if TYPE_CHECKING:
    from fabula.index import KeptGeneration
    from fabula.index.checking.report import CheckReport, RepairReport
    from fabula.index.checking.sources_report import SourcesReport
    from fabula.index.library.patterns import LibraryPattern
    from fabula.index.library.sources import SourceState
    from fabula.index.library.speech_due import SpeechDue
    from fabula.index.receipt import Receipt
    from fabula.index.reports.comparison import Comparison
    from fabula.index.reports.growth_file import GrowthPoint
    from fabula.index.reports.idle_runs import IdleRuns
    from fabula.index.store.protocol import Stats


def results_shape(results: Results, *, files: bool = False) -> dict[str, Any]:
    meant = results.remembered
    return {**_page_shape(results, files), "remembered": None if meant is None else quote_shape(meant, files=files)}


def _page_shape(results: Results, files: bool) -> dict[str, Any]:
    return {
        "query": results.query,
        "total": results.total,
        "seconds": round(results.seconds, 6),
        "explanation": _explanation(results.explanation),
        "facets": {
            name: [{"value": count.value, "count": count.count, "spellings": list(count.spellings)} for count in counts]
            for name, counts in results.facets.items()
        },
        "cursor": results.cursor,
        "hits": [_hit(hit, files) for hit in results.hits],
    }


def answer_shape(results: Results, *, files: bool = False) -> dict[str, Any]:
    """The results of a search, which may be those of a quote."""
    if isinstance(results, QuoteResults):
        return quote_shape(results, files=files)
    return results_shape(results, files=files)


def quote_shape(results: QuoteResults, *, files: bool = False) -> dict[str, Any]:
    shape = _page_shape(results, files)
    hits = [
        {
            **_hit(hit, files),
            "difference": [{"op": step.op.value, "query": step.query, "text": step.text} for step in hit.difference],
        }
        for hit in results.hits
    ]
    return {**shape, "claimed": results.claimed, "threshold": results.threshold, "hits": hits}


def _explanation(explanation: Explanation) -> dict[str, Any]:
    return {
        "reading": explanation.reading,
        "read_as": [{"typed": change.typed, "read": change.read} for change in explanation.read_as],
        "notes": list(explanation.notes),
        "missing": [
            {"part": gap.part, "reason": gap.reason, "nearest": list(gap.nearest)} for gap in explanation.missing
        ],
    }


def _hit(hit: Hit, files: bool) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "score": hit.score,
        "match": hit.match.value,
        "speaker": hit.speaker,
        "work": work_reference(hit.work, files=files),
        "chapter": _chapter(hit.scene),
        "scene": {"id": hit.scene.id, "number": hit.scene.number},
        "snippet": {
            "text": hit.snippet.text,
            "html": hit.snippet.html,
            "highlights": [list(span) for span in hit.snippet.highlights],
        },
        "copies": hit.copies,
        "also": [
            {
                "work": work_reference(copy.work, files=files),
                "chapter": _chapter(copy.scene),
                "scene": {"id": copy.scene_id, "number": copy.scene.number},
            }
            for copy in hit.also
        ],
    }


def work_reference(work: WorkRecord, *, files: bool = False) -> dict[str, Any]:
    reference = {**_fields(work, "id", "title"), "authors": list(work.authors), **_fields(work, "path", "source")}
    return {**reference, "file": work.file} if files else reference


def _chapter(scene: Scene) -> dict[str, Any] | None:
    return {"number": scene.chapter.number, "title": scene.chapter.title} if scene.chapter else None


def work_shape(work: WorkRecord, *, files: bool = False) -> dict[str, Any]:
    """The record of a work. The metadata keys follow `Metadata`, so that a new one needs no line here."""
    metadata = ((name, getattr(work.metadata, name)) for name in METADATA_KEYS)
    return {
        **work_reference(work, files=files),
        "format": work.reader,
        **_fields(work, "language", "chapters", "scenes", "notes", "words", "added"),
        **{name: list(value) if isinstance(value, tuple) else value for name, value in metadata},
    }


def cast_shape(cast: Iterable[CastMember]) -> list[dict[str, Any]]:
    """The characters of a work: `utterances` are pieces of speech, `words` the words in them."""
    return [
        {
            "name": member.name,
            "aliases": list(member.aliases),
            "gender": member.gender.value,
            **_fields(member, "utterances", "words"),
        }
        for member in cast
    ]


def scene_shape(work: WorkRecord, scene: Scene, *, files: bool = False) -> dict[str, Any]:
    """`paragraphs` are half-open code point ranges of `text`, each with its kind."""
    return {
        "id": scene.id,
        "number": scene.number,
        "kind": scene.kind.value,
        "work": work_reference(work, files=files),
        "chapter": _chapter(scene),
        "words": scene.words,
        "cut": scene.cut,
        "text": scene.text,
        "paragraphs": [[start, end, kind.value] for start, end, kind in scene.paragraphs],
    }


def stats_shape(stats: Stats, due: SpeechDue) -> dict[str, Any]:
    numbers = _fields(stats, "works", "scenes", "notes", "words", "bytes", "generation")
    return {
        **numbers,
        "languages": dict(stats.languages),
        "without_speakers": stats.without_speakers,
        "speech_due": due._asdict(),
    }


def growth_shape(points: Iterable[GrowthPoint]) -> list[dict[str, Any]]:
    """The size of the library after each run, and what the run changed."""
    return [point._asdict() for point in points]


def repair_shape(report: RepairReport) -> dict[str, Any]:
    return {
        **_fields(report, "whole", "from_text", "from_sources"),
        "lost": list(report.lost),
        "lost_works": [_fields(work, "id", "title", "path", "source") for work in report.lost_works],
        "notes": list(report.notes),
        "before": check_shape(report.before),
        "after": check_shape(report.after),
    }


def check_shape(report: CheckReport) -> dict[str, Any]:
    return {
        **_fields(report, "whole", "generation", "files", "bytes", "segments", "works", "scenes", "terms"),
        **_fields(report, "positions", "phrases"),
        "damage": [
            {**_fields(damage, "file", "section", "problem"), "works": list(damage.works)} for damage in report.damage
        ],
        "leftovers": list(report.leftovers),
        "remarks": list(report.remarks),
        "seconds": round(report.seconds, 3),
        **_fields(report, "notes", "words", "deleted"),
        "uncounted": list(report.uncounted),
        "without_speakers": list(report.without_speakers),
        "unreadable": list(report.unreadable),
    }


def sources_check_shape(report: SourcesReport) -> dict[str, Any]:
    return {
        **_fields(report, "generation", "files", "works", "words", "lost_words"),
        "left_out": dict(report.left_out),
        "lost": [
            {
                **_fields(lost, "path", "source", "work", "words", "of"),
                "quotes": [_fields(quote, "before", "words", "after") for quote in lost.quotes],
            }
            for lost in report.lost
        ],
        **{
            name: [_fields(note, "path", "source", "reason") for note in getattr(report, name)]
            for name in ("gone", "changed", "failed", "not_audited")
        },
        "without_source": report.without_source,
        "seconds": round(report.seconds, 3),
    }


def receipt_shape(receipt: Receipt) -> dict[str, Any]:
    return receipt_to_plain(receipt)


def idle_shape(idle: IdleRuns) -> dict[str, Any]:
    return _fields(idle, "after", "runs", "first", "last")


def comparison_shape(comparison: Comparison) -> dict[str, Any]:
    return {
        **_fields(comparison, "before", "after"),
        **{
            name: [change_to_plain(work) for work in getattr(comparison, name)]
            for name in ("appeared", "changed", "disappeared", "moved", "returned")
        },
    }


def kept_shape(kept: KeptGeneration) -> dict[str, Any]:
    return _fields(kept, "generation", "written", "works", "scenes", "words", "problem")


def source_shape(source: SourceState) -> dict[str, Any]:
    return {
        "name": source.name,
        "path": source.path,
        "state": source.state.value,
        "works": source.works,
        "scanned": source.scanned,
        "exclude": list(source.exclude),
        "include": list(source.include),
    }


def pattern_shape(pattern: LibraryPattern) -> dict[str, Any]:
    return {
        "pattern": pattern.pattern,
        "include": pattern.is_include,
        "origin": pattern.origin.value,
        "source": pattern.source,
        "reason": pattern.reason,
    }


def _fields(record: object, *names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}
