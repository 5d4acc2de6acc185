"""From what is to be read to works cut into scenes, in processes of their own where the files may be hostile."""

from .dispatch import most_workers, read_all
from .outcome import Begun, Cut, Outcome, Read, Unchanged
from .pool import SECONDS, Job, Limits
from .read_task import cut_of

__all__ = [
    "SECONDS",
    "Begun",
    "Cut",
    "Job",
    "Limits",
    "Outcome",
    "Read",
    "Unchanged",
    "cut_of",
    "most_workers",
    "read_all",
]
