"""Mobipocket and Kindle books, made here or shared."""

from __future__ import annotations

import importlib.util
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index.errors import PartlyRead, SourceError, UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.model import BlockKind, Work
from fabula.index.readers.epub.reader import EpubReader
from fabula.index.readers.kindle.compression import HuffCdic, unpack_palmdoc
from fabula.index.readers.kindle.reader import MobiReader
from fabula.index.segmentation import segment

# Test modules are imported one by one, so a module beside them has to be found by its path.
_SPEC = importlib.util.spec_from_file_location("palm_files", Path(__file__).with_name("palm_files.py"))
assert _SPEC is not None and _SPEC.loader is not None
made = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(made)

Read = Callable[..., Work]
READER = MobiReader()
FIELDS = (
    (100, b"Mara Vell & Odo"), (101, b"Ferry Press"), (103, b"<p>A lamp.</p>"), (105, b"Fluff; Angst"),
    (106, b"2019-10-31T00:00:00+00:00"), (112, b"https://x.org/lamp"), (503, "The Lamp — é".encode()), (524, b"en-GB"),
)  # fmt: skip
PAGE = (
    "<html><head><guide></guide></head><body><h1>The Lamp</h1><mbp:pagebreak/><h2>Noon</h2><p>She left — été.</p>"
    "<mbp:pagebreak></mbp:pagebreak><h2>Night</h2><p>He stayed.</p><hr/><p>It rained.</p></body></html>"
).encode()


def texts(work: Work, *kinds: BlockKind) -> list[str]:
    return [block.text for chapter in work.chapters for block in chapter.blocks if block.kind in kinds]


def pieces(text: bytes, size: int = 64) -> list[bytes]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def book(text: bytes = PAGE, compression: int = 2, **said: object) -> bytes:
    """A book of `text` in records of 64 bytes, each with a letter that is cut and an entry behind its text."""
    parts = pieces(text)
    pack = {1: bytes, 2: made.palmdoc}[compression]
    records = [pack(part) + b"\0" + b"zz\x83" for part in parts]
    said = {"trailing": 3, "fields": FIELDS} | said
    return made.database([made.header(len(text), len(parts), compression=compression, **said), *records])


@pytest.mark.parametrize("compression", [1, 2])
def test_an_old_book_is_read(read: Read, compression: int) -> None:
    """Text in records, with or without compression, and what the header says of the work."""
    work = read(READER, book(compression=compression), "a.mobi")
    assert (work.title, work.authors) == ("The Lamp — é", ("Mara Vell", "Odo"))
    said = work.metadata
    assert (said.language, said.publisher, said.published) == ("en-gb", "Ferry Press", "2019-10-31")
    assert (said.tags, said.summary, said.address) == (("Fluff", "Angst"), "A lamp.", "https://x.org/lamp")
    assert texts(work, BlockKind.PARAGRAPH) == ["She left — été.", "He stayed.", "It rained."]
    assert [(c.number, c.title) for c in work.chapters if c.number] == [(1, "Noon"), (2, "Night")]
    assert len(texts(work, BlockKind.BREAK)) == 1


def test_a_book_packed_by_huffman_is_read(read: Read) -> None:
    """The codes are records of their own."""
    words = [b"<p>", b"</p>", b"She ", b"left. "]
    coder = made.Huffman(words)
    order = [0, 2, 3, 3, 1]
    text = b"".join(words[number] for number in order)
    codes = coder.records()
    head = made.header(len(text), 1, compression=17480, places={112: 2, 116: len(codes)})
    work = read(READER, made.database([head, coder.packed([words[n] for n in order]), *codes]), "a.azw")
    assert texts(work, BlockKind.PARAGRAPH) == ["She left. left."]


