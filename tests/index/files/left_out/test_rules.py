"""What is left out by name: by the defaults, the library and the source; and what is included all the same."""

from __future__ import annotations

import pytest

from fabula.index.files.left_out import NameRules, Origin
from fabula.index.files.left_out.conflict_copies import CONFLICT_PATTERNS
from fabula.index.files.left_out.default_patterns import DEFAULT_PATTERNS, FILE_PATTERNS, REASONS


def pattern_of(rules: NameRules, path: str) -> str:
    judgement = rules.judge(path)
    return judgement.pattern if judgement is not None else ""


@pytest.mark.parametrize(
    "path",
    [
        "#recycle/a.txt", "a/$RECYCLE.BIN/S-1-5-21/$R1.txt", ".Trash-1000/files/a.txt", "Trash-1000/a.txt",
        "@Recycle/a",
        ".trashed-1700000000-a.epub", "System Volume Information/a", "a/@eaDir/a.txt/x", "#snapshot/a.txt",
        ".zfs/snapshot/daily/a.txt", "lost+found/#1234", "a.zip!/__MACOSX/._a.html", "a.zip!/b/.DS_Store", "._a.html",
        "THUMBS.DB", "Desktop.ini", "~$Story.docx", ".~lock.Story.odt#", "a.txt~", ".a.txt.swp", "#a.txt#", ".#a.txt",
        ".stfolder/x", ".stversions/a~20230105.txt", ".dropbox.cache/a", ".tmp.drivedownload/1", "a.epub.part",
        "a.epub.crdownload", "Author/Book (1)/cover.jpg", "Author/Book (1)/metadata.opf",
        "metadata.db", ".caltrash/b/1",
        ".git/objects/ab", "node_modules/x/README.md", "README.md", "LICENSE", "license.html", ".hidden.txt",
    ],
)  # fmt: skip
def test_names_that_are_no_stories(path: str) -> None:
    """Bins, snapshots, locks and the like, at any depth, in archives too; each has a reason."""
    judgement = NameRules().judge(path)
    assert judgement is not None and judgement.origin is Origin.DEFAULT
    assert judgement.pattern in DEFAULT_PATTERNS and judgement.reason == REASONS[judgement.pattern]


@pytest.mark.parametrize(
    "path",
    [
        "Recycle/a.txt", "Trash.txt", "The Bin/a.txt", "Snapshot.epub", "license.to.kill.txt", "notice of death.txt",
        "readme later/a.txt", "#1 Best/Chapter #.txt", "Part #1.txt", "~ Lamp ~.txt", "Authors' Choice.txt",
        "a.part.txt",
        "Authors/Vell/a.txt", "Notice/a.txt", "Summer ~Night~/a.txt", "Lamp #1#/a.txt", "License.v2/a.txt",
        "a.download/a.txt",
        "Notice.epub", "Authors.docx", "Trash-1.txt", "Trash-2000 and other stories.txt",
        "covers/a.txt", "cover.txt", "Desktop.html", "Download/a.txt", "Tmp Files/a.txt", "Git.txt", "a @tmp/b.txt",
        "metadata.txt", "$5.txt", "Conflict (1).txt",
    ],
)  # fmt: skip
def test_names_of_stories(path: str) -> None:
    """Names that only look like those."""
    assert NameRules().judge(path) is None


def test_names_of_files_say_nothing_of_folders() -> None:
    """ "AUTHORS" is about the folder that it lies in, "Authors" may have the stories; a bin is one in any case."""
    assert NameRules().judge("authors") is not None and NameRules().judge("authors", is_folder=True) is None
    assert NameRules().judge("a~") is not None and NameRules().judge("a~", is_folder=True) is None
    assert NameRules().judge("#recycle", is_folder=True) is not None
    assert NameRules(exclude=("authors",)).judge("authors", is_folder=True) is not None
    assert set(DEFAULT_PATTERNS) > FILE_PATTERNS


