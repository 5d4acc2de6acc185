"""How many works wait for the next update to find their speech."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.index.codec.speech import methods
from fabula.index.folder_names import SETTINGS
from fabula.index.library.speech_due import SpeechDue, speech_due
from fabula.index.store.opening import open_store
from fabula.index.writer import speech_rules

WORK = Work(
    "T", ("A",), (Chapter((Block(BlockKind.PARAGRAPH, "“Go,” said Ann."),)),), Metadata(language="en", fandoms=("F",))
)


def due(library: Path) -> SpeechDue:
    return speech_due(library, open_store(library).snapshot())


def state(library: Path, text: str) -> None:
    (library / SETTINGS).write_text(text, encoding="utf-8")


def test_none_waits_in_a_library_that_is_up_to_date(tmp_path: Path) -> None:
    """Nothing is said of it, whatever is stated for other works."""
    add_works(tmp_path / "lib", [WORK])
    assert not any(due(tmp_path / "lib")) and not list(SpeechDue().sentences())
    state(tmp_path / "lib", "[[names]]\nfandom = 'G'\nname = 'Ann'\n")
    assert not any(due(tmp_path / "lib"))


def test_each_reason_has_its_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Speech that was never looked for, other names, and older rules, which count before names."""
    library = tmp_path / "lib"
    add_works(library, [WORK], speech=False)
    assert due(library) == SpeechDue(new=1)
    add_works(library, [WORK])
    state(library, "[[names]]\nfandom = 'f'\nname = 'Ann'\n")
    assert due(library) == SpeechDue(names=1)
    monkeypatch.setitem(methods.SPEAKER_METHODS, "en", 900)
    assert due(library) == SpeechDue(rules=1)
    (sentence,) = due(library).sentences()
    assert sentence == "The speakers of 1 work are of older rules; the next update finds them again."


def test_settings_that_make_no_sense_state_nothing_anew(tmp_path: Path) -> None:
    """No update runs with them; a search is not stopped by them."""
    library = tmp_path / "lib"
    add_works(library, [WORK])
    state(library, "[[names]]\nname = 5\n")
    assert due(library) == SpeechDue()


def test_works_are_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often a page asks, until the settings change."""
    library = tmp_path / "lib"
    add_works(library, [WORK], speech=False)
    asked = []
    method_of = speech_rules.method_of
    monkeypatch.setattr(speech_rules, "method_of", lambda language: asked.append(language) or method_of(language))
    snapshot = open_store(library).snapshot()
    assert [speech_due(library, snapshot) for _ in range(3)] == [SpeechDue(new=1)] * 3 and len(asked) == 1
    state(library, "[[names]]\nname = 'Ann'\n")
    assert speech_due(library, snapshot) == SpeechDue(new=1) and len(asked) == 2
