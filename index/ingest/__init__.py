"""From tasks to works cut into scenes, in processes of their own where the files may be hostile."""

from .dispatch import default_workers, read_all
from .job import Job
from .outcome import Begun, Outcome, Read, SegmentedWork, Unchanged
from .pool import DEFAULT_TIMEOUT_SECONDS, Limits
from .read_task import segment_work

__all__ = [
    "DEFAULT_TIMEOUT_SECONDS",
    "Begun",
    "Job",
    "Limits",
    "Outcome",
    "Read",
    "SegmentedWork",
    "Unchanged",
    "default_workers",
    "read_all",
    "segment_work",
]
