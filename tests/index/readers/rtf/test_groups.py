"""Control words change the state of their group."""

from __future__ import annotations

import pytest

from fabula.index.readers.rtf.groups import Destination, Group, Style, apply_format, enter_destination

DROPPED = Group(Destination.NOWHERE)


@pytest.mark.parametrize(
    ("word", "group", "is_optional", "destination", "key"),
    [
        ("header", Group(), False, Destination.NOWHERE, ""),
        ("unknown", Group(), True, Destination.NOWHERE, ""),
        ("shppict", Group(), True, None, ""),
        ("b", Group(), False, None, ""),
        ("title", DROPPED, False, Destination.COLLECTED, "title"),
        ("title", Group(), False, None, ""),
        ("fonttbl", Group(), False, Destination.FONTS, ""),
        ("stylesheet", Group(), False, Destination.STYLES, ""),
        ("footnote", Group(), False, Destination.BODY, ""),
        ("footnote", DROPPED, False, None, ""),
        ("fldinst", Group(), True, Destination.COLLECTED, "fldinst"),
    ],
)
def test_destinations(word: str, group: Group, is_optional: bool, destination: Destination | None, key: str) -> None:
    """Text goes into the story, nowhere, into a table, or is collected; other words set no destination."""
    entered = enter_destination(word, group, [], is_optional=is_optional)
    assert (entered and (entered.destination, entered.key)) == (destination and (destination, key))


def test_unicode_form_goes_where_the_text_around_it_goes() -> None:
    """The text of the innermost group around it that is read."""
    outer = [Group(), Group(Destination.COLLECTED, "title"), DROPPED]
    entered = enter_destination("ud", DROPPED, outer, is_optional=True)
    assert entered is not None and (entered.destination, entered.key) == (Destination.COLLECTED, "title")


def test_formats() -> None:
    """Switches, indents, styles and their levels; \\pard resets the paragraph, \\plain the letters."""
    group = Group()
    for word, number in [("b", None), ("li", 720), ("qc", None), ("s", 1), ("brdrb", None)]:
        group = apply_format(word, number, group, {("s", 1): Style("heading 1", 1)})
    assert (group.is_bold, group.is_indented, group.is_centred, group.level, group.is_ruled) == (
        True,
        True,
        True,
        1,
        True,
    )
    group = apply_format("pard", None, group, {})
    assert group == Group(is_bold=True)
    assert apply_format("plain", None, group, {}) == Group()
    assert apply_format("b", 0, Group(is_bold=True), {}) == Group()
    assert apply_format("outlinelevel", 99, Group(), {}).level == 0


def test_an_indent_on_both_sides_is_smaller() -> None:
    """Half an inch on the left, or a quarter of an inch on both sides."""
    indents = ((720, 0), (360, 360), (700, 0), (360, 0))
    assert [Group(left=left, right=right).is_indented for left, right in indents] == [True, True, False, False]
