"""When has a source changed? Events of the system where they can be relied on, and looks from time to time."""

from .looking import Looking
from .notice import WatchNotice
from .pace import Pace
from .waiting import Waiting

__all__ = ["Looking", "Pace", "Waiting", "WatchNotice"]
