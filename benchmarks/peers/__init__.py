"""All engines in all configurations, by the names in the tables and plots."""

from .fabula import Fabula
from .fts5 import Fts5
from .peer import Peer, Searcher
from .tantivy import Tantivy
from .whoosh import Whoosh
from .xapian import Xapian

__all__ = ["PEERS", "Peer", "Searcher"]

PEERS: dict[str, Peer] = {
    peer.name: peer
    for peer in (
        Fabula("fabula"),
        Fabula("fabula, stems known", after="fabula"),
        Tantivy("tantivy", "en_stem", threads=2),
        Tantivy("tantivy, 1 thread", "en_stem", threads=1),
        Tantivy("tantivy, unstemmed", "default", threads=2),
        Fts5("fts5", "porter unicode61"),
        Fts5("fts5, tuned", "porter unicode61", tuned=True),
        Fts5("fts5, unstemmed", "unicode61 remove_diacritics 0"),
        Whoosh(),
        Xapian(),
    )
}