def kf8(head: bytes = b"", css: bytes = b"p { color: red }", start: bytes = b"") -> list[bytes]:
    """A KF8 book: two pages, the second with two fragments, a style sheet, and a table of contents."""
    first = b"<html><body></body></html>"
    second = b"<html>" + head + b"<body><div></div></body></html>"
    one, two, three = (
        b"<p>Title page.</p>",
        b"<h2>I</h2>" + start + b"<p>She left.</p>",
        b"<h2>II</h2><p>He stayed.</p>",
    )
    text = first + one + second + two + three
    at = len(first) + len(one)
    inner = at + len(b"<html>" + head + b"<body><div>")
    skeletons = made.index(
        [
            (b"SKEL0000000000", {1: [1, 1], 6: [0, len(first), 0, len(first)]}),
            (b"SKEL0000000001", {1: [2, 2], 6: [at, len(second), at, len(second)]}),
        ],
        {1: 1, 6: 2},
    )
    fragments = made.index(
        [
            (b"%010d" % len(b"<html><body>"), {6: [0, len(one)]}),
            (b"%010d" % inner, {6: [0, len(two)]}),
            (b"%010d" % (inner + len(two)), {6: [len(two), len(three)]}),
        ],
        {6: 2},
    )
    labels = b"".join(made.numbered(len(each)) + each for each in (b"Titlepage", b"I: Noon", b"II: Night"))
    contents = made.index(
        [
            (b"000", {3: [0], 4: [0], 6: [0, 0]}),
            (b"001", {3: [10], 4: [0], 6: [1, 0]}),
            (b"002", {3: [18], 4: [0], 6: [2, 0]}),
        ],
        {3: 1, 4: 1, 6: 2},
        labels + b"\0",
    )
    flows = b"FDST" + struct.pack(">IIIIII", 12, 2, 0, len(text), len(text), len(text + css))
    parts = pieces(text + css, 4096)
    records = [made.palmdoc(part) for part in parts]
    indices = [flows, *fragments, *skeletons, *contents]
    at_record = 1 + len(records)
    places = {192: at_record, 248: at_record + 1, 252: at_record + 3, 244: at_record + 5}
    record = made.header(len(text + css), len(parts), version=8, places=places, fields=FIELDS)
    return [record, *records, *indices]


def test_a_kf8_book_is_put_together(read: Read) -> None:
    """Fragments go into their pages, the table of contents names chapters, other flows and a title page stay out."""
    work = read(READER, made.database(kf8()), "a.azw3")
    assert texts(work, BlockKind.PARAGRAPH) == ["She left.", "He stayed."]
    assert [(c.number, c.title) for c in work.chapters if c.number] == [(1, "I: Noon"), (2, "II: Night")]
    assert "Title page." in texts(work, BlockKind.NOTE)
    assert not any("color" in text for text in texts(work, *BlockKind))


@pytest.mark.parametrize(
    "mark",
    [b"<a filepos=0000000001><sup>1</sup></a>", b"<sup><a filepos='1'>[1]</a></sup>", b"<sup><small>12</small></sup>"],
)
def test_note_marks_are_no_part_of_words(read: Read, mark: bytes) -> None:
    """Old books link to positions; a superscript needs no link."""
    work = read(
        READER, book(b"<html><body><p>The heron flew" + mark + b" over the 10<sup>th</sup> weir.</p></body>"), "a.mobi"
    )
    assert texts(work, BlockKind.PARAGRAPH) == ["The heron flew over the 10th weir."]


def test_the_sheets_of_a_kf8_book_hide(read: Read) -> None:
    """Its style sheets are flows, to which its pages link."""
    link = b'<head><link href="kindle:flow:0001?mime=text/css" rel="stylesheet" type="text/css"/></head>'
    theft = b'<p class="x">Stolen.</p>'
    for css, expected in ((b".x{display:none}", []), (b".y{display:none}", ["Stolen."])):
        work = read(READER, made.database(kf8(link, css, theft)), "a.azw3")
        assert texts(work, BlockKind.PARAGRAPH) == [*expected, "She left.", "He stayed."]
        assert ("hidden text" in [one.rule for one in work.left_out]) is not bool(expected)


def test_the_later_of_two_editions_is_read(read: Read) -> None:
    """A file with a Mobipocket and a KF8 edition is one work."""
    old = [made.header(len(PAGE), 1, compression=1, fields=((121, struct.pack(">I", 3)),)), PAGE, b"BOUNDARY"]
    work = read(READER, made.database([*old, *kf8()]), "a.mobi")
    assert [c.title for c in work.chapters if c.number] == ["I: Noon", "II: Night"]


def test_palmdoc_texts_are_plain_texts(read: Read) -> None:
    """A PalmDOC file without Mobipocket's header is read like a .txt file."""
    text = "The Lamp\nby Mara Vell\n\n\nShe left – at once.\n\n* * *\n\nHe stayed.\n".encode("cp1252")
    head = struct.pack(">HHIHHHH", 2, 0, len(text), 1, 4096, 0, 0)
    work = read(READER, made.database([head, made.palmdoc(text)], b"TEXtREAd"), "a.pdb")
    assert (work.title, work.authors) == ("The Lamp", ("Mara Vell",))
    assert texts(work, BlockKind.PARAGRAPH) == ["She left – at once.", "He stayed."]


