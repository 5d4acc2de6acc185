"""Opens a library as a Whoosh index, read-only, for users of Whoosh.

Importing this package is enough: it registers our table of contents with Whoosh, so that stock `whoosh.index.open_dir`
opens the folder `index` of a library, and makes Whoosh's writers refuse such a folder. Nothing is unpickled.

Fabula's own search does not use it, and nothing else in `fabula.index` imports Whoosh.
"""

from .codec import FabulaCodec, FabulaSegment
from .guard import refuse_writers
from .opening import LibraryIndex, open_index
from .schema import make_schema
from .toc_loader import load_toc

__all__ = ["FabulaCodec", "FabulaSegment", "LibraryIndex", "load_toc", "make_schema", "open_index", "refuse_writers"]
