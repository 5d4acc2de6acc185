"""Folders that are one work: chapters one a file, and trees with a package document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from fabula.index import BlockKind, WarningKind, Work, build
from fabula.index.errors import PartlyRead, UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.readers.epub.package_folder import PackageFolderReader
from fabula.index.readers.html.chapter_folder import ChapterFolderReader
from fabula.index.store.opening import open_store

PAGE = "<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def page(title: str, *body: str, head: str = "") -> str:
    return PAGE.format(title=title, head=head, body="".join(body))


def laid(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def works(folder: Path) -> dict[str, tuple[str, int]]:
    """path -> title and number of chapters, of the library made of `folder`."""
    receipt = build(folder.parent / "library", [folder], workers=0)
    assert receipt.files == receipt.added + receipt.unchanged + receipt.updated + len(receipt.skipped)
    found = open_store(folder.parent / "library").works().values()
    return {work.path: (work.title, work.chapters) for work in found}


def chapter(number: int, title: str = "The Lamp: Chapter {}", heading: str = "Chapter {}") -> str:
    head = f"<h2>{heading.format(number)}</h2>" if heading else ""
    return page(title.format(number), head, f"<p>She lit lamp number {number}, and waited.</p>")


ONE_WORK: dict[str, tuple[dict[str, str], str]] = {
    "the story's name in every title": ({f"{n:02}.html": chapter(n) for n in range(1, 13)}, "The Lamp"),
    "the name at the end": ({f"page{n}.htm": chapter(n, "Chapter {} - The Lamp", "") for n in range(1, 4)}, "The Lamp"),
    "names that say chapter": (
        {f"ch{n}.html": chapter(n, title, "") for n, title in enumerate(("Noon", "A Storm", "Home"), 1)},
        "story",
    ),
    "titles of chapters alone": ({f"{n}.html": chapter(n, "Chapter {}") for n in range(1, 4)}, "story"),
    "one title for all": ({f"{n}.html": chapter(n, "The Lamp", "") for n in range(1, 4)}, "The Lamp"),
    "roman numerals, prologue, contents": (
        {
            "index.html": page("The Lamp", "<h1>The Lamp</h1><p><a href='chapter-1.html'>I</a></p>"),
            "prologue.html": page("The Lamp: Prologue", "<h2>Prologue</h2><p>It was dark.</p>"),
            "chapter-1.html": page("The Lamp: I", "<h2>I</h2><p>She lit it.</p>"),
            "chapter-2.html": page("The Lamp: II", "<h2>II</h2><p>It went out.</p>"),
        },
        "The Lamp",
    ),
}

SEVERAL: dict[str, dict[str, str]] = {
    "stories with names": {
        "the-bell.html": page("The Bell", "<p>a</p>"),
        "the-goat.html": page("The Goat", "<p>b</p>"),
    },
    "stories with numbers": {
        "01 The Bell.html": page("The Bell", "<h1>The Bell</h1><p>It rang.</p>"),
        "02 The Goat.html": page("The Goat", "<h1>The Goat</h1><p>It ran.</p>"),
    },
    "stories of one site": {
        "story1.html": page("The Bell - Archive", "<h1>The Bell</h1><p>It rang.</p>"),
        "story2.html": page("The Goat - Archive", "<h1>The Goat</h1><p>It ran.</p>"),
    },
    "stories of two authors": {
        f"{n}.html": page(f"Tales: Chapter {n}", "<p>x</p>", head=f'<meta name="author" content="Author {n}">')
        for n in (1, 2)
    },
    "numbers that mean something else": {
        f"{n}.html": page(f"Tales: {n}", f"<p>Written in {n}.</p>") for n in (1997, 2003)
    },
    "chapters beside another story": {
        **{f"{n}.html": chapter(n) for n in (1, 2, 3)},
        "the-goat.html": page("The Goat", "<p>It ran.</p>"),
    },
}


@pytest.mark.parametrize("case", ONE_WORK)
def test_chapters_one_a_file_are_one_work(tmp_path: Path, case: str) -> None:
    """Numbered pages of one story are read in their order under its name, wherever the folder is named from."""
    files, title = ONE_WORK[case]
    folder = laid(tmp_path / "shelf" / "story", files)
    numbered = sum(any(map(str.isdigit, name)) for name in files)
    assert works(tmp_path / "shelf") == {"story": (title, numbered)}
    scenes = [
        scene
        for work in open_store(tmp_path / "library").works()
        for scene in open_store(tmp_path / "library").scenes(work)
        if scene.chapter and scene.chapter.number
    ]
    assert [scene.chapter.number for scene in scenes if scene.chapter] == list(range(1, numbered + 1))
    assert all((folder / scene.path).is_file() for scene in scenes)
    again = build(tmp_path / "library", [folder], workers=0)
    assert (again.added, again.unchanged) == (0, 1)


@pytest.mark.parametrize("case", SEVERAL)
def test_a_folder_of_stories_stays_several_works(tmp_path: Path, case: str) -> None:
    """Pages that may be stories of their own are not put together."""
    folder = laid(tmp_path / "story", SEVERAL[case])
    assert set(works(folder)) == set(SEVERAL[case])


def test_a_chapter_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """The other chapters are read, with their own numbers; the reason says which file is missing from the work."""
    folder = laid(tmp_path / "story", {f"{n}.html": chapter(n) for n in (1, 2, 3)})
    laid(folder, {"2.html": "<title>The Lamp: Chapter 2</title>" + "<div>" * 2_000})
    read: list[Work] = []
    with pytest.raises(PartlyRead, match=r"1 of its 3 pages cannot be read: its file 2\.html"):
        read.extend(ChapterFolderReader().read(FileSource.at(folder)))
    assert [(c.title, c.path) for c in read[0].chapters] == [("Chapter 1", "1.html"), ("Chapter 3", "3.html")]
    laid(folder, {f"{n}.html": f"<title>The Lamp: Chapter {n}</title>" + "<div>" * 2_000 for n in (1, 3)})
    with pytest.raises(UnreadableSource, match=r"1\.html"):
        list(ChapterFolderReader().read(FileSource.at(folder)))


def test_style_sheets_of_a_folder_of_chapters(tmp_path: Path) -> None:
    """A sheet in the folder, or in one below it, hides what it hides in a browser."""
    link = '<link rel="stylesheet" href="css/{}.css">'
    theft = "<p class='x'>Stolen.</p>"
    files = {f"{n}.html": page(f"The Lamp: Chapter {n}", f"{link.format(n)}{theft}<p>Lit.</p>") for n in (1, 2, 3)}
    folder = laid(tmp_path / "story", {**files, "css/1.css": ".x{display:none}", "css/2.css": "@import '1.css';"})
    (work,) = ChapterFolderReader().read(FileSource.at(folder))
    assert [len(chapter.blocks) for chapter in work.chapters] == [1, 1, 2]
    assert [one.text for one in work.left_out if one.rule == "hidden text"] == ["Stolen.", "Stolen."]


def test_chapters_that_change_take_the_work_along(tmp_path: Path) -> None:
    """A new chapter updates the work in place, and works of single files before make room for it."""
    files = {f"{n}.html": chapter(n, "Noon", "") for n in (1, 3)}
    folder = laid(tmp_path / "shelf" / "story", {**files, "goat.html": page("The Goat", "<p>It ran.</p>")})
    assert len(works(tmp_path / "shelf")) == 3
    (folder / "goat.html").unlink()
    laid(folder, {f"{n}.html": chapter(n) for n in (1, 2, 3)})
    receipt = build(tmp_path / "library", [tmp_path / "shelf"], workers=0)
    # The goat's file is gone, and what is gone stays in the library until it is removed.
    assert (receipt.added, receipt.removed, receipt.works) == (1, 2, 2)
    laid(folder, {"4.html": chapter(4)})
    receipt = build(tmp_path / "library", [tmp_path / "shelf"], workers=0)
    assert (receipt.updated, receipt.works) == (1, 2)


OPF = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" unique-identifier="uid" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="uid">urn:lamp</dc:identifier>
<dc:title>The Lamp</dc:title><dc:creator>Mara Vell</dc:creator><dc:language>en-GB</dc:language></metadata>
<manifest><item id="toc" href="toc.xhtml" properties="nav" media-type="application/xhtml+xml"/>{items}</manifest>
<spine>{spine}</spine></package>"""
NAV = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>
<nav epub:type="toc"><ol><li><a href="text/chapter-1.xhtml">I: Noon</a></li>
<li><a href="text/chapter-2.xhtml">II: Night</a></li></ol></nav></body></html>"""
PAGES = {
    "imprint.xhtml": "<section epub:type='imprint'><p>This ebook is the work of volunteers.</p></section>",
    "chapter-1.xhtml": "<section><h2>I</h2><p>She lit it.</p><hr/><p>She slept.</p></section>",
    "chapter-2.xhtml": "<section><h2>II</h2><p>It went out.</p></section>",
    "colophon.xhtml": "<section><p>Set in League Spartan.</p></section>",
}


def tree(at: str = "", text: str = "text/") -> dict[str, str]:
    """The files of a Standard Ebooks source with its package document in the folder `at`."""
    items = "".join(f'<item id="{n}" href="text/{n}" media-type="application/xhtml+xml"/>' for n in PAGES)
    spine = "".join(f'<itemref idref="{n}"/>' for n in PAGES)
    markup = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>t</title>'
        "</head><body>{}</body></html>"
    )
    return {
        f"{at}content.opf": OPF.format(items=items, spine=spine),
        f"{at}toc.xhtml": NAV,
        **{f"{at}{text}{name}": markup.format(body) for name, body in PAGES.items()},
    }


@pytest.mark.parametrize(("at", "text"), [("", "text/"), ("src/epub/", "text/"), ("", ""), ("OEBPS/", "text/")])
def test_a_tree_with_a_package_is_one_work(tmp_path: Path, at: str, text: str) -> None:
    """Title, authors and chapter titles come of the package and its table; imprint and colophon are notes."""
    folder = laid(tmp_path / "lamp", tree(at, text))
    (work,) = PackageFolderReader().read(FileSource.at(folder))
    assert isinstance(work, Work)
    assert (work.title, work.authors, work.metadata.language) == ("The Lamp", ("Mara Vell",), "en-gb")
    numbered = [chapter for chapter in work.chapters if chapter.number]
    assert [(chapter.number, chapter.title) for chapter in numbered] == [(1, "I: Noon"), (2, "II: Night")]
    assert [chapter.path for chapter in numbered] == [f"{at}{text}chapter-{n}.xhtml" for n in (1, 2)]
    notes = [block.text for c in work.chapters for block in c.blocks if block.kind is BlockKind.NOTE]
    assert "Set in League Spartan." in notes and "This ebook is the work of volunteers." in notes


def test_files_outside_the_tree_are_read_on_their_own(tmp_path: Path) -> None:
    """A story that lies in the tree is a work of its own, and a picture is named; nothing is passed over in silence."""
    files = {**tree("src/epub/"), "images/cover.jpg": "\xff\xd8\xff", "goat.html": page("The Goat", "<p>It ran.</p>")}
    folder = laid(tmp_path / "shelf" / "lamp", files)
    receipt = build(tmp_path / "library", [tmp_path / "shelf"], workers=0)
    found = open_store(tmp_path / "library").works().values()
    assert {work.path for work in found} == {"lamp", "lamp/goat.html"}
    assert [skipped.path for skipped in receipt.skipped] == ["lamp/images/cover.jpg"]
    assert build(tmp_path / "library", [folder], workers=0).unchanged == 2


def test_a_changed_tree_leaves_its_neighbours(tmp_path: Path) -> None:
    """Other files in the folder stay in the library when its work is read anew."""
    folder = laid(tmp_path / "shelf" / "lamp", {**tree(), "goat.html": page("The Goat", "<p>It ran.</p>")})
    build(tmp_path / "library", [tmp_path / "shelf"], workers=0)
    changed = tree()["text/chapter-1.xhtml"].replace("She lit it.", "She lit it again.")
    laid(folder, {"text/chapter-1.xhtml": changed})
    receipt = build(tmp_path / "library", [tmp_path / "shelf"], workers=0)
    assert (receipt.updated, receipt.unchanged, receipt.removed, receipt.works) == (1, 1, 0, 2)
    assert build(tmp_path / "library", [tmp_path / "shelf"], workers=0).unchanged == 2


def test_a_folder_that_is_no_work_any_more(tmp_path: Path) -> None:
    """When another story comes to lie among the chapters they are works of their own, and the old one is gone."""
    folder = laid(tmp_path / "shelf" / "story", {f"{n}.html": chapter(n) for n in (1, 2)})
    assert set(works(tmp_path / "shelf")) == {"story"}
    laid(folder, {"goat.html": page("The Goat", "<p>It ran.</p>")})
    assert set(works(tmp_path / "shelf")) == {"story/1.html", "story/2.html", "story/goat.html"}
    (folder / "goat.html").unlink()
    assert "story" in set(works(tmp_path / "shelf"))


def test_a_chapter_that_fails_keeps_the_work(tmp_path: Path) -> None:
    """Damage to one page takes the other chapters from nobody."""
    folder = laid(tmp_path / "shelf" / "story", {f"{n}.html": chapter(n) for n in (1, 2, 3)})
    build(tmp_path / "library", [tmp_path / "shelf"], workers=0)
    laid(folder, {"2.html": "<title>The Lamp: Chapter 2</title>" + "<div>" * 2_000})
    receipt = build(tmp_path / "library", [tmp_path / "shelf"], workers=0)
    assert [skipped.path for skipped in receipt.skipped] == ["story"]
    assert (receipt.works, receipt.removed) == (1, 0)


def test_a_tree_with_a_page_missing_is_one_work(tmp_path: Path) -> None:
    """The remaining pages are read, and the receipt names the missing one, also the next time."""
    files = tree()
    del files["text/chapter-2.xhtml"]
    laid(tmp_path / "shelf" / "lamp", files)
    for _ in range(2):
        receipt = build(tmp_path / "library", [tmp_path / "shelf"], workers=0)
        assert [(skipped.path, "chapter-2.xhtml is missing" in skipped.reason) for skipped in receipt.skipped] == [
            ("lamp", True)
        ]
    found = open_store(tmp_path / "library").works().values()
    assert [(work.path, work.title, work.chapters) for work in found] == [("lamp", "The Lamp", 1)]


def test_a_tree_without_most_of_its_pages_is_read_page_by_page(tmp_path: Path) -> None:
    """A package document that lists another book's pages says nothing about those that are there."""
    files = {name: text for name, text in tree().items() if "chapter" not in name and "imprint" not in name}
    folder = laid(tmp_path / "lamp", {**files, "goat.html": page("The Goat", "<p>It ran.</p>")})
    assert set(works(folder)) == {"goat.html", "text/colophon.xhtml"}


