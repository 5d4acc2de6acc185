"""Works whose files hold something else are kept or refused; edited ones are taken over, and shrunken ones named."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Receipt, SkipKind, WarningKind, build, rebuild, update
from fabula.index.errors import RemovalsRefused
from fabula.index.indexer.rebuild import RebuildOptions
from fabula.index.model import WorkRecord
from fabula.index.run import replaced_works
from fabula.index.run.options import UpdateOptions
from fabula.index.store.opening import open_store

SYLLABLES = "ba be bo da de do fa fe fo ka ke ko la le lo ma me mo na ne no ra re ro sa se so ta te to".split()


def story(seed: int, sentences: int = 40) -> str:
    """Sentences of made-up words; two seeds share none."""
    dice = random.Random(seed)
    words = ["".join(dice.choices(SYLLABLES, k=3)) for _ in range(200)]
    lines = [" ".join(dice.choices(words, k=9)).capitalize() + "." for _ in range(sentences)]
    return "\n\n".join(" ".join(lines[start : start + 4]) for start in range(0, sentences, 4))


def page(title: str, body: str) -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"


def run(library: Path, **options: bool) -> Receipt:
    return update(library, UpdateOptions(workers=0, speech=False, **options))


def state(library: Path) -> dict[str, tuple[str, str]]:
    """Title and text of each work, by id."""
    store = open_store(library)
    return {
        work.id: (work.title, "\n".join(scene.text for scene in store.scenes(work.id)))
        for work in store.works().values()
    }


def files_of(folder: Path) -> dict[str, bytes]:
    kept = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "write.lock")
    return {str(path): path.read_bytes() for path in kept}


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.txt").write_text(f"Title: Tale {number}\nAuthor: Ann\n\n\n{story(number)}")
        paragraphs = "".join(f"<p>{text}</p>" for text in story(100 + number).split("\n\n"))
        (folder / f"{number}.html").write_text(page(f"Page {number}", paragraphs))
    with zipfile.ZipFile(folder / "old.zip", "w") as archive:
        for number in range(4):
            archive.writestr(f"{number}.txt", f"Title: Old {number}\n\n\n{story(200 + number)}")
    return folder


@pytest.fixture
def library(tmp_path: Path, stories: Path) -> Path:
    build(tmp_path / "library", [stories], workers=0, speech=False)
    return tmp_path / "library"


ERROR_PAGES = {
    "gateway": page("504 Gateway Time-out", "<hr><center>nginx</center>"),
    "later": "Retry later\n",
    "login": page("Log In | An Archive", "<p>This work is only available to registered users.</p><p>User name:</p>"),
    "browser": page("Just a moment...", "<p>Enable JavaScript and cookies to continue</p>"),
    "gone": page("Story Not Found", "<p>Unable to locate story. Code 1.</p>"),
    "plain": "The page you were looking for could not be found.",
    "other language": page("Fehler", "<p>Die Seite wurde nicht gefunden.</p>"),
    "with a menu": page("Error", "<ul>" + "<li><a href='/x'>Browse Fandoms</a></li>" * 20 + "</ul><p>Try again.</p>"),
    "short": page("Hm", "<p>Nothing to see.</p>"),
    "another format": "%PDF-1.4 cut off",
    "json": '{"error": "rate limit exceeded"}',
    "zeros": "\0" * 3000,
    "nothing": "",
    "white space": " \n\n",
}


@pytest.mark.parametrize("content", ERROR_PAGES.values(), ids=ERROR_PAGES)
def test_error_pages_take_no_story_away(stories: Path, library: Path, content: str) -> None:
    """Every file becomes one: all works stay, each with a failed line; so does a rebuild; permission replaces them."""
    before = state(library)
    for path in stories.iterdir():
        path.write_text(content)
    receipt = run(library)
    assert state(library) == before
    assert not receipt.changes and receipt.works == 12
    # Pages of one title are taken for the chapters of one work, and fail as such.
    assert {skipped.kind for skipped in receipt.skipped} == {SkipKind.FAILED} and len(receipt.skipped) in (6, 9)
    assert not run(library).changes
    rebuild(library, RebuildOptions(workers=0, speech=False))
    assert state(library) == before


def test_permission_takes_over_what_files_hold_now(stories: Path, library: Path) -> None:
    """Also of files that failed in the last run and have not changed since."""
    for path in stories.glob("*.html"):
        path.write_text(ERROR_PAGES["gone"])
    assert not run(library).changes
    titles = {title for title, _ in state(library).values()}
    receipt = run(library, allow_removals=True)
    assert receipt.changes and titles != {title for title, _ in state(library).values()}


POINTERS = {
    "annex": "/annex/objects/SHA256E-s1--0ba9.txt\n",
    "lfs": "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
}


@pytest.mark.parametrize("content", POINTERS.values(), ids=POINTERS)
def test_pointers_keep_all_works_and_add_none(stories: Path, library: Path, content: str) -> None:
    """Whatever their share; also pointers to files that were never read."""
    before = state(library)
    for path in [*stories.iterdir(), stories / "new.txt", stories / "new.epub"]:
        path.write_text(content)
    for receipt in (run(library), run(library), rebuild(library, RebuildOptions(workers=0, speech=False))):
        assert not receipt.changes and receipt.works == 12
        assert {skipped.kind for skipped in receipt.skipped} == {SkipKind.NOT_HERE} and len(receipt.skipped) == 11
    assert state(library) == before
    assert not run(library, allow_removals=True).changes


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.rename(path.with_name(f".{path.name}.icloud")),
        lambda path: path.rename(path.with_name(f"{path.name}.crdownload")),
        lambda path: path.rename(path.with_name(f".syncthing.{path.name}.tmp")),
        lambda path: (path.unlink(), path.with_name(f"{path.name}.nextcloud").touch()),
        lambda path: (path.unlink(), path.symlink_to(f".git/annex/objects/{path.name}")),
        lambda path: (path.unlink(), path.symlink_to("/none")),
    ],
    ids=["icloud", "download", "syncthing", "nextcloud", "annex", "link"],
)
def test_placeholders_keep_all_works(stories: Path, library: Path, change: Callable[[Path], object]) -> None:
    """They are lines of the files that they stand for, archives too; when these are back, nothing has changed."""
    before, contents = state(library), {path: path.read_bytes() for path in stories.iterdir()}
    for path in contents:
        change(path)
    receipt = run(library)
    assert not receipt.changes and state(library) == before
    assert {(skipped.path, skipped.kind) for skipped in receipt.skipped} == {
        (path.name, SkipKind.NOT_HERE) for path in contents
    }
    for path in list(stories.iterdir()):
        path.unlink()
    for path, content in contents.items():
        path.write_bytes(content)
    receipt = run(library)
    assert (receipt.unchanged, receipt.changes, receipt.skipped) == (12, (), ())


def test_a_placeholder_beside_its_file_says_nothing(stories: Path, library: Path) -> None:
    """A new copy of the file is on its way, and what is there is read."""
    (stories / "0.txt.part").write_bytes(b"")
    (stories / "0.txt").write_text(f"Title: Tale 0\nAuthor: Ann\n\n\n{story(0)}\n\nAnd then.")
    receipt = run(library)
    assert receipt.updated == 1
    assert SkipKind.NOT_HERE not in {skipped.kind for skipped in receipt.skipped}


def replace(stories: Path, count: int, content: Callable[[int], str]) -> None:
    for number in range(count):
        (stories / f"{number}.txt").write_text(content(number))


def test_other_stories_count_as_lost(stories: Path, library: Path) -> None:
    """One of twelve may be replaced, two are refused, a dry run says so, and nothing is written."""
    replace(stories, 1, lambda number: f"Title: Other\nAuthor: Bob\n\n\n{story(500)}")
    receipt = run(library, dry_run=True)
    assert WarningKind.FILES_GONE not in {warning.kind for warning in receipt.warnings}
    replace(stories, 2, lambda number: f"Title: Other {number}\nAuthor: Bob\n\n\n{story(500 + number)}")
    files = files_of(library)
    (warning,) = run(library, dry_run=True).warnings
    assert "The files of 2 works of 12 hold something else" in str(warning)
    for refused in (lambda: run(library), lambda: build(library, [stories], workers=0, speech=False)):
        with pytest.raises(RemovalsRefused, match="hold something else"):
            refused()
    assert {path: content for path, content in files_of(library).items() if "report" not in path} == {
        path: content for path, content in files.items() if "report" not in path
    }
    with pytest.raises(RemovalsRefused, match="hold something else"):
        rebuild(library, RebuildOptions(workers=0, speech=False))
    run(library, allow_removals=True)
    assert {"Other 0", "Other 1"} <= {title for title, _ in state(library).values()}


def test_swapped_files_are_no_loss(stories: Path, library: Path) -> None:
    """Their bytes are there still, each at the other's place."""
    first, other = stories / "0.txt", stories / "1.txt"
    for number in (0, 2):
        first, other = stories / f"{number}.txt", stories / f"{number + 1}.txt"
        first_bytes, other_bytes = first.read_bytes(), other.read_bytes()
        first.write_bytes(other_bytes)
        other.write_bytes(first_bytes)
    run(library)
    assert {f"Tale {number}" for number in range(4)} <= {title for title, _ in state(library).values()}