def quoted(depth: int, text: str) -> str:
    return '<blockquote height="1em">' + "<blockquote>" * (depth - 1) + text + "</blockquote>" * depth


def test_notes_of_several_paragraphs(read: Read) -> None:
    """A labelled note goes on as long as its paragraphs are set in alike, if others follow; else it is one of them."""
    page = quoted(1, "Chapter Notes") + quoted(3, "Thanks.") + quoted(3, "Really.") + quoted(2, "She left.")
    page += "<mbp:pagebreak/>" + quoted(1, "Chapter End Notes") + quoted(2, "Bye.") + quoted(2, "It rained.")
    work = read(READER, book(f"<html><body>{page}</body></html>".encode()), "a.mobi")
    assert texts(work, BlockKind.NOTE) == ["Chapter Notes", "Thanks.", "Really.", "Chapter End Notes", "Bye."]
    assert texts(work, BlockKind.PARAGRAPH) == ["She left.", "It rained."]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"CONT\x02\x00" + bytes(200), "KFX"),
        (b"TPZ0" + bytes(200), "Topaz"),
        (b"no book at all", "no Mobipocket"),
        (made.database([made.header(9, 1, protection=2), b"x"]), "DRM"),
        (made.database([b"x" * 300], b"PNRdPPrs"), "eReader"),
        (made.database([b"x" * 300], b"DATAAddr"), "no book"),
        (book()[:-40], "incomplete"),
        (book()[:120], "incomplete"),
        (book()[:70], "no Mobipocket"),
        (made.database([made.header(9_000, 1, compression=1), b"short"]), "5 of its 9,000"),
        (made.database([made.header(9, 1, compression=99), b"x" * 9]), "unknown way"),
        (made.database([made.header(9, 1), b"\x80\x00"]), "damaged"),
        (made.database([made.header(9, 1, compression=17480), b"x"]), "codes"),
        (made.database([made.header(9, 3, version=8, places={252: 2}), b"x" * 9, b"no index"]), "damaged"),
    ],
)
def test_unreadable_books_say_why(read: Read, data: bytes, reason: str) -> None:
    """Protection, other formats and damage are named."""
    with pytest.raises(UnreadableSource, match=reason):
        read(READER, data, "a.mobi")


def test_a_damaged_record_takes_no_other_with_it(tmp_path: Path) -> None:
    """What is packed in the other records is read, and the receipt counts the lost ones; so if a file ends early."""
    parts = pieces(PAGE)
    records = [made.palmdoc(part) for part in parts]
    head = made.header(len(PAGE), len(parts))
    damaged = made.database([head, *records[:2], b"\x80\x00", *records[3:]])
    short = made.database([head, *records[:-1]])
    for data, reason in (
        (damaged, "1 of its 4 records cannot be read: record 3: the file is damaged"),
        (short, "incomplete"),
    ):
        (tmp_path / "a.mobi").write_bytes(data)
        read: list[Work] = []
        with pytest.raises(PartlyRead, match=reason):
            read.extend(READER.read(FileSource.at(tmp_path / "a.mobi")))
        assert "Noon" in str(read[0].chapters)


def test_pages_without_indices_are_one_page(tmp_path: Path) -> None:
    """A KF8 book whose index is damaged keeps all of its words."""
    text = b"<html><body><p>She left.</p></body></html><p>He stayed.</p>"
    head = made.header(len(text), 1, compression=1, version=8, places={252: 2})
    (tmp_path / "a.azw3").write_bytes(made.database([head, text, b"no index"]))
    read: list[Work] = []
    with pytest.raises(PartlyRead, match="read as one page"):
        read.extend(READER.read(FileSource.at(tmp_path / "a.azw3")))
    assert texts(read[0], BlockKind.PARAGRAPH) == ["She left.", "He stayed."]


WHOLE = "<HTML><HEAD><TITLE>The Lamp</TITLE></HEAD><BODY><P>She <I>left</I>.<P>It rained.</BODY></HTML>"


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        (WHOLE, ["She left.", "It rained."]),
        ("<p>She left \u2014 now.</p><p>It rained.</p>", ["She left \u2014 now.", "It rained."]),
        ("She left.<br><br>It rained.<br><br>\u201cNo.\u201d", ["She left.", "It rained.", "\u201cNo.\u201d"]),
        ("<System> She left.\n\nIt rained, 3 < 4.", ["<System> She left.", "It rained, 3 < 4."]),
    ],
)
def test_palmdoc_may_hold_html(read: Read, text: str, paragraphs: list[str]) -> None:
    """A whole page, paragraphs or line breaks are markup; names in angle brackets in plain text are words."""
    data = text.encode("cp1252")
    book_of_html = made.database([made.header(len(data), 1, compression=1)[:16], data], b"TEXtREAd")
    work = read(READER, book_of_html, "a.pdb")
    assert texts(work, BlockKind.PARAGRAPH) == paragraphs


