"""Files made to break a reader: each is read or refused with a reason, within a bounded time, and the others go in.

The sizes here keep the tests short; the bounds are by time, memory and depth, whatever the size.
"""

from __future__ import annotations

import io
import os
import socket
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Receipt, SceneKind, SkipKind, build
from fabula.index.store.opening import open_store

WORDS = "the lamp went out and nobody came to light it again "
SECRET = "The secret of the harbour."


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "good.txt").write_text("Clara waited by the sea, and nobody came.\n")
    return folder


def read(stories: Path) -> tuple[Receipt, dict[str, str]]:
    """The receipt, and reasons by path; the good story is always indexed, and no reason is a bare exception."""
    receipt = build(stories.parent / "library", [stories], workers=1, timeout=20)
    works = open_store(stories.parent / "library").works().values()
    assert "good.txt" in {work.path for work in works}
    assert all(" " in skipped.reason for skipped in receipt.skipped)
    return receipt, {skipped.path: skipped.reason for skipped in receipt.skipped}


def texts(stories: Path) -> str:
    store = open_store(stories.parent / "library")
    return "\n".join(scene.text for work in store.works() for scene in store.scenes(work))


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(15))
    + "]>"
)
QUADRATIC = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY p "{"ha" * 50_000}">]>'
PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Story {} ends here.</p></body></html>'

EXPANDING: dict[str, str] = {
    "a billion laughs": LAUGHS + PAGE.format("&p;"),
    "one long entity again and again": QUADRATIC + PAGE.format("&p;" * 1_000),
    "an entity of itself": '<!DOCTYPE html [<!ENTITY p "&p;&p;">]>' + PAGE.format("&p;"),
}


def as_epub(page: str, opf: str = "") -> bytes:
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="a.opf"/></rootfiles></container>'
    )
    package = (
        '<package xmlns:dc="d"><metadata><dc:title>T</dc:title></metadata><manifest><item id="p" href="p.xhtml"'
        ' media-type="application/xhtml+xml"/></manifest><spine><itemref idref="p"/></spine></package>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("a.opf", opf or package)
        archive.writestr("p.xhtml", page)
    return stream.getvalue()


@pytest.mark.parametrize("case", EXPANDING)
def test_entities_do_not_expand(stories: Path, case: str) -> None:
    """XML bombs do not expand, as pages, in books or in their package documents."""
    (stories / "page.xhtml").write_text(EXPANDING[case])
    (stories / "page.epub").write_bytes(as_epub(EXPANDING[case]))
    opf = EXPANDING[case].partition("<html")[0].replace("DOCTYPE html", "DOCTYPE package") + (
        '<package xmlns:dc="d"><metadata><dc:title>T &p;</dc:title></metadata><manifest><item id="p" href="p.xhtml"'
        ' media-type="application/xhtml+xml"/></manifest><spine><itemref idref="p"/></spine></package>'
    )
    (stories / "opf.epub").write_bytes(as_epub(PAGE.format("x"), opf))
    receipt, reasons = read(stories)
    assert receipt.files == 4 and receipt.added + len(reasons) == 4
    assert receipt.bytes < 1_000_000


@pytest.mark.parametrize("entity", ['SYSTEM "file://{}"', 'PUBLIC "x" "file://{}"', 'SYSTEM "{}"'])
def test_no_file_is_read_by_an_entity(stories: Path, entity: str) -> None:
    """Nothing that a document names is fetched, from the disk or from elsewhere."""
    secret = stories.parent / "secret.txt"
    secret.write_text(SECRET)
    head = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x {entity.format(secret)}>]>'
    (stories / "page.xhtml").write_text(head + PAGE.format("&x;"))
    (stories / "page.epub").write_bytes(as_epub(head + PAGE.format("&x;")))
    parameter = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY % x {entity.format(secret)}> %x;]>'
    (stories / "other.xhtml").write_text(parameter + PAGE.format("x"))
    xi = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="file://' + str(secret) + '"/>'
    (stories / "include.xhtml").write_text('<?xml version="1.0"?>' + PAGE.format(xi))
    read(stories)
    assert SECRET not in texts(stories)


@pytest.mark.parametrize("nesting", ["<div>", "<b><i>", "<span class='x'>", "<table><tr><td>", "<ul><li>", "<p><b>"])
def test_deep_nesting_is_refused_or_read_whole(stories: Path, nesting: str) -> None:
    """Endless nesting neither crashes nor hangs a parser, and never hides text without a line that says so."""
    (stories / "deep.html").write_text("<html><body>" + nesting * 100_000 + "The innermost words.")
    started = time.monotonic()
    _, reasons = read(stories)
    assert time.monotonic() - started < 60
    assert "deep.html" in reasons or "The innermost words." in texts(stories)


