"""The same story exported again, wrapped, spelt or packed in another way, has the same scenes with the same ids."""

from __future__ import annotations

import html
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index.files.file_source import FileSource
from fabula.index.identity import work_id
from fabula.index.model import SceneKind, Work
from fabula.index.readers import choose
from fabula.index.segmentation import segment

TITLE, AUTHOR = "The Lamp at the Ferry", "Mara Vell"
CONVENTIONS = (
    "", "***", "* * *", "* * * * *", "---", "~~~", "#", "oOo", "xXx", "~*~", "⁂", ". . . .", "————",
)  # fmt: skip
Story = list[list[list[str]]]  # chapters of scenes of paragraphs

SENTENCES = st.builds(
    lambda words, form: form.format(" ".join(words)),
    st.lists(
        st.sampled_from(
            "lamp ferry rain she he and then the of went came café stone bell’s old-fashioned to-day nobody waited "
            "slowly 1892 Ilse Mr. door--shut night—long".split()
        ),
        min_size=6,
        max_size=30,
    ),
    st.sampled_from(["Then {}.", "“Wait,” she said, “{}.”", "Was it {}?", "‘Never,’ said Odo; {}.", "And {} …"]),
)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join)
# Fewer paragraphs a scene show no habit of blank lines.
STORIES = st.lists(
    st.lists(st.lists(PARAGRAPHS, min_size=6, max_size=9), min_size=1, max_size=3), min_size=2, max_size=3
)


def plain(story: Story, convention: str, width: int, heads: str) -> str:
    """The story as a plain text; `width` 0 for a paragraph a line, "" of conventions for two blank lines."""
    lines = [TITLE, "", f"by {AUTHOR}", ""]
    for number, scenes in enumerate(story):
        lines += ["", "", heads.format(("I", "II", "III")[number]), ""]
        for place, scene in enumerate(scenes):
            if place:
                lines += [convention, ""]
            for paragraph in scene:
                lines += [*(textwrap.wrap(paragraph, width, break_long_words=False) if width else [paragraph]), ""]
    return "\n".join(lines)


def marked_up(story: Story, convention: str) -> str:
    divider = f"<p>{convention}</p>" if convention else "<hr/>"
    chapters = "".join(
        f"<h2>Chapter {('I', 'II', 'III')[number]}</h2>"
        + divider.join("".join(f"<p>{html.escape(paragraph)}</p>\n" for paragraph in scene) for scene in scenes)
        for number, scenes in enumerate(story)
    )
    return f"<html><head><title>{TITLE}</title><meta name='author' content='{AUTHOR}'></head><body>{chapters}</body>"


def markdown(story: Story) -> str:
    chapters = "\n\n".join(
        f"# Chapter {('I', 'II', 'III')[number]}\n\n" + "\n\n***\n\n".join("\n\n".join(scene) for scene in scenes)
        for number, scenes in enumerate(story)
    )
    return f"---\ntitle: {TITLE}\nauthor: {AUTHOR}\n---\n\n{chapters}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stories")


def ids(folder: Path, name: str, text: str) -> list[str]:
    """The ids of the story's scenes, in their order, whatever reader is chosen."""
    path = folder / name
    path.write_bytes(text.encode())
    source = FileSource.at(path)
    reader = choose(source)
    assert reader is not None
    (work,) = reader.read(source)
    assert isinstance(work, Work)
    return [scene.id for scene in segment(work, work_id(work)) if scene.kind is SceneKind.STORY]


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(STORIES, st.sampled_from(CONVENTIONS), st.integers(50, 100), st.booleans())
def test_ids_survive_another_export(
    folder: Path, story: Story, convention: str, width: int, has_carriage_returns: bool
) -> None:
    """Other widths, line ends, breaks and formats give the ids of the text with a paragraph a line."""
    expected = ids(folder, "story.txt", plain(story, "* * *", 0, "Chapter {}"))
    assert len(expected) == sum(map(len, story))
    wrapped = plain(story, convention, width, "Chapter {}")
    if has_carriage_returns:
        wrapped = wrapped.replace("\n", "\r\n")
    assert ids(folder, "wrapped.txt", wrapped) == expected
    assert ids(folder, "lines.txt", plain(story, convention, 0, "CHAPTER {}.")) == expected
    assert ids(folder, "story.html", marked_up(story, convention)) == expected
    assert ids(folder, "story.md", markdown(story)) == expected


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(STORIES, st.sampled_from(CONVENTIONS))
def test_ids_survive_other_typography(folder: Path, story: Story, convention: str) -> None:
    """Straight quotes, soft hyphens, dashes and spaces of other kinds spell the same words."""
    text = plain(story, convention, 0, "Chapter {}")
    plainer = text.translate({ord(curly): straight for curly, straight in zip("“”‘’", "\"\"''", strict=True)})
    finer = text.replace("café", "cafe\u0301").replace("ferry", "fer\u00adry").replace(" she", "\u00a0she")
    assert ids(folder, "plainer.txt", plainer) == ids(folder, "story.txt", text)
    assert ids(folder, "finer.txt", finer) == ids(folder, "story.txt", text)


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(STORIES, st.data())
def test_a_change_moves_no_other_scene(folder: Path, story: Story, data: st.DataObject) -> None:
    """A paragraph that is added changes the id of its own scene; all others keep theirs."""
    chapter = data.draw(st.integers(0, len(story) - 1))
    scene = data.draw(st.integers(0, len(story[chapter]) - 1))
    before = ids(folder, "story.txt", plain(story, "***", 72, "Chapter {}"))
    changed = [[[*paragraphs] for paragraphs in scenes] for scenes in story]
    changed[chapter][scene].append("Nobody had lit the lamp, and the boat came back without her.")
    after = ids(folder, "story.txt", plain(changed, "***", 72, "Chapter {}"))
    place = sum(map(len, story[:chapter])) + scene
    # Scenes of the same words are numbered, and the changed one may have been one of those.
    if len({each.partition(".")[0] for each in before}) == len(before):
        assert [place] == [index for index, pair in enumerate(zip(before, after, strict=True)) if len(set(pair)) > 1]
