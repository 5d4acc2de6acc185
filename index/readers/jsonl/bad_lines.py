"""What is wrong with the lines of a file that cannot be read."""

from __future__ import annotations

from fabula.index.errors import PartlyRead, UnreadableSource

# As many as a message names, and some; a file may have a hundred million bad lines.
_MAX_KEPT = 10


class BadLines:
    """Counts lines that cannot be read, and keeps the reasons of the first ones."""

    def __init__(self) -> None:
        self._reasons: list[str] = []
        self._count = 0

    def __bool__(self) -> bool:
        return self._count > 0

    def add(self, number: int, error: UnreadableSource) -> None:
        """Enter the line with this number, from 1."""
        self._count += 1
        if len(self._reasons) < _MAX_KEPT:
            self._reasons.append(f"line {number}: {error}")

    def error(self, read: int) -> UnreadableSource:
        """What to raise after so many works were `read`: PartlyRead if there were any."""
        error = PartlyRead.of(self._reasons, self._count + read, "works", self._count)
        return error if read else UnreadableSource(str(error))
