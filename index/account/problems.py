"""What a run finds wrong, and what of it the last look at the same sources found wrong, too."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from fabula.index.receipt import RunWarning, SkipKind, Skipped, WarningKind
from fabula.index.reports.known_problems import REFUSAL, KnownProblems, problem_hash

# These tell what a run did; the next run has no reason to repeat them.
_PASSING = frozenset(
    {
        WarningKind.WORK_SHRUNK,
        WarningKind.SAME_PAGE,
        WarningKind.PATH_EXCLUDED,
        WarningKind.IDS_MENDED,
        WarningKind.WORKS_COPIED,
        WarningKind.SPEAKERS_UNKNOWN,
        WarningKind.SPEECH_STOPPED,
        WarningKind.OTHER,
    }
)


class Problems:
    """Takes the failures and warnings of a run, and returns each with `again`.

    Sources are named by their display paths, "" stands for none. After the last outcome `finish` is called once.

    mended  the number of known problems that are no more, after `finish`.
    """

    def __init__(self, known: KnownProblems) -> None:
        self._known = known
        self._found: dict[str, set[int]] = {}
        self._next = known
        self.mended = 0

    def met_file(self, skipped: Skipped, key: str, source: str) -> Skipped:
        """`skipped` has the path key `key` and was found in `source`. A file that is no story is no problem."""
        if skipped.kind is SkipKind.IGNORED:
            return skipped
        return replace(skipped, again=self._meet(source, key, skipped.kind.value, skipped.reason))

    def met_warning(self, warning: RunWarning, source: str) -> RunWarning:
        if warning.kind in _PASSING:
            return warning
        # Not by its sentence: it says how many works an absent source has, and another Fabula may word it differently.
        what = (warning.work, str(warning.words)) if warning.path else (warning.text,)
        return replace(warning, again=self._meet(source, warning.path, warning.kind.value, *what))

    def _meet(self, source: str, *parts: str) -> bool:
        problem = problem_hash(*parts)
        self._found.setdefault(source, set()).add(problem)
        return problem in self._known

    def finish(self, surveyed: Collection[str], others: Iterable[str], *, is_whole: bool) -> None:
        """`surveyed`: the sources that were gone through from end to end; `others`: the rest of the library's.

        `is_whole`: True for a run through all of the library's sources, after which a refusal is settled.
        """
        replaced = {*surveyed, ""} if is_whole else set(surveyed)
        found = {source: frozenset(self._found.get(source, ())) for source in replaced}
        self.mended = sum(len(self._known.of(source) - hashes) for source, hashes in found.items())
        for source in {*self._found, *others, ""} - replaced:
            # Problems of files that were not looked at still hold.
            found[source] = self._known.of(source) | self._found.get(source, set())
        if is_whole:
            self.mended += len(self._known.refusals)
        else:
            found |= {REFUSAL: self._known.refusals}
        self._next = KnownProblems(found)

    def keep(self, folder: Path) -> None:
        """Keep what is known now in the library in `folder`. The caller holds its lock. Raises LibraryFull."""
        if self._next != self._known:
            self._next.write(folder)
