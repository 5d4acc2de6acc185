"""The metadata of shared downloads of fan archives, field by field, is the same in every format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fabula.index.files.file_source import FileSource
from fabula.index.model import BlockKind, Metadata, Work
from fabula.index.readers.registry import choose

pytestmark = pytest.mark.corpus

_AO3 = Metadata(language="en", publisher="Archive of Our Own", published="2019-10-31")
_NONE_APPLY = ("No Archive Warnings Apply",)
WORKS = {
    "Man_Upstairs": (
        "The Man Upstairs",
        "plumw",
        replace(
            _AO3, fandoms=("Original Work",), tags=("Meet-Cute", "Humor"), warnings=_NONE_APPLY, categories=("F/M",),
            rating="General Audiences", stated_words=5_629, stated_chapters="1/1",
            address="https://archiveofourown.org/works/1910777",
        ),
    ),
    "Memoirs_casefic": (
        "The Memoirs of Sherlock Holmes",
        "JHWatsonMD",
        replace(
            _AO3, fandoms=("Sherlock Holmes - Arthur Conan Doyle", "Sherlock Holmes & Related Fandoms"),
            tags=("Case Fic", "Reichenbach Falls", "Canonical Character Death"), warnings=("Major Character Death",),
            categories=("Gen",), rating="Teen And Up Audiences", series="The Canon", series_number="4",
            stated_words=40_438, stated_chapters="5/?", address="https://archiveofourown.org/works/1894555",
        ),
    ),
    "Pride_and_Prejudice_WIP": (
        "Pride & Prejudice",
        "a_lady",
        replace(
            _AO3, fandoms=("Pride and Prejudice - Jane Austen",), tags=("Enemies to Lovers", "Slow Burn", "Regency"),
            warnings=_NONE_APPLY, categories=("F/M",), rating="General Audiences", stated_words=17_974,
            stated_chapters="12/61", address="https://archiveofourown.org/works/1813001",
        ),
    ),
    "The_Kiss_etc": (
        "Ward No. 6 & other ficlets",
        "antosha_ch",
        replace(
            _AO3, fandoms=("Original Work", "19th Century CE RPF"), tags=("Ficlet Collection", "Angst"),
            warnings=_NONE_APPLY, categories=("Gen",), rating="General Audiences", stated_words=6_375,
            stated_chapters="4/4", address="https://archiveofourown.org/works/1886333",
        ),
    ),
    "The_Tell-Tale_Heart": (
        "The Tell-Tale Heart",
        "eap1809",
        replace(
            _AO3, fandoms=("Original Work",), tags=("Horror", "Unreliable Narrator", "Insanity"),
            warnings=("Graphic Depictions Of Violence",), categories=("Gen",), rating="Mature", stated_words=2_155,
            stated_chapters="1/1", address="https://archiveofourown.org/works/1843001",
        ),
    ),
    "Household": (
        "Three Cases",
        "Dr. J. Watson",
        Metadata(
            language="en", fandoms=("Sherlock Holmes",), tags=("Mystery",), rating="K+", status="Completed",
            stated_words=27_292, stated_chapters="3", publisher="test1.com", published="2009-03-04",
            updated="2011-07-09", summary="Three more adventures. Complete.", address="http://test1.com?sid=2",
        ),
    ),
    "Usher": (
        "The Fall of the House of Usher",
        "Edgar A. P.",
        Metadata(
            language="en", fandoms=("Gothic",), tags=("Horror", "Tragedy"), rating="K+", status="Completed",
            stated_words=7_085, stated_chapters="1", publisher="test1.com", published="2009-03-04",
            updated="2011-07-09", summary="A friend answers a letter.", address="http://test1.com?sid=1",
        ),
    ),
}  # fmt: skip
# Text and PDF know no chapters' markup, and break lines where the page ends.
SAME = (".html", ".epub", ".docx", ".mobi", ".azw3")
# Of what stands around the stories in these files, none may be found among their scenes.
NOTES = (
    "Thank you for reading", "Set before the horrid business", "It is with a heavy heart.", "drop by the Archive",
    "Posted originally", "Updates every Tuesday", "Spoilers for the ball", "First published January", "End file.",
    "Packaged:", "Rating:", "Chapter Notes", "JHWatsonMD",
)  # fmt: skip


def files(corpus: Path) -> list[Path]:
    folders = (corpus / "formats" / "ao3", corpus / "formats" / "fanficfare")
    return [path for folder in folders for path in sorted(folder.iterdir())]


def read(path: Path) -> Work:
    source = FileSource.at(path)
    reader = choose(source)
    assert reader is not None
    (work,) = reader.read(source)
    return work


def test_every_field_is_read_from_every_file(corpus: Path) -> None:
    """Title, author and all metadata are as the archive's page states them, in whatever form the file is."""
    found = files(corpus)
    assert len({path.suffix for path in found}) >= 7 and len(found) >= 22
    for path in found:
        work = read(path)
        title, author, expected = WORKS[path.stem]
        assert (work.title, work.authors) == (title, (author,)), path
        assert replace(work.metadata, identifier="") == expected, path