@pytest.mark.parametrize("href", ["TEXT/Chapter-2.XHTML", "/text/chapter-2.xhtml", "text\\chapter-2.xhtml"])
def test_pages_of_a_tree_are_found_by_other_spellings(tmp_path: Path, href: str) -> None:
    """As in an EPUB: by case, full paths and backslashes."""
    files = tree()
    files["content.opf"] = files["content.opf"].replace('href="text/chapter-2.xhtml"', f'href="{href}"')
    folder = laid(tmp_path / "lamp", files)
    (work,) = PackageFolderReader().read(FileSource.at(folder))
    assert isinstance(work, Work)
    assert [(c.title, c.path) for c in work.chapters if c.number][1] == ("II: Night", "text/chapter-2.xhtml")
    assert len(PackageFolderReader().parts(FileSource.at(folder))) == 6


def test_trees_and_chapters_in_archives(tmp_path: Path) -> None:
    """A zip of a tree, or of chapters, is one work as the folder is."""
    for name, files in (("lamp", tree("lamp/src/epub/")), ("bare", {f"{n}.html": chapter(n) for n in (1, 2)})):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for member, text in files.items():
                archive.writestr(member, text)
        (tmp_path / "shelf").mkdir(exist_ok=True)
        (tmp_path / "shelf" / f"{name}.zip").write_bytes(stream.getvalue())
    assert works(tmp_path / "shelf") == {"lamp.zip!/lamp": ("The Lamp", 2), "bare.zip": ("The Lamp", 2)}
    assert build(tmp_path / "library", [tmp_path / "shelf"], workers=0).unchanged == 2


