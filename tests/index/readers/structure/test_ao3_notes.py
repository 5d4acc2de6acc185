"""Downloads of the Archive of Our Own: everything its pages say of a work, and notes kept out of the story."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fabula.index.model import BlockKind, Metadata, Work
from fabula.index.readers.epub.reader import EpubReader
from fabula.index.readers.html.reader import HtmlReader
from fabula.index.readers.structure.ao3_notes import is_ao3_message, labels_note
from fabula.index.segmentation import segment

Read = Callable[..., Work]
Epub = Callable[..., bytes]

ADDRESS = "https://archiveofourown.org/works/1234567"
TAGS = {
    "Rating": "Explicit",
    "Archive Warnings": "Major Character Death, Rape/Non-Con",
    "Categories": "F/F, Multi",
    "Fandoms": "Steins;Gate, The Salt Road (TV)",
    "Relationships": "Odo/Mara Vell, Odo & Ferryman",
    "Characters": "Odo (Salt Road), Mara Vell",
    "Additional Tags": "Slow Burn, Alternate Universe - Coffee Shops & Cafés",
    "Language": "Português brasileiro",
    "Series": "Part 2 of The Salt Cycle, Part 11 of Lamps, and Other Lights",
    "Stats": "\n Published: 2019-10-31\n Completed: 2020-02-29\n Words: 40,438\n Chapters: 2/?\n",
}
EXPECTED = Metadata(
    language="pt-br",
    fandoms=("Steins;Gate", "The Salt Road (TV)"),
    relationships=("Odo/Mara Vell", "Odo & Ferryman"),
    characters=("Odo (Salt Road)", "Mara Vell"),
    tags=("Slow Burn", "Alternate Universe - Coffee Shops & Cafés"),
    warnings=("Major Character Death", "Rape/Non-Con"),
    categories=("F/F", "Multi"),
    rating="Explicit",
    series="The Salt Cycle",
    series_number="2",
    more_series=("Lamps, and Other Lights",),
    stated_words=40_438,
    stated_chapters="2/?",
    publisher="Archive of Our Own",
    published="2019-10-31",
    updated="2020-02-29",
    summary="A lamp is lit. It goes out.",
    address=ADDRESS,
)
ESCAPED = {name: value.replace("&", "&amp;") for name, value in TAGS.items()}
MESSAGE = (
    '<p class="message"><b>The Lamp</b><br />Posted originally on the <a href="https://archiveofourown.org/">Archive of'
    f' Our Own</a> at <a href="{ADDRESS}">{ADDRESS}</a>.</p>'
)
NAMES = (
    "<h1>The Lamp</h1><div class='byline'>by <a rel='author' href='https://archiveofourown.org/users/m'>mara</a>,"
    " <a rel='author' href='https://archiveofourown.org/users/o'>odo (ferry)</a></div>"
    "<p>Summary</p><blockquote class='userstuff'><p>A lamp is lit.</p><p>It goes out.</p></blockquote>"
    "<p>Notes</p><ul class='associations'><li>For <a href='#'>ferryman</a>.</li></ul>"
    "<blockquote class='userstuff'><p>Rating: may change!</p></blockquote>"
    "<div class='endnote-link'>See the end of the work for <a href='#endnotes'>more notes</a></div>"
)
HEAD = (
    "<h2 class='heading'>Chapter 1: Noon</h2><div class='byline'>by mara</div>"
    "<p>Chapter Summary</p><blockquote class='userstuff'><p>She waits.</p></blockquote>"
    "<p>Chapter Notes</p><blockquote class='userstuff'><p>Thanks, Vell.</p></blockquote>"
    "<div class='endnote-link'>(See the end of the chapter for <a href='#endnotes1'>notes</a>.)</div>"
)
STORY = (
    "<p>She waited at the ferry until noon.</p><p>Notes</p><p>lay on the table.</p>"
    "<blockquote><p>Come home,</p></blockquote><p>said the letter.</p>"
)
END = "<p>Chapter End Notes</p><blockquote class='userstuff'><p>The ferry is real.</p></blockquote>"
NIGHT = "<h2 class='heading'>Chapter 2: Night</h2>"
AFTER = (
    "<h2 class='toc-heading'>Afterword</h2><div id='endnotes'><p>End Notes</p><blockquote class='userstuff'><p>The"
    f" end!</p></blockquote></div><p class='message'>Please <a href='{ADDRESS}/comments/new'>drop by the Archive and"
    " comment</a> to let the creator know if you enjoyed their work!</p>"
)
WANTED = ["She waited at the ferry until noon.", "Notes", "lay on the table.", "Come home,", "said the letter."]
NOTED = ["She waits.", "Thanks, Vell.", "The ferry is real.", "The end!", "A lamp is lit.", "Rating: may change!"]


def page(names: str = NAMES) -> str:
    table = "".join(f"<dt>{name}:</dt><dd>{value}</dd>" for name, value in ESCAPED.items())
    return (
        "<!DOCTYPE html><html lang='en'><head><title>The Lamp - mara - Salt Road</title></head><body>"
        f'<div id="preface"><h2 class="toc-heading">Preface</h2>{MESSAGE}'
        f"<div class='meta'><dl class='tags'>{table}</dl>{names}</div></div><div id='chapters' class='userstuff'>"
        f"<div class='meta group'>{HEAD}</div><div class='userstuff'>{STORY}</div>"
        f"<div class='meta' id='endnotes1'>{END}</div>"
        f"<div class='meta group'>{NIGHT}</div><div class='userstuff'><p>Night came.</p></div></div>"
        f'<div id="afterword">{AFTER}</div></body></html>'
    )


def as_calibre_does(epub: Epub) -> bytes:
    """The same as an EPUB: pages of their own, and no class that the style sheet does not name."""
    table = "".join(f"<dt class='calibre1'>{name}:</dt><dd>{value}</dd>" for name, value in ESCAPED.items())
    calibre = ("class='userstuff'", "class='userstuff1'")
    return epub(
        {
            "a_000.html": f'<div id="preface" class="calibre1">{MESSAGE}<div><dl class="tags">{table}</dl></div></div>',
            "a_001.html": f'<div id="preface" class="calibre1"><div>{NAMES}</div></div><div id="chapters"></div>',
            "a_002.html": f"<div id='chapters'><div>{HEAD}</div><div>{STORY}</div><div>{END}</div></div>".replace(
                *calibre
            ),
            "a_003.html": f"<div id='chapters'><div>{NIGHT}</div><div><p>Night came.</p></div></div>",
            "a_004.html": f'<div id="afterword" class="calibre1">{AFTER}</div>',
        },
        metadata="<dc:title>The Lamp</dc:title><dc:creator>mara</dc:creator><dc:creator>odo (ferry)</dc:creator>"
        "<dc:language>pt-BR</dc:language><dc:publisher>Archive of Our Own</dc:publisher>",
    )


def said(work: Work) -> Metadata:
    from dataclasses import replace

    return replace(work.metadata, identifier="")


def texts(work: Work, *kinds: BlockKind) -> list[str]:
    return [block.text for chapter in work.chapters for block in chapter.blocks if block.kind in kinds]


def test_a_page_says_everything_of_its_work(read: Read) -> None:
    """Every field of the archive's header is read, names with semicolons and commas whole."""
    work = read(HtmlReader(), page(), "a.html")
    assert (work.title, work.authors) == ("The Lamp", ("mara", "odo (ferry)"))
    assert said(work) == EXPECTED