HUGE: dict[str, tuple[str, Callable[[], str]]] = {
    "one line": ("txt", lambda: WORDS * 100_000),
    "one word": ("txt", lambda: "a" * 10_000_000),
    "one element": ("html", lambda: "<p>" + WORDS * 60_000),
    "quotes": ("txt", lambda: '"' * 2_000_000 + " words"),
    "underlines": ("txt", lambda: "_a " * 700_000),
    "blank lines": ("txt", lambda: "\n" * 10_000_000 + "words"),
    "stars": ("md", lambda: "*a **b " * 50_000),
    "brackets": ("md", lambda: "[" * 20_000 + "words"),
    "references": ("html", lambda: "<p>" + "&amp;&#65;&" * 300_000 + " words"),
    "angles": ("html", lambda: "<html>" + "<" * 1_000_000 + " words"),
    "open quotes": ("html", lambda: "<html>" + "<a href='" * 1_500 + " words"),
    "comments": ("html", lambda: "<html>" + "<!--" * 500_000 + " words"),
    "chapters": ("txt", lambda: "".join(f"CHAPTER {n}\n\nShe lit lamp {n}.\n\n\n" for n in range(10_000))),
    "headings": ("html", lambda: "<html>" + "".join(f"<h2>Chapter {n}</h2><p>Lamp {n}.</p>" for n in range(8_000))),
    "breaks": ("txt", lambda: "a\n\n***\n\n" * 20_000),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", HUGE)
def test_monotony_takes_bounded_time_and_loses_nothing(stories: Path, case: str) -> None:
    """A file that repeats one thing is read or refused within its time."""
    suffix, make = HUGE[case]
    text = make()
    (stories / f"huge.{suffix}").write_text(text)
    started = time.monotonic()
    receipt, reasons = read(stories)
    assert time.monotonic() - started < 60
    assert receipt.files == 2
    if not reasons:
        found = texts(stories)
        assert "words" in found or "lamp" in found.lower() or len(found) > 10_000


def test_a_line_of_many_words_is_cut_into_scenes(stories: Path) -> None:
    """A book in one line becomes scenes of readable length."""
    (stories / "line.txt").write_text(WORDS * 50_000)
    read(stories)
    store = open_store(stories.parent / "library")
    work = next(work for work in store.works().values() if work.path == "line.txt")
    scenes = [scene for scene in store.scenes(work.id) if scene.kind is SceneKind.STORY]
    assert sum(scene.words for scene in scenes) == 50_000 * len(WORDS.split())
    assert max(scene.words for scene in scenes) < 3_000


def test_special_files_are_named(stories: Path) -> None:
    """Pipes, sockets, devices and folders that may not be listed cost a line each and are never opened."""
    os.mkfifo(stories / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        # The address of a socket may have 107 bytes.
        here = Path.cwd()
        os.chdir(stories)
        listening.bind("socket.txt")
        os.chdir(here)
        (stories / "device.txt").symlink_to("/dev/zero")
        (stories / "gone.txt").symlink_to(stories / "nothing")
        (stories / "self.txt").symlink_to(stories / "self.txt")
        (stories / "proc").symlink_to("/proc/self")
        _, reasons = read(stories)
    assert set(reasons) == {"pipe.txt", "socket.txt", "device.txt", "gone.txt", "self.txt", "proc"}


def test_links_in_circles_end(stories: Path) -> None:
    """Folders that contain each other by links are visited once."""
    (stories / "one").mkdir()
    (stories / "two").mkdir()
    (stories / "one" / "story.txt").write_text(SECRET)
    (stories / "one" / "to-two").symlink_to(stories / "two")
    (stories / "two" / "to-one").symlink_to(stories / "one")
    (stories / "two" / "up").symlink_to("..")
    receipt, reasons = read(stories)
    assert receipt.works == 2 and all("link" in reason for reason in reasons.values())


NAMES = [
    "new\nline",
    "tab\t",
    "escape\x1b[31m",
    "\u202egnp",
    "a" * 251,
    "é" * 125,
    "a ..",
    "-rf",
    "a!",
    "%s%n",
    "'\"`$(x)",
]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow fewer names")
def test_any_name_is_a_name(stories: Path) -> None:
    """Control characters, bidirectional marks, 255 bytes, and characters that shells and formats treat specially."""
    for name in NAMES:
        (stories / f"{name}.txt").write_text(f"A story in {name!r}, told in one line.")
    with zipfile.ZipFile(stories / "names.zip", "w") as archive:
        for name in NAMES:
            archive.writestr(f"{name}.txt", f"Packed, a story in {name!r}, told in one line.")
    receipt, reasons = read(stories)
    assert not reasons
    paths = {work.path for work in open_store(stories.parent / "library").works().values()}
    assert {f"{name}.txt" for name in NAMES} <= paths
    assert {f"names.zip!/{name}.txt" for name in NAMES} <= paths
    again = build(stories.parent / "library", [stories])
    assert (again.added, again.updated, again.unchanged) == (0, 0, receipt.added)


def test_a_path_deeper_than_any_is_refused(stories: Path) -> None:
    """Nested folders are read to a fixed depth."""
    deep = stories
    for _ in range(80):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "story.txt").write_text(SECRET)
    _, reasons = read(stories)
    assert len(reasons) == 1 and "64 folders deep" in next(iter(reasons.values()))


def test_a_file_that_is_too_large_is_not_opened(stories: Path) -> None:
    """A sparse file of a terabyte is refused by its size."""
    with (stories / "huge.txt").open("wb") as file:
        file.truncate(1 << 40)
    receipt, reasons = read(stories)
    assert "bytes long" in reasons["huge.txt"]
    assert all(skipped.kind is SkipKind.FAILED for skipped in receipt.skipped)


def test_a_file_that_may_not_be_read_is_named(stories: Path) -> None:
    """A file without permission to read is a line that says so."""
    (stories / "closed.txt").write_text(SECRET)
    (stories / "closed.txt").chmod(0)
    (stories / "shut").mkdir()
    (stories / "shut").chmod(0)
    try:
        if os.access(stories / "closed.txt", os.R_OK):
            pytest.skip("this user may read everything")
        _, reasons = read(stories)
        assert "ermission" in reasons["closed.txt"] and "ermission" in reasons["shut"]
    finally:
        (stories / "shut").chmod(0o700)