def test_a_library_leaves_out_more() -> None:
    """Its names count everywhere, those of the source from its top; the reason says who wants it."""
    rules = NameRules(exclude=("Drafts", "old/*.txt"), source_exclude=("here.txt", "*.bak"))
    assert pattern_of(rules, "a/drafts/b.txt") == "Drafts"
    assert pattern_of(rules, "old/b.txt") == "old/*.txt"
    assert pattern_of(rules, "a/old/b.txt") == ""
    assert pattern_of(rules, "here.txt") == "here.txt"
    assert pattern_of(rules, "a/here.txt") == pattern_of(rules, "HERE.txt") == ""
    assert pattern_of(rules, "a/b.bak") == "*.bak"
    judgement = rules.judge("Drafts/b.txt")
    assert judgement == ("Drafts", Origin.LIBRARY, 'library.toml excludes "Drafts"')


@pytest.mark.parametrize("key", ["include", "source_include"])
def test_what_is_included_is_read_all_the_same(key: str) -> None:
    """A folder with all below it, where names are judged again; nothing else of what it lies in."""
    rules = NameRules(**{key: ("#recycle/keep/**",)})  # type: ignore[arg-type]  # one of its lists
    assert pattern_of(rules, "#recycle") == pattern_of(rules, "#recycle/a.txt") == "#recycle"
    assert pattern_of(rules, "#recycle/keep") == pattern_of(rules, "#recycle/keep/a/b.txt") == ""
    assert pattern_of(rules, "#recycle/keep/~$b.docx") == "~$*"
    assert rules.may_include_below("#recycle") and not rules.may_include_below("@eaDir")


def test_a_name_is_included_where_it_is_left_out_itself() -> None:
    """A pattern without a slash takes nothing out of a bin."""
    rules = NameRules(include=("README.md", "*.tmp", "#recycle"), exclude=("*.txt",))
    assert pattern_of(rules, "README.md") == pattern_of(rules, "a/b.tmp") == pattern_of(rules, "#recycle/a.md") == ""
    assert pattern_of(rules, ".git/README.md") == ".git"
    assert pattern_of(rules, "readme.rst") == "readme.???"
    assert pattern_of(NameRules(source_include=("*.txt",)), ".git/a.txt") == ".git"


def test_the_defaults_can_be_replaced() -> None:
    """With none, hidden files and conflict copies are stories."""
    rules = NameRules(defaults=())
    assert rules.judge(".hidden.txt") is None
    assert rules.conflict_copy("a (conflicted copy).txt", lambda: {"a.txt"}) is None
    other = NameRules(defaults=("Mine",)).judge("mine")
    assert other == ("Mine", Origin.DEFAULT, 'library.toml excludes "Mine"')


def test_a_conflict_copy_can_be_included() -> None:
    """Like any other name."""
    name = "a/b (conflicted copy).txt"
    copy = NameRules().conflict_copy(name, lambda: {"b.txt"})
    assert copy is not None and copy.reason == "it is a conflict copy of b.txt"
    assert NameRules(include=("*conflicted*",)).conflict_copy(name, lambda: {"b.txt"}) is None


def test_a_part_of_a_source_has_its_rules() -> None:
    """Paths of a folder that is indexed by itself are those of the source that it lies in."""
    rules = NameRules(source_exclude=("a/drafts",), start="a")
    assert pattern_of(rules, "drafts/b.txt") == "a/drafts"
    assert pattern_of(rules, "b.txt") == ""


def test_no_pattern_is_there_twice() -> None:
    """Each has one reason; no copy's pattern is one of names."""
    assert len({pattern.casefold() for pattern in DEFAULT_PATTERNS}) == len(DEFAULT_PATTERNS)
    assert not set(DEFAULT_PATTERNS) & set(CONFLICT_PATTERNS)


def test_the_name_of_a_folder_may_end_in_an_exclamation_mark() -> None:
    """As the path of an archive does in which something lies: a pattern leaves out either, by its own name."""
    rules = NameRules(exclude=("Go!", "box.zip"))
    assert pattern_of(rules, "Go!/a.txt") == pattern_of(rules, "x/Go!/y/a.txt") == "Go!"
    assert pattern_of(rules, "box.zip!/a.txt") == pattern_of(rules, "x/box.zip!/in.zip!/a.txt") == "box.zip"
    assert not pattern_of(rules, "Go/a.txt") and not pattern_of(rules, "box/a.txt")
