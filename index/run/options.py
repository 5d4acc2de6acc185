"""The options of runs."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.index.errors import OptionError
from fabula.index.ingest.limits import DEFAULT_TIMEOUT_SECONDS, Limits, default_workers
from fabula.index.library.settings import Settings


@dataclass(frozen=True, slots=True)
class UpdateOptions:
    """How a library is brought up to date.

    workers         processes that read files (as `library.toml` says, or as many as there are processors); 0 reads them
                    in this one, where a file that makes its parser hang or crash does so to the caller.
    timeout         seconds that a small file may take (as `library.toml` says, or 60), and its speech; large ones
                    have more.
    verify          hash every file, also those with an unchanged fingerprint.
    dry_run         read, count, and write nothing.
    allow_removals  remove works even if that is more than a tenth of all.
    speech          attribute speech once the stories are committed, in a commit of its own; False leaves that to a
                    later run.
    """

    workers: int | None = None
    timeout: float | None = None
    verify: bool = False
    dry_run: bool = False
    allow_removals: bool = False
    speech: bool = True


@dataclass(frozen=True, slots=True)
class RebuildOptions:
    """How a library is made anew.

    workers, timeout, allow_removals, speech  as for `UpdateOptions`.
    keep   how many commits that rebuilds replaced are kept, with their files (as `library.toml` says, or none).
    fresh  discard what an interrupted rebuild had finished.
    """

    workers: int | None = None
    timeout: float | None = None
    keep: int | None = None
    fresh: bool = False
    allow_removals: bool = False
    speech: bool = True

    def __post_init__(self) -> None:
        if self.keep is not None and not 0 <= self.keep <= 1000:
            raise OptionError("A rebuild can keep 0 to 1,000 of the indexes that rebuilds have replaced.")


def limits_for(options: UpdateOptions | RebuildOptions, settings: Settings) -> Limits:
    """The limits in `options`, or else in the library's settings. Raises OptionError."""
    return make_limits(settings.workers if options.workers is None else options.workers, timeout_for(options, settings))


def timeout_for(options: UpdateOptions | RebuildOptions, settings: Settings) -> float | None:
    """The timeout in `options`, or else in the library's settings."""
    return settings.timeout if options.timeout is None else options.timeout


def make_limits(workers: int | None, timeout: float | None) -> Limits:
    """Raises OptionError."""
    timeout = DEFAULT_TIMEOUT_SECONDS if timeout is None else timeout
    if (workers is not None and workers < 0) or not timeout > 0:
        raise OptionError("The number of workers has to be 0 or more, and the timeout more than 0 seconds.")
    default = default_workers()
    return Limits(default if workers is None else min(workers, default and workers), timeout)
