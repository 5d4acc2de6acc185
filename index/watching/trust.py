"""In which sources does the system report all changes? And so, how often is there to look?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from .glance import WatchedSource
from .notice import WatchNotice, events_missed, shared_drive
from .pace import Pace


class Trust:
    """The sources that are polled, because events of them may be missing; all times are of one clock, in seconds."""

    def __init__(self, pace: Pace, tell: Callable[[WatchNotice], object]) -> None:
        self._pace = pace
        self._tell = tell
        self._shared: set[str] = set()
        # Source -> until when.
        self._distrusted: dict[str, float] = {}
        self._look_seconds = min(pace.first_look, pace.last_look)

    def begin(self, sources: Iterable[WatchedSource]) -> None:
        """These are the sources from now on."""
        shared = {}
        for source in sources:
            mount = next((mount for mount in source.mounts if mount.is_shared), None)
            if mount is not None and source.has_events:
                shared[source.path] = mount
        for path in sorted(set(shared) - self._shared):
            self._tell(shared_drive(path, shared[path], self._pace))
        self._shared = set(shared)

    def missed(self, changed: Collection[str], heard: Collection[str], now: float) -> set[str]:
        """The sources of `changed` whose events should have been among the `heard` ones."""
        self._distrusted = {path: until for path, until in self._distrusted.items() if until > now}
        return set(changed) - set(heard) - self._shared - set(self._distrusted)

    def distrust(self, sources: Iterable[str], now: float) -> None:
        for path in sorted(sources):
            self._distrusted[path] = now + self._pace.distrust
            self._tell(events_missed(path, self._pace))

    def look_found_nothing(self) -> None:
        """A look for missed events found none."""
        self._look_seconds = min(2 * self._look_seconds, self._pace.last_look)

    def look_after(self, took: float, *, are_events_missing: bool) -> float:
        """Seconds until the next look, after one that `took` so long."""
        usual = self._look_seconds
        if are_events_missing or self._shared or self._distrusted:
            usual = min(self._pace.poll, self._pace.last_look)
        return max(usual, min(self._pace.poll_factor * took, self._pace.last_look))
