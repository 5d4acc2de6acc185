"""PDF with a text layer becomes chapters and metadata. The files are made here letter by letter."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index.errors import SourceError, UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.model import BlockKind, Work
from fabula.index.readers.pdf.reader import PdfReader

Read = Callable[..., Work]
Blocks = Callable[[Work, BlockKind], list[str]]
READER = PdfReader()
# x, y, size, text
Printed = tuple[float, float, float, str]
PROSE = (
    "It was late when she left the house on the hill,",
    "and the rain that had followed her all the way",
    "came down the road to meet her, full of leaves.",
)
MORE = ("Nobody had lit the lamp at the ferry, so she sat", "on the stones and waited for the bell of the boat.")


def pdf(pages: Sequence[Sequence[Printed]], info: str = "", more: str = "", *, is_scaled: bool = False) -> bytes:
    """A PDF in Courier, whose letters are all 0.6 of its size wide. `is_scaled`: set in one point, and scaled."""
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{4 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        place = "/F 1 Tf {0} 0 0 {0} {1} {2} Tm" if is_scaled else "/F {0} Tf {1} {2} Td"
        drawn = "".join(f"BT {place.format(size, x, y)} ({_escaped(text)}) Tj ET\n" for x, y, size, text in page)
        bodies.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 700] /Resources << /Font << /F 3 0 R >> >> "
            f"/Contents {5 + 2 * number} 0 R >>"
        )
        bodies.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    bodies.append(f"<< {info} >>")
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"<< /Size {len(bodies) + 1} /Root 1 0 R /Info {len(bodies)} 0 R {more} >>"
    ending = f"{table}trailer\n{trailer}\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{ending}".encode()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def lines(texts: Sequence[str], top: float, left: float = 60, *, first: float = 0, size: float = 12) -> list[Printed]:
    """Lines one below the other, 14 points apart; the first indented by `first`."""
    return [(left + (first if n == 0 else 0), top - 14 * n, size, text) for n, text in enumerate(texts)]


def story(work: Work) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for chapter in work.chapters for block in chapter.blocks]


@pytest.mark.parametrize(("first", "space"), [(20, 0), (0, 14)])
def test_lines_become_paragraphs(read: Read, blocks: Blocks, first: float, space: float) -> None:
    """Separated by the indent of first lines or by space; a paragraph continues on the next page."""
    page = (
        lines(PROSE, 600, first=first)
        + lines(MORE, 558 - space, first=first)
        + lines(PROSE, 530 - 2 * space, first=first)
    )
    page += lines(MORE[:1], 488 - 3 * space, first=first)
    work = read(READER, pdf([page, lines(MORE[1:], 600) + lines(PROSE, 586 - space, first=first)]), "a.pdf")
    assert blocks(work, BlockKind.PARAGRAPH) == [" ".join(PROSE), " ".join(MORE)] * 2 + [" ".join(PROSE)]


def test_full_paragraphs_of_one_line(read: Read, blocks: Blocks) -> None:
    """Each first line is indented, though none is short: a line that ends a sentence ends its paragraph."""
    spoken = ["“Nobody lit the lamp,” said the owner of the boat.", "“Nobody ever does it,” she said, and it was true."]
    page = lines(PROSE, 600, first=20) + lines(PROSE, 558, first=20)
    page += [(80, 516 - 14 * number, 12, text) for number, text in enumerate(spoken)] + lines(MORE, 488, first=20)
    found = blocks(read(READER, pdf([page]), "a.pdf"), BlockKind.PARAGRAPH)
    assert found == [" ".join(PROSE)] * 2 + spoken + [" ".join(MORE)]


def test_chapters_breaks_and_verse(read: Read) -> None:
    """Large centred lines are headings, ornaments breaks; lines that all are short are verse."""
    page = [(166.0, 640.0, 20.0, "Chapter One"), *lines(PROSE, 600), *lines(MORE, 544), (230.0, 502.0, 12.0, "* * *")]
    page += lines(PROSE, 474) + lines(["O lamp", "of the ferry", "all alone"], 418, 90) + lines(MORE, 362)
    second = [(166.0, 640.0, 20.0, "Chapter Two"), *lines(PROSE, 600)]
    work = read(READER, pdf([page, second]), "a.pdf")
    assert [(chapter.number, chapter.title) for chapter in work.chapters] == [(1, "Chapter One"), (2, "Chapter Two")]
    assert [kind for kind, _ in story(work)] == [
        "heading", "paragraph", "paragraph", "break", "paragraph", "verse", "paragraph", "heading", "paragraph",
    ]  # fmt: skip
    assert ("verse", "O lamp\nof the ferry\nall alone") in story(work)


def test_running_heads_and_page_numbers_are_no_text(read: Read, blocks: Blocks) -> None:
    """Lines that repeat at the same height on page after page, with numbers that count with the pages, are removed."""
    texts = [[f"{word} {line}" for line in MORE] for word in ("First", "Then", "Later", "Last")]
    pages = [
        [(60.0, 670.0, 10.0, "THE LAMP"), *lines(text, 600), (240.0, 30.0, 10.0, f"- {7 + number} -")]
        for number, text in enumerate(texts)
    ]
    work = read(READER, pdf(pages), "a.pdf")
    found = blocks(work, BlockKind.PARAGRAPH)
    assert " ".join(found) == " ".join(line for text in texts for line in text)
    (heads,) = work.left_out
    assert heads.rule == "running heads" and heads.text.split("\n") == [
        head for number in range(7, 11) for head in ("THE LAMP", f"- {number} -")
    ]


def test_words_hyphenated_at_line_ends_are_joined(read: Read) -> None:
    """The hyphen that ends a line goes."""
    page = lines(["It was an example of what the rain did to a road, an exam-", *PROSE], 600)
    page[1] = (60, 586, 12, "ple that nobody forgot, and in the morning she left it.")
    assert "a road, an example that nobody" in story(read(READER, pdf([page]), "a.pdf"))[0][1]


def test_an_archives_preface_and_notes_are_paratext(read: Read, blocks: Blocks) -> None:
    """The Archive of Our Own's preface, notes and last line are no story."""
    first = lines(["Posted originally on the Archive of Our Own at", "https://archiveofourown.org/works/77."], 600, 84)
    first += lines(["Rating: Mature", "Fandom: Ferries", "Additional Tags: Rain", "Language: English"], 520, 50)
    first += lines(["Stats: Published: 2019-10-31 Words: 32", "Chapters: 1/1"], 464, 50)
    second = [(202.0, 600.0, 16.0, "The Lamp"), (210.0, 570.0, 12.0, "by mara_vell"), (50.0, 540.0, 12.0, "Notes")]
    second += lines(["Begun in the rain."], 510, 80)
    last = [one for n in range(5) for one in (*lines(PROSE, 670 - 98 * n, 70), *lines(MORE, 614 - 98 * n, 70))]
    last += lines(
        ["Please drop by the Archive and comment to let the", "creator know if you enjoyed their work!"], 90, 65
    )
    info = "/Title (The Lamp) /Author (mara_vell) /CreationDate (D:20261123003808+00'00')"
    work = read(READER, pdf([first, second, last], info), "a.pdf")
    found = work.metadata
    assert (work.title, work.authors, found.rating, found.fandoms) == (
        "The Lamp",
        ("mara_vell",),
        "Mature",
        ("Ferries",),
    )
    assert (found.tags, found.language, found.published) == (("Rain",), "en", "2019-10-31")
    assert found.address == "https://archiveofourown.org/works/77"
    assert blocks(work, BlockKind.PARAGRAPH) == [" ".join(PROSE), " ".join(MORE)] * 5