def test_sniffing_by_content_then_name(tmp_path: Path) -> None:
    """A book is one under any name; a damaged one is known by its name."""
    cases = {"a.bin": (book(), 95), "b.mobi": (b"text", 40), "c.pdb": (b"text", 0), "d.txt": (b"text", 0)}
    for name, (data, sureness) in cases.items():
        (tmp_path / name).write_bytes(data)
        assert READER.sniff(FileSource.at(tmp_path / name)) == sureness, name
    assert READER.sniff(FileSource.at(tmp_path)) == 0


def test_bombs_are_refused(read: Read) -> None:
    """Records that unpack to more than any book's, and phrases within phrases without end, are damage."""
    with pytest.raises(UnreadableSource, match="damaged"):
        unpack_palmdoc(b"aaa" + b"\x80\x0f" * 20_000)
    coder = made.Huffman([b"a"])
    coder.phrases[0] = (b"\xff\xff", False)
    with pytest.raises(UnreadableSource, match="damaged"):
        HuffCdic(coder.records()).unpack(b"\xff")


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_mutated_books_give_a_work_or_a_reason(tmp_path: Path, data: st.DataObject) -> None:
    """No bytes make the reader fail in any way of its own, or hang."""
    base = bytearray(data.draw(st.sampled_from([book(), book(compression=1), made.database(kf8())])))
    for _ in range(data.draw(st.integers(0, 12))):
        place = data.draw(st.integers(0, len(base) - 1) | st.integers(70, 500))
        size = data.draw(st.integers(0, 4))
        base[place : place + size] = data.draw(st.binary(min_size=size, max_size=size))
    path = tmp_path / "a.mobi"
    path.write_bytes(bytes(base))
    start = time.process_time()
    try:
        assert all(isinstance(work, Work) for work in READER.read(FileSource.at(path)))
    except SourceError as error:
        assert str(error)
    assert time.process_time() - start < 5


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("kindle", "epub"),
    [
        ("ao3/Memoirs_casefic.mobi", "ao3/Memoirs_casefic.epub"),
        ("ao3/The_Tell-Tale_Heart.azw3", "ao3/The_Tell-Tale_Heart.epub"),
        ("fanficfare/Household.mobi", "fanficfare/Household.epub"),
        ("fanficfare/Usher.mobi", "fanficfare/Usher.epub"),
    ],
)
def test_a_kindle_book_is_the_same_as_its_epub(corpus: Path, kindle: str, epub: str) -> None:
    """Scenes, title, authors and all metadata but the package's identifier are equal."""
    (one,) = READER.read(FileSource.at(corpus / "formats" / kindle))
    (other,) = EpubReader().read(FileSource.at(corpus / "formats" / epub))
    assert (one.title, one.authors) == (other.title, other.authors)
    for name in one.metadata.__dataclass_fields__:
        if name != "identifier":
            assert getattr(one.metadata, name) == getattr(other.metadata, name), name
    scenes = [[scene.text for scene in segment(work, "w") if scene.number] for work in (one, other)]
    assert scenes[0] == scenes[1]


@pytest.mark.corpus
def test_shared_samples(corpus: Path) -> None:
    """Other programs' files: cp1252, both editions in one file, a Standard Ebooks azw3, and a protected book."""
    folder = corpus / "formats"
    for name in ("libmobi-sample-cp1252.mobi", "libmobi-sample-unicode-uncompressed.mobi"):
        (work,) = READER.read(FileSource.at(folder / "mobi" / name))
        assert (work.title, work.authors) == ("Libmobi test sample", ("Bartek Fabiszewski",))
    (work,) = READER.read(FileSource.at(folder / "mobi" / "se-unknown-novel.azw3"))
    assert [chapter.title for chapter in work.chapters if chapter.number] == ["I"]
    with pytest.raises(UnreadableSource, match="DRM"):
        list(READER.read(FileSource.at(folder / "broken" / "drm-v1.mobi")))
