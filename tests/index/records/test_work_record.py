"""A work's record has the language that the work states or that its text is in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Work, add_works
from fabula.index.store.opening import open_store


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le chat est sur la table et il regarde les oiseaux dans le jardin de ma tante.", "fr"),
        ("Die Katze sitzt auf dem Tisch und sieht den Vögeln im Garten meiner Tante zu.", "de"),
        ("The cat sits on the table and watches the birds in the garden of my aunt.", "en"),
        ("No.", "und"),
    ],
)
def test_the_language_is_detected(make_work: Callable[..., Work], tmp_path: Path, text: str, expected: str) -> None:
    """Where the format does not say, the text does; too little of it says nothing."""
    add_works(tmp_path / "library", [make_work(text, language="")])
    assert open_store(tmp_path / "library").stats().languages == {expected: 1}


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("en_GB", "en-gb"),
        ("FR", "fr"),
        ("zh-Hant-TW", "zh-hant-tw"),
        ("English", "en"),
        ("e" * 70_000, "en"),
        ("\ud800", "en"),
    ],
)
def test_only_a_language_code_is_believed(
    make_work: Callable[..., Work], tmp_path: Path, declared: str, expected: str
) -> None:
    """What a file calls its language is a code of BCP 47, or nothing; then the text tells."""
    text = "The cat sits on the table and watches the birds in the garden of my aunt."
    add_works(tmp_path / "library", [make_work(text, language=declared)])
    assert open_store(tmp_path / "library").stats().languages == {expected: 1}