def test_links_are_no_pages(tmp_path: Path) -> None:
    """A page that leads out of the folder is no page of the tree."""
    files = tree()
    del files["text/chapter-2.xhtml"]
    folder = laid(tmp_path / "lamp", files)
    (tmp_path / "secret.xhtml").write_text("<html><body><p>Secret.</p></body></html>")
    (folder / "text" / "chapter-2.xhtml").symlink_to(tmp_path / "secret.xhtml")
    read: list[Work] = []
    with pytest.raises(PartlyRead, match=r"chapter-2\.xhtml is missing"):
        read.extend(PackageFolderReader().read(FileSource.at(folder)))
    assert not any("Secret" in block.text for work in read for chapter in work.chapters for block in chapter.blocks)
    assert ChapterFolderReader().sniff(FileSource.at(folder / "text")) == 0


Epub = Callable[..., bytes]
SIDECAR = OPF.format(items="", spine="").replace("The Lamp", "The True Lamp").replace("Mara Vell", "M. Vell")


def test_a_calibre_library(tmp_path: Path, epub: Epub) -> None:
    """The formats of a book are one work, the best one read; calibre's metadata counts before the book's own."""
    book = tmp_path / "calibre" / "M. Vell" / "The True Lamp (7)"
    laid(
        book, {"metadata.opf": SIDECAR, "Lamp - Vell.txt": "She lit it.\n\nIt went out.\n", "cover.jpg": "\xff\xd8\xff"}
    )
    (book / "Lamp - Vell.epub").write_bytes(epub({"one.xhtml": "<p>She lit it.</p><p>It went out.</p>"}))
    library = tmp_path / "library"
    receipt = build(library, [tmp_path / "calibre"], workers=0)
    (work,) = open_store(library).works().values()
    assert (work.title, work.authors, work.reader) == ("The True Lamp", ("M. Vell",), "epub")
    reasons = {skipped.path.rpartition("/")[2]: skipped.reason for skipped in receipt.skipped}
    assert "same book as Lamp - Vell.epub" in reasons["Lamp - Vell.txt"] and set(reasons) == {
        "Lamp - Vell.txt",
        "cover.jpg",
    }
    assert build(library, [tmp_path / "calibre"], workers=0).unchanged == 1
    laid(book, {"metadata.opf": SIDECAR.replace("The True Lamp", "The Truer Lamp")})
    assert build(library, [tmp_path / "calibre"], workers=0).updated == 1
    (work,) = open_store(library).works().values()
    assert work.title == "The Truer Lamp"


