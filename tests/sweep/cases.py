"""All cases of the sweep: a stage of a run, a unit that its input repeats, and how the units follow each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import NamedTuple

from fabula.index.dialogue.languages import SPEAKER_LANGUAGES
from .formats import CONTENTS, FORMATS
from .measure import Growth, growth_of
from .reading import read_unit
from .speech import find_speech
from .units import LAYOUTS, SPEECH_UNITS, Layout, Unit

# The size up to which a case grows until it takes 50 ms; a rule that is quick up to here harms no run.
_MAX_CHARACTERS = 1_000_000


class Stage(NamedTuple):
    """A part of a run: `task(unit, count, layout)` does it over so many units."""

    name: str
    task: Callable[[Unit, int, Layout], object]
    units: Sequence[Unit]


class Case(NamedTuple):
    stage: Stage
    unit: Unit
    layout: Layout

    @property
    def name(self) -> str:
        return f"{self.stage.name}: {self.unit.name}, {self.layout.name}"

    def growth(self) -> Growth:
        stage, unit, layout = self
        return growth_of(partial(_run, stage, unit, layout), _MAX_CHARACTERS // len(unit.text))


SPEECH = Stage("speech", find_speech, SPEECH_UNITS)
OTHER_SPEECH = tuple(
    Stage(f"speech in {name}", partial(find_speech, language=language), SPEECH_UNITS)
    for language, name in SPEAKER_LANGUAGES.items()
    if language != "en"
)
READING = tuple(Stage(form.name, partial(read_unit, form), form.units) for form in FORMATS)
FIELDS = tuple(Stage(f"fields of {form.name}", partial(read_unit, form), form.fields) for form in (*FORMATS, CONTENTS))
STAGES = (SPEECH, *OTHER_SPEECH, *READING, *FIELDS)


def all_cases(stages: Sequence[Stage] = STAGES) -> list[Case]:
    """Each unit of each stage, in each layout."""
    return [Case(stage, unit, layout) for stage in stages for unit in stage.units for layout in LAYOUTS]


def cases(units: int, seed: int, stages: Sequence[Stage] = STAGES) -> list[Case]:
    """So many units of each stage, or all that it has, each in one layout; always the same for a seed."""
    chosen: list[Case] = []
    for stage in stages:
        random = Random(f"{seed} {stage.name}")
        some = random.sample(stage.units, min(units, len(stage.units)))
        chosen += [Case(stage, unit, random.choice(LAYOUTS)) for unit in some]
    return chosen


def _run(stage: Stage, unit: Unit, layout: Layout, count: int) -> object:
    return stage.task(unit, count, layout)