@pytest.mark.parametrize("suffix", [".txt", ".html"])
def test_a_short_story_in_the_place_of_a_long_one_is_no_error_page(tmp_path: Path, suffix: str) -> None:
    """Two stories swap their names: both move, however short one of them is."""
    folder, library = tmp_path / "stories", tmp_path / "library"
    folder.mkdir()
    for number in range(24):
        text = story(number, 4 if number == 3 else 40)
        paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
        plain = f"Title: Tale {number}\nAuthor: Ann\n\n\n{text}"
        (folder / f"{number}{suffix}").write_text(plain if suffix == ".txt" else page(f"Tale {number}", paragraphs))
    build(library, [folder], workers=0, speech=False)
    before = state(library)
    (folder / f"3{suffix}").rename(folder / "swapped")
    (folder / f"4{suffix}").rename(folder / f"3{suffix}")
    (folder / "swapped").rename(folder / f"4{suffix}")
    receipt = run(library)
    assert (receipt.moved, receipt.added, receipt.removed, receipt.skipped) == (2, 0, 0, ())
    assert state(library) == before


@pytest.mark.parametrize("content", ERROR_PAGES.values(), ids=ERROR_PAGES)
def test_an_error_page_that_is_a_work_replaces_no_story(stories: Path, library: Path, content: str) -> None:
    """The file in which it came first is still there: the page is copied, and no story has moved."""
    (stories / "elsewhere").mkdir()
    for name in ("page.html", "page.txt"):
        (stories / "elsewhere" / name).write_text(content)
    run(library)
    before = state(library)
    for name in ("0.html", "0.txt", "1.txt"):
        (stories / name).write_text(content)
    receipt = run(library)
    assert state(library) == before and not receipt.changes
    assert {failure.path for failure in receipt.failures} >= {"0.html", "0.txt", "1.txt"}


