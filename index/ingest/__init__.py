"""From what is to be read to works cut into scenes, in processes of their own where the files may be hostile."""

from .dispatch import most_workers, read_all
from .outcome import Begun, Outcome, Read, SegmentedWork, Unchanged
from .pool import SECONDS, Job, Limits
from .read_task import segment_work

__all__ = [
    "SECONDS",
    "Begun",
    "Job",
    "Limits",
    "Outcome",
    "Read",
    "SegmentedWork",
    "Unchanged",
    "most_workers",
    "read_all",
    "segment_work",
]
