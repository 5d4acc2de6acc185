"""One run: read, hold out, build, ask everybody everything in turn."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fabula.index.analysis import words
from fabula.index.identity import work_id
from fabula.index.model import SceneKind
from fabula.index.run.work_record import make_record
from fabula.index.segmentation import segment
from ..copies import renamed
from ..corpus import Story, read_folder, stories_in, write
from ..machine import Machine, describe_machine
from ..peers import PEERS
from .edits import SETS, Editor, edited_lines
from .finders import FINDERS, Finder, build
from .interrupted import interruptions, novels, work_of
from .lists import lists_in, named_files
from .measure import Asked
from .outside import hold_out, outside_lines
from .question import Passage, Question

__all__ = ["Options", "Run", "run"]

SEED = 5
INTERRUPTED = "interrupted speech"
_HELD_OUT_PERCENT = 5


@dataclass(frozen=True, slots=True)
class Options:
    """folder   stories. lists: a folder of lists, whose files are given from the folder that `folder` is in.
    mb       megabytes of text to take. edits: lines of each set. finders: their names.
    speech   annotated novels, as `interrupted.py` takes them, if there are any.
    """

    folder: Path
    out: Path
    lists: Path | None = None
    speech: Path | None = None
    mb: float = 1_000
    edits: int = 500
    outside: int = 300
    finders: tuple[str, ...] = tuple(FINDERS)


@dataclass(frozen=True, slots=True)
class Run:
    """asked: finder -> every question with its answer, in one order for all."""

    options: Options
    machine: Machine
    works: int
    held_out: int
    scenes: int
    bytes: int
    asked: Mapping[str, Sequence[Asked]]


def run(options: Options, work: Path) -> Run:
    """`work` keeps what was read and built, and it is taken from there if it is there already."""
    machine = describe_machine()
    stories = _stories(options, work)
    questions = lists_in(options.lists) if options.lists else []

    def file_of(story: Story, number: int) -> str:
        return file_name(options.folder, story, number)

    inside, outside = hold_out(stories, named_files(questions), file_of, _HELD_OUT_PERCENT, SEED)
    files = {file_of(story, number) for story in inside for number in range(len(story.scenes))}
    # Of a part of a collection only what is there can be asked for.
    questions = [question for question in questions if question.absent or question.files & files]
    questions += outside_lines(outside, inside, options.outside, SEED)
    editor = Editor.of(inside, SEED)
    for each in SETS:
        questions += edited_lines(each, inside, editor, options.edits, file_of)
    passages = _passages(inside, file_of)
    chosen = [FINDERS[name] for name in options.finders if PEERS[FINDERS[name].peer].version()]
    asked = _ask(chosen, questions, inside, passages, work)
    if options.speech:
        for name, more in _interrupted(options.speech, options.edits, chosen, work / "speech").items():
            asked[name] += more
    size = sum(story.record.size for story in inside)
    return Run(options, machine, len(inside), len(outside), len(passages), size, asked)


def _interrupted(folder: Path, most: int, chosen: Sequence[Finder], work: Path) -> dict[str, list[Asked]]:
    """Lines of annotated novels without what interrupts them, asked of indexes of those novels."""
    found = novels(folder)
    stories = []
    for novel in found:
        own = work_of(novel)
        identity = work_id(own)
        scenes = tuple(scene for scene in segment(own, identity) if scene.kind is SceneKind.STORY)
        stories.append(Story(make_record(own, identity, scenes), scenes))
    every = [each for novel in found for each in interruptions(novel)]
    drawn = random.Random(SEED).sample(every, min(most, len(every)))
    # Only the passage is right: three words on either side of a tag stand in many a scene of the same novel.
    questions = [Question(INTERRUPTED, each.query, words=tuple(each.passage.split())) for each in drawn]
    work.mkdir(exist_ok=True)
    passages = _passages(stories, lambda story, number: story.record.title)
    return _ask(chosen, questions, stories, passages, work)


def _passages(stories: Sequence[Story], file_of: Callable[[Story, int], str]) -> dict[str, Passage]:
    return {
        scene.id: Passage(file_of(story, number), f" {' '.join(words(scene.text))} ")
        for story in stories
        for number, scene in enumerate(story.scenes)
    }


def file_name(folder: Path, story: Story, number: int) -> str:
    """The file of a scene: the folder's name and the path below it. A page of a tree has one of its own."""
    return str(Path(folder.name, story.record.path, story.scenes[number].path))


def _stories(options: Options, work: Path) -> list[Story]:
    kept = work / f"stories-{options.mb:g}.bin"
    if not kept.exists():
        _say(f"reading {options.folder.name}")
        found: dict[str, int] = {}
        unique = []
        for story in read_folder(options.folder, options.mb * 1e6, editions=True):
            copy = found[story.record.id] = found.get(story.record.id, -1) + 1
            unique.append(renamed(story, copy) if copy else story)
        write("all", unique, kept)
    return list(stories_in(kept))


def _ask(
    finders: Sequence[Finder],
    questions: Sequence[Question],
    stories: Sequence[Story],
    passages: Mapping[str, Passage],
    work: Path,
) -> dict[str, list[Asked]]:
    """Each finder is warmed by a pass that does not count; then ten questions to one, ten to the next."""
    found: dict[str, list[Asked]] = {finder.name: [] for finder in finders}
    for finder in finders:
        folder = work / finder.peer
        if not folder.exists():
            folder.mkdir()
            _say(f"building {finder.peer}")
            build(finder, stories, folder)
        finder.open(folder)
    ordered = list(questions)
    random.Random(SEED).shuffle(ordered)
    for finder in finders:
        for question in ordered[:200]:
            finder.find(question.text)
    _say(f"asking {len(ordered):,} questions")
    for start in range(0, len(ordered), 10):
        for finder in finders:
            for question in ordered[start : start + 10]:
                wall, cpu = time.perf_counter(), time.process_time()
                answer = finder.find(question.text)
                wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
                held = tuple(tuple(passages[scene] for scene in scenes) for scenes in answer.results)
                found[finder.name].append(Asked(question, held, answer.claimed, wall, cpu))
    for finder in finders:
        finder.close()
    return found


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what} …", flush=True)
