"""Compares a library and the receipt of a run with what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from fabula.index.receipt import ChangeKind, Receipt, SkipKind, WarningKind
from .actual import Actual
from .archive import Archive, lies_in, normal
from .expected import Expected, Known
from .items import Book, State
from .story import Story

Works = Mapping[str, Actual]
_DETAILS = ("tags", "series", "series_number", "published")


def library_problems(before: Works, after: Works, expected: Expected, archive: Archive) -> list[str]:
    """What is wrong with the works of a library after a run; both by their ids."""
    problems: list[str] = []
    by_place: dict[str, list[Actual]] = {}
    for work in after.values():
        by_place.setdefault(work.place, []).append(work)
    for place, story in expected.possible.items():
        works = by_place.pop(place, [])
        if len(works) > 1:
            problems.append(f"{place} has {len(works)} works")
        elif works:
            problems += _work_problems(works[0], story)
        elif place not in expected.unsure:
            problems.append(f"{place} has no work")
    problems += [f"{place} has a work, and nobody knows why" for place in by_place]
    if not problems:
        problems += expected.id_problems({work.place: work_id for work_id, work in after.items()})
        problems += _detail_problems(before, after, archive)
    return problems


def stories_of(works: Works, expected: Expected) -> dict[str, Known]:
    """What a library is known to hold, for the next run."""
    stories = expected.possible
    return {work.place: Known(work_id, stories[work.place]) for work_id, work in works.items()}


def _work_problems(work: Actual, story: Story) -> Iterable[str]:
    if work.marks != story.marks:
        yield f"{work.place} has the text {work.marks}, not {story.marks}"
    if story.title and (work.record.title, work.record.authors) != (story.title, (story.author,)):
        yield f"{work.place} is {work.record.title!r} by {work.record.authors}, not {story.title!r} by {story.author}"


def _detail_problems(before: Works, after: Works, archive: Archive) -> Iterable[str]:
    """Tags, series and date are those of a whole sidecar; a broken one, or one out of sight, changes nothing."""
    ids = {work.place: work_id for work_id, work in after.items()}
    for book in archive.items:
        if not isinstance(book, Book) or (work_id := ids.get(normal(book.file))) is None:
            continue
        metadata = after[work_id].record.metadata
        details = tuple(getattr(metadata, name) for name in _DETAILS)
        if archive.is_reachable(book) and book.state is book.opf is State.WHOLE:
            wanted = (tuple(sorted(book.tags)), book.series, book.series_number, "2020-05-01")
            details = (tuple(sorted(details[0])), *details[1:])
        elif work_id in before:
            wanted = tuple(getattr(before[work_id].record.metadata, name) for name in _DETAILS)
        else:
            continue
        if details != wanted:
            yield f"{book.place} has {details}, not {wanted}"


def receipt_problems(receipt: Receipt, before: Works, after: Works, archive: Archive) -> list[str]:
    """What the receipt of a run says wrongly, or does not say."""
    problems: list[str] = []
    wanted: dict[ChangeKind, set[str]] = {kind: set() for kind in ChangeKind}
    may_change: set[str] = set()
    books = {normal(book.file) for book in archive.items if isinstance(book, Book)}
    for work_id, work in after.items():
        old = before.get(work_id)
        if old is None:
            wanted[ChangeKind.ADDED].add(work_id)
        elif old.place != work.place:
            wanted[ChangeKind.MOVED].add(work_id)
        elif (old.marks, old.record.title, old.record.metadata) != (
            work.marks,
            work.record.title,
            work.record.metadata,
        ):
            wanted[ChangeKind.UPDATED].add(work_id)
        elif work.place in books:
            # Another format of the book, or new bytes of its sidecar, may be read anew.
            may_change.add(work_id)
    wanted[ChangeKind.REMOVED] = set(before) - set(after)
    told: dict[ChangeKind, set[str]] = {kind: set() for kind in ChangeKind}
    for change in receipt.changes:
        told[change.kind].add(change.id)
    told[ChangeKind.UPDATED] -= may_change - wanted[ChangeKind.UPDATED]
    for kind in ChangeKind:
        if told[kind] != wanted[kind]:
            titles = {work_id: work.place for work_id, work in (*before.items(), *after.items())}
            problems.append(
                f"{kind} says {[(each, titles.get(each)) for each in sorted(told[kind])]}, "
                f"not {[(each, titles.get(each)) for each in sorted(wanted[kind])]}"
            )
    if receipt.works != len(after):
        problems.append(f"the receipt counts {receipt.works} works, not {len(after)}")
    problems += _change_problems(receipt, before, after, archive)
    problems += _absence_problems(receipt, before, after, archive)
    return problems


def idle_problems(receipt: Receipt, library: Works) -> Iterable[str]:
    """What a second run over the same files says wrongly: nothing changed, and what fails has failed before."""
    if receipt.changes or receipt.works != len(library):
        yield f"nothing changed in {len(library)} works, and the receipt says {receipt.works}, {receipt.changes}"
    for line in receipt.skipped:
        if line.kind is not SkipKind.IGNORED and not line.again:
            yield f"{line.path} failed as before, and the receipt says that it is new"


def _change_problems(receipt: Receipt, before: Works, after: Works, archive: Archive) -> Iterable[str]:
    """What has changed in a work is said, and where a moved one was."""
    for change in receipt.changes:
        old, new = before.get(change.id), after.get(change.id)
        if old is None or new is None:
            continue
        # With its source, if that is another one now.
        is_said = change.path_before and f"{archive.root}/{old.place}".endswith(normal(change.path_before))
        if change.kind is ChangeKind.MOVED and not is_said:
            yield f"{new.place} moved from {old.place}, and the receipt says from {change.path_before!r}"
        for name, has_changed in (
            ("text", old.marks != new.marks),
            ("title", old.record.title != new.record.title),
            ("tags", old.record.metadata.tags != new.record.metadata.tags),
        ):
            if has_changed and change.kind in (ChangeKind.UPDATED, ChangeKind.MOVED) and name not in change.what:
                yield f"in {new.place} the {name} changed, and the receipt says {change.what}"


def _absence_problems(receipt: Receipt, before: Works, after: Works, archive: Archive) -> Iterable[str]:
    """Sources and folders that are away, files that hold something else, and broken sidecars are named."""
    places = [work.place for work in before.values()]
    unseen = {path.removeprefix(f"{archive.root}/") for path in receipt.unseen}
    for source in archive.away:
        if any(place.startswith(f"{source}/") for place in places) and source not in unseen:
            yield f"{source} is away, and the receipt does not say so"
    warnings = {(warning.kind, normal(warning.path)) for warning in receipt.warnings}
    for folder in archive.emptied:
        whole = f"{archive.root}/{normal(folder)}"
        told = any(kind is WarningKind.FOLDER_UNSEEN and whole.endswith(path) for kind, path in warnings if path)
        if any(place.startswith(f"{normal(folder)}/") for place in places) and not told:
            yield f"{folder} is away, and the receipt does not say so"
    skipped = {normal(skipped.path): skipped for skipped in receipt.skipped}
    may_fail: set[str] = set()
    for item in archive.items:
        if not archive.is_reachable(item):
            continue
        _, _, path = normal(item.file if isinstance(item, Book) else item.place).partition("/")
        if isinstance(item, Book) and item.opf is not State.WHOLE and item.state is State.WHOLE:
            folder = normal(item.place).partition("/")[2]
            if not any(kind is WarningKind.SIDECAR_BROKEN and folder in path for kind, path in warnings):
                yield f"the sidecar of {item.place} is broken, and the receipt does not say so"
        if item.state is State.WHOLE or isinstance(item, Book):
            continue
        may_fail.add(path)
        line = skipped.get(path) or skipped.get(str(Path(path).with_name(f".{Path(path).name}.icloud")))
        kind = SkipKind.NOT_HERE if item.state.is_pointer else SkipKind.FAILED
        if line is None or line.kind is not kind:
            yield f"{item.state} at {path}, and the receipt says {line}"
        elif line.kept != sum(lies_in(work.place, (normal(item.place),)) for work in after.values()):
            yield f"{item.state} at {path}, and the receipt says that {line.kept} works of it are searched"
    for line in receipt.skipped:
        if line.kind is SkipKind.FAILED and normal(line.path) not in may_fail:
            yield f"{line.path} fails for no reason: {line.reason}"
