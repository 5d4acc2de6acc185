"""Speeches are cut out of scenes with the narration and the tags beside them."""

from __future__ import annotations

from fabula.index.dialogue import Convention, Pair, utterances
from fabula.index.dialogue.speakers.speeches import NarrationParagraph, Speech, speeches_of
from fabula.index.dialogue.speakers.tags import Mention, MentionKind
from fabula.index.model import BlockKind, Paragraph

CURLY = Convention((Pair("“", "”"),))


def speeches(*paragraphs: str) -> tuple[list[Speech], list[NarrationParagraph]]:
    """The speeches of a work of one scene."""
    spans, start = [], 0
    for paragraph in paragraphs:
        spans.append(Paragraph(start, start + len(paragraph), BlockKind.PARAGRAPH))
        start += len(paragraph) + 2
    text = "\n\n".join(paragraphs)
    return speeches_of([(text, spans, utterances(text, spans, CURLY))])


def name(text: str) -> Mention:
    return Mention(MentionKind.NAME, text)


def test_a_speech_with_its_tag() -> None:
    """Pieces around a tag are one speech."""
    (speech,), (paragraph,) = speeches("“You,” said Anna, “would have been my choice.”")
    assert speech.texts == ["You,", "would have been my choice."]
    assert speech.places == [(0, 0), (0, 1)]
    assert speech.tag == name("Anna")
    assert paragraph.has_speech and paragraph.pieces == ["said Anna,"]


def test_narration_above_leads_in() -> None:
    """A paragraph of narration that ends with a colon names the speaker of the next."""
    found, narration = speeches("Then Ben turned round and said:", "“Go home.”")
    assert [speech.tag for speech in found] == [name("Ben")]
    assert found[0].sure and not found[0].tags
    assert [each.has_speech for each in narration] == [False, True]


def test_a_lead_in_that_names_nobody_goes_on() -> None:
    """ "Then:" between two paragraphs of speech gives neither another speaker, unless a tag behind it does."""
    (speech,), _ = speeches("“Go,” said Anna.", "Then:", "“Goodbye, Ben.”")
    assert speech.texts == ["Go,", "Goodbye, Ben."] and speech.tag == name("Anna")
    assert (speech.first, speech.last) == (0, 2)
    for lead_in, last in (
        ("Then:", "“Stay,” said Ben."), ("Then Ben said:", "“Stay.”"), ("Then.", "“Stay.”"),
        ("There was nothing else that could be done:", "“Stay.”"), ("Then:", "Later. “Stay.”"),
    ):  # fmt: skip
        assert len(speeches("“Go,” said Anna.", lead_in, last)[0]) == 2


def test_two_names_are_two_speeches() -> None:
    """Narration that names another speaker between two pieces begins another speech."""
    found, _ = speeches("“Stay,” said Ann, and Ben answered, “No.”")
    assert [(speech.tag, speech.texts) for speech in found] == [(name("Ann"), ["Stay,"]), (name("Ben"), ["No."])]


def test_subjects_beside_a_speech() -> None:
    """The subjects of the sentences before and after it in its paragraph."""
    (speech,), _ = speeches("Ann lit the lamp. “Stay.” Ben shook his head.")
    assert speech.before == [name("Ann")]
    assert speech.after == [name("Ben")]
