"""Pages of scanned books: running heads go, sentences and words run on."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.model import BlockKind, Work
from fabula.index.readers.plain_text.printed_pages import join_pages
from fabula.index.readers.plain_text.reader import TextReader
from ....growth import grows_evenly

Read = Callable[..., Work]
Blocks = Callable[[Work, BlockKind], list[str]]
READER = TextReader()

WORDS = (
    "the ferry left at noon and the lamp was lit on the far side of the river where nobody had ever asked who kept it"
    " burning through the long nights of the winter although the miller said that he had seen her once"
).split()
_PAGE_LINES = 24


def story(paragraphs: int = 24) -> list[str]:
    """Paragraphs of 40 to 70 words, each different."""
    texts = []
    for number in range(paragraphs):
        words = [WORDS[(number * 7 + place * (number % 5 + 1)) % len(WORDS)] for place in range(40 + number * 13 % 31)]
        texts.append(" ".join([words[0].capitalize(), *words[1:]]) + ".")
    return texts


def printed(heads: Iterable[str], feet: Iterable[str], *, indent: str, page_break: str) -> tuple[str, list[str]]:
    """The story set in pages with these heads and feet, and its paragraphs."""
    paragraphs = story()
    lines: list[str] = []
    for paragraph in paragraphs:
        lines += textwrap.wrap(indent + paragraph, 60) + ([] if indent else [""])
    pages = [lines[start : start + _PAGE_LINES] for start in range(0, len(lines), _PAGE_LINES)]
    set_pages = [
        "\n".join([*([head, ""] if head else []), *page, *(["", foot] if foot else [])])
        for page, head, foot in zip(pages, heads, feet, strict=False)
    ]
    return page_break.join(set_pages), paragraphs


def counted(left: str, right: str) -> list[str]:
    return [(left if number % 2 == 0 else right).format(number) for number in range(12, 60)]


NOTHING = [""] * 60


@pytest.mark.parametrize("indent", ["   ", ""])
@pytest.mark.parametrize(
    ("heads", "feet"),
    [
        (counted("{} ODA MERRIN", "THE TIN LANTERN {}"), NOTHING),
        (counted("{}          The Tin Lantern", "Oda Merrin          {}"), NOTHING),
        (NOTHING, counted("- {} -", "- {} -")),
        (NOTHING, counted("{}", "{}")),
        (["THE TIN LANTERN"] * 60, counted("[{}]", "[{}]")),
        (NOTHING, counted("Page {} of 300", "Page {} of 300")),
        (counted("{} ОДА МЕРРИН", "ЖЕСТЯНОЙ ФОНАРЬ {}"), NOTHING),
    ],
)
def test_running_heads_and_page_numbers_are_left_out(
    read: Read, blocks: Blocks, heads: list[str], feet: list[str], indent: str
) -> None:
    """On left and right pages, at the head and at the foot; the story reads as if it had no pages."""
    text, paragraphs = printed(heads, feet, indent=indent, page_break="\n\f")
    work = read(READER, text)
    assert [chapter.title for chapter in work.chapters] == [""]
    assert blocks(work, BlockKind.PARAGRAPH) == paragraphs
    assert {left_out.rule for left_out in work.left_out} == {"running heads"}
    assert len(work.left_out) >= text.count("\f")


@pytest.mark.parametrize(
    ("heads", "feet"),
    [
        (counted("{} ODA MERRIN", "THE TIN LANTERN {}"), NOTHING),
        (NOTHING, counted("{}", "{}")),
        (NOTHING, counted("— {} —", "— {} —")),
        (NOTHING, counted("第 {} 页", "第 {} 页")),
        (counted("{} ODA MERRIN", "THE TIN LANTERN {}"), counted("[p. {}]", "[p. {}]")),
        (["", *["THE TIN LANTERN"] * 60], counted("{}", "{}")),
    ],
)
def test_pages_are_told_without_form_feeds(read: Read, blocks: Blocks, heads: list[str], feet: list[str]) -> None:
    """Numbers that count up evenly within sentences show where the pages are."""
    text, paragraphs = printed(heads, feet, indent="   ", page_break="\n")
    assert blocks(read(READER, text), BlockKind.PARAGRAPH) == paragraphs


def test_a_word_parted_by_a_page_is_whole(read: Read, blocks: Blocks) -> None:
    """The hyphen at a page's end is a printer's, or the word's own, as the text shows."""
    text, paragraphs = printed(counted("{} A", "B {}"), NOTHING, indent="   ", page_break="\n\f")
    last, first = re.search(r"(\w+)\n\f[^\n]*\n\n(\w+)", text).groups()  # type: ignore[union-attr]
    parted = text.replace(f"{last}\n\f", f"{last} har-\n\f", 1).replace(f"\n\n{first}", f"\n\nbour {first}", 1)
    found = blocks(read(READER, parted + "\n   The harbour was dark.\n"), BlockKind.PARAGRAPH)
    assert f"{last} harbour {first}" in "\n".join(found)
    assert [len(text.replace(" harbour ", " ", 1)) for text in found[:-1]] == list(map(len, paragraphs))


