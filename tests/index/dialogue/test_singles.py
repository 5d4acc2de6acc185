"""Speech between single marks, in books full of apostrophes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fabula.index.dialogue import Convention, Pair

Said = Callable[..., list[str]]
STRAIGHT = Convention((Pair("'", "'"),))
CURLY = Convention((Pair("\u2018", "\u2019"),))

TRAPS = [
    ("'Tis a pity,' said he, 'that you can't stay.'", ["Tis a pity,", "that you can't stay."]),
    ("'Tis true, 'tis pity,' said he.", ["Tis true, 'tis pity,"]),
    ("'Tis a pity that he went.", []),
    ("''Tis a pity,' said he.", ["'Tis a pity,"]),
    ("'It's the boys' hats,' she said, 'not the girls'.'", ["It's the boys' hats,", "not the girls'."]),
    ("The boys' hats lay about. 'Whose are these?' he asked.", ["Whose are these?"]),
    ("'I'm goin' home, an' you're comin' with 'em,' said Jim.", ["I'm goin' home, an' you're comin' with 'em,"]),
    ("'E's gone, said the boy, and 'e won't come back.", []),
    ("'He told me \"Go!\" and left,' she said.", ['He told me "Go!" and left,']),
    ("'He told me 'Go!' and left,' she said.", ["He told me 'Go!' and left,"]),
    ("'Rock 'n' roll is dead,' said Joe. 'Long live the '90s!'", ["Rock 'n' roll is dead,", "Long live the '90s!"]),
    ("He was called 'the Bishop' by the men.", []),
    ("St James's was near; Mrs Jones' cat was not.", []),
    ("'Wait\u2014' he began.", ["Wait\u2014"]),
]


@pytest.mark.parametrize(("text", "pieces"), TRAPS)
def test_apostrophes_are_told_from_marks(said: Said, text: str, pieces: list[str]) -> None:
    """An apostrophe at a word's start or end neither opens a speech nor closes one."""
    assert said(text, STRAIGHT) == pieces


def test_curly_apostrophes_do_not_end_a_speech(said: Said) -> None:
    """The mark that closes is the apostrophe, too."""
    text = "\u2018It\u2019s the boys\u2019 hats,\u2019 she said, \u2018an\u2019 they\u2019re goin\u2019 home.\u2019"
    assert said(text, CURLY) == ["It\u2019s the boys\u2019 hats,", "an\u2019 they\u2019re goin\u2019 home."]


def test_one_missing_mark_spoils_one_paragraph(said: Said) -> None:
    """The paragraph after an open quote is read by itself."""
    assert said("'I had no time.\n\nHe left the room.\n\n'Go,' she said.", STRAIGHT)[1:] == ["Go,"]
