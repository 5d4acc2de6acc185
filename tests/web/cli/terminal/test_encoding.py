"""Output in a small character set."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.web.cli.terminal.encoding import accept_every_character


def written(text: str, encoding: str) -> bytes:
    """The bytes that are written to a stream of this encoding."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    accept_every_character(stream)
    stream.write(text)
    stream.flush()
    return raw.getvalue()


@given(st.text(st.characters()), st.sampled_from(["ascii", "latin-1", "cp1252", "koi8-r", "utf-8"]))
def test_every_text_can_be_written(text: str, encoding: str) -> None:
    """No character of any text raises, whatever the encoding."""
    assert isinstance(written(text, encoding).decode(encoding), str)


@pytest.mark.parametrize(
    ("text", "ascii_text"),
    [
        ("“You,” she says…", '"You," she says...'),
        ("café — naïve", "cafe -- naive"),
        ("œuvre ﬁn", "oeuvre fin"),
        ("½ 川", "? ?"),
    ],
)
def test_ascii_gets_the_nearest_spelling(text: str, ascii_text: str) -> None:
    """Quotes, dashes and accents are replaced; other characters become question marks."""
    assert written(text, "ascii").decode("ascii") == ascii_text


def test_an_encoding_keeps_what_it_has() -> None:
    """Only the characters that the encoding lacks are replaced."""
    assert written("café…", "latin-1") == b"caf\xe9..."


def test_a_stream_without_an_encoding_is_left_alone() -> None:
    """A missing or replaced stream raises no error."""
    accept_every_character(None)
    stream = io.StringIO()
    accept_every_character(stream)
    assert stream.getvalue() == ""
