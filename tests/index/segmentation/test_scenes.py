"""The blocks of a work become scenes; notes stand apart; nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index import Block, BlockKind, Chapter, Scene, SceneKind, Work
from fabula.index.analysis import words
from fabula.index.segmentation import segment
from ...growth import grows_evenly

P, V, H, B, N, I = (  # noqa: E741
    BlockKind.PARAGRAPH,
    BlockKind.VERSE,
    BlockKind.HEADING,
    BlockKind.BREAK,
    BlockKind.NOTE,
    BlockKind.ILLUSTRATION,
)


def scenes_of(*blocks: Block, chapters: tuple[Chapter, ...] = ()) -> tuple[Scene, ...]:
    return segment(Work("T", (), chapters or (Chapter(blocks),)), "w")


def story(scenes: tuple[Scene, ...]) -> list[str]:
    return [scene.text for scene in scenes if scene.kind is SceneKind.STORY]


def notes(scenes: tuple[Scene, ...]) -> list[str]:
    return [scene.text for scene in scenes if scene.kind is SceneKind.PARATEXT]


def prose(*texts: str, gap: int = 1) -> list[Block]:
    return [Block(P, text, gap=gap) for text in texts]


def test_an_explicit_break_is_always_honoured() -> None:
    """Each break ends a scene; breaks in a row count once; the break itself is no text."""
    scenes = scenes_of(*prose("One."), Block(B, "* * *"), Block(B, ""), *prose("Two."), Block(B, "oOo"))
    assert story(scenes) == ["One.", "Two."]
    assert [scene.number for scene in scenes] == [1, 2]


def test_rare_wide_gaps_break_scenes() -> None:
    """A text with one blank line between paragraphs and, now and then, two has scenes."""
    blocks = [*prose("a.", "b.", "c.", "d.", "e."), Block(P, "f.", gap=2), *prose("g.", "h.", "i.", "j.")]
    assert story(scenes_of(*blocks)) == ["a.\n\nb.\n\nc.\n\nd.\n\ne.", "f.\n\ng.\n\nh.\n\ni.\n\nj."]


def test_uneven_gaps_break_nothing() -> None:
    """Where wide gaps are as common as narrow ones they mean nothing."""
    blocks = [Block(P, f"{n}.", gap=1 + n % 2) for n in range(20)]
    assert len(scenes_of(*blocks)) == 1


def test_the_scene_gap_is_learned_from_the_work() -> None:
    """In a double-spaced text two blank lines are no break, but four are."""
    blocks = [Block(P, f"{n}.", gap=4 if n == 6 else 2) for n in range(12)]
    assert [text.count("\n\n") for text in story(scenes_of(*blocks))] == [5, 5]


def test_chapters_and_headings_break_scenes() -> None:
    """A scene never crosses the end of a chapter; headings in a row open one scene, with the text that follows."""
    chapters = (
        Chapter((Block(P, "One."), Block(H, "PART TWO", 1), Block(H, "The sea", 2), Block(P, "Two.")), "I", 1),
        Chapter((Block(P, "Three."),), "II", 2),
    )
    scenes = scenes_of(chapters=chapters)
    assert story(scenes) == ["One.", "PART TWO\n\nThe sea\n\nTwo.", "Three."]
    assert [scene.chapter for scene in scenes] == [(1, "I"), (1, "I"), (2, "II")]
    assert [paragraph.kind for paragraph in scenes[1].paragraphs] == [H, H, P]


def test_a_heading_is_never_a_scene_of_its_own() -> None:
    """Space or an ornament below a heading does not separate it from its text."""
    scenes = scenes_of(
        *prose("a.", "b.", "c.", "d.", "e.", "f."),
        Block(H, "CHAPTER II", 1, gap=4),
        Block(B, "* * *"),
        Block(H, "The sea", 2, gap=2),
        Block(P, "Two.", gap=3),
        Block(H, "THE END", 1, gap=3),
    )
    assert story(scenes)[1:] == ["CHAPTER II\n\nThe sea\n\nTwo."]
    assert notes(scenes) == ["THE END"]


def test_marked_notes_do_not_break_the_scene() -> None:
    """A footnote or picture between two paragraphs is kept apart, and the scene goes on."""
    scenes = scenes_of(*prose("One."), Block(N, "1. A footnote."), Block(I, "The castle"), *prose("Two."))
    assert story(scenes) == ["One.\n\nTwo."]
    assert notes(scenes) == ["1. A footnote.\n\nThe castle"]
    assert [scene.number for scene in scenes] == [1, None]


def test_notes_keep_their_place() -> None:
    """A preface before the first scene, an afterword after the last."""
    scenes = scenes_of(Block(N, "Preface."), *prose("One."), Block(B, "*"), *prose("Two."), Block(N, "Afterword."))
    assert [scene.text for scene in scenes] == ["Preface.", "One.", "Two.", "Afterword."]


def test_an_unlabelled_note_and_a_signature_are_no_scenes() -> None:
    """A chatty first run and a bare last line are paratext."""
    scenes = scenes_of(
        Block(P, "My first attempt at posting anything. Tell me what you think, reviews make my day!"),
        Block(B, "***"),
        *prose("She went to the sea.", "It was cold."),
        Block(B, "***"),
        *prose("The end of the pier was gone.", "She swam."),
        Block(B, "***"),
        Block(P, "KLM-99"),
    )
    assert len(story(scenes)) == 2
    assert notes(scenes)[1] == "KLM-99"


def test_labelled_notes_are_split_off_from_the_ends_of_a_scene() -> None:
    """ "A/N:" before the first paragraph and "The End" after the last need no break."""
    scenes = scenes_of(*prose("A/N: I own nothing.", "Disclaimer: Nor that.", "She went.", "She came.", "THE END"))
    assert story(scenes) == ["She went.\n\nShe came."]
    assert notes(scenes) == ["A/N: I own nothing.\n\nDisclaimer: Nor that.", "THE END"]


def test_story_is_not_taken_for_a_note() -> None:
    """A first scene with speech, a letter, or one that merely mentions a chapter or a review is story."""
    openings = [
        "“Thank you for reading it,” she said. “Let me know what you think.”",
        "It was the last chapter of her life, and she knew it. The house stood empty.",
        "The review was at ten. The colonel waited on the parade ground, and nothing moved.",
        "I hope you will forgive me, dear Anne, for the long silence.",
    ]
    for opening in openings:
        scenes = scenes_of(Block(P, opening), Block(B, "***"), *prose("Then she went.", "It rained."))
        assert len(story(scenes)) == 2, opening


def test_a_last_line_of_story_stays() -> None:
    """A short last scene that ends as a sentence, or in speech, is story."""
    for last in ("She was gone.", "“Never”", "And then—", "Was it over?", "She stayed", "I love you"):
        scenes = scenes_of(*prose("One went."), Block(B, "*"), *prose("Two."), Block(B, "*"), *prose(last))
        assert story(scenes)[-1] == last


def test_a_work_that_is_all_notes_is_story() -> None:
    """If everything looks like a note, it is the story."""
    assert story(scenes_of(*prose("A/N: all I have is this one-shot, please review!"))) != []


def test_a_long_run_is_cut_and_marked() -> None:
    """A run of 4,000 words without breaks becomes pieces of at most 1,500, the later ones marked."""
    scenes = scenes_of(*prose(*[f"{'word ' * 99}{n}." for n in range(40)]))
    assert len(scenes) == 3
    assert [scene.cut for scene in scenes] == [False, True, True]
    assert max(scene.words for scene in scenes) <= 1_500


def test_ids_survive_rewrapping_and_typography() -> None:
    """A scene's id depends on its words alone; the same words twice in a work get a number."""
    one = scenes_of(*prose("“You would’ve been my choice.”"))
    two = scenes_of(*prose('"You would have', 'been my choice!"'))
    assert one[0].id == two[0].id
    refrain = scenes_of(*prose("La la."), Block(B, "*"), *prose("La la."))
    assert refrain[1].id == refrain[0].id + ".2"


