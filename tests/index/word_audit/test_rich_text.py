"""The words of RTF: what is no control word and in no group without text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.word_audit.rich_text import rich_text


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\info{\title no}}\pard One\par two\line three}", "One two three"),
        (rb"{\rtf1 {\*\generator no;}{\b bo}ld {\pict 0a0b}kept}", "bold kept"),
        (rb"{\rtf1\ansicpg1251 \'ce\'ed\'e0}", "Она"),
        (rb"{\rtf1 caf\u233?! \uc2\u8212--dash}", "café! —dash"),
        (rb"{\rtf1 \u-10179?\u-8704?}", "😀"),
        (rb"{\rtf1{\shp{\*\shpinst{\sp{\sn no}}{\shptxt boxed}}}}", "boxed"),
        (rb"{\rtf1{\field{\*\fldinst no}{\fldrslt link}}{\footnote note}{\deleted old}}", "linknoteold"),
        (rb"{\rtf1 a\bin3 {}\x}b", "axb"),
        (rb"{\rtf1 open {\b never closed", "open never closed"),
        (b"{\\rtf1 ends with \\", "ends with"),
    ],
)
def test_words(document: bytes, words: str) -> None:
    """Letters by number have a stand-in, which goes."""
    assert next(rich_text(document)).split() == words.split()


def test_other_code_pages() -> None:
    """A document that declares the wrong one is read under the usual others, too."""
    assert any("Она" in text for text in rich_text(rb"{\rtf1\ansicpg1252 \'ce\'ed\'e0}"))
    assert any("Она" in text for text in rich_text(rb"{\rtf1\ansicpg99999 \'ce\'ed\'e0}"))


TOKENS = rb"{ } \* \'e9 \' \u \u99999 \bin9 \uc \ \uc9999999999 \pict text".split(b" ")


@given(st.lists(st.sampled_from([*TOKENS, b"\xff", b" "])))
def test_any_tokens(tokens: list[bytes]) -> None:
    """Nonsense gives some text, and never an error."""
    assert all(isinstance(text, str) for text in rich_text(rb"{\rtf1" + b"".join(tokens)))
