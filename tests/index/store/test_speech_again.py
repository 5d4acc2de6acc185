"""Speech that was found by older rules, or under other names of characters, is found again: that, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index import Block, BlockKind, Chapter, Metadata, Progress, Work, add_works, build, update
from fabula.index.codec.durable import new_file_name
from fabula.index.codec.speech import CastMember, methods, write_speech
from fabula.index.codec.toc import SegmentEntry, write_toc
from fabula.index.folder_names import SETTINGS
from fabula.index.model import Gender
from fabula.index.receipt import SpeechAgain
from fabula.index.reports.idle_runs import read_idle_runs
from fabula.index.reports.receipts import read_report
from fabula.index.store.library_store import LibraryStore
from fabula.index.writer.merge_entries import merge_entries
from fabula.index.writer.work_speech import SpeechFinder, WorkSpeech
from fabula.search import Library

speech_pass = import_module("fabula.index.store.speech_pass")
STORY = """{name} came in. {name} took off her coat. Tobias Finch looked up, and Tobias smiled.

"Good evening," said {name}.

"Good evening," said Tobias.

"Is the boat gone?" asked {name}.
"""
TITLES = ("Anna", "Berta", "Clara", "Dora")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of four files, each of a story about a woman who has the title's name."""
    stories = tmp_path / "stories"
    stories.mkdir()
    for name in TITLES:
        (stories / f"{name}.txt").write_text(f"{name}\n\n{STORY.format(name=name)}")
    build(tmp_path / "lib", [stories])
    return tmp_path / "lib"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], list[str]]:
    """asked() -> the titles of the works whose speech was looked for since the last call, in order of the alphabet."""
    log = tmp_path / "asked"
    log.touch()
    speech_of = SpeechFinder.speech_of

    def logged(finder: SpeechFinder, work: int) -> WorkSpeech:
        with log.open("a") as file:
            file.write(f"{finder._segment.work(work).title}\n")
        return speech_of(finder, work)

    monkeypatch.setattr(SpeechFinder, "speech_of", logged)

    def read() -> list[str]:
        titles = log.read_text().split("\n")[:-1]
        log.write_text("")
        return sorted(titles)

    return read


def casts(library: Path) -> dict[str, set[str]]:
    """The names of those who speak, by the title of the work."""
    found = {}
    for opened in LibraryStore.open(library).snapshot().segments:
        assert opened.speech is not None
        for number, work in enumerate(opened.segment.works):
            if number not in opened.deleted:
                found[work.title] = {member.name for member in opened.speech.cast(number) if member.utterances}
    return found


def state(library: Path, text: str) -> None:
    """Write the settings anew, with the source that they have."""
    path = library / SETTINGS
    path.write_text(path.read_text().partition("\n[[names]]")[0] + "\n" + text)


def forge_older_layers(library: Path) -> None:
    """Give every work the speech that an earlier Fabula would have found: all of it by one "Old"."""
    store = LibraryStore.open(library)
    entries = []
    for opened in store.snapshot().segments:
        assert opened.speech is not None
        speech = opened.speech.speech
        older = speech._replace(
            casts=[(CastMember("Old", (), Gender.UNKNOWN, 1, 1),) for _ in speech.casts],
            speakers=np.ones(len(speech.speakers), np.uint16),
            methods=np.empty(0, np.uint32),
            names=np.empty(0, np.uint64),
        )
        entry = write_speech(store.files, new_file_name("speech"), older)
        entries.append(opened.entry._replace(speech=entry))
    toc = store.snapshot().toc
    write_toc(store.files, toc._replace(generation=toc.generation + 1, segments=tuple(entries)))


def test_speech_of_older_rules_is_found_again(library: Path, asked: Callable[[], list[str]]) -> None:
    """By the next update, which reads no file, and says so in the receipt that it keeps."""
    fresh = casts(library)
    forge_older_layers(library)
    assert casts(library) == {key: {"Old"} for key in TITLES}
    receipt = update(library)
    assert casts(library) == fresh and asked() == sorted(TITLES)
    assert (receipt.unchanged, receipt.updated, receipt.speech_again) == (4, 0, SpeechAgain(rules=4))
    assert read_report(library).speech_again == SpeechAgain(rules=4)
    assert update(library).speech_again == SpeechAgain() and asked() == []
    # The run that found speech again is no idle one.
    assert [(row.after, row.runs) for row in read_idle_runs(library).values()] == [(receipt.number, 1)]


def test_the_old_layer_is_searched_meanwhile(library: Path) -> None:
    """Until the commit that names the new one."""
    forge_older_layers(library)
    seen = []

    def look(progress: Progress) -> None:
        if progress.phase == "telling speech" and progress.done < 4:
            seen.append(casts(library))

    update(library, progress=look)
    assert seen and all(found == {key: {"Old"} for key in TITLES} for found in seen)


def test_an_interruption_loses_little(
    library: Path, monkeypatch: pytest.MonkeyPatch, asked: Callable[[], list[str]]
) -> None:
    """What is done of a segment is committed with the old speech of its other works, and not done again."""
    monkeypatch.setattr(speech_pass, "_SECONDS_BETWEEN_COMMITS", 0.0)
    monkeypatch.setattr(speech_pass, "_MAX_SHARE_OF_PARTS", 1e9)
    forge_older_layers(library)

    def stop(progress: Progress) -> None:
        if progress.phase == "telling speech" and progress.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        update(library, progress=stop)
    assert sorted(map(len, casts(library).values())) == [1, 1, 2, 2]
    asked()
    update(library)
    assert len(asked()) == 2
    assert {"Old"} not in casts(library).values()


