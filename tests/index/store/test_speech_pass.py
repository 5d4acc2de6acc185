"""Speech is told apart after the stories are committed, in a commit of its own; what was cut short is completed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from itertools import groupby
from pathlib import Path

import pytest

from fabula.index import (
    Block,
    BlockKind,
    Chapter,
    Metadata,
    Progress,
    Scene,
    WarningKind,
    Work,
    add_works,
    build,
    rebuild,
)
from fabula.index.analysis import words
from fabula.index.budget import check as check_time
from fabula.index.checking.commit import check as check_library
from fabula.index.codec.speech import methods
from fabula.index.codec.toc import generations, read_toc
from fabula.index.dialogue import Convention, Utterance, convention_of, utterances
from fabula.index.dialogue.cast import Cast, cast_of
from fabula.index.errors import LibraryBusy
from fabula.index.model import Paragraph, SceneKind
from fabula.index.receipt import RunWarning, SpeechRun
from fabula.index.reports.stopped_works import StoppedWorks
from fabula.index.stated_names import StatedNames
from fabula.index.store.library_store import LibraryStore
from fabula.index.writer.processes import shares
from fabula.index.writer.processes.task_process import TaskLimits

speech_pass = import_module("fabula.index.store.speech_pass")
LINES = (
    "“Go,” said Ann. “Go now!”",
    "He went. “…”",
    "“Où?” he asked, “où—l’été?” and “she's” gone.\n\nNobody heard.\n\n“I would’ve come,” he said.",
    "Nothing was said.",
)


def spoken(seed: int) -> Work:
    """A work with a note, scenes with speech, and letters of several bytes; its marks differ from its neighbours'."""
    marks = ("“”", '""', "«»")[seed % 3]
    blocks = [Block(BlockKind.NOTE, "“Thanks,” says the author.")]
    for n in range(3):
        line = LINES[(seed + n) % len(LINES)].replace("“", marks[0]).replace("”", marks[1])
        blocks += [Block(BlockKind.BREAK, "***"), Block(BlockKind.PARAGRAPH, f"Été {seed}{n}.")]
        blocks += [Block(BlockKind.PARAGRAPH, paragraph) for paragraph in line.split("\n\n")]
    return Work(f"Tale {seed}", ("Ann",), (Chapter(tuple(blocks)),), Metadata(language="en"))


def scan(scenes: tuple[Scene, ...]) -> list[tuple[str, list[list[str]]]]:
    """For each scene its turns, each the words of its pieces; from the texts."""
    story = [scene for scene in scenes if scene.kind is SceneKind.STORY]
    convention = convention_of([scene.text for scene in story])
    found = []
    for scene in story:
        said = utterances(scene.text, scene.paragraphs, convention)
        pieces = [(turn, " ".join(words(scene.text[start:end]))) for start, end, turn in said]
        turns = [[text for _, text in own if text] for _, own in groupby(pieces, key=lambda piece: piece[0])]
        found.append((scene.id, [turn for turn in turns if turn]))
    return found


def layer(store: LibraryStore) -> Iterator[tuple[str, list[list[str]]]]:
    """The same from the index."""
    for opened in store.snapshot().segments:
        assert opened.speech is not None
        speech = opened.speech.speech
        owners = opened.segment.scenes_of(speech.firsts).tolist()
        for number in range(len(opened.segment)):
            if int(opened.segment.scene_works[number]) in opened.deleted or opened.segment.scene_kinds[number]:
                assert int(opened.segment.scene_works[number]) in opened.deleted or number not in owners
                continue
            own = words(opened.segment.scene(number).text)
            start = int(opened.segment.scene_starts[number])
            turns: list[list[str]] = []
            for place, owner in enumerate(owners):
                if owner == number:
                    if speech.opens[place]:
                        turns.append([])
                    piece = own[int(speech.firsts[place]) - start : int(speech.lasts[place]) - start + 1]
                    turns[-1].append(" ".join(piece))
            yield opened.segment.scene_id(number), turns
        names = opened.segment.names()
        for utterance, before, after in zip(speech.breaks, speech.befores, speech.afters, strict=True):
            for position, term in ((speech.lasts[utterance - 1], before), (speech.firsts[utterance], after)):
                assert position in opened.segment.positions(int(term)) and int(term) < len(names)