def test_an_epub_says_the_same(read: Read, epub: Epub) -> None:
    """calibre's EPUB of the page gives the same metadata and the same story."""
    work = read(EpubReader(), as_calibre_does(epub), "a.epub")
    assert (work.title, work.authors) == ("The Lamp", ("mara", "odo (ferry)"))
    assert said(work) == EXPECTED


@pytest.mark.parametrize("form", ["html", "epub"])
def test_notes_stand_apart_and_in_their_chapter(read: Read, epub: Epub, form: str) -> None:
    """Notes and summaries, by work and by chapter, and the archive's own words are notes; the story is all there."""
    work = read(HtmlReader(), page(), "a.html") if form == "html" else read(EpubReader(), as_calibre_does(epub), "b")
    assert texts(work, BlockKind.PARAGRAPH) == [*WANTED, "Night came."]
    notes = texts(work, BlockKind.NOTE)
    assert all(note in notes for note in NOTED)
    assert any("drop by the Archive" in note for note in notes) and "by mara" in notes
    counted = {chapter.number: chapter for chapter in work.chapters if chapter.number}
    assert [chapter.title for chapter in counted.values()] == ["Chapter 1: Noon", "Chapter 2: Night"]
    own = [block.text for block in counted[1].blocks if block.kind is BlockKind.NOTE]
    assert own[:5] == ["by mara", "Chapter Summary", "She waits.", "Chapter Notes", "Thanks, Vell."]
    assert own[-2:] == ["Chapter End Notes", "The ferry is real."]


def test_both_forms_have_the_same_scenes(read: Read, epub: Epub) -> None:
    """The story's scenes of the page and the EPUB are equal, so that their ids are."""
    scenes = [
        [scene.text for scene in segment(work, "w") if scene.number]
        for work in (read(HtmlReader(), page(), "a.html"), read(EpubReader(), as_calibre_does(epub), "a.epub"))
    ]
    assert scenes[0] == scenes[1]


def test_a_work_without_linked_authors_has_those_of_its_byline(read: Read) -> None:
    """ "by Anonymous" has no profile to link to."""
    names = "<h1>The Lamp</h1><div class='byline'>by Anonymous</div>"
    assert read(HtmlReader(), page(names), "a.html").authors == ("Anonymous",)


@pytest.mark.parametrize("text", ["Chapter Notes", "Notes", "End Notes", "Chapter End Notes", "Summary", "Notes:"])
def test_labels_of_notes(text: str) -> None:
    """Every label of the archive's is known."""
    assert labels_note(text)


@pytest.mark.parametrize("text", ["Notes lay on the table.", "A summary", "Chapter 3", "Noted", ""])
def test_other_lines_label_nothing(text: str) -> None:
    """Similar lines are story."""
    assert not labels_note(text) and not is_ao3_message(text)
