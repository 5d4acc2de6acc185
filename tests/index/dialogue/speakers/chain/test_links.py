"""What ties a speech to those before it is told by distances, narration, tags and marks."""

from __future__ import annotations

from fabula.index.dialogue.speakers.chain.links import AGAIN, SECOND, links_of
from ..features.test_features import evidence_of


def again(text: str, number: int) -> set[str]:
    """The features of the link from a speech to the one before it."""
    return {
        name for name, value in zip(AGAIN, links_of(evidence_of([text])).again[number].tolist(), strict=True) if value
    }


def second(text: str, number: int) -> set[str]:
    links = links_of(evidence_of([text])).second[number].tolist()
    return {name for name, value in zip(SECOND, links, strict=True) if value}


def test_the_first_speech_of_a_scene_has_no_links() -> None:
    """Nor has the second one to one two before it, whatever the scene before holds."""
    links = links_of(evidence_of(["“Go,” said Anna.\n\n“Why?”", "“No.”\n\n“Yes.”"]))
    assert not links.again[[0, 2]].any() and links.again[[1, 3]].any(axis=1).all()
    assert not links.second.any()


def test_a_question_and_its_answer() -> None:
    """Bare speech in the next paragraph, which begins as answers do."""
    assert again("“Is it far?”\n\n“No, Ben.”", 1) >= {
        "next paragraph", "alone", "both alone", "asks", "answers", "asks and is answered",
    }  # fmt: skip


def test_narration_beside_and_between() -> None:
    """Narration in front of a speech, behind the one before, and none in a gap of paragraphs."""
    assert again("“Go.” Anna sat down.\n\nBen rose. “Why?”", 1) >= {"narration behind", "narration in front"}
    assert "nothing between" in again("“Go.”\n\n1890.\n\n“Why?”", 1)
    assert "nothing between" not in again("“Go.”\n\nBen rose.\n\n“Why?”", 1)
    assert again("“Go,” said Anna, and Ben answered, “No.”", 1) >= {"same paragraph"}


def test_the_speech_two_before() -> None:
    """How far it is, and what stands between."""
    assert second("“Go,” said Anna.\n\n“Why?”\n\n“You know.”", 2) >= {"next", "alone", "tagged before", "asks between"}
    assert "near" in second("“Go,” said Anna.\n\nBen rose.\n\n“Why?”\n\n“You know.”", 2)
    assert "far" in second("“Go.”" + "\n\nBen rose." * 5 + "\n\n“Why?”\n\n“You know.”", 2)


def test_of_no_speeches_there_are_no_links() -> None:
    """A work without speech has tables without rows."""
    links = links_of(evidence_of(["Ben rose."]))
    assert links.again.shape == (0, len(AGAIN)) and links.second.shape == (0, len(SECOND))
