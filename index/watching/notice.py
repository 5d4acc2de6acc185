"""What a person should know of how a watch notices changes."""

from __future__ import annotations

from typing import NamedTuple

from .mounts import Mount
from .pace import Pace


class WatchNotice(NamedTuple):
    """A sentence or two, and what to do about it ("" if nothing)."""

    text: str
    hint: str = ""


def events_failed(reason: str, hint: str, pace: Pace) -> WatchNotice:
    again = f"Fabula asks the system again {_every(pace.reopen)}."
    text = f"The system reports no changes: {reason}. So all files are looked at {_every(pace.poll)}."
    return WatchNotice(f"{text} {again}", hint)


def events_work_again() -> WatchNotice:
    return WatchNotice("The system reports changes again.")


def shared_drive(source: str, mount: Mount, pace: Pace) -> WatchNotice:
    is_below = mount.point.startswith(source.rstrip("/") + "/")
    where = f"{mount.point} is" if is_below else f"{source} is"
    text = f"{where} on a drive ({mount.type}) that does not report what other machines change."
    return WatchNotice(f"{text} So all files are looked at {_every(pace.poll)}, too.")


def events_missed(source: str, pace: Pace) -> WatchNotice:
    text = f"Changes in {source} were found that the system had not reported."
    return WatchNotice(f"{text} So all files are looked at {_every(pace.poll)} from now on.")


def _every(seconds: float) -> str:
    if seconds == 60:
        return "every minute"
    return f"every {seconds / 60:,g} minutes" if seconds > 60 and seconds % 60 == 0 else f"every {seconds:,g} seconds"
