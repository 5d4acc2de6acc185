"""FictionBooks become chapters and metadata."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index.errors import PartlyRead, SourceError, UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.model import BlockKind, Work
from fabula.index.readers.xml_books.fb2 import Fb2Reader

Read = Callable[..., Work]
Blocks = Callable[[Work, BlockKind], list[str]]
READER = Fb2Reader()
INFO = (
    "<title-info><genre>sf_fantasy</genre><genre>prose</genre><author><first-name>Mara</first-name>"
    "<middle-name>I.</middle-name>"
    "<last-name>Vell</last-name></author><author><nickname>odo</nickname></author><book-title>The Lamp</book-title>"
    '<annotation><p>It rains.</p></annotation><keywords>ferry, night</keywords><date value="2019-10-31">autumn</date>'
    '<lang>en</lang><sequence name=""/><sequence name="Salt" number="2.0"/><sequence name="Lights" number="7"/>'
    "</title-info>"
    "<document-info><src-url>https://example.org/lamp</src-url><id>urn:lamp</id></document-info>"
    "<publish-info><publisher>Salt House</publisher><year>2020</year></publish-info>"
)


def fb2(body: str, info: str = INFO, more: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" '
        f'xmlns:l="http://www.w3.org/1999/xlink"><description>{info}</description>'
        f"<body>{body}</body>{more}</FictionBook>"
    )


def story(work: Work) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for chapter in work.chapters for block in chapter.blocks]


def test_description(read: Read) -> None:
    """All fields of the description."""
    work = read(READER, fb2("<section><p>She left.</p></section>"), "a.fb2")
    metadata = work.metadata
    assert (work.title, work.authors, work.reader) == ("The Lamp", ("Mara I. Vell", "odo"), "fb2")
    assert (metadata.language, metadata.tags, metadata.summary) == (
        "en",
        ("sf fantasy", "prose", "ferry", "night"),
        "It rains.",
    )
    assert (metadata.series, metadata.series_number, metadata.more_series) == ("Salt", "2", ("Lights",))
    assert metadata.publisher == "Salt House"
    assert (metadata.published, metadata.address, metadata.identifier) == (
        "2019-10-31",
        "https://example.org/lamp",
        "urn:lamp",
    )


def test_sections_are_chapters(read: Read, blocks: Blocks) -> None:
    """Sections open chapters at the level that has several; the lines of a title are one; the body has the work's."""
    body = (
        "<title><p>Mara Vell</p><p>The Lamp</p></title>"
        "<section><title><p>Chapter 1</p><p>Noon</p></title><p>She left.</p></section>"
        "<section><title><p>Night</p></title><section><title><p>i</p></title><p>He stayed.</p></section></section>"
        "<section><title><p>Day</p></title><p>It rained.</p></section>"
    )
    work = read(READER, fb2(body), "a.fb2")
    assert [chapter.title for chapter in work.chapters if chapter.number] == ["Chapter 1: Noon", "Night", "Day"]
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left.", "He stayed.", "It rained."]


def test_verse_breaks_and_pictures(read: Read) -> None:
    """Stanzas, ornaments as subtitles, captions of pictures, citations."""
    body = (
        "<section><p>She sang:</p><poem><title><p>Song</p></title><stanza><v>O lamp</v><v>of the ferry</v></stanza>"
        "<stanza><v>all alone</v></stanza><text-author>Mara</text-author></poem><subtitle>* * *</subtitle>"
        '<p>He <strong>stayed</strong>.</p><image l:href="#x" alt="A lamp"/><cite><p>Said they.</p></cite></section>'
    )
    assert story(read(READER, fb2(body), "a.fb2")) == [
        ("paragraph", "She sang:"), ("paragraph", "Song"), ("verse", "O lamp\nof the ferry"), ("verse", "all alone"),
        ("paragraph", "Mara"), ("break", "* * *"), ("paragraph", "He stayed."), ("illustration", "A lamp"),
        ("paragraph", "Said they."),
    ]  # fmt: skip