def test_properties(read: Read) -> None:
    """The information dictionary."""
    info = "/Title (The Lamp) /Author (Mara Vell) /Keywords (rain, lamps) /CreationDate (D:20191031)"
    work = read(READER, pdf([lines(PROSE, 600)], info), "a.pdf")
    assert (work.title, work.authors, work.reader) == ("The Lamp", ("Mara Vell",), "pdf")
    assert (work.metadata.tags, work.metadata.published) == (("rain", "lamps"), "2019-10-31")


LOCKED = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<00> <00>]"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf([lines(PROSE, 600)], more=LOCKED), "password"),
        (pdf([[], [], []]), "pictures of pages"),
        (pdf([]), "no text|damaged"),
        (pdf([lines(PROSE, 600)])[:-30], "incomplete"),
        (b"%PDF-1.4\nnothing\n%%EOF\n", "damaged"),
        (b"She left.", "no PDF"),
        (pdf([lines(["***", "- - -"], 600)] * 2), "no text|no words"),
    ],
)
def test_unreadable_files_say_why(read: Read, data: bytes, reason: str) -> None:
    """A password, pictures of pages, a cut file, damage, another format."""
    with pytest.raises(UnreadableSource, match=reason):
        read(READER, data, "a.pdf")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 5_000), change=st.binary(max_size=12), cut=st.integers(0, 12))
def test_damaged_files_give_a_work_or_a_reason(tmp_path: Path, place: int, change: bytes, cut: int) -> None:
    """Bytes changed anywhere."""
    whole = pdf([lines(PROSE, 600), lines(MORE, 600)])
    place %= len(whole)
    path = tmp_path / "a.pdf"
    path.write_bytes(whole[:place] + change + whole[place + cut :])
    try:
        for work in READER.read(FileSource.at(path)):
            assert work.chapters
    except SourceError as error:
        assert str(error)


