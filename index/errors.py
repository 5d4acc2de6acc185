"""Every error that Fabula raises on purpose, in one tree.

    FabulaError
    ├── SourceError               a file, folder or archive member could not be used
    │   ├── SourceMissing         there is nothing at that path
    │   ├── UnreadableSource      it is there, but cannot be read as a story (the run goes on)
    │   │   ├── NoStory           it can be read, and holds no story (the run goes on)
    │   │   └── PartlyRead        a part of it cannot be read (the rest is kept, and the run goes on)
    │   └── ExtraNeeded           its format needs an optional package (the run goes on)
    ├── LibraryError
    │   ├── LibraryMissing        no library at that address
    │   ├── LibraryDamaged        a library is there, but its files are not whole
    │   ├── LibraryTooNew         written by a later Fabula than this one
    │   ├── LibraryTooOld         written by an earlier Fabula, in a format that is no longer read
    │   ├── LibraryBusy           another process is writing
    │   ├── LibraryFull           no space left, or writing is not allowed
    │   └── NotALibrary           the folder holds something else
    ├── QueryError                the query, or an option of it, makes no sense
    │   └── QueryTooDear          its answer would take more time or memory than it may
    ├── QueryAbandoned            nobody waits for the answer any more
    ├── ServerFull                as many dear queries as a server takes are waiting already
    ├── RateLimited               a client has asked as often as it may
    ├── TokenNeeded               the server shows nothing without its token
    ├── NotFound                  no scene or work by that id
    ├── CursorExpired             the commit that a cursor is of is no longer kept
    └── OptionError               a setting or argument is out of range
        ├── SettingsError         library.toml makes no sense
        └── RemovalsRefused       more works would go than may without being asked

A message says what was being done and with what; `hint` says what to do next. `code` is the stable name that
JSON and HTTP answers carry.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

_MAX_NAMED_PARTS = 5


class FabulaError(Exception):
    """Base of all errors raised on purpose. `str(error)` is the message, `error.hint` the next step ("" if none)."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class SourceError(FabulaError):
    """A file, folder or archive member could not be used."""

    code = "source-error"


class SourceMissing(SourceError):
    """There is nothing at that path."""

    code = "source-missing"


class UnreadableSource(SourceError):
    """A source cannot be read as a story. While indexing it becomes one `failed` line of the receipt."""

    code = "source-unreadable"


class NoStory(UnreadableSource):
    """A source says itself that it is a title page, an imprint or the like. It becomes one `ignored` line."""

    code = "no-story"


class PartlyRead(UnreadableSource):
    """Raised after what could be read of a source: the rest of it becomes one `failed` line."""

    code = "source-partly-read"

    @classmethod
    def of(cls, problems: Sequence[str], total: int, parts: str, count: int = 0) -> Self:
        """The error that names the first of the `problems` that `total` "pages" or "works" have.

        count  how many problems there are, if `problems` are only the first of them.
        """
        count = count or len(problems)
        rest = count - _MAX_NAMED_PARTS
        named = "; ".join(problems[:_MAX_NAMED_PARTS]) + (f"; and {rest:,} more" if rest > 0 else "")
        return cls(f"{count:,} of its {total:,} {parts} cannot be read: {named}")


class ExtraNeeded(SourceError):
    """A source's format needs an optional package. While indexing it becomes one `extra-needed` line."""

    code = "extra-needed"


class LibraryError(FabulaError):
    """Something is wrong with the library as a whole."""

    code = "library-error"


class LibraryMissing(LibraryError):
    """No library at that address."""

    code = "library-missing"


class LibraryClosed(LibraryError):
    """The library was closed, and is asked for more."""

    code = "library-closed"

    def __init__(self, address: object) -> None:
        super().__init__(f"The library in {address} is closed.", hint="Ask inside its `with` block, or open it again.")


class LibraryDamaged(LibraryError):
    """A library is there, but its files are not whole."""

    code = "library-damaged"

    @classmethod
    def without_contents(cls, folder: object) -> Self:
        """The error of the library in `folder` if it has no table of contents."""
        return cls(
            f"The library in {folder} has lost its table of contents.",
            hint="`fabula check --repair` makes it anew from the index files.",
        )

    @classmethod
    def unreadable(cls, folder: object, error: OSError) -> Self:
        """The error of the library in `folder` if the system does not let it be read."""
        return cls(
            f"The library in {folder} cannot be read: {error.strerror or error}.",
            hint="Check its permissions, and that it is whole.",
        )