def test_a_page_moves_to_one_place(stories: Path, library: Path) -> None:
    """The stories in whose places it stands as well stay."""
    (stories / "page.txt").write_text(ERROR_PAGES["plain"])
    run(library)
    (stories / "page.txt").unlink()
    (stories / "0.txt").write_text(ERROR_PAGES["plain"])
    (stories / "1.txt").write_text(ERROR_PAGES["plain"])
    receipt = run(library)
    assert [failure.path for failure in receipt.failures] == ["1.txt"]
    assert "Tale 1" in {title for title, _ in state(library).values()}


def test_a_page_in_many_places_is_looked_for_once_in_each(
    stories: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many new files have it: with thousands of each, all would be read for each."""
    for number in range(9):
        (stories / f"old {number}.txt").write_text(ERROR_PAGES["plain"])
    run(library)
    for number in range(9):
        (stories / f"new {number}.txt").write_text(ERROR_PAGES["plain"])
    looked_at: list[str] = []
    is_in_place = replaced_works._is_in_place

    def listed(record: WorkRecord) -> bool:
        looked_at.append(record.path)
        return is_in_place(record)

    monkeypatch.setattr(replaced_works, "_is_in_place", listed)
    run(library)
    assert sorted(looked_at) == [f"old {number}.txt" for number in range(9)]


def test_new_files_with_one_short_text_are_named(stories: Path, library: Path) -> None:
    """They are works, as a short story may lie in several places; the run that found them says so, and no later one."""
    for number in range(30, 35):
        folder = stories / str(number)
        folder.mkdir()
        (folder / "story.html").write_text(page("Story", f"<p>The story {number} could not be found.</p>"))
    receipt = run(library)
    (warning,) = receipt.warnings
    assert receipt.added == 5 and warning.kind is WarningKind.SAME_PAGE
    assert "5 new files hold the same short text" in str(warning)
    assert "30/story.html, 31/story.html, 32/story.html and 2 more" in str(warning)
    receipt = run(library)
    assert not receipt.warnings and not receipt.mended


def test_pages_that_move_are_not_new(stories: Path, library: Path) -> None:
    """A folder of them is renamed."""
    (stories / "old").mkdir()
    for number in range(4):
        (stories / "old" / f"{number}.txt").write_text(f"The story {number} could not be found.")
    assert run(library).warnings
    (stories / "old").rename(stories / "new")
    assert not run(library).warnings


def test_edits_are_no_loss(stories: Path, library: Path) -> None:
    """Longer stories, corrected ones, other titles, another format of the same text."""

    def edited(number: int) -> str:
        text = story(number)
        return (
            f"Title: Tale {number}\nAuthor: Ann\n\n\n{text}\n\n{story(900)}",
            f"Title: Renamed {number}\nAuthor: Ann\n\n\n{text.replace('ba', 'bu')}",
            page(f"Tale {number}", f"<p>{text}</p>"),
            f"Title: Tale {number}\nAuthor: Ann\n\n\n{story(901)}",
        )[number]

    replace(stories, 4, edited)
    receipt = run(library)
    assert receipt.works == 12 and not receipt.skipped
    assert WarningKind.WORK_SHRUNK not in {warning.kind for warning in receipt.warnings}


def test_a_shrunken_work_is_named_once(stories: Path, library: Path) -> None:
    """One is taken over with a warning in that run; more than a tenth are refused."""
    replace(stories, 1, lambda number: f"Title: Tale {number}\nAuthor: Ann\n\n\n{story(number)[:800]}")
    receipt = run(library)
    (warning,) = receipt.warnings
    assert warning.kind is WarningKind.WORK_SHRUNK and warning.work == "Tale 0" and warning.path == "0.txt"
    assert str(warning).startswith("Tale 0 had 360 words and has ")
    assert run(library).warnings == ()
    replace(stories, 3, lambda number: f"Title: Tale {number}\nAuthor: Ann\n\n\n{story(number)[:300]}")
    with pytest.raises(RemovalsRefused, match="3 works of 12 have less than half of their words left"):
        run(library)
    assert len(run(library, allow_removals=True).warnings) == 3


def test_an_emptied_archive_keeps_its_works(stories: Path, library: Path) -> None:
    """Empty, cut off, or with another story alone in it."""
    before = state(library)
    whole = (stories / "old.zip").read_bytes()
    with zipfile.ZipFile(stories / "old.zip", "w"):
        pass
    for content in ((stories / "old.zip").read_bytes(), whole[: len(whole) // 2], b"PK\x03\x04"):
        (stories / "old.zip").write_bytes(content)
        receipt = run(library)
        assert not receipt.changes and state(library) == before
        assert [skipped.kind for skipped in receipt.skipped] == [SkipKind.FAILED]
    with zipfile.ZipFile(stories / "old.zip", "w") as archive:
        archive.writestr("other.txt", f"Title: Other\n\n\n{story(600)}")
    with pytest.raises(RemovalsRefused):
        run(library)


def calibre_book(folder: Path, seed: int) -> None:
    folder.mkdir(parents=True)
    (folder / "Book.html").write_text(page("Book", f"<p>{story(seed)}</p>"))
    (folder / "Book.txt").write_text(f"Title: Book\n\n\n{story(seed)}")
    (folder / "metadata.opf").write_text(
        '<package xmlns="http://www.idpf.org/2007/opf" version="2.0"><metadata'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Book {seed}</dc:title></metadata></package>'
    )


@pytest.mark.parametrize("which", ["Book.html", "Book.*"])
@pytest.mark.parametrize("how", ["pointer", "link", "icloud", "page"])
def test_a_book_in_several_formats_stays_as_it_is(tmp_path: Path, which: str, how: str) -> None:
    """Also where only the best of its formats is a pointer: the others are no reason to take it over anew."""
    for seed in range(3):
        calibre_book(tmp_path / "books" / "Ann" / f"Book ({seed})", seed)
    library = tmp_path / "library"
    build(library, [tmp_path / "books"], workers=0, speech=False)
    before = state(library)
    for path in list((tmp_path / "books").rglob(which)):
        path.unlink()
        if how == "pointer":
            path.write_text(POINTERS["annex"])
        elif how == "link":
            path.symlink_to("../../.git/annex/objects/x/y/z")
        elif how == "icloud":
            path.with_name(f".{path.name}.icloud").touch()
        else:
            path.write_text(ERROR_PAGES["login"])
    receipt = run(library)
    assert not receipt.changes and state(library) == before and not receipt.complete


@pytest.mark.parametrize("how", ["pointer", "link", "page", "icloud"])
@pytest.mark.parametrize("share", [1, 2])
def test_a_folder_of_chapters_stays_as_it_is(tmp_path: Path, how: str, share: int) -> None:
    """All of its pages are elsewhere, or half of them."""
    folder = tmp_path / "stories" / "Long Tale"
    folder.mkdir(parents=True)
    for number in range(1, 7):
        text = "".join(f"<p>{part}</p>" for part in story(number).split("\n\n"))
        (folder / f"{number:02}.html").write_text(page("Long Tale", f"<h2>Chapter {number}</h2>{text}"))
    (tmp_path / "stories" / "other.txt").write_text(f"Title: Other\nAuthor: Ann\n\n\n{story(77)}")
    library = tmp_path / "library"
    build(library, [tmp_path / "stories"], workers=0, speech=False)
    before = state(library)
    assert {title for title, _ in before.values()} == {"Long Tale", "Other"}
    for path in sorted(folder.iterdir())[::share]:
        path.unlink()
        if how == "pointer":
            path.write_text(POINTERS["lfs"])
        elif how == "link":
            path.symlink_to("/none")
        elif how == "icloud":
            path.with_name(f".{path.name}.icloud").touch()
        else:
            path.write_text(ERROR_PAGES["gateway"])
    run(library)
    # A work that keeps half of its words is an edited one.
    assert before.items() <= state(library).items() or (how, share) == ("page", 2)


def test_a_pointer_says_how_many_works_it_keeps(stories: Path, library: Path) -> None:
    """Each run says it, also one that finds nothing changed and so goes through no file."""
    contents = {path: path.read_bytes() for path in stories.iterdir()}
    for path in contents:
        path.unlink()
        path.symlink_to("/none")
    for receipt in (run(library), run(library), run(library, dry_run=True)):
        assert {skipped.path: skipped.kept for skipped in receipt.skipped} == {
            path.name: 4 if path.suffix == ".zip" else 1 for path in contents
        }
