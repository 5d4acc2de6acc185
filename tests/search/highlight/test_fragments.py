"""A snippet shows why the scene was found, whole sentences where they fit, and marks nothing else."""

from __future__ import annotations

from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.search import Span
from fabula.search.highlight import snippet


def test_a_snippet_is_cut_at_sentence_ends() -> None:
    """The sentence of the match comes with its neighbours, whole, and ellipses where the scene goes on."""
    before = "It was late. " * 40
    after = " Nobody spoke again." * 40
    text = f"{before}“You,” she says. “You would have been my choice.”{after}"
    start = text.index("You would")
    shown = snippet(text, [Span(start, start + 29)])
    assert shown.text.startswith("… “You,” she says.") and shown.text.endswith("Nobody spoke again. …")
    assert "“You,” she says. “You would have been my choice.”" in shown.text
    assert [shown.text[a:b] for a, b in shown.highlights] == ["You would have been my choice"]
    assert len(shown.text) <= 260


def test_a_whole_short_scene_has_no_ellipses() -> None:
    """A complete scene does not look cut."""
    assert snippet("Short.\n\nVery short.", []).text == "Short. Very short."


def test_one_long_sentence_is_cut_between_words() -> None:
    """A sentence of two thousand letters is shown around its match."""
    text = "word " * 200 + "needle " + "straw " * 200
    start = text.index("needle")
    shown = snippet(text, [Span(start, start + 6)])
    assert len(shown.text) < 300
    assert set(shown.text.split()) == {"…", "word", "needle", "straw"}
    assert [shown.text[a:b] for a, b in shown.highlights] == ["needle"]


def test_the_richest_place_wins() -> None:
    """The place with most of the query is shown."""
    text = "A choice. " + "Filler here. " * 60 + "You would have been my choice. " + "Filler there. " * 60
    phrase = text.index("You would")
    spans = [Span(2, 8), Span(phrase, phrase + 29)]
    assert "You would have been my choice" in snippet(text, spans).text


TEXTS = st.text(alphabet=st.sampled_from("abc Mr.!?”“\n<>&'\"…  "), max_size=700)


@settings(max_examples=300)
@given(TEXTS, st.data())
def test_any_snippet_holds_its_first_match_and_marks_only_matches(text: str, data: st.DataObject) -> None:
    """For any text and any one word in it: shown, marked exactly, escaped, bounded."""
    letters = [index for index, character in enumerate(text) if character.isalnum()]
    if not letters:
        assert snippet(text, []).highlights == ()
        return
    start = data.draw(st.sampled_from(letters))
    end = start + 1
    while end < len(text) and text[end].isalnum():
        end += 1
    shown = snippet(text, [Span(start, end)])
    assert [shown.text[a:b] for a, b in shown.highlights] == [text[start:end]]
    assert unescape(shown.html.replace("<mark>", "").replace("</mark>", "")) == shown.text
    assert shown.html.count("<") == 2
    assert len(shown.text) <= 600
    # All but ellipses and white space comes from the scene, in order.
    assert shown.text.replace("…", "").split() == [] or "".join(shown.text.split()).strip("…") in "".join(text.split())


def test_a_match_without_an_end_is_cut() -> None:
    """A word of 300,000 letters that a wildcard matches is shown in part."""
    text = f"Before it {'é' * 300_000} after it."
    shown = snippet(text, [Span(10, 300_010)])
    assert len(shown.text) < 5_000 and shown.text.startswith("Before it é") and shown.text.endswith("é …")
    ((start, end),) = shown.highlights
    assert set(shown.text[start:end]) == {"é"}
