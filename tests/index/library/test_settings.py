"""`library.toml`: what people write there counts, stays, and is checked with the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index.errors import SettingsError
from fabula.index.files.left_out import NameRules
from fabula.index.folder_names import SETTINGS
from fabula.index.library.edit_settings import SourcesChange, change_sources
from fabula.index.library.settings import (
    FilesSetting,
    NotifySetting,
    Settings,
    SourceSetting,
    parse_settings,
    read_settings,
)

BY_HAND = """\
# The shelf of the whole family.
[reading]
workers = 1   # an old machine
timeout = 90

[keep]
reports = 7

# Grandmother's stories
[[sources]]
path = "/stories/old"
name = "grandmother's"
exclude = ["drafts", "*.bak"]

[[sources]]
path = "../beside"  # moves with the library
"""


def test_what_is_written_there_counts(tmp_path: Path) -> None:
    """Every key is read; without a file all is as by default."""
    assert read_settings(tmp_path) == Settings()
    (tmp_path / SETTINGS).write_text(BY_HAND, encoding="utf-8")
    assert read_settings(tmp_path) == Settings(
        sources=(SourceSetting("/stories/old", ("drafts", "*.bak"), name="grandmother's"), SourceSetting("../beside")),
        workers=1,
        timeout=90.0,
        reports=7,
    )


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[reading]\nworkers = 'two'\n", 2, "reading.workers"),
        ("[reading]\n\nworkers = -1\n", 3, "reading.workers"),
        ("[reading]\nworkers = true\n", 2, "reading.workers"),
        ("[reading]\ntimeout = 0\n", 2, "reading.timeout"),
        ("[reading]\ntimeout = nan\n", 2, "reading.timeout"),
        ("[reading]\nworker = 2\n", 2, 'Did you mean "workers"?'),
        ("# one\n[keeep]\nreports = 3\n", 2, 'Did you mean "keep"?'),
        ("[keep]\nreports = 0\n", 2, "keep.reports"),
        ("keep.generations = 1.5\n", 1, "keep.generations"),
        ("[[sources]]\npath = '/a'\n\n[[sources]]\npath = 5\n", 5, "sources[2].path"),
        ("[[sources]]\npath = '/a'\n\n[[sources]]\nexclude = []\n", 4, "sources[2].path"),
        ("[[sources]]\npath = '/a'\n[[sources]]\npath = '/a/'\n", 4, "a second time"),
        ("[[sources]]\npath = '/a'\nexclude = 'x'\n", 3, "sources.exclude"),
        ("[[sources]]\npath = '/a'\nexcludes = ['x']\n", 3, 'Did you mean "exclude"?'),
        ("[[sources]]\npath = '/a'\ninclude = [3]\n", 3, "sources.include"),
        ("[[sources]]\npath = '/a'\nname = 'a/b'\n", 3, "sources.name"),
        ("[[sources]]\npath = '/a'\nname = ' '\n", 3, "sources.name"),
        ("[[sources]]\npath = '/a'\nname = 3\n", 3, "sources.name"),
        ("[[sources]]\npath = '/a'\nname = 'x'\n[[sources]]\npath = '/b'\nname = 'x'\n", 6, "a second time"),
        ("[files]\nexclude = ['']\n", 2, "files.exclude"),
        ("[files]\nexcludes = []\n", 2, 'Did you mean "exclude"?'),
        ("[files]\ninclude = ['" + 5_000 * "a" + "']\n", 2, "files.include"),
        ("[notify]\ncommand = 'mail ann'\n", 2, "notify.command"),
        ("[notify]\ncommand = ['bin/hook']\n", 2, "a part of its path"),
        ("[notify]\ncommand = ['']\n", 2, "notify.command"),
        ("[notify]\ncommand = ['a', 5]\n", 2, "notify.command"),
        ("[notify]\non = ['changes']\n", 2, "notify.on"),
        ("[notify]\non = []\n", 2, "notify.on"),
        ("[notify]\ntimeout = 0\n", 2, "notify.timeout"),
        ("[notify]\ntimeout = 1e6\n", 2, "notify.timeout"),
        ("[notify]\ncomand = []\n", 2, 'Did you mean "command"?'),
        (f"[files]\ndefault_exclude = {['a' * 100] * 700}\n", 1, "patterns"),
        ("sources = 'here'\n", 1, "sources"),
        ("reading = 3\n", 1, "reading"),
        ("reading = [\n", 0, "library.toml"),
        ("a = 1\na = 2\n", 0, "line 2"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, line: int, said: str) -> None:
    """The message has the file, the line and the key, and says what belongs there."""
    with pytest.raises(SettingsError) as caught:
        parse_settings(text, Path("/shelf/library.toml"))
    assert "/shelf/library.toml" in str(caught.value) and caught.value.hint
    assert said in f"{caught.value} {caught.value.hint}"
    if line:
        assert f"line {line}:" in str(caught.value)


def test_a_program_that_is_called() -> None:
    """By its path or its name, with any arguments; there is none by default."""
    path = Path("/shelf/library.toml")
    assert parse_settings("", path).notify == NotifySetting((), ("change", "failure"), 30.0)
    text = '[notify]\ncommand = ["/bin/sh", "", "a b/c"]\non = ["failure"]\ntimeout = 5\n'
    assert parse_settings(text, path).notify == NotifySetting(("/bin/sh", "", "a b/c"), ("failure",), 5.0)
    assert parse_settings('notify.command = ["mail"]', path).notify.command == ("mail",)


def test_patterns_are_for_all_sources_or_one(tmp_path: Path) -> None:
    """Names in [files]; a list of defaults counts only where somebody wrote one."""
    text = "[files]\nexclude = ['a']\ninclude = ['b']\ndefault_exclude = []\n"
    text += "[[sources]]\npath = '/x'\ninclude = ['c']\n"
    settings = parse_settings(text, tmp_path)
    assert settings.files == FilesSetting(("a",), ("b",), ())
    assert settings.sources == (SourceSetting("/x", (), ("c",)),)
    assert parse_settings("[files]\n", tmp_path).files == Settings().files == FilesSetting()


def test_a_new_file_shows_what_is_left_out(tmp_path: Path) -> None:
    """As comments: with the marks taken away they are the settings that count anyway."""
    change_sources(tmp_path, SourcesChange(["/a"]))
    text = (tmp_path / SETTINGS).read_text(encoding="utf-8")
    assert parse_settings(text, tmp_path) == Settings(sources=(SourceSetting("/a"),))
    table = text[text.index("# [files]") :].replace("\n# ", "\n").removeprefix("# ")
    files = parse_settings(table, tmp_path).files
    assert files.default_exclude == NameRules().defaults


def test_no_text_is_an_error_of_its_own_line(tmp_path: Path) -> None:
    """A file in another encoding is told from one with a wrong key."""
    (tmp_path / SETTINGS).write_bytes(b"# fine\n# caf\xe9\n")
    with pytest.raises(SettingsError, match="line 2: this is not UTF-8"):
        read_settings(tmp_path)


def test_changes_leave_the_rest_as_it_is(tmp_path: Path) -> None:
    """Sources come, go and get patterns; comments, order and spelling of everything else stay."""
    (tmp_path / SETTINGS).write_text(BY_HAND, encoding="utf-8")
    change = SourcesChange(["/new"], ["../beside"], {"/stories/old": ("drafts", "*.bak", "b.txt")})
    change_sources(tmp_path, change)
    text = (tmp_path / SETTINGS).read_text(encoding="utf-8")
    for kept in ("# The shelf of the whole family.", "workers = 1   # an old machine", "# Grandmother's stories"):
        assert kept in text
    assert read_settings(tmp_path).sources == (
        SourceSetting("/stories/old", ("drafts", "*.bak", "b.txt"), name="grandmother's"),
        SourceSetting("/new"),
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == [SETTINGS]


@pytest.mark.parametrize("text", ["", "# mine\n", "sources = [{path = '/a'}]\n", "sources = []\n"])
def test_a_source_can_be_added_to_any_file(tmp_path: Path, text: str) -> None:
    """An empty file, one without sources, and one with sources written in a line."""
    (tmp_path / SETTINGS).write_text(text, encoding="utf-8")
    before = read_settings(tmp_path).sources
    change_sources(tmp_path, SourcesChange(['/b "c"\\d'], []))
    assert read_settings(tmp_path).sources == (*before, SourceSetting('/b "c"\\d'))
    change_sources(tmp_path, SourcesChange([], ['/b "c"\\d']))
    assert read_settings(tmp_path).sources == before
