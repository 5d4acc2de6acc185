"""Speech in every convention of double marks, and what only looks like speech."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.dialogue import Convention, Pair, convention_of, utterances
from fabula.index.model import BlockKind, Paragraph

Said = Callable[..., list[str]]

STRAIGHT = Convention((Pair('"', '"'),))
CURLY = Convention((Pair("\u201c", "\u201d"),))


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ('"', '"'),
        ("\u201c", "\u201d"),
        ("\u201e", "\u201c"),
        ("\u201e", "\u201d"),
        ("\u00ab", "\u00bb"),
        ("\u00bb", "\u00ab"),
        ("\u00ab\u00a0", "\u00a0\u00bb"),
        ("\u201d", "\u201d"),
        ("'", "'"),
        ("\u2018", "\u2019"),
        ("\u201a", "\u2018"),
        ("\u300c", "\u300d"),
    ],
)
def test_every_convention_gives_the_same_pieces(said: Said, opening: str, closing: str) -> None:
    """The marks of a book do not matter, only what stands between them."""
    text = (
        "<You,> she said. <You would have been my choice.>\n\nHe turned away.\n\n<Don't go,> said Ann.\n\n<I won't!>"
        "\n\nNobody spoke. Then he said, <Is it late?>"
    ).replace("<", opening)
    assert said(text.replace(">", closing)) == [
        "You,",
        "You would have been my choice.",
        "Don't go,",
        "I won't!",
        "Is it late?",
    ]


def test_a_work_may_mix_straight_and_curly_marks(said: Said) -> None:
    """A book whose chapters were typed differently has both."""
    text = '"One," he said.\n\n"Two," he said.\n\n\u201cThree,\u201d he said.\n\n\u201cFour,\u201d he said.'
    assert said(text) == ["One,", "Two,", "Three,", "Four,"]


def test_quotes_in_quotes_are_part_of_the_speech(said: Said) -> None:
    """A speech that quotes is one piece, whatever marks it quotes with."""
    assert said("\"He told me 'Go home!' and left.\"", STRAIGHT) == ["He told me 'Go home!' and left."]
    assert said("\u201cHe said \u2018go\u2019 twice.\u201d", CURLY) == ["He said \u2018go\u2019 twice."]
    assert said("\u201cHe said \u201cgo\u201d twice.\u201d And left.", CURLY) == ["He said \u201cgo\u201d twice."]


def test_scare_quotes_and_titles_are_no_speech(said: Said) -> None:
    """Marks around a part of a sentence of narration do not make anybody speak."""
    for text in (
        'The so-called "experts" went home.',
        'They met at the "Trois Couronnes," it must be added, at nine.',
        'He had read and reread "The Purple Land." It had done him no good.',
        '"Well," he had said. "The Purple Land" is a very sinister book.',
        'She did not "make so bold as to say," however, after all.',
    ):
        assert said(text, STRAIGHT) in ([], ["Well,"])


def test_speech_amid_narration_is_speech(said: Said) -> None:
    """After a comma, a colon, the end of a sentence, or with a loud end of its own, what is quoted is said."""
    assert said('He turned and said, "no," and left.', STRAIGHT) == ["no,"]
    assert said('There was only one answer: "Never again."', STRAIGHT) == ["Never again."]
    assert said('He cried "Fire!" and ran.', STRAIGHT) == ["Fire!"]
    assert said('It rained. "Come in out of that," she called.', STRAIGHT) == ["Come in out of that,"]
    assert said('And then he said "I never want to see you here again."', STRAIGHT) == [
        "I never want to see you here again."
    ]


def test_feet_and_inches_do_not_end_a_speech(said: Said) -> None:
    """A mark after a digit may be a measure."""
    assert said('"I am 6\'2"," he said. "And you?"', STRAIGHT) == ["I am 6'2\",", "And you?"]
    assert said('He stood 6\'2" in his socks. "Hello," he said.', STRAIGHT) == ["Hello,"]
    assert said('"Cut it 4" by 6" for me," he said.', STRAIGHT) == ['Cut it 4" by 6" for me,']
    assert said('"I was 16" he said "and tall."', STRAIGHT)[0] == "I was 16"


def test_a_quote_in_a_quote_may_end_with_it(said: Said) -> None:
    """Straight marks alike on both levels, as plain-text books have them."""
    assert said('"I speak of the "little puss,"" said she, "and there are two."', STRAIGHT) == [
        'I speak of the "little puss,"',
        "and there are two.",
    ]
    assert said('"Go," said he, "call her "puss,"" and left.', STRAIGHT) == ["Go,", 'call her "puss,"']
    assert said('"Go!" said he in a loud voice, and "Never call me "little puss."" So it ended.', STRAIGHT) == [
        "Go!",
        'Never call me "little puss."',
    ]


def test_a_sentence_that_ends_with_its_quote_is_speech(said: Said) -> None:
    """After narration that no comma ends; but a quote after which the sentence goes on is a part of it."""
    assert said('"Go!" said he in a loud voice, and "Shut that door after you." So it ended.', STRAIGHT) == [
        "Go!",
        "Shut that door after you.",
    ]
    assert said('He said that "all of it must go away," and meant it.', STRAIGHT) == []
    assert said('He called it "the end of all things." and left.', STRAIGHT) == []
    assert said('He called it "the end of all things."--and left.', STRAIGHT) == []
    assert said('He called it "the end of all things."\u2014and left.', STRAIGHT) == []


def test_a_quote_without_an_end_goes_to_the_end_of_its_paragraph(said: Said) -> None:
    """One missing mark spoils one paragraph and no more."""
    assert said('"I had no time\n\nHe left.\n\n"Go," she said.', STRAIGHT) == ["I had no time", "Go,"]
    assert said("\u201cI had no time. \u201cNone,\u201d he said.\n\nHe left.", CURLY)[-1].endswith(
        "None,\u201d he said."
    )


def test_headings_and_captions_say_nothing() -> None:
    """A title in quotes is a title."""
    text = '"The Speckled Band"\n\n"Go," she said.'
    paragraphs = (Paragraph(0, 18, BlockKind.HEADING), Paragraph(20, len(text), BlockKind.PARAGRAPH))
    assert [text[start:end] for start, end, _ in utterances(text, paragraphs, STRAIGHT)] == ["Go,"]


def test_blanks_inside_the_marks_are_left_out(said: Said) -> None:
    """A span begins and ends with what is said; marks with nothing between them say nothing."""
    assert said('" Go on, " she said. "" " "', STRAIGHT) == ["Go on,"]


@given(st.text(alphabet="dit\"'\u201c\u201d\u2018\u2019\u00ab\u00bb\u201e\u2014- \n\n\n,.!?aZ9s", max_size=120))
def test_spans_are_disjoint_ascending_and_within_their_paragraphs(text: str) -> None:
    """Whatever the marks, speech is found in order, in one paragraph each, and turns count from 0."""
    paragraphs = tuple(_paragraphs(text))
    learned, inserted = convention_of([text]), Convention((Pair("\u00ab", "\u00bb"),), dashes=True)
    for convention in (learned, inserted, STRAIGHT, CURLY, Convention((Pair("'", "'"),), dashes=True)):
        found = utterances(text, paragraphs, convention)
        end = turn = -1
        for piece in found:
            assert max(end, 0) <= piece.start < piece.end <= len(text)
            assert any(first <= piece.start and piece.end <= last for first, last, _ in paragraphs)
            assert not text[piece.start].isspace() and not text[piece.end - 1].isspace()
            assert piece.turn in (turn, turn + 1)
            end, turn = piece.end, piece.turn
        assert turn == -1 or found[0].turn == 0


@given(st.lists(st.sampled_from(['"Go," he said.', "It's 'late'.", '"No!"', "the dogs' tails", '"a', "6'2\" tall"])))
def test_wrapping_a_text_anew_changes_nothing(pieces: list[str]) -> None:
    """Line ends within a paragraph are as good as blanks."""
    for convention in (STRAIGHT, Convention((Pair("'", "'"),))):
        flat, wrapped = " ".join(pieces), "\n".join(pieces)
        whole = (Paragraph(0, len(flat), BlockKind.PARAGRAPH),)
        assert utterances(flat, whole, convention) == utterances(wrapped, whole, convention)


def test_a_long_text_of_nothing_but_marks_takes_no_long_time(said: Said) -> None:
    """Time grows with length, also where every mark opens and none closes."""
    for mark in ("\u201c", '"', "'", "\u2014 "):
        text = f"{mark}a " * 20_000
        assert len(said(text, Convention((Pair(mark.strip(), mark.strip().replace("\u201c", "\u201d")),)))) <= 40_000


def _paragraphs(text: str) -> list[Paragraph]:
    found: list[Paragraph] = []
    place = 0
    for piece in text.split("\n\n"):
        if piece:
            found.append(Paragraph(place, place + len(piece), BlockKind.PARAGRAPH))
        place += len(piece) + 2
    return found
