"""Export and import: works as JSON Lines for any program, or a whole library in one archive."""

from .export_archive import export_archive
from .export_works import export_works, write_works
from .import_archive import import_archive
from .import_file import is_archive
from .import_works import import_readable_works, import_works

__all__ = [
    "export_archive",
    "export_works",
    "import_archive",
    "import_readable_works",
    "import_works",
    "is_archive",
    "write_works",
]