class LibraryTooNew(LibraryError):
    """The library was written by a later Fabula than this one."""

    code = "library-too-new"

    @classmethod
    def of(cls, message: str) -> Self:
        """The error with this message: a sentence that names the file or folder and its format."""
        return cls(message, hint="Install the latest Fabula, or make it anew with: fabula rebuild")


class LibraryTooOld(LibraryError):
    """The library was written by an earlier Fabula, in a format that this one no longer reads."""

    code = "library-too-old"

    @classmethod
    def of(cls, message: str) -> Self:
        """The error with this message: a sentence that names the file or folder and its format."""
        return cls(
            message, hint="Make it anew with: fabula rebuild   (its sources are read again; it stays until then)"
        )


class LibraryBusy(LibraryError):
    """Another process is writing to the library."""

    code = "library-busy"


class LibraryFull(LibraryError):
    """No space is left, or the place may not be written to."""

    code = "library-full"


class NotALibrary(LibraryError):
    """The folder holds something that is not a library, so nothing is written there."""

    code = "not-a-library"


class QueryError(FabulaError):
    """The query makes no sense: it holds no words, or it is too long."""

    code = "bad-query"


class QueryTooDear(QueryError):
    """The answer would take more time or memory than it may; the query itself makes sense.

    part     what was being done when the time was over, as whoever checked it names it; None if that is not known.
    seconds  that the answer might take; None if that was not the reason.
    """

    code = "query-too-dear"

    def __init__(self, message: str, hint: str = "", part: object = None, seconds: float | None = None) -> None:
        super().__init__(message, hint)
        self.part = part
        self.seconds = seconds

    @classmethod
    def out_of_time(cls, part: object, seconds: float) -> Self:
        """The error of an answer that took longer than `seconds`, with the part that it was at."""
        return cls(
            f"The answer takes longer than {seconds:g} s. The time was over at {part}.",
            "Ask for less at once, or allow more time.",
            part,
            seconds,
        )

    @classmethod
    def out_of_memory(cls) -> Self:
        """The error of an answer whose scenes would take more memory than it may."""
        return cls(
            "The scenes of the answer take more memory than one answer may use.", hint="Ask for fewer results at once."
        )


class QueryAbandoned(FabulaError):
    """Nobody waits for the answer any more, so the work for it ended."""

    code = "query-abandoned"


class ServerFull(FabulaError):
    """As many dear queries as a server takes are waiting already; the same query may be asked later."""

    code = "server-full"


class RateLimited(FabulaError):
    """A client has asked as often as it may for now.

    seconds  until it may ask again.
    """

    code = "rate-limited"

    def __init__(self, message: str, hint: str = "", seconds: float = 1.0) -> None:
        super().__init__(message, hint)
        self.seconds = seconds


class TokenNeeded(FabulaError):
    """The server shows nothing without its token."""

    code = "token-needed"


class NotFound(FabulaError):
    """No scene or work by that id."""

    code = "not-found"

    @classmethod
    def scene(cls, scene_id: str) -> Self:
        return cls(
            f"There is no scene {scene_id} in this library.",
            hint="It may have been removed or rewritten; search for a line of it.",
        )

    @classmethod
    def work(cls, work_id: str) -> Self:
        return cls(
            f"There is no work {work_id} in this library.",
            hint="It may have been removed. The list of works names all that the library has.",
        )

    @classmethod
    def source(cls, path: str) -> Self:
        return cls(
            f"The library has no source and no works at {path}.",
            hint="`fabula sources` lists the sources. A path may also lie below one of them.",
        )


class CursorExpired(FabulaError):
    """A cursor is of a commit whose files are gone: later commits have replaced it."""

    code = "cursor-expired"

    @classmethod
    def of(cls, generation: int) -> Self:
        return cls(
            f"This cursor is of generation {generation} of the library, which has changed since, and no longer kept.",
            hint="Ask for the first page again, without a cursor.",
        )


class OptionError(FabulaError):
    """A setting or argument is out of range."""

    code = "bad-option"


class SettingsError(OptionError):
    """The settings of a library make no sense, at the line and key that the message names."""

    code = "bad-settings"


class RemovalsRefused(OptionError):
    """A run would remove more of the works than may go without being asked; nothing was written."""

    code = "removals-refused"