BLOCKS = st.builds(
    Block,
    st.sampled_from([P, P, P, V, H, B, N, I]),
    st.text(alphabet="ab .\n“”!A/N:", max_size=30).map(str.strip),
    st.integers(0, 3),
    st.one_of(st.none(), st.integers(0, 4)),
)


@pytest.mark.slow
@settings(max_examples=300)
@given(st.lists(st.lists(BLOCKS, max_size=12), max_size=4))
def test_no_word_is_lost_or_doubled(chapters: list[list[Block]]) -> None:
    """The words of the scenes are those of all blocks but breaks, each once."""
    work = tuple(Chapter(tuple(blocks), f"c{n}", n) for n, blocks in enumerate(chapters, 1))
    scenes = scenes_of(chapters=work)
    kept = sorted(word for scene in scenes for word in words(scene.text))
    given_ = sorted(w for c in work for b in c.blocks if b.kind is not B for w in words(b.text))
    assert kept == given_
    assert [scene.order for scene in scenes] == list(range(len(scenes)))
    assert len({scene.id for scene in scenes}) == len(scenes)
    for scene in scenes:
        covered = "\n\n".join(scene.text[start:end] for start, end, _ in scene.paragraphs)
        assert covered == scene.text
        assert scene.words == len(words(scene.text))


FICTION_LIKE_NOTES = [
    "They gave the platoon a week of R & R in Honolulu, and nobody slept.",
    "I do not own the land that my father farmed. I never wanted it.",
    "I don't own anything any more. I walked out of the house with my coat.",
    "Anna closed the book. “Thank you for reading to me,” said the child, and slept.",
    "The old man put it down. ‘Thanks for reviewing it,’ he said. ‘I don't own any of the characters.’",
    "Cath wrote fan fiction in the evenings and told nobody. Her sister knew.",
    "The prompt answer of the dean surprised the canon, and the next chapter of the order was never held.",
    "The last chapter was the shortest. There would be no feedback on it, not from him.",
    "The story was set in stone by now. She read the reviews in the morning paper.",
    "The au pair had gone. The previous chapter of his life was shut, and that was something to enjoy.",
    "All mistakes are mine, he thought, and signed the confession.",
    "Our beta fish died on a Sunday. The next chapter of the fish tank was a snail.",
]