def test_headers_and_notes_are_never_story(corpus: Path) -> None:
    """Headers, notes, end notes and the archive's messages are notes in every file."""
    for path in files(corpus):
        for chapter in read(path).chapters:
            for block in chapter.blocks:
                if block.kind is not BlockKind.NOTE:
                    assert not any(note == block.text or (len(note) > 12 and note in block.text[:60]) for note in NOTES)


def test_a_story_is_the_same_in_every_form(corpus: Path) -> None:
    """All marked forms of a work hold the same paragraphs and headings."""
    forms: dict[str, list[list[str]]] = {}
    for path in files(corpus):
        if path.suffix in SAME:
            texts = [
                # A word processor keeps one kind of space.
                " ".join(block.text.split())
                for chapter in read(path).chapters
                for block in chapter.blocks
                if block.kind not in (BlockKind.NOTE, BlockKind.BREAK)
            ]
            forms.setdefault(path.stem, []).append(texts)
    assert all(texts == versions[0] for versions in forms.values() for texts in versions)


def test_front_matter_of_fan_sites(corpus: Path) -> None:
    """fanfic-11ty keeps everything in front matter, above Markdown and HTML alike."""
    folder = corpus / "formats" / "fanfic-11ty"
    first = read(folder / "A Gentleman Strikes in Broad Daylight.md")
    assert first.title == "A Gentleman Strikes in Broad Daylight"
    assert replace(first.metadata, summary="") == Metadata(
        fandoms=("Genshin Impact",), relationships=("Childe/Lumine",), characters=("Childe", "Lumine"),
        tags=("Fluff",), warnings=_NONE_APPLY, categories=("F/M",), rating="Teen and Up", status="Completed",
        stated_words=2_665, stated_chapters="1", published="2023-07-18", updated="2023-07-18",
        address="https://archiveofourown.org/works/48665221",
    )  # fmt: skip
    assert first.metadata.summary.startswith("Get in, filch the supplies from the Fatui, and get out.")
    second = read(folder / "if he had a hundred years.html")
    assert second.title == "if he had a hundred years"
    assert second.metadata == Metadata(
        fandoms=("Baldur's Gate 3",), relationships=("Wyll & Ulder Ravengard", "Wyll & Umi"),
        characters=("Wyll Ravengard", "Umi", "Ulder Ravengard"),
        tags=("Grief", "Father-Son Relationship", "Post-Game"), warnings=_NONE_APPLY, categories=("Gen",),
        rating="Gen", status="Completed", stated_words=2_007, stated_chapters="1", published="2023-11-21",
        updated="2023-11-21", summary="Wyll pays a visit to his father and finally airs out his grievances.",
        address="https://archiveofourown.org/works/51731500",
    )  # fmt: skip
