"""`[hide]` of library.toml: which ratings, what is wrong with them, and when a change counts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fabula.index.errors import SettingsError
from fabula.index.library.hidden_ratings import HiddenRatings
from fabula.index.library.settings import parse_settings, read_settings
from fabula.index.library.settings_head import settings_head


def test_ratings_are_read() -> None:
    """A list of texts, or one; none without the table."""
    text = '[hide]\nratings = ["Explicit", " NC-17 ", "Wildly Unsuitable"]\n'
    assert parse_settings(text, Path("library.toml")).hidden_ratings == ("Explicit", "NC-17", "Wildly Unsuitable")
    assert parse_settings('hide.ratings = "M"', Path("library.toml")).hidden_ratings == ("M",)
    assert parse_settings("", Path("library.toml")).hidden_ratings == ()


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ('[hide]\nratings = ["Explict"]', 2, "Explicit"),
        ('[hide]\n\nratings = ["Teen & Up Audiences"]', 3, "Teen And Up Audiences"),
        ('[hide]\nrating = ["Explicit"]', 2, "ratings"),
        ("[hide]\nratings = [18]", 2, "Explicit"),
        ('[hide]\nratings = [""]', 2, "Explicit"),
        ("hide = 5", 1, "[hide]"),
        (f"[hide]\nratings = {[f'rating no {n}' for n in range(51)]}", 2, "Delete"),
    ],
)
def test_mistakes_are_named(text: str, line: int, part: str) -> None:
    """With their line, and what to write."""
    with pytest.raises(SettingsError, match=rf"line {line}: hide") as refused:
        parse_settings(text, Path("library.toml"))
    assert part in str(refused.value.hint)


def test_a_change_counts_at_once(tmp_path: Path) -> None:
    """A new, a changed and a deleted setting, also one of the same size that was written within a tick of the clock."""
    settings = tmp_path / "library.toml"
    ratings = HiddenRatings(tmp_path)
    assert ratings.now() == frozenset()
    settings.write_text('[hide]\nratings = ["Explicit"]\n')
    assert ratings.now() == {"explicit"}
    before = settings.stat()
    settings.write_text('[hide]\nratings = ["EXPLICIt"]\n'.replace("EXPLICIt", "Mature  "))
    os.utime(settings, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert ratings.now() == {"mature"}
    settings.unlink()
    assert ratings.now() == frozenset()


def test_what_is_hidden_stays_hidden_while_the_file_is_broken(tmp_path: Path) -> None:
    """Whoever opens the library meanwhile is told."""
    settings = tmp_path / "library.toml"
    settings.write_text('[hide]\nratings = ["Explicit"]\n')
    ratings = HiddenRatings(tmp_path)
    assert ratings.now() == {"explicit"}
    settings.write_text('[hide]\nratings = ["Explicit"\n')
    assert ratings.now() == {"explicit"}
    with pytest.raises(SettingsError):
        HiddenRatings(tmp_path).now()
    settings.write_text("[keep]\nreports = 0\n")
    assert HiddenRatings(tmp_path).now() == frozenset()


@pytest.mark.parametrize(
    "text", ['[hide]\nratings = "X"', ' [ hide ]\nratings = "X"', 'hide.ratings = "X"', '"hide" = {ratings = "X"}']
)
def test_every_spelling_of_the_key(tmp_path: Path, text: str) -> None:
    """A file is parsed only if it may have the key; the comments of a new library are none."""
    (tmp_path / "library.toml").write_text(f"# shelf\n\n{text}\n")
    assert HiddenRatings(tmp_path).now() == {"x"}
    (tmp_path / "library.toml").write_text(settings_head() + "[")
    assert HiddenRatings(tmp_path).now() == frozenset()


def test_the_setting_is_one_of_the_library(tmp_path: Path) -> None:
    """Read with all others."""
    (tmp_path / "library.toml").write_text('[hide]\nratings = ["X"]\n[keep]\nreports = 5\n')
    assert read_settings(tmp_path).hidden_ratings == ("X",)
