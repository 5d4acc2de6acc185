"""The peers that need no further package index and answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.asks import Ask, Kind
from benchmarks.copies import renamed
from benchmarks.corpus import TINY
from benchmarks.peers import PEERS

# The text of TINY is "A ship."
WORDS = {Kind.ANY: ("a", "ship", "the", "of"), Kind.ALL: ("a", "ship"), Kind.PREFIX: ("shi",), Kind.STEMMED: ("ships",)}


@pytest.mark.parametrize("name", ["fabula", "fts5", "fts5, unstemmed", "whoosh"])
def test_a_peer_answers_all_its_kinds_of_queries(tmp_path: Path, name: str) -> None:
    """Each kind finds both scenes with the same words."""
    peer = PEERS[name]
    assert peer.version() and peer.setup
    peer.build([TINY, renamed(TINY, 1)], tmp_path)()
    searcher = peer.open(tmp_path)
    for kind in sorted(peer.kinds):
        query = searcher.spell(Ask(kind, WORDS.get(kind, ("a", "ship"))))
        assert searcher.search(kind, query) in ({None, 2} if kind is Kind.ANY else {2}), kind
    searcher.close()


def test_works_are_replaced_where_stems_are_known(tmp_path: Path) -> None:
    """The second build starts from the library of the first and leaves equally many scenes."""
    PEERS["fabula"].build([TINY], tmp_path)()
    again = PEERS["fabula, stems known"]
    assert again.after == "fabula"
    again.build([TINY], tmp_path)()
    searcher = again.open(tmp_path)
    assert searcher.search(Kind.EXACT, searcher.spell(Ask(Kind.EXACT, ("a", "ship")))) == 1
    searcher.close()