def test_notes_follow_the_paragraph_that_refers_to_them(read: Read) -> None:
    """Without their number, once; notes without a reference come last."""
    notes = (
        '<body name="notes"><title><p>Notes</p></title><section id="n1"><title><p>1</p></title>'
        "<p>At noon.</p></section>"
        '<section id="n2"><title><p>2</p></title><p>Never called.</p></section></body>'
    )
    body = (
        '<section><p>She<a l:href="#n1" type="note">[1]</a> left.</p>'
        '<p>He<a l:href="#n1" type="note">[1]</a>.</p></section>'
    )
    assert story(read(READER, fb2(body, more=notes), "a.fb2")) == [
        ("paragraph", "She left."),
        ("note", "At noon."),
        ("paragraph", "He."),
        ("note", "Never called."),
    ]


def test_encodings(read: Read, blocks: Blocks) -> None:
    """The encoding is the one that the file declares."""
    text = fb2("<section><p>Она ушла в полдень, и шёл дождь.</p></section>").replace("utf-8", "windows-1251")
    for data in (text.encode("cp1251"), text.replace("windows-1251", "utf-16").encode("utf-16")):
        assert blocks(read(READER, data, "a.fb2"), BlockKind.PARAGRAPH) == ["Она ушла в полдень, и шёл дождь."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Salt & Co &amp; Sons", "Salt & Co & Sons"),
        ("one<br>two</p><p>", "one two"),
        ("caf&eacute;&nbsp;&mdash; x", "café\xa0— x"),
        ("a \x02 b", "a b"),
        ('<emphasis l:x="1" m:y="2">he</emphasis> left', "he left"),
    ],
)
def test_small_mistakes_are_mended(read: Read, blocks: Blocks, text: str, expected: str) -> None:
    """A stray ampersand, an extra tag, entities of HTML, control characters, an undeclared prefix."""
    work = read(READER, fb2(f"<section><p>{text}</p></section>"), "a.fb2")
    assert " ".join(blocks(work, BlockKind.PARAGRAPH)) == expected


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(9))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (fb2("<section><p>She left.</p>")[:-20], "incomplete"),
        (f"<!DOCTYPE f [{BOMB}]>" + fb2("<p>&a8;</p>").partition("?>")[2], "stands elsewhere"),
        ('<!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + fb2("<p>&x;</p>").partition("?>")[2], "elsewhere"),
        (fb2("<section>" * 50_000), "not well-formed|incomplete|no words"),
        (fb2(""), "no words"),
        ("<FictionBooks><p>x</p></FictionBooks>", "no FictionBook"),
        ("", "empty"),
    ],
)
def test_unreadable_files_say_why(read: Read, data: str, reason: str) -> None:
    """A cut file, a bomb, a reference to another file, deep nesting, no words."""
    with pytest.raises(UnreadableSource, match=reason):
        read(READER, data, "a.fb2")


def test_deep_sections_within_reason_are_read(read: Read, blocks: Blocks) -> None:
    """A thousand nested sections need no recursion."""
    work = read(READER, fb2("<section>" * 1_000 + "<p>She left.</p>" + "</section>" * 1_000), "a.fb2")
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left."]


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 5_000), change=st.text(max_size=12), cut=st.integers(0, 30))
def test_damaged_files_give_a_work_or_a_reason(tmp_path: Path, place: int, change: str, cut: int) -> None:
    """Characters changed anywhere: at most the text of a tag is lost."""
    body = (
        "<title><p>T</p></title><section><title><p>I</p></title><poem><stanza><v>a</v><v>b</v>"
        '</stanza></poem><p>She<a l:href="#n">1</a>'
        " left.</p><empty-line/><subtitle>***</subtitle><image/></section>"
    )
    text = fb2(body, more='<body name="notes"><section id="n"><p>x</p></section></body>')
    path = tmp_path / "a.fb2"
    place %= len(text)
    path.write_bytes((text[:place] + change + text[place + cut :]).encode("utf-8", "surrogatepass"))
    try:
        for work in READER.read(FileSource.at(path)):
            assert work.chapters
    except SourceError as error:
        assert str(error)