@pytest.mark.parametrize("label", ["CHAPTER {}", "Chapter {}", "Part {}"])
def test_chapters_on_new_pages_are_no_running_heads(read: Read, label: str) -> None:
    """A label and its number at the head of a page head a chapter, whatever the number counts with."""
    text = "\f".join(f"{label.format(number)}\n\n{paragraph}\n" for number, paragraph in enumerate(story(8), start=1))
    work = read(READER, text)
    assert [chapter.number for chapter in work.chapters] == list(range(1, 9))
    assert work.left_out == ()


def test_the_first_of_a_chapters_heads_heads_it(read: Read) -> None:
    """Where the chapter's name runs on over its pages, its first page keeps it."""
    heads = [f"CHAPTER {'I' if number < 5 else 'II'}" for number in range(12)]
    text, _ = printed(heads, NOTHING, indent="   ", page_break="\n\f")
    work = read(READER, text)
    assert [chapter.title for chapter in work.chapters if chapter.number] == ["CHAPTER I", "CHAPTER II"]


def test_numbered_sections_and_years_are_story(read: Read, blocks: Blocks) -> None:
    """Numbers between whole paragraphs, and lines of prose that end with one, are no pages."""
    sections = "\n\n".join(f"{number}\n\n" + textwrap.fill(text, 60) for number, text in enumerate(story(20), start=1))
    work = read(READER, sections)
    assert work.left_out == ()
    diary = "\n\n".join(textwrap.fill(f"{text} It was {1900 + 2 * number}", 60) for number, text in enumerate(story()))
    assert read(READER, diary, "b.txt").left_out == ()


@given(st.lists(st.sampled_from(["\f", "\n", "12 A\n", "A 13\n", "14\n", "the end\n", "He left.\n", "har-\n", "I\n"])))
def test_every_other_word_stays(pieces: list[str]) -> None:
    """What is no running head is in the text, in its order."""
    text = "".join(pieces)
    pages = join_pages(text)
    assert "\f" not in pages.text
    assert sorted((pages.text + "\n" + "\n".join(pages.running_heads)).split()) == sorted(text.split())


@pytest.mark.parametrize("unit", ["\f", "1\n", "\f1\n\n", "12 A\n" + "x\n" * 20, "a\f", "-\n\f", "1 " * 20 + "\n"])
def test_any_text_is_joined_in_linear_time(unit: str) -> None:
    """A hostile file is read like any other."""
    assert grows_evenly(lambda size: join_pages(unit * (size // len(unit))), 40_000)


@pytest.mark.parametrize("letter", ["İ", "ı"])
def test_turkish_letters_are_no_numerals(letter: str) -> None:
    """They are words at the head of a page: Python takes both for an I where case is ignored."""
    text = "\f".join(f"Lamba {word} {letter}\n\nVapur öğleyin kalktı." for word in ("bir", "iki", "sır"))
    assert join_pages(text).running_heads == ()
