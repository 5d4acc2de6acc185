"""TEI P5 and ELTeC become chapters and metadata."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index.errors import PartlyRead, SourceError, UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.model import BlockKind, Work
from fabula.index.readers.xml_books.tei import TeiReader
from ....growth import grows_evenly

Read = Callable[..., Work]
Blocks = Callable[[Work, BlockKind], list[str]]
READER = TeiReader()
HEADER = (
    "<fileDesc><titleStmt><title>The Lamp : ELTeC edition</title><author>Vell, M. [pseud.] (1856-1934)</author>"
    "<respStmt><name>Nobody</name></respStmt></titleStmt><publicationStmt><date>2021</date>"
    "<idno>L1</idno></publicationStmt>"
    '<sourceDesc><bibl type="digitalSource"><date>2009</date></bibl><bibl type="firstEdition">'
    "<publisher>Salt House</publisher>"
    "<date>1882</date></bibl></sourceDesc></fileDesc><profileDesc><langUsage><language ident='en'>English</language>"
    "</langUsage><textClass><keywords><term>Ferries</term></keywords></textClass></profileDesc>"
)


def tei(body: str, header: str = HEADER, front: str = "", back: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?xml-model href="x.rng"?>'
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">'
        f"<teiHeader>{header}</teiHeader><text><front>{front}</front><body>{body}</body>"
        f"<back>{back}</back></text></TEI>"
    )


def story(work: Work) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for chapter in work.chapters for block in chapter.blocks]


def test_header(read: Read) -> None:
    """Title without "edition", author with the first name first, date and publisher of the printed book, keywords."""
    work = read(READER, tei("<div><p>She left.</p></div>"), "a.xml")
    metadata = work.metadata
    assert (work.title, work.authors, work.reader) == ("The Lamp", ("M. Vell",), "tei")
    assert (metadata.language, metadata.published, metadata.publisher) == ("en", "1882", "Salt House")
    assert (metadata.tags, metadata.identifier) == (("Ferries",), "L1")


def test_divisions_are_chapters(read: Read, blocks: Blocks) -> None:
    """Divisions have their headings; a title page is a note, a preface is not counted."""
    front = (
        "<titlePage><docTitle><titlePart>THE LAMP</titlePart></docTitle></titlePage>"
        '<div type="liminal"><head>PREFACE</head><p>Read on.</p></div>'
    )
    body = (
        '<div type="chapter"><head>Chapter 1</head><p>She\n     left.</p><pb n="2"/></div>'
        '<div type="chapter"><head>Chapter 2</head><p>He stayed.</p></div>'
    )
    work = read(READER, tei(body, front=front), "a.xml")
    assert [(c.number, c.title) for c in work.chapters if c.title] == [
        (None, "PREFACE"),
        (1, "Chapter 1"),
        (2, "Chapter 2"),
    ]
    assert blocks(work, BlockKind.NOTE) == ["THE LAMP"]
    assert blocks(work, BlockKind.PARAGRAPH) == ["Read on.", "She left.", "He stayed."]


def test_chapters_within_parts_are_counted(read: Read) -> None:
    """Also if the parts have text of their own."""
    parts = "".join(
        f'<div type="group"><head>Part {part}</head><p>Before.</p><div type="chapter"><head>{part}.1</head><p>She left.'
        f'</p></div><div type="chapter"><head>{part}.2</head><p>He stayed.</p></div></div>'
        for part in (1, 2)
    )
    work = read(READER, tei(parts), "a.xml")
    assert [chapter.title for chapter in work.chapters] == ["Part 1", "1.1", "1.2", "Part 2", "2.1", "2.2"]


def test_verse_breaks_notes_and_figures(read: Read) -> None:
    """Lines in groups, in quotations, or alone; milestones; notes after their paragraph; words of figures."""
    body = (
        "<div><p>She sang:</p><lg><l>O lamp</l><l>of the ferry</l></lg><lg><l>all alone</l></lg>"
        '<p>He said <q>no</q><note n="1">At noon.</note> and stayed.</p><quote><l>One</l><l>Two</l></quote>'
        '<milestone unit="section" rend="stars"/><figure><head>A lamp</head><figDesc>lit</figDesc></figure>'
        "<sp><speaker>ODO.</speaker><p>Stay.</p></sp><ab>Begun<lb/>again<lb break='no'/>st.</ab></div>"
    )
    assert story(read(READER, tei(body), "a.xml")) == [
        ("paragraph", "She sang:"), ("verse", "O lamp\nof the ferry"), ("verse", "all alone"),
        ("paragraph", "He said “no” and stayed."), ("note", "At noon."), ("verse", "One\nTwo"), ("break", ""),
        ("illustration", "A lamp lit"), ("paragraph", "ODO."), ("paragraph", "Stay."), ("paragraph", "Begun against."),
    ]  # fmt: skip


def test_corrections_replace_mistakes(read: Read, blocks: Blocks) -> None:
    """A mistake without a correction stays; running heads go."""
    body = (
        "<div><p><choice><sic>hte</sic><corr>the</corr>"
        "</choice> <del>old</del> lamp<fw>THE LAMP 7</fw> <sic>burnt</sic>"
        " <choice><orig>vpon</orig><reg>upon</reg></choice></p></div>"
    )
    assert blocks(read(READER, tei(body), "a.xml"), BlockKind.PARAGRAPH) == ["the lamp burnt upon"]


def test_notes_at_the_end_are_notes(read: Read, blocks: Blocks) -> None:
    """Also those in a division of their own."""
    back = '<div type="notes"><head>Notes</head><note xml:id="n1"><p>Her aunt.</p></note><note>At noon.</note></div>'
    work = read(READER, tei("<div><p>She left.</p></div>", back=back), "a.xml")
    assert blocks(work, BlockKind.NOTE) == ["Notes", "Her aunt.", "At noon."]


def test_a_corpus_has_several_works(tmp_path: Path) -> None:
    """Each text has its own header."""
    one = tei("<div><p>She left.</p></div>").partition("?>")[2].partition("?>")[2]
    path = tmp_path / "corpus.xml"
    path.write_text(f"<teiCorpus xmlns='http://www.tei-c.org/ns/1.0'><teiHeader/>{one}{one}</teiCorpus>", "utf-8")
    assert [work.title for work in READER.read(FileSource.at(path))] == ["The Lamp", "The Lamp"]


@pytest.mark.slow
@pytest.mark.corpus
def test_shared_novels(corpus: Path) -> None:
    """Each has a title without its edition, an author with the first name first, a language, and all of its text."""
    paths = [*(corpus / "formats" / "tei").glob("*.xml"), *(corpus / "formats" / "nonenglish").rglob("*.xml")]
    assert len(paths) >= 15
    for path in paths:
        (work,) = READER.read(FileSource.at(path))
        assert work.title and "ELTeC" not in work.title and len(work.authors) == 1
        assert "(" not in work.authors[0] and len(work.metadata.language) == 2
        story_letters = sum(len(block.text) for chapter in work.chapters for block in chapter.blocks)
        body = re.split(r"<text[ >]", path.read_text("utf-8"))[1]
        written = re.sub(r"<[^<>]*>", "", body)
        assert story_letters > 0.97 * len(" ".join(written.split())), path


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(9))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (tei("<p>She left.</p>")[:-20], "incomplete"),
        (f"<!DOCTYPE TEI [{BOMB}]>" + tei("<p>&a8;</p>").partition("?>")[2].partition("?>")[2], "stands elsewhere"),
        (tei("<div>" * 50_000), "not well-formed|incomplete|no words"),
        (tei(""), "no words"),
        ("<TEI><teiHeader/></TEI>", "without a text"),
        ("<teiCorpus><teiHeader/></teiCorpus>", "without a text"),
    ],
)
def test_unreadable_files_say_why(read: Read, data: str, reason: str) -> None:
    """A cut file, a bomb, deep nesting, no words, no text."""
    with pytest.raises(UnreadableSource, match=reason):
        read(READER, data, "a.xml")


def test_entities_that_the_file_defines_are_read(read: Read, blocks: Blocks) -> None:
    """Older files define entities for letters."""
    text = tei("<p>a&dash;b &#233;</p>").partition("?>")[2].partition("?>")[2]
    work = read(READER, f'<!DOCTYPE TEI [<!ENTITY dash "&#8212;"> <!ENTITY x "y">]>{text}', "a.xml")
    assert blocks(work, BlockKind.PARAGRAPH) == ["a—b é"]


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 5_000), change=st.text(max_size=12), cut=st.integers(0, 30))
def test_damaged_files_give_a_work_or_a_reason(tmp_path: Path, place: int, change: str, cut: int) -> None:
    """Characters changed anywhere."""
    text = tei("<div><head>I</head><lg><l>a</l></lg><p>She<note>x</note> left.</p><milestone unit='section'/></div>")
    path = tmp_path / "a.xml"
    place %= len(text)
    path.write_bytes((text[:place] + change + text[place + cut :]).encode("utf-8", "surrogatepass"))
    try:
        for work in READER.read(FileSource.at(path)):
            assert work.chapters
    except SourceError as error:
        assert str(error)


def test_heads_of_what_stands_in_a_chapter_open_none(read: Read) -> None:
    """A poem, a list, a speech or a letter in a chapter has a head that is no chapter's; notes keep lines apart."""
    song = "<lg><head>Song</head><l>Tin and iron,</l><l>rust and rain.</l></lg>"
    note = "<note><p>In name only.</p><lg><l>note verse a</l><l>note verse b</l></lg></note>"
    chapters = "".join(
        f"<div type='chapter'><head>{n}</head><p>He read{note}.</p>{song}"
        "<quote><head>Letter</head><p>Dear Odo.</p></quote></div>"
        for n in "AB"
    )
    work = read(READER, tei(chapters), "a.xml")
    assert [(chapter.number, chapter.title) for chapter in work.chapters] == [(1, "A"), (2, "B")]
    texts = [block.text for chapter in work.chapters for block in chapter.blocks]
    assert "In name only. note verse a note verse b" in texts and "Letter" in texts