@pytest.mark.parametrize("text", FICTION_LIKE_NOTES)
@pytest.mark.parametrize("place", ["first scene", "last scene", "short chapter"])
def test_fiction_with_the_words_of_notes_is_story(text: str, place: str) -> None:
    """A narrator, too, may own nothing, write fan fiction, or thank somebody for reading."""
    shore = [f"She walked along the shore for the {n}th time, and the gulls went up like paper." for n in range(5)]
    if place == "short chapter":
        chapters = tuple(Chapter(tuple(prose(*run)), str(n), n) for n, run in enumerate([shore, [text, *shore]]))
        scenes = scenes_of(chapters=chapters)
    else:
        runs = [[text], shore] if place == "first scene" else [shore, [text]]
        scenes = scenes_of(*prose(*runs[0]), Block(B, "***"), *prose(*runs[1]))
    assert notes(scenes) == []


@pytest.mark.parametrize(
    "text",
    [
        "A/N: Thanks for all the reviews!",
        "Hope you enjoy!! Please review",
        "I do not own any of these characters.",
        "I don't own anything, all rights belong to JKR.",
        "Thank you so much for reading! Comments and kudos make my day.",
        "Sorry for the long wait, real life happened. This chapter is a bit short.",
        "This is my first fanfic, be nice! English is not my first language.",
        "Unbeta'd, all mistakes are mine.",
        "Please R & R! Hope you like it.",
        "Thanks to everyone who reviewed the last chapter!",
        "So this is a little one-shot I wrote at 3am. Enjoy!",
    ],
)
def test_words_from_authors_to_readers_are_a_note(text: str) -> None:
    """Before the first break and after the last."""
    for blocks in (
        [Block(P, text), Block(B, ""), *prose("One.", "Two.")],
        [*prose("One."), Block(B, ""), *prose(text)],
    ):
        assert notes(scenes_of(*blocks)) == [text]


def test_a_label_does_not_hide_story() -> None:
    """Without a break between note and story, only the labelled paragraphs are the note."""
    shore = [f"She walked along the shore for the {n}th time, and nobody spoke." for n in range(9)]
    for label in ("A/N: enjoy.", "Disclaimer: not mine.", "Warning: a storm."):
        chapters = (
            Chapter(tuple(prose(*shore)), "One", 1),
            Chapter((Block(H, "Two", 1), *prose(label, *shore)), "Two", 2),
        )
        scenes = scenes_of(chapters=chapters)
        assert notes(scenes) == [label]
        assert len(story(scenes)) == 2


def test_a_board_in_the_middle_of_a_chapter_is_story() -> None:
    """ "Warning:" is an author's only where a chapter begins or ends."""
    warning = "WARNING: hull breach on deck nine."
    scenes = scenes_of(
        *prose("One.", "Two."), Block(B, ""), *prose(warning, "She ran."), Block(B, ""), *prose("It held.")
    )
    assert notes(scenes) == []


@pytest.mark.parametrize(
    "line", ["Fine.", "FINE!", "“The end.”", "The end of the world.", "The end of the pier was gone."]
)
def test_a_last_line_about_an_end_is_story(line: str) -> None:
    """It ends the scene, and is no sign-off of the author."""
    assert story(scenes_of(*prose("He looked at her.", line)))[-1].endswith(line)


@pytest.mark.parametrize(
    "line", ["THE END", "Finis.", "FINE", "The End of Part One", "The end of the first book.", "TBC"]
)
def test_a_sign_off_is_no_story(line: str) -> None:
    """The usual spellings of the end, as the last line of a chapter."""
    assert notes(scenes_of(*prose("He looked at her.", line))) == [line]


@pytest.mark.slow
def test_many_equal_scenes_take_linear_time() -> None:
    """Numbering the ids of equal scenes is not quadratic: 30,000 of them took four minutes."""
    blocks = [block for _ in range(30_000) for block in (Block(P, "Yes."), Block(B, "*"))]
    assert grows_evenly(lambda times: scenes_of(*blocks[: 2 * times]), 30_000)
    scenes = scenes_of(*blocks)
    assert [scene.id.partition(".")[2] for scene in scenes[:3]] == ["", "2", "3"]
    assert len({scene.id for scene in scenes}) == 30_000


def test_a_paragraph_without_end_is_cut_as_well() -> None:
    """One of 4,000 words is somebody's style and stays whole; one of 40,000 becomes readable pieces, marked as cut."""
    assert len(scenes_of(*prose("Yes I said yes. " * 1_000))) == 1
    scenes = scenes_of(*prose("Before.", "Yes I said yes. " * 10_000, "After."))
    assert max(scene.words for scene in scenes) <= 2_250
    assert sum(scene.words for scene in scenes) == 40_002
    assert all(scene.cut for scene in scenes[1:])
