"""One run: reads the stories, holds some out, builds the indexes, and asks all finders in turn."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fabula.index.identity import work_id
from fabula.index.model import SceneKind
from fabula.index.records.work_record import make_record
from fabula.index.segmentation import segment
from ..corpus import Story
from ..dialogism import novels_in
from ..machine import Machine, describe_machine
from ..peers import PEERS
from .edits import SETS, Editor, edited_lines
from .finders import FINDERS, Finder, build
from .interrupted import interruptions, work_of
from .lists import lists_in, named_files
from .measure import Asked
from .outside import hold_out, outside_lines
from .question import Passage, Question
from .stories import file_name, passages_of, read_stories

__all__ = ["Options", "Run", "run"]

SEED = 5
INTERRUPTED = "interrupted speech"
_HELD_OUT_PERCENT = 5
_WARM_UP_QUESTIONS = 200
# Questions to one finder before the next one's turn.
_BATCH_QUESTIONS = 10


@dataclass(frozen=True, slots=True)
class Options:
    """folder   stories.
    lists    a folder of lists; their files are relative to the parent of `folder`.
    speech   annotated novels, as for interrupted.py.
    mb       megabytes of text to take.
    edits    lines of each set.
    outside  lines from works that are held out.
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
    """asked: finder -> all questions with their answers, in the same order for all. bytes: text of the stories."""

    options: Options
    machine: Machine
    works: int
    held_out: int
    scenes: int
    bytes: int
    asked: Mapping[str, Sequence[Asked]]


def run(options: Options, work: Path) -> Run:
    """Measure everything. `work` keeps the stories and indexes; those already there are used again."""
    machine = describe_machine()
    stories = read_stories(options.folder, options.mb, work)
    questions = lists_in(options.lists) if options.lists else []

    def file_of(story: Story, number: int) -> str:
        return file_name(options.folder, story, number)

    inside, outside = hold_out(stories, named_files(questions), file_of, _HELD_OUT_PERCENT, SEED)
    files = {file_of(story, number) for story in inside for number in range(len(story.scenes))}
    # With a part of a collection, only lines of its files can be asked for.
    questions = [question for question in questions if question.absent or question.files & files]
    questions += outside_lines(outside, inside, options.outside, SEED)
    editor = Editor.of(inside, SEED)
    for edit_set in SETS:
        questions += edited_lines(edit_set, inside, editor, options.edits, file_of)
    passages = passages_of(inside, file_of)
    finders = [FINDERS[name] for name in options.finders if PEERS[FINDERS[name].peer].version()]
    asked = _ask(finders, questions, inside, passages, work)
    if options.speech:
        for name, asked_speech in _ask_interrupted(options.speech, options.edits, finders, work / "speech").items():
            asked[name] += asked_speech
    size = sum(story.record.size for story in inside)
    return Run(options, machine, len(inside), len(outside), len(passages), size, asked)


def _ask_interrupted(folder: Path, count: int, finders: Sequence[Finder], work: Path) -> dict[str, list[Asked]]:
    """Ask indexes of annotated novels for `count` interrupted lines, without the interruption."""
    annotated = novels_in(folder)
    stories = []
    for novel in annotated:
        novel_work = work_of(novel)
        identity = work_id(novel_work)
        scenes = tuple(scene for scene in segment(novel_work, identity) if scene.kind is SceneKind.STORY)
        stories.append(Story(make_record(novel_work, identity, scenes), scenes))
    every = [interruption for novel in annotated for interruption in interruptions(novel)]
    drawn = random.Random(SEED).sample(every, min(count, len(every)))
    # Only the passage is right: the three words on either side of a tag are in many scenes of the same novel.
    questions = [Question(INTERRUPTED, each.query, words=tuple(each.passage.split())) for each in drawn]
    work.mkdir(exist_ok=True)
    passages = passages_of(stories, lambda story, number: story.record.title)
    return _ask(finders, questions, stories, passages, work)


def _ask(
    finders: Sequence[Finder],
    questions: Sequence[Question],
    stories: Sequence[Story],
    passages: Mapping[str, Passage],
    work: Path,
) -> dict[str, list[Asked]]:
    """Warm up each finder with questions that do not count; then ask each a batch of questions in turn."""
    asked: dict[str, list[Asked]] = {finder.name: [] for finder in finders}
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
        for question in ordered[:_WARM_UP_QUESTIONS]:
            finder.find(question.text)
    _say(f"asking {len(ordered):,} questions")
    for start in range(0, len(ordered), _BATCH_QUESTIONS):
        for finder in finders:
            for question in ordered[start : start + _BATCH_QUESTIONS]:
                wall, cpu = time.perf_counter(), time.process_time()
                answer = finder.find(question.text)
                wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
                results = tuple(tuple(passages[scene] for scene in scenes) for scenes in answer.results)
                asked[finder.name].append(Asked(question, results, answer.claimed, wall, cpu))
    for finder in finders:
        finder.close()
    return asked


def _say(step: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {step} …", flush=True)