def test_a_damaged_format_makes_room_for_the_next(tmp_path: Path, epub: Epub) -> None:
    """If the best format cannot be read the next one is, and when it is mended it takes the place again."""
    book = tmp_path / "calibre" / "The Lamp (7)"
    laid(book, {"metadata.opf": SIDECAR, "Lamp.epub": "PK\x03\x04 damaged", "Lamp.txt": "She lit it.\n"})
    library = tmp_path / "library"
    receipt = build(library, [tmp_path / "calibre"], workers=0)
    assert [(skipped.path, skipped.kind.value) for skipped in receipt.skipped] == [("The Lamp (7)/Lamp.epub", "failed")]
    assert [work.reader for work in open_store(library).works().values()] == ["text"]
    (book / "Lamp.epub").write_bytes(epub({"one.xhtml": "<p>She lit it.</p>"}))
    receipt = build(library, [tmp_path / "calibre"], workers=0)
    assert (receipt.updated, receipt.works) == (1, 1)
    assert [work.reader for work in open_store(library).works().values()] == ["epub"]


def test_a_gitenberg_folder(tmp_path: Path) -> None:
    """The forms of one ebook of Project Gutenberg are one work: the page, or the full text."""
    folder = tmp_path / "shelf" / "The-Lamp_123"
    text = "The Lamp\n\nby Mara Vell\n\n\nShe lit it, and it went out.\n"
    laid(
        folder,
        {"123.txt": text, "123-0.txt": text, "old/lamp10.txt": text.replace("Lamp", "Old Lamp"), "README.rst": "x"},
    )
    assert set(works(tmp_path / "shelf")) == {"The-Lamp_123/123-0.txt", "The-Lamp_123/old/lamp10.txt"}
    laid(folder, {"123-h/123-h.htm": page("The Lamp", "<p>She lit it, and it went out.</p>")})
    receipt = build(tmp_path / "library", [tmp_path / "shelf"], workers=0)
    assert {skipped.path for skipped in receipt.skipped if "same book" in skipped.reason} == {
        "The-Lamp_123/123.txt",
        "The-Lamp_123/123-0.txt",
    }
    found = {work.path for work in open_store(tmp_path / "library").works().values()}
    assert found == {"The-Lamp_123/123-h/123-h.htm", "The-Lamp_123/old/lamp10.txt"}


