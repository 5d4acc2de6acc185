"""Names and tags of languages as BCP 47."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.analysis import language_tags
from fabula.index.analysis.language_tags import language_tag


def test_examples_in_the_documentation_hold() -> None:
    """The examples of the docstrings are true."""
    assert doctest.testmod(language_tags).failed == 0


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("en_US", "en-us"), ("Русский", "ru"), ("und", ""), ("the old tongue", ""), ("eng", "en"), ("fre", "fr"),
        ("fra", "fr"), ("ger-AT", "de-at"), ("zh-Hant-TW", "zh-hant-tw"), ("ptBR", "pt-br"), ("FRANÇAIS", "fr"),
        ("Franc\u0327ais", "fr"), ("中文-普通话 國語", "zh"), ("中文-广东话 粵語", "yue"),
        ("Chinese (Traditional)", "zh-hant"),
        ("English (United Kingdom)", "en-gb"), ("Português (Brasil)", "pt-br"), ("Spanish / Español", "es"),
        ("Español (Spanish)", "es"), ("fil", "fil"), ("Filipino", "fil"), ("qya", "qya"), ("old", ""), ("xx", ""),
        ("eng_GB", "en-gb"), ("English and French", "en"), ("mul", ""), ("x" * 500, ""), ("", ""),
    ],
)  # fmt: skip
def test_languages_are_tagged(text: str, tag: str) -> None:
    """Names and tags become BCP 47, and nothing else does."""
    assert language_tag(text) == tag


@given(st.text(max_size=70))
def test_any_text_gives_a_tag_or_none(text: str) -> None:
    """Any text gives a tag or nothing, and the tag of a tag is itself."""
    tag = language_tag(text)
    assert tag == "" or (tag.isascii() and tag == tag.lower() and language_tag(tag) == tag)
