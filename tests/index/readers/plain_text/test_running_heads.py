"""Lines with numbers of pages are told quickly, and as the patterns tell them."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from fabula.index.readers.plain_text import running_heads
from fabula.index.readers.structure.text_lines import TextLines

SIGNS = "pageivxlIVXLsſSİı12٣ .—–-_'[]第стр|"


@settings(max_examples=600, deadline=None)
@given(st.text(SIGNS, max_size=14) | st.lists(st.sampled_from(
    ["12", "iv", "I", "will", "pill", "page", "Page 7", "p.iv", "seite", "SEİTE", "THE TIN", "—", "-", ".", "_", "٣"]
), max_size=5).map(" ".join))  # fmt: skip
@example("PAGE IV —")
def test_no_number_is_passed_over(line: str) -> None:
    """Oracle: all patterns, asked of every line."""
    found = running_heads._parse_head(line, 3, 1)
    stripped = line.strip()
    matches = [match for pattern, _ in running_heads._NUMBERS if (match := pattern.fullmatch(stripped))]
    words = [running_heads._fold(match["words"]) for match in matches]
    has_number = any(word not in running_heads.LABELS for word in words)
    is_line = bool(stripped) and not running_heads.is_break(stripped)
    assert (found is not None and found.number is not None) == (is_line and has_number)


@given(st.lists(st.text("a 1٣[(|~—-.\t", max_size=6).map(str.rstrip), max_size=8))
def test_numbered_lines_begin_or_end_with_numbers_or_signs(lines: list[str]) -> None:
    """Oracle: the first and last characters of each line."""
    expected = [
        number
        for number, line in enumerate(lines)
        if line and (line[-1].isdecimal() or line[-1] in "])|~—–页頁-" or _begins(line))
    ]
    text = "\n".join(lines)
    assert running_heads._numbered_lines(text, TextLines.of(text)) == expected


def _begins(line: str) -> bool:
    rest = line.lstrip(" \t")
    if rest[:1] and rest[0] in "[(|~—–-":
        rest = rest[1:].lstrip(" \t")
    return rest[:1].isdecimal()
