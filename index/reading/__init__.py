"""From what is to be read to works cut into scenes, in processes of their own where the files may be hostile."""

from .outcome import Begun, Cut, Outcome, Read, Unchanged
from .reading import cut_of, read

__all__ = ["Begun", "Cut", "Outcome", "Read", "Unchanged", "cut_of", "read"]