def test_damaged_metadata_costs_a_line_and_no_book(tmp_path: Path) -> None:
    """The book is read with what it says of itself."""
    laid(tmp_path / "shelf" / "Lamp (1)", {"metadata.opf": "junk", "a.txt": "Title: Lamp\nAuthor: V\n\nShe lit it.\n"})
    receipt = build(tmp_path / "library", [tmp_path / "shelf"], workers=0)
    (warning,) = receipt.warnings
    assert (warning.kind, warning.path) == (WarningKind.SIDECAR_BROKEN, "Lamp (1)/metadata.opf")
    assert [work.title for work in open_store(tmp_path / "library").works().values()] == ["Lamp"]


def test_two_books_beside_one_metadata_file(tmp_path: Path) -> None:
    """A file with another name than the book's formats is not the same book."""
    folder = tmp_path / "shelf"
    laid(
        folder,
        {"metadata.opf": SIDECAR, "a.txt": "She lit it.\n", "a.md": "She lit it.\n", "goat.txt": "It ran off.\n"},
    )
    assert set(works(folder)) == {"a.md", "goat.txt"}


def _damaged(files: Mapping[str, str], bad: str) -> bytes:
    """A zip of `files`, in one of which a byte of the text `bad` is wrong."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    assert bad.encode() in stream.getvalue()
    return stream.getvalue().replace(bad.encode(), bad.upper().encode())


def test_a_damaged_member_takes_no_other_with_it(tmp_path: Path) -> None:
    """Chapters and trees in an archive are read without the page that is damaged; the receipt names it each time."""
    (tmp_path / "shelf").mkdir()
    chapters = {f"{n}.html": chapter(n) for n in (1, 2, 3)}
    (tmp_path / "shelf" / "bare.zip").write_bytes(_damaged(chapters, "lamp number 2"))
    (tmp_path / "shelf" / "lamp.zip").write_bytes(_damaged(tree(), "it went out".capitalize()))
    for _ in range(2):
        receipt = build(tmp_path / "library", [tmp_path / "shelf"], workers=0)
        reasons = {skipped.path: skipped.reason for skipped in receipt.skipped}
        assert set(reasons) == {"bare.zip", "lamp.zip"}
        assert "2.html" in reasons["bare.zip"] and "chapter-2.xhtml" in reasons["lamp.zip"]
    found = open_store(tmp_path / "library").works().values()
    assert {(work.path, work.title, work.chapters) for work in found} == {
        ("bare.zip", "The Lamp", 2),
        ("lamp.zip", "The Lamp", 1),
    }