@pytest.mark.slow
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(
            st.tuples(
                st.integers(0, 400),
                st.integers(0, 690),
                st.integers(1, 60),
                st.text("ab c.-*1“”", min_size=1, max_size=60),
            ),
            max_size=12,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_nothing_printed_is_lost(tmp_path: Path, pages: list[list[Printed]]) -> None:
    """All words on a page are in the work, wherever they are, except those that repeat at the edges."""
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([*pages, lines(PROSE, 600)]))
    try:
        (work,) = READER.read(FileSource.at(path))
    except UnreadableSource:
        return
    assert "followed her" in " ".join(text for _, text in story(work))


CAPITAL = ["nce the tide had turned, the boys came down to", "the wall of the old harbour, and they waited for", "it."]


@pytest.mark.parametrize(("base", "left", "beside"), [(572, 84, 3), (600, 84, 1)])
def test_a_drop_capital_begins_its_word(read: Read, blocks: Blocks, base: float, left: float, beside: int) -> None:
    """Sunk beside three lines, or raised above the first; the paragraph is one."""
    page = [(60.0, float(base), 40.0, "O")]
    page += [(float(left if n < beside else 60), 600.0 - 14 * n, 12.0, text) for n, text in enumerate(CAPITAL)]
    page += lines(PROSE, 558, first=20) + lines(MORE, 516, first=20)
    found = blocks(read(READER, pdf([page]), "a.pdf"), BlockKind.PARAGRAPH)
    assert found == ["O" + " ".join(CAPITAL), " ".join(PROSE), " ".join(MORE)]


@pytest.mark.parametrize("blanks", [0, 12])
def test_columns_that_are_drawn_row_by_row(read: Read, blocks: Blocks, blanks: int) -> None:
    """By two strings a row, or by one with blanks between the columns."""
    left = ("In the left column the mil-", "ler spoke of the bread and", "then of the bells. He came", "home.")
    right = ("In the right one the baker", "answered about the boat, a", "boat that was lost. He did", "stop.")
    rows: list[Printed] = []
    for number, (first, last) in enumerate(zip(left, right, strict=True)):
        y = 600.0 - 14 * number
        if blanks:
            rows.append((40.0, y, 10.0, f"{first:{28 + blanks}}{last}"))
        else:
            rows += [(40.0, y, 10.0, first), (250.0, y, 10.0, last)]
    text = " ".join(blocks(read(READER, pdf([rows]), "a.pdf"), BlockKind.PARAGRAPH))
    assert text == f"{' '.join(left)} {' '.join(right)}".replace("mil- ler", "miller")


@pytest.mark.parametrize("is_scaled", [False, True])
def test_letters_have_the_size_that_is_printed(read: Read, is_scaled: bool) -> None:
    """Some programs set all letters in one point, and scale the page."""
    page = [(60.0, 640.0, 20.0, "The Ferry"), *lines(PROSE, 600), *lines(MORE, 544)]
    second = [(60.0, 640.0, 20.0, "The Old Lamp"), *lines(PROSE, 600)]
    work = read(READER, pdf([page, second], is_scaled=is_scaled), "a.pdf")
    assert [chapter.title for chapter in work.chapters] == ["The Ferry", "The Old Lamp"]


@pytest.mark.parametrize("by_row", [True, False])
def test_columns_have_paragraphs(read: Read, blocks: Blocks, by_row: bool) -> None:
    """Indented first lines, a ragged edge near the next column, a sentence over the end of a column and of a page."""
    told = [" ".join(PROSE), " ".join(MORE), "“Where is she?” they asked him. “Where did you leave her?”"] * 6
    rows = [(12 * (n == 0), line) for text in told for n, line in enumerate(textwrap.wrap(text, 33))]
    columns = [
        [(left + indent, 600.0 - 14 * n, 10.0, line) for n, (indent, line) in enumerate(rows[start : start + 12])]
        for start, left in zip(range(0, len(rows), 12), (40.0, 260.0) * len(rows), strict=False)
    ]
    pages = [[line for column in columns[at : at + 2] for line in column] for at in range(0, len(columns), 2)]
    if by_row:
        pages = [sorted(page, key=lambda line: (-line[1], line[0])) for page in pages]
    assert blocks(read(READER, pdf(pages), "a.pdf"), BlockKind.PARAGRAPH) == told


def test_raised_numbers_are_no_part_of_words(read: Read, blocks: Blocks) -> None:
    """A small number above the line is the mark of a note; one in the line, or below it, is a number."""
    page = [
        (60.0, 600.0, 12.0, "The heron flew"),
        (162.0, 605.0, 7.0, "1"),
        (170.0, 600.0, 12.0, "over the weir2 and on."),
    ]
    page += [(60.0, 580.0, 12.0, "H"), (67.2, 577.0, 7.0, "2"), (71.7, 580.0, 12.0, "O is water, they said.")]
    found = " ".join(blocks(read(READER, pdf([page]), "a.pdf"), BlockKind.PARAGRAPH))
    assert found == "The heron flew over the weir2 and on. H2O is water, they said."