def check(library: Path) -> None:
    store = LibraryStore.open(library)
    assert dict(layer(store)) == dict(pair for work in store.works() for pair in scan(store.scenes(work)))


def test_the_layer_is_what_a_scan_finds(tmp_path: Path) -> None:
    """In every convention, with letters of several bytes and contractions; notes have none."""
    add_works(tmp_path / "lib", [spoken(seed) for seed in range(12)])
    check(tmp_path / "lib")
    assert sum(len(turns) for _, turns in layer(LibraryStore.open(tmp_path / "lib"))) > 20


def test_who_speaks_is_kept(tmp_path: Path) -> None:
    """The speaker of each utterance, how sure that is, and the characters with their counts, as they were found."""
    lines = [
        "“Go,” said Ann. “Go now!”",
        "“…” “No,” said Mr. Bell. He went.",
        "“Why?” asked Ann.",
        "“I would,” said Bell.",
    ]
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in lines * 3)
    add_works(tmp_path / "lib", [Work("T", ("A",), (Chapter(blocks),), Metadata(language="en"))])
    store = LibraryStore.open(tmp_path / "lib")
    (scene,) = store.scenes(next(iter(store.works())))
    said = utterances(scene.text, scene.paragraphs, convention_of([scene.text]))
    cast = cast_of([(scene.text, scene.paragraphs, said)], "en")
    assert cast.characters
    spoken = [
        (voice, own) for voice, own in zip(cast.voices[0], said, strict=True) if words(scene.text[own[0] : own[1]])
    ]
    (opened,) = store.snapshot().segments
    assert opened.speech is not None
    speech = opened.speech.speech
    assert [int(number) - 1 for number in speech.speakers] == [voice.speaker for voice, _ in spoken]
    assert all(
        abs(int(kept) / 255 - voice.confidence) < 0.005
        for kept, (voice, _) in zip(speech.confidences, spoken, strict=True)
    )
    for place, member in enumerate(opened.speech.cast(0)):
        own = [words(scene.text[start:end]) for voice, (start, end, _) in spoken if voice.speaker == place]
        assert (member.utterances, member.words) == (len(own), sum(map(len, own)))
        assert {member.name, *member.aliases} == {cast.characters[place].name, *cast.characters[place].aliases}


