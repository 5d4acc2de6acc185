"""The files of the demo stories, read without Fabula's readers."""

from __future__ import annotations

import html
import itertools
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from fabula.web.demo import PHRASE, STORIES

FILES = tuple(sorted(path for path in STORIES.iterdir() if path.is_file()))
EPUBS = tuple(path for path in FILES if path.suffix == ".epub")
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def _without_tags(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<head\b.*?</head>", " ", markup)))


def _text(path: Path) -> str:
    """The text of the file, extracted as simply as possible."""
    if path.suffix == ".epub":
        with zipfile.ZipFile(path) as archive:
            chapters = [name for name in archive.namelist() if re.search(r"/chapter-\d+\.xhtml$", name)]
            return "\n".join(_without_tags(archive.read(name).decode()) for name in chapters)
    text = path.read_bytes().decode()
    if path.suffix == ".html":
        return _without_tags(text)
    if path.suffix == ".md":
        return text.split("\n---\n", 1)[1]
    return text


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)*", text.replace("’", "'").lower())


def _runs(words: list[str], length: int) -> list[tuple[str, ...]]:
    return list(zip(*(words[start:] for start in range(length)), strict=False))


def test_the_stories_are_numerous_and_long() -> None:
    """There are at least six stories, and all have 1,200 words or more."""
    lengths = {path.name: len(_words(_text(path))) for path in FILES}
    assert len(lengths) >= 6
    assert {name: length for name, length in lengths.items() if length < 1_200} == {}


def test_every_common_format_is_there() -> None:
    """The folder has text, Markdown, HTML and EPUB, and no other files."""
    assert {path.suffix for path in STORIES.iterdir()} == {".txt", ".md", ".html", ".epub"}


def test_file_names_are_plain_ascii() -> None:
    """The names work in every archive format and file system."""
    assert [path.name for path in FILES if not re.fullmatch(r"[A-Za-z0-9 .-]+", path.name)] == []


def test_the_phrase_is_spoken_once() -> None:
    """The line of the demo is in one story, once, and is interrupted by a tag that names its speaker."""
    phrase = tuple(_words(PHRASE))
    counts = {path: _runs(_words(_text(path)), len(phrase)).count(phrase) for path in FILES}
    (home,) = (path for path, count in counts.items() if count)
    assert counts[home] == 1
    spoken = rf"[\"“]You,[\"”] says (\w+)\. [\"“]{PHRASE}\.[\"”]"
    assert len(re.findall(spoken, _text(home))) == 1


def test_no_two_stories_are_the_same_text() -> None:
    """Any two stories share fewer than five runs of six words, so that no result appears twice."""
    runs = {path.name: set(_runs(_words(_text(path)), 6)) for path in FILES}
    shared = {
        (first, second): runs[first] & runs[second]
        for first, second in itertools.combinations(runs, 2)
        if len(runs[first] & runs[second]) >= 5
    }
    assert shared == {}


def test_the_two_texts_show_two_ways_to_write_one() -> None:
    """One text separates its scenes by blank lines only; the other is wrapped, with a header and marked breaks."""
    loose, wrapped = sorted(
        (path.read_text(encoding="utf-8") for path in FILES if path.suffix == ".txt"), key=lambda text: "* * *" in text
    )
    assert loose.count("\n\n\n") >= 5
    assert not re.search(r"(?m)^[^\w\n]+$", loose)
    assert wrapped.startswith("Title: ")
    assert "\nAuthor: " in wrapped
    assert max(map(len, wrapped.splitlines())) <= 72
    assert wrapped.isascii()


def test_markdown_begins_with_front_matter() -> None:
    """Every Markdown story has its title, author, language and date before the text."""
    for path in FILES:
        if path.suffix == ".md":
            head = path.read_text(encoding="utf-8").split("\n---\n", 1)[0]
            assert head.startswith("---\n"), path.name
            assert {"title", "author", "language", "date"} <= set(re.findall(r"(?m)^(\w+):", head)), path.name


def test_html_has_its_metadata() -> None:
    """Every HTML story has a title, an author, a language and a note that is marked as one."""
    for path in FILES:
        if path.suffix == ".html":
            text = path.read_text(encoding="utf-8")
            for needed in ("<title>", '<meta name="author"', '<html lang="en', '<div class="notes">', "<hr>"):
                assert needed in text, (path.name, needed)


@pytest.mark.parametrize("path", EPUBS, ids=lambda path: path.name)
def test_the_epub_has_the_layout_of_the_standard(path: Path) -> None:
    """The mimetype is first and uncompressed; no member is damaged or has a date."""
    with zipfile.ZipFile(path) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert archive.read("mimetype") == b"application/epub+zip"
        assert archive.testzip() is None
        assert len({member.date_time for member in archive.infolist()}) == 1


@pytest.mark.parametrize("path", EPUBS, ids=lambda path: path.name)
def test_the_epub_describes_its_chapters(path: Path) -> None:
    """The package has the title of the work, and its contents list each chapter of the spine by title."""
    with zipfile.ZipFile(path) as archive:
        container = ET.fromstring(archive.read("META-INF/container.xml"))
        rootfile = next(element for element in container.iter() if element.tag.endswith("}rootfile"))
        opf_name = rootfile.attrib["full-path"]
        folder = opf_name.rpartition("/")[0]
        package = ET.fromstring(archive.read(opf_name))
        for field in ("title", "creator", "language", "identifier", "subject", "description", "date"):
            assert (package.findtext(f".//{DC}{field}") or "").strip(), field

        items = {item.attrib["id"]: item.attrib for item in package.iter(f"{OPF}item")}
        assert {f"{folder}/{item['href']}" for item in items.values()} <= set(archive.namelist())
        spine = [items[ref.attrib["idref"]]["href"] for ref in package.iter(f"{OPF}itemref")]
        contents = next(item["href"] for item in items.values() if item.get("properties") == "nav")
        links = ET.fromstring(archive.read(f"{folder}/{contents}")).iter(f"{XHTML}a")
        titles = {link.attrib["href"]: link.text for link in links}
        assert list(titles) == spine
        assert len(spine) >= 4
        for href, title in titles.items():
            chapter = ET.fromstring(archive.read(f"{folder}/{href}"))
            assert chapter.findtext(f".//{XHTML}h1") == title