@pytest.mark.parametrize(
    "text", ["<System> You win.", "3 < 4 <3", "</sarcasm> he said", "AT&T; and a<b", "&Unbekannt; <Имя>"]
)
def test_what_is_no_markup_is_words(read: Read, blocks: Blocks, text: str) -> None:
    """Angle brackets and ampersands that the author typed stay, letter by letter."""
    work = read(READER, fb2(f"<section><p>{text}</p><p>He stayed.</p></section>"), "a.fb2")
    assert blocks(work, BlockKind.PARAGRAPH) == [text, "He stayed."]


def test_verse_in_notes_keeps_its_lines_apart(read: Read) -> None:
    """Each paragraph and poem of a note is a note; a title that is no number is kept, as is a note without an id."""
    notes = (
        '<body name="notes"><title><p>Notes</p></title><section id="n1"><title><p>[1]</p></title><p>In name only.</p>'
        "<poem><stanza><v>note verse a</v><v>note verse b</v></stanza></poem></section>"
        '<section id="n2"><title><p>The old king</p></title><p>He slept.<br/>He woke.</p></section>'
        "<section><p>Nobody calls this.</p></section></body>"
    )
    body = (
        '<section><p>The king<a l:href="#n1" type="note">[1]</a> rode, and <a l:href="#n2" type="note">the other</a>'
        " stayed.</p></section>"
    )
    work = read(READER, fb2(body, more=notes), "a.fb2")
    assert story(work) == [
        ("paragraph", "The king rode, and the other stayed."),
        ("note", "In name only."),
        ("note", "note verse a note verse b"),
        ("note", "The old king"),
        ("note", "He slept. He woke."),
        ("note", "Nobody calls this."),
    ]
    assert [(left.rule, left.text.split()) for left in work.left_out] == [
        ("note marks", ["[1]", "[1]"]),
        ("titles of notes", ["Notes"]),
    ]


POEM = (
    "<poem><title><p>Song</p><p>of the Oar</p></title><stanza><v>Tin and iron,</v><v>rust and rain.</v></stanza></poem>"
)


def test_a_poem_in_a_chapter_opens_none(read: Read) -> None:
    """Its title is a paragraph; the poems of a collection are chapters."""
    chapters = "".join(
        f"<section><title><p>{n}</p></title><p>He read.</p>{POEM}<p>He slept.</p></section>" for n in "AB"
    )
    work = read(READER, fb2(chapters), "a.fb2")
    assert [(chapter.number, chapter.title) for chapter in work.chapters] == [(1, "A"), (2, "B")]
    assert story(work)[1:5] == [
        ("paragraph", "He read."),
        ("paragraph", "Song"),
        ("paragraph", "of the Oar"),
        ("verse", "Tin and iron,\nrust and rain."),
    ]
    (alone,) = read(READER, fb2(f"<section><title><p>One</p></title><p>He read.</p>{POEM}</section>"), "a.fb2").chapters
    assert (alone.number, alone.title) == (1, "One")
    collection = read(READER, fb2(f"<section>{POEM}{POEM.replace('Song', 'Dance')}</section>"), "a.fb2")
    assert len([chapter for chapter in collection.chapters if chapter.number]) == 2


def test_paragraphs_of_a_summary_are_apart(read: Read) -> None:
    """Two paragraphs, or the lines of a poem, are no single word."""
    poem = "<poem><stanza><v>Oh</v><v>no</v></stanza></poem>"
    info = f"<title-info><annotation><p>It rains.</p>{poem}</annotation></title-info>"
    assert read(READER, fb2("<p>She left.</p>", info), "a.fb2").metadata.summary == "It rains. Oh no"


def test_a_file_that_ends_early_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """What is there is read, and the receipt says that more was."""
    whole = fb2("<section><title><p>One</p></title><p>She left.</p></section><section><p>He stay")
    path = tmp_path / "a.fb2"
    path.write_text(whole[: whole.index("He stay") + 7], encoding="utf-8")
    read: list[Work] = []
    with pytest.raises(PartlyRead, match="it is incomplete"):
        read.extend(READER.read(FileSource.at(path)))
    texts = [block.text for chapter in read[0].chapters for block in chapter.blocks]
    assert texts[-2:] == ["She left.", "He stay"]
