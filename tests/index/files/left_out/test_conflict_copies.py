"""Copies of sync programs are known by their names, and by the original beside them."""

from __future__ import annotations

import time

import pytest

from fabula.index.files.left_out.conflict_copies import CONFLICT_PATTERNS, conflict_copy


@pytest.mark.parametrize(
    ("name", "original"),
    [
        ("Lamp.sync-conflict-20230105-120000-ABCDEFG.txt", "Lamp.txt"),
        ("Lamp.sync-conflict-20230105-120000.epub", "Lamp.epub"),
        ("Lamp (Ann's conflicted copy 2023-01-05).txt", "Lamp.txt"),
        ("Lamp (conflicted copy 2023-01-05 120000).txt", "Lamp.txt"),
        ("Lamp (conflicted copy).txt", "Lamp.txt"),
        ("Lamp (Anns in Konflikt stehende Kopie 2023-01-05).txt", "Lamp.txt"),
        ("Lamp (Copie en conflit de Ann 2023-01-05).txt", "Lamp.txt"),
        ("Lamp (Copia en conflicto de Ann).txt", "Lamp.txt"),
        ("Lamp (cópia em conflito de Ann).txt", "Lamp.txt"),
        ("Lamp (Case Conflict).txt", "lamp.txt"),
        ("Lamp (Case Conflict 1).txt", "lamp.txt"),
        ("Lamp (case clash from ann at 2023-01-05).txt", "lamp.txt"),
        ("Lamp [conflicted].txt", "Lamp.txt"),
        ("Lamp (SFConflict ann@example.org 2023-01-05-12-00-00).docx", "Lamp.docx"),
        ("Lamp_conflict-20230105-120000.txt", "Lamp.txt"),
        ("Lamp_NAS_Jan-05-120000-2023_Conflict.txt", "Lamp.txt"),
        ("Lamp (conflicted copy) (conflicted copy).txt", "Lamp.txt"),
        ("Lamp (conflicted copy)", "Lamp"),
        ("Lamp (Konfliktkopie von Ann).txt", "Lamp.txt"),
        ("Lamp (конфликтующая копия Ann 2023-01-05).txt", "Lamp.txt"),
        ("Lamp (Annの競合コピー 2023-01-05).txt", "Lamp.txt"),
        ("Lamp (Ann 的冲突副本 2023-01-05).txt", "Lamp.txt"),
        ("Lamp (Ann의 충돌 사본).txt", "Lamp.txt"),
        ("Lamp-DESKTOP-AB12CD3.docx", "Lamp.docx"),
        ("Lamp-LAPTOP-AB12CD34-2.docx", "Lamp.docx"),
    ],
)
def test_a_copy_is_known_beside_its_original(name: str, original: str) -> None:
    """With the original's name; without it, the copy is the story."""
    copy = conflict_copy(name, lambda: {original.casefold(), name.casefold()})
    assert copy is not None and copy.original.casefold() == original.casefold()
    assert copy.pattern in CONFLICT_PATTERNS
    assert conflict_copy(name, lambda: {name.casefold(), "another.txt"}) is None


@pytest.mark.parametrize(
    "name",
    [
        "Lamp (Conflict).txt", "Lamp (A Conflict of Interest).txt", "Conflict.txt", "Lamp - Copy.txt", "Lamp (1).txt",
        "Lamp (copy).txt", "(conflicted copy).txt", "Lamp.sync-conflict.txt",
        "Lamp-Desktop-Edition.txt", "Lamp (衝突).txt",
        "Lamp (The Conflict of 1914).txt", "Lamp (A Conflict in Copenhagen).txt",
    ],
)  # fmt: skip
def test_titles_are_no_marks(name: str) -> None:
    """Stories are called so, too, and sequels lie beside the first part."""
    assert conflict_copy(name, lambda: {"lamp.txt", ".txt"}) is None


def test_long_names_take_no_time() -> None:
    """Names that nearly match many times."""
    start = time.process_time()
    for part in ("_a", " (conflicted cop", ".sync-conflict-2", " (", "_Conflict", "_conflict-20"):
        conflict_copy(part * 50_000, lambda: {"a"})
    assert time.process_time() - start < 1