def test_what_is_left_out_is_named(read: Read) -> None:
    """Running heads, corrected forms and interpretations, each by its rule."""
    text = (
        "<p>She <choice><sic>lefft</sic><corr>left</corr></choice> <del>soon</del><fw>THE LAMP 9</fw>"
        "<index><term>lamp</term></index>at noon.</p>"
    )
    work = read(READER, tei(text), "a.xml")
    assert {left.rule: left.text for left in work.left_out} == {
        "printed corrections": "lefft",
        "deleted text": "soon",
        "running heads": "THE LAMP 9",
        "index entries": "lamp",
    }


def test_a_file_that_ends_early_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """What is there is read, and the receipt says that more was."""
    whole = tei("<div><p>She left.</p></div><div><p>He stay")
    path = tmp_path / "a.xml"
    path.write_text(whole[: whole.index("He stay") + 7], encoding="utf-8")
    read: list[Work] = []
    with pytest.raises(PartlyRead, match="it is incomplete"):
        read.extend(READER.read(FileSource.at(path)))
    texts = [block.text for chapter in read[0].chapters for block in chapter.blocks]
    assert texts[-2:] == ["She left.", "He stay"]


def test_a_text_that_is_missing_takes_no_other_with_it(tmp_path: Path) -> None:
    """The other texts of a corpus are works."""
    path = tmp_path / "a.xml"
    text = "<TEI><text><body><p>{}</p></body></text></TEI>"
    path.write_text(
        f"<teiCorpus>{text.format('She left.')}<TEI><teiHeader/></TEI>{text.format('He stayed.')}</teiCorpus>"
    )
    read: list[Work] = []
    with pytest.raises(PartlyRead, match="1 of its 3 texts cannot be read: text 2"):
        read.extend(READER.read(FileSource.at(path)))
    assert [work.chapters[0].blocks[0].text for work in read] == ["She left.", "He stayed."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<q>Come in,</q> said Tam, <said>or <q>stay</q>.</said>", "“Come in,” said Tam, “or ‘stay’.”"),
        ("<q>“Come in,”</q> said Tam.", "“Come in,” said Tam."),
        ("“<q>Come in,</q>” said Tam.", "“Come in,” said Tam."),
        ("— <said>Come in,</said> said Tam.", "— Come in, said Tam."),
        ("<said aloud='false'>Come in,</said> thought Tam.", "Come in, thought Tam."),
        ("<said xml:lang='de'>Komm,</said> said <q/>Tam.", "„Komm,“ said Tam."),
    ],
)
def test_quotations_have_marks(read: Read, blocks: Blocks, text: str, expected: str) -> None:
    """Where an element stands for the marks, those of its language are set."""
    work = read(READER, f"<TEI><text xml:lang='en'><body><p>{text}</p></body></text></TEI>", "a.xml")
    assert blocks(work, BlockKind.PARAGRAPH) == [expected]


