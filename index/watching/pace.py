"""How often a watch looks, and how long it waits: one table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds.

    quiet        a batch of events ends after so long without one: copying a file causes many,
    batch        or after so long in all.
    glance       between two glances at what no event tells: which drives are mounted, which sources are there, single
                 files.
    first_look   until all files are looked at although there was no event. The time doubles with each such look,
    last_look    up to this.
    poll         between two looks at sources without reliable events, or
    poll_factor  so many times what a look takes, if that is longer: a network drive of 100,000 files may take minutes.
    grace        in which the event of a change that a look has found may still come.
    reopen       until events are asked for again after they failed,
    distrust     and until they are trusted again in a source in which one was missed.
    retry        until an update is tried again that was refused, or found the library busy. Doubles each time,
    last_retry   up to this.
    """

    quiet: float = 0.4
    batch: float = 5.0
    glance: float = 5.0
    first_look: float = 15.0
    last_look: float = 3_600.0
    poll: float = 15.0
    poll_factor: float = 20.0
    grace: float = 2.0
    reopen: float = 600.0
    distrust: float = 86_400.0
    retry: float = 5.0
    last_retry: float = 300.0