def test_rules_of_a_language_concern_its_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: Callable[[], list[str]]
) -> None:
    """All others keep their speech."""
    blocks = (Block(BlockKind.PARAGRAPH, "“Go,” said Ann. “Go!”"),)
    works = [Work(code, ("A",), (Chapter(blocks),), Metadata(language=code)) for code in ("en", "en-GB", "fr", "de")]
    add_works(tmp_path / "lib", works)
    asked()
    monkeypatch.setitem(methods.SPEAKER_METHODS, "fr", 900)
    again = LibraryStore.open(tmp_path / "lib").attribute_speech(lambda _: None).again
    assert asked() == ["fr"] and again == SpeechAgain(rules=1)
    monkeypatch.setitem(methods.SPEAKER_METHODS, "en", 900)
    LibraryStore.open(tmp_path / "lib").attribute_speech(lambda _: None)
    assert asked() == ["en", "en-GB"]


def test_other_names_concern_their_works(library: Path, asked: Callable[[], list[str]]) -> None:
    """A character renamed in one work: only this one is done again, and no file is read."""
    state(library, '[[names]]\nwork = "Berta"\nname = "Berta Finch"\nalso = ["Berta"]\n')
    receipt = update(library)
    assert asked() == ["Berta"] and receipt.speech_again == SpeechAgain(names=1)
    assert receipt.updated == 0 and receipt.number == read_report(library).number
    assert casts(library)["Berta"] == {"Berta Finch", "Tobias"}
    assert casts(library)["Anna"] == {"Anna", "Tobias"}
    assert update(library).is_idle and asked() == []
    state(library, "")
    assert update(library).speech_again == SpeechAgain(names=1) and asked() == ["Berta"]
    assert "Berta" in casts(library)["Berta"]


def test_names_that_concern_no_work_are_looked_at_once(library: Path, asked: Callable[[], list[str]]) -> None:
    """The update after the next one commits nothing."""
    state(library, '[[names]]\nfandom = "Elsewhere"\nname = "Berta Finch"\nalso = ["Berta"]\n')
    assert not update(library).speech_again and asked() == []
    before = LibraryStore.open(library).generation
    update(library)
    assert LibraryStore.open(library).generation == before


def test_a_new_work_leaves_those_alone_that_it_is_merged_with(library: Path, asked: Callable[[], list[str]]) -> None:
    """Only its own speech is looked for, also where its segment is merged with older ones."""
    stories = library.parent / "stories"
    asked()
    for name in ("Emma", "Frida", "Gerda", "Hanna", "Ida", "Johanna", "Klara", "Lena"):
        (stories / f"{name}.txt").write_text(f"{name}\n\n{STORY.format(name=name)}")
        assert not update(library).speech_again
        assert asked() == [name]
    assert len(LibraryStore.open(library).snapshot().segments) < 9
    assert all({title, "Tobias"} == names for title, names in casts(library).items())


def test_a_segment_may_have_speech_in_part(tmp_path: Path, asked: Callable[[], list[str]]) -> None:
    """Merged from one with and one without, as after an interruption: searches say so, and only the rest is done."""
    library = tmp_path / "lib"
    for title, speech in (("Told", True), ("Untold", False)):
        blocks = (Block(BlockKind.PARAGRAPH, "“Go,” said Ann. “Go!”"),)
        add_works(library, [Work(title, ("A",), (Chapter(blocks),), Metadata(language="en"))], speech=speech)
    store = LibraryStore.open(library)
    toc = store.snapshot().toc

    def both(entries: Sequence[SegmentEntry]) -> range | None:
        return range(2) if len(entries) == 2 else None

    entries = merge_entries(store.files, toc.segments, both, lambda _: None)
    write_toc(store.files, toc._replace(generation=toc.generation + 1, segments=tuple(entries)))
    with Library.open(library) as opened:
        assert opened.speech_due() == (1, 0, 0)
        answer = opened.search("speaker:Ann go")
        assert answer.total == 1 and "in 1 of 2 works so far" in str(answer)
        asked()
        assert LibraryStore.open(library).attribute_speech(lambda _: None).again == SpeechAgain()
        assert asked() == ["Untold"]
        opened.refresh()
        assert opened.search("speaker:Ann go").total == 2 and opened.speech_due() == (0, 0, 0)


_rule = st.builds(
    "[[names]]\n{}name = {!r}\nalso = [{!r}]\n".format,
    st.sampled_from(["", 'work = "Anna"\n', 'work = ["Clara", "Dora.txt"]\n']),
    st.sampled_from(["Heroine", "Toby"]),
    st.sampled_from(["Anna", "Clara", "Tobias"]),
)


@pytest.mark.slow
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_rule, min_size=1, max_size=3))
def test_any_change_of_names_ends_as_a_new_library_would(
    library: Path, tmp_path_factory: pytest.TempPathFactory, rules: list[str]
) -> None:
    """Whatever was stated before, and whatever of it was carried over."""
    state(library, rules[-1])
    update(library)
    other = tmp_path_factory.mktemp("other") / "lib"
    build(other, [library.parent / "stories"], speech=False)
    state(other, rules[-1])
    update(other)
    assert casts(other) == casts(library)
