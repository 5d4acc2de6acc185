"""Patterns of names and paths, against a slow and obvious way to compare them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.files.left_out.globs import NamePatterns, PathPatterns


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("Thumbs.db", ["thumbs.db", "THUMBS.DB"], ["thumbs.db.txt", "a thumbs.db"]),
        ("*~", ["a.txt~", "~"], ["~a", "a~b"]),
        ("~$*", ["~$Story.docx"], ["$Story.docx", "~Story.docx"]),
        ("#*#", ["#a#", "##"], ["#a", "a#"]),
        ("found.[0-9]", ["found.0"], ["found.a", "found.00"]),
        ("café", ["CAFÉ", "cafe\u0301"], ["cafe"]),
        ("old/**", ["OLD"], ["older"]),
        ("[", ["["], ["a"]),
    ],
)
def test_a_pattern_without_a_slash_is_a_name(pattern: str, matching: Sequence[str], others: Sequence[str]) -> None:
    """In any case and normal form; the whole name has to match."""
    patterns = NamePatterns([pattern])
    assert [patterns.of_name(name) for name in matching] == [pattern] * len(matching)
    assert [patterns.of_name(name) for name in others] == [""] * len(others)
    assert not patterns.of_path(matching[0])


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("/draft", ["draft", "Draft"], ["a/draft", "draft/a"]),
        ("a/*.txt", ["a/b.txt"], ["a/b/c.txt", "b.txt"]),
        ("a/**/c", ["a/c", "a/b/c", "a/b/b/c"], ["a/b", "c", "a/c/d"]),
        ("**/a/b", ["a/b", "x/y/a/b"], ["a/b/c", "a"]),
        ("#recycle/keep/**", ["#recycle/keep"], ["#recycle", "keep"]),
    ],
)
def test_a_pattern_with_a_slash_is_a_path(pattern: str, matching: Sequence[str], others: Sequence[str]) -> None:
    """From the top, where `*` stays within a name and `**` stands for any folders."""
    patterns = NamePatterns([pattern])
    assert [patterns.of_path(path) for path in matching] == [pattern] * len(matching)
    assert [patterns.of_path(path) for path in others] == [""] * len(others)
    assert not patterns.of_name(matching[0])


def by_brute_force(parts: Sequence[str], names: Sequence[str]) -> bool:
    if not parts:
        return not names
    if parts[0] == "**":
        return any(by_brute_force(parts[1:], names[start:]) for start in range(len(names) + 1))
    return bool(names) and fnmatchcase(names[0], parts[0]) and by_brute_force(parts[1:], names[1:])


PARTS = st.lists(st.sampled_from(["**", "a", "b", "*", "a*", "?"]), min_size=2, max_size=6)
NAMES = st.lists(st.sampled_from(["a", "b", "ab", "ba"]), min_size=1, max_size=6)


@given(PARTS.filter(lambda parts: parts[-1] != "**"), NAMES)
def test_paths_are_compared_as_by_brute_force(parts: list[str], names: list[str]) -> None:
    """Also whether something below a folder may match: nothing that does may be cut off above."""
    patterns = NamePatterns(["/".join(parts)])
    matches = by_brute_force(parts, names)
    assert bool(patterns.of_path("/".join(names))) == matches
    if matches:
        above = ["/".join(names[:count]) for count in range(1, len(names))]
        assert all(map(patterns.may_match_below, above))


@given(st.text("a*?[]-!/.", min_size=1, max_size=8), st.text("ab/.-", min_size=1, max_size=8))
def test_paths_of_a_source_are_compared_as_ever(pattern: str, path: str) -> None:
    """`*` stands for slashes, too; what `fnmatch` finds is found."""
    patterns = PathPatterns([pattern])
    if fnmatchcase(path, pattern) and not pattern.endswith(("/", "/**")):
        assert patterns.of_path(path) == pattern


def test_any_depth_may_be_none() -> None:
    """ "**/" stands for folders or for nothing, and "/**" for the folder itself."""
    patterns = PathPatterns(["**/drafts", "old/**"])
    assert [patterns.of_path(path) for path in ("drafts", "a/b/drafts", "old", "a/old")] == [
        "**/drafts",
        "**/drafts",
        "old/**",
        "",
    ]
    assert PathPatterns(["#recycle/keep/**"]).may_match_below("#recycle")
    assert not PathPatterns(["#recycle/keep/**", "*.txt"]).may_match_below("other")


@pytest.mark.parametrize("pattern", ["*a" * 1_000 + "b", "*" * 2_000 + "b", "[" * 2_000, "**/" * 500 + "b"])
def test_no_pattern_backtracks(pattern: str) -> None:
    """A pattern made to be slow takes milliseconds."""
    start = time.process_time()
    name = "a" * 255
    NamePatterns([pattern]).of_name(name)
    NamePatterns([pattern + "/x"]).of_path("/".join([name] * 16))
    PathPatterns([pattern]).of_path("/".join([name] * 16))
    assert time.process_time() - start < 2


def test_many_patterns_take_little_time() -> None:
    """As many as a library may have, and as many as thousands of calls of `fabula remove` leave in a source."""
    start = time.process_time()
    names = NamePatterns([f"*{number:010}*" for number in range(2_000)])
    assert all(names.of_name(f"story {number}") == "" for number in range(50))
    paths = PathPatterns([f"part/{number:05}.txt" for number in range(5_000)])
    assert all(paths.of_path(f"part/{number:05}.txt") for number in range(5_000))
    assert time.process_time() - start < 5
