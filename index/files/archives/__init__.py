"""Archives as folders: their members are sources, read within bounds and never unpacked to a named file."""

from .opening import NOT_ARCHIVES, is_archive, open_archive

__all__ = ["NOT_ARCHIVES", "is_archive", "open_archive"]