@pytest.mark.slow
def test_it_survives_merges_and_deletions(tmp_path: Path) -> None:
    """Many commits, whose segments are merged, and works that were replaced in between."""
    for seed in range(20):
        add_works(tmp_path / "lib", [spoken(seed), spoken(seed // 2)])
        check(tmp_path / "lib")
    assert len(LibraryStore.open(tmp_path / "lib").snapshot().segments) < 8


def test_speech_is_told_before_a_merge_with_others(tmp_path: Path) -> None:
    """Segments without speech are not merged with those that have it: they are told first."""
    for seed in range(8):
        add_works(tmp_path / "lib", [spoken(seed)], speech=seed % 2 == 0)
    told = [opened.speech is not None for opened in LibraryStore.open(tmp_path / "lib").snapshot().segments]
    assert told == [True] * 7 + [False]
    add_works(tmp_path / "lib", [spoken(8)])
    assert len(LibraryStore.open(tmp_path / "lib").snapshot().segments) == 1
    check(tmp_path / "lib")


def test_shared_out_among_processes_it_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The works of a large segment are told by several processes, in pieces."""
    monkeypatch.setattr(shares, "_MIN_SHARE_BYTES", 500)
    add_works(tmp_path / "lib", [spoken(seed) for seed in range(30)])
    check(tmp_path / "lib")
    files = tmp_path / "lib" / "index"
    kept = read_toc(files, generations(files)[-1]).files
    assert {file.name for file in files.glob("MAIN_*")} == kept


def test_stories_are_committed_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They can be searched while speech is told apart; a run that is cut short is completed by the next one."""
    monkeypatch.setattr(speech_pass, "_SECONDS_BETWEEN_COMMITS", 0.0)
    for seed in range(3):
        add_works(tmp_path / "lib", [spoken(seed)], speech=False)

    def stop(progress: Progress) -> None:
        assert len(LibraryStore.open(tmp_path / "lib").works()) == 4
        if progress.phase == "telling speech" and progress.done == 3:
            raise KeyboardInterrupt

    def wait(progress: Progress) -> None:
        if progress.phase == "telling speech":
            stop(progress)

    with pytest.raises(KeyboardInterrupt):
        add_works(tmp_path / "lib", [spoken(3)], progress=wait)
    layers = [opened.speech is not None for opened in LibraryStore.open(tmp_path / "lib").snapshot().segments]
    assert layers == [True, True, False, False]
    build(tmp_path / "lib", [])
    check(tmp_path / "lib")


def test_nothing_to_tell_is_no_commit(tmp_path: Path) -> None:
    """A library that is up to date keeps its generation; one whose rules are older is told anew."""
    add_works(tmp_path / "lib", [spoken(0)])
    store = LibraryStore.open(tmp_path / "lib")
    before = store.generation
    store.attribute_speech(lambda _: None)
    assert store.generation == before


def test_other_rules_tell_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A layer that was made by other rules is replaced."""
    add_works(tmp_path / "lib", [spoken(0)])
    store = LibraryStore.open(tmp_path / "lib")
    monkeypatch.setattr(methods, "SPEECH_METHOD", methods.SPEECH_METHOD + 1)
    before = store.generation
    store.attribute_speech(lambda _: None)
    (opened,) = store.snapshot().segments
    assert store.generation == before + 1
    assert opened.speech is not None and opened.speech.methods.tolist() == [methods.method_of("en")]
    check(tmp_path / "lib")


@pytest.mark.parametrize("share", [500, 4_000_000], ids=["processes", "one process"])
def test_a_work_whose_speakers_fail_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: int) -> None:
    """The receipt names it; its speech is told apart without speakers, those of all others are known."""

    def failing(
        scenes: Sequence[tuple[str, Sequence[Paragraph], Sequence[Utterance]]], language: str, names: StatedNames
    ) -> Cast:
        if any("Été 80" in text for text, _, _ in scenes):
            raise IndexError("string index out of range")
        return cast_of(scenes, language, names)

    monkeypatch.setattr(shares, "_MIN_SHARE_BYTES", share)
    monkeypatch.setattr(import_module("fabula.index.dialogue.cast"), "cast_of", failing)
    receipt = add_works(tmp_path / "lib", [spoken(seed) for seed in range(12)])
    (warning,) = receipt.warnings
    assert (warning.kind, warning.work) == (WarningKind.SPEAKERS_UNKNOWN, "Tale 8")
    assert "“Tale 8”" in str(warning) and "IndexError: string index out of range" in str(warning)
    check(tmp_path / "lib")
    store = LibraryStore.open(tmp_path / "lib")
    (opened,) = store.snapshot().segments
    assert opened.speech is not None
    casts = {opened.segment.work(number).title: opened.speech.cast(number) for number in range(12)}
    assert not casts["Tale 8"] and casts["Tale 4"]
    # It is done with: nothing is left to be told.
    assert store.attribute_speech(lambda _: None) == SpeechRun()


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], int]:
    """The search for speech in "Tale 8" never ends. hanging() -> how often it was begun."""
    begun = tmp_path / "begun"
    begun.touch()

    def convention(texts: Iterable[str]) -> Convention:
        texts = list(texts)
        if any("Été 80" in text for text in texts):
            with begun.open("a") as file:
                file.write("x")
            while True:
                check_time("speech")
        return convention_of(texts)

    monkeypatch.setattr(import_module("fabula.index.writer.work_speech"), "convention_of", convention)
    return lambda: len(begun.read_text())


def tell(library: Path) -> tuple[RunWarning, ...]:
    """The warnings of a search for speech with little time."""
    return LibraryStore.open(library).attribute_speech(lambda _: None, TaskLimits(0.1), StoppedWorks(library)).warnings


def failures(library: Path) -> list[str]:
    """The titles of the works without speakers."""
    return [
        opened.segment.work(number).title
        for opened in LibraryStore.open(library).snapshot().segments
        if opened.speech is not None
        for number in opened.speech.failures
    ]


@pytest.mark.parametrize("forked", [True, False], ids=["processes", "here"])
def test_a_work_whose_speech_takes_too_long_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hanging: Callable[[], int], forked: bool
) -> None:
    """All others have their speech; it is named, can be searched, and is not tried again, also in a rebuild."""
    if not forked:
        monkeypatch.setattr(import_module("fabula.index.writer.processes.supervised"), "can_fork", lambda: False)
    library = tmp_path / "lib"
    add_works(library, [spoken(seed) for seed in range(12)], speech=False)
    (warning,) = tell(library)
    assert (warning.kind, warning.work) == (WarningKind.SPEECH_STOPPED, "Tale 8")
    assert "“Tale 8”" in str(warning) and "longer than" in str(warning)
    assert failures(library) == ["Tale 8"]
    store = LibraryStore.open(library)
    expected = [
        pair for work in store.works().values() if work.title != "Tale 8" for pair in scan(store.scenes(work.id))
    ]
    assert {scene: turns for scene, turns in layer(store) if turns} == {
        scene: turns for scene, turns in expected if turns
    }
    checked = check_library(library)
    assert checked.whole and [title.split(":")[0] for title in checked.without_speakers] == ["Tale 8"]
    assert store.stats().without_speakers == 1
    assert tell(library) == () and hanging() == 1
    receipt = rebuild(library)
    assert "Tale 8" in [named.work for named in receipt.warnings if named.kind is WarningKind.SPEECH_STOPPED]
    assert hanging() == 1 and failures(library) == ["Tale 8"]


def test_a_stopped_work_is_tried_again_when_its_text_changes(tmp_path: Path, hanging: Callable[[], int]) -> None:
    """Other metadata are no reason to."""
    library = tmp_path / "lib"
    work = spoken(8)
    add_works(library, [work], speech=False)
    tell(library)
    add_works(library, [replace(work, metadata=replace(work.metadata, tags=("Sea",)))], speech=False)
    tell(library)
    assert hanging() == 1
    other = Block(BlockKind.PARAGRAPH, "“Yes,” she said.")
    add_works(library, [replace(work, chapters=(*work.chapters, Chapter((other,))))], speech=False)
    tell(library)
    assert hanging() == 2


def test_a_stopped_work_is_known_after_merges(tmp_path: Path, hanging: Callable[[], int]) -> None:
    """With the speech of its segment, and where that is made anew."""
    library = tmp_path / "lib"
    add_works(library, [spoken(8)], speech=False)
    tell(library)
    for seed in range(20, 28):
        add_works(library, [spoken(seed)], speech=seed % 2 == 0)
    tell(library)
    assert hanging() == 1 and failures(library) == ["Tale 8"]


def test_a_run_that_dies_has_remembered_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hanging: Callable[[], int]
) -> None:
    """It is written down before the commit, which may never come."""
    library = tmp_path / "lib"
    add_works(library, [spoken(seed) for seed in (8, 9)], speech=False)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(speech_pass, "write_speech", stop)
        with pytest.raises(KeyboardInterrupt):
            tell(library)
    assert failures(library) == []
    assert [warning.work for warning in tell(library)] == ["Tale 8"] and hanging() == 1


def test_other_rules_try_a_stopped_work_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hanging: Callable[[], int]
) -> None:
    """They may do better."""
    library = tmp_path / "lib"
    add_works(library, [spoken(8)], speech=False)
    tell(library)
    monkeypatch.setattr(methods, "SPEECH_METHOD", methods.SPEECH_METHOD + 1)
    tell(library)
    assert hanging() == 2


def test_only_one_writes(tmp_path: Path, make_work: Callable[..., Work]) -> None:
    """While another writes, speech waits for a later run, and says so."""
    add_works(tmp_path / "lib", [spoken(0)], speech=False)
    store = LibraryStore.open(tmp_path / "lib")
    with store.write(), pytest.raises(LibraryBusy):
        store.attribute_speech(lambda _: None)
