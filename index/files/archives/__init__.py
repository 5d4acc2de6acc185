"""Archives as folders: their members are sources like files, read within bounds and never unpacked to a named file."""

from .opening import NOT_ARCHIVES, is_archive, opened

__all__ = ["NOT_ARCHIVES", "is_archive", "opened"]