@pytest.mark.parametrize("text", ["<System> You win.", "Salt & Co, 3 < 4", "</sarcasm> he said", "&unbekannt; <Имя>"])
def test_what_is_no_markup_is_words(read: Read, text: str) -> None:
    """As in a FictionBook: brackets and ampersands that the author typed stay."""
    work = read(READER, tei(f"<div><p>{text}</p><p>He stayed.</p></div>"), "a.xml")
    assert [block.text for block in work.chapters[0].blocks] == [text, "He stayed."]


def test_quotations_in_quotations_are_read_in_linear_time(read: Read) -> None:
    """The marks of each depend on its first letter, not on all of its text."""

    def nested(size: int) -> Work:
        return read(READER, tei("<p>" + "<q>" * size + "lamp <hi>lit</hi> " * 10 * size + "</q>" * size + "</p>"))

    assert grows_evenly(nested, 400)


@pytest.mark.parametrize("unit", ["(", "[1", "(1856 ", "(a? ", ":", " : ", " : the digital ", " (ELTeC-a "])
def test_titles_and_names_are_read_in_linear_time(read: Read, unit: str) -> None:
    """Signs before the note of an edition are looked at once, and what stands in brackets is."""

    def described(size: int) -> Work:
        titles = f"<title>a{unit * size}b</title><author>a{unit * size}b</author>"
        return read(READER, tei("<p>lamp</p>", f"<fileDesc><titleStmt>{titles}</titleStmt></fileDesc>"))

    assert grows_evenly(described, 4_000)
