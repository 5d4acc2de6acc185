"""Line ends that a page keeps, and marks around its quotations."""

from __future__ import annotations

import pytest

from fabula.index.readers.html.markup import read_page

OWL = """

The owl would not come down.

— Come, — said Aryl softly.

Nothing moved in the rafters.
She put the letter on the sill."""
PARAGRAPHS = [
    "The owl would not come down.",
    "— Come, — said Aryl softly.",
    "Nothing moved in the rafters.",
    "She put the letter on the sill.",
]


def texts(markup: str, language: str = "") -> list[str]:
    return [block.text for block in read_page(markup, language=language).blocks]


@pytest.mark.parametrize(
    "markup",
    [
        '<div style="white-space: pre-wrap">{}</div>',
        '<div style="white-space:pre-line">{}</div>',
        "<style>.w{{white-space:pre-wrap}}</style><div class=w>{}</div>",
        "<style>#w{{white-space:break-spaces}}</style><section id=w>{}</section>",
        '<div style="white-space:pre-wrap"><span><i>{}</i></span></div>',
        '<p style="white-space:pre-wrap">{}</p>',
        '<p><span style="white-space:pre-wrap">{}</span></p>',
        "<pre>{}</pre>",
        '<div class="js-part-text part_text clearfix">{}</div>',
        "<div>{}</div>",
        "<article>{}</article>",
    ],
)
def test_paragraphs_parted_by_line_ends(markup: str) -> None:
    """Where a page keeps line ends, or has nothing else to part paragraphs, they part them."""
    assert texts(f"<body><h3>One</h3>{markup.format(OWL)}<p>End.</p></body>") == ["One", *PARAGRAPHS, "End."]


def test_line_ends_of_the_source_mean_nothing() -> None:
    """In a paragraph, in wrapped text, and around elements in a line."""
    assert texts("<p>She put\n\nthe letter.\n\nHe left.</p>") == ["She put the letter. He left."]
    assert texts("<div>By\n\n<b>Mara</b>\n\nVell</div>") == ["By Mara Vell"]
    assert texts("<div>She put\nthe letter.\nHe left.</div>") == ["She put the letter. He left."]
    assert texts("<table><td>She left.\n\nHe stayed.</table>") == ["She left. He stayed."]
    inner = "<div style='white-space:pre-wrap'>One.\n<p style='white-space:normal'>Two\nthree.</p></div>"
    assert texts(inner) == ["One.", "Two three."]


def test_wrapped_text_whose_line_ends_are_kept() -> None:
    """Lines wrapped at a margin are joined, as in a plain text."""
    line = "She walked along the river until the lamp was out of sight and"
    assert texts(f"<div style='white-space:pre-wrap'>{line}\n{line}\n{line}\n\nHe left.</div>") == [
        f"{line} {line} {line}",
        "He left.",
    ]


def test_verse_whose_line_ends_are_kept() -> None:
    """A poem keeps its lines, and its stanzas are parted."""
    poem = "O lamp that burns beside the road\nand no one waits for thee\n\nthe ferry lies\nand sleeps"
    assert texts(f"<div class=poem style='white-space:pre'>{poem}</div>") == poem.split("\n\n")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("", "“Come in,” said Tam, “or ‘stay out’.”"),
        ("en-GB", "“Come in,” said Tam, “or ‘stay out’.”"),
        ("de", "„Come in,“ said Tam, „or ‚stay out‘.“"),
        ("fr", "«Come in,» said Tam, «or «stay out».»"),
        ("ru", "«Come in,» said Tam, «or „stay out“.»"),
        ("ja", "「Come in,」 said Tam, 「or 『stay out』.」"),
        ("zh-Hant", "「Come in,」 said Tam, 「or 『stay out』.」"),
        ("sv", "”Come in,” said Tam, ”or ’stay out’.”"),
    ],
)
def test_quotations_have_the_marks_of_their_language(language: str, said: str) -> None:
    """By the page's language, an element's, or the book's; inner quotations have the other pair."""
    body = "<p><q>Come in,</q> said Tam, <q>or <q>stay out</q>.</q></p>"
    assert texts(f'<html lang="{language}"><body>{body}</body></html>') == [said]
    assert texts(f'<html><body><div xml:lang="{language}" lang="{language}">{body}</div></body></html>') == [said]
    assert texts(f"<html><body>{body}</body></html>", language) == [said]


def test_quotations_that_bring_their_marks() -> None:
    """Marks in the text are not doubled, and a sheet may choose its own, or none."""
    assert texts("<p><q>“Come in,”</q> said Tam. <q> <i>«Oui»</i></q></p>") == ["“Come in,” said Tam. «Oui»"]
    sheet = "<style>q{quotes:'«' '»' '‹' '›'}</style>"
    assert texts(f"<body>{sheet}<p><q>Come <q>in</q>,</q> said Tam.</p>") == ["«Come ‹in›,» said Tam."]
    assert texts("<body><style>q{quotes:none}</style><p><q>Come,</q> said Tam.</p>") == ["Come, said Tam."]
    assert texts("<body><style>q:before,q:after{content:''}</style><p><q>Come,</q> said Tam.</p>") == [
        "Come, said Tam."
    ]


def test_quotations_around_paragraphs_and_nothing() -> None:
    """The marks stand at the first and the last word; an empty quotation has none."""
    assert texts("<div><q><p>Come in.</p><p>Sit down.</p></q><p>He sat.</p></div>") == [
        "“Come in.",
        "Sit down.”",
        "He sat.",
    ]
    assert texts("<p>One <q></q> two <q> </q>three</p>") == ["One two three"]
    assert texts("<p>One <q>two") == ["One “two”"]
