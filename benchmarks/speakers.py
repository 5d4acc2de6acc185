"""Who says it, held against the Project Dialogism Novel Corpus: `python -m benchmarks.speakers [FOLDER]`.

`FOLDER` has a folder a novel (see dialogism.py); without it `speech/` of FABULA_CORPUS is taken. Speech is what Fabula
finds, not the annotated spans. Quotations of groups and of unknowable speakers are left out. Coverage is the share of
quotations that get a name. A name is right if it is an alias of the annotated speaker; or if its words, titles aside,
all stand in the speaker's aliases, the title's gender fits, and no other speaking character owns the name. A
first-person narrator may be "I".

`--fit` fits the weights of index/dialogue/speakers/weights.py anew and prints them, and measures each novel with
weights that were fitted on the others alone. It takes ten minutes.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.dialogue import Utterance, convention_of, utterances
from fabula.index.dialogue.cast import cast_of
from fabula.index.dialogue.speakers.attribution import first_chances, least_chance, next_chances
from fabula.index.dialogue.speakers.evidence import NOBODY, Chances, Evidence
from fabula.index.dialogue.speakers.features import FEATURES, Features
from fabula.index.dialogue.speakers.speeches import speeches_of
from fabula.index.dialogue.speakers.verbs import FEMALE, MALE, TITLES
from fabula.index.dialogue.speakers.weights import WEIGHTS
from fabula.index.model import Paragraph
from .dialogism import Person, novel_of, people_of

__all__ = ["Figures", "Novel", "Right", "figures_of", "read_novel", "voices_of"]

Scene = tuple[str, list[Paragraph], list[Utterance]]

# Letters of a scene: novels are cut as a library's long runs are.
_SCENE = 9_000
_LEFT_OUT = ("_group", "_unknowable")
# A narrator is whoever is annotated to say "I said" so often.
_NARRATES = 8
_FIRST = ("I said", "said I", "I asked", "I replied", "I cried")
_TITLES = frozenset(title.lower() for title in TITLES)


class Novel(NamedTuple):
    """quotations: for each its speaker, its kind, and the utterances found in it as (scene, number)."""

    name: str
    letters: int
    scenes: list[Scene]
    quotations: list[tuple[str, str, list[tuple[int, int]]]]
    people: dict[str, Person]
    narrators: frozenset[str]


class Figures(NamedTuple):
    """Counts of quotations by kind: all, those with a name, those with the right one; and (confidence, right) of each
    with a name."""

    counts: dict[str, list[int]]
    named: list[tuple[float, bool]]

    def share(self, *kinds: str) -> tuple[float, float]:
        """Coverage and precision of all quotations, or of those of some kinds."""
        chosen = [own for kind, own in self.counts.items() if not kinds or kind in kinds]
        every, named, right = (sum(own[place] for own in chosen) for place in range(3))
        return named / max(1, every), right / max(1, named)


def read_novel(folder: Path) -> Novel:
    told = novel_of(folder)
    said = utterances(told.text, told.paragraphs, convention_of([told.text]))
    scenes = list(_scenes(told.text, told.paragraphs, said))
    places = [(scene, number) for scene, (_, _, own) in enumerate(scenes) for number in range(len(own))]
    starts = np.array([one.start for one in said])
    found: dict[str, tuple[str, str, list[tuple[int, int]]]] = {}
    for (start, end), quotation in sorted(told.gold.items()):
        if quotation.speaker in _LEFT_OUT:
            continue
        own = found.setdefault(quotation.id, (quotation.speaker, quotation.kind, []))[2]
        at = int(np.searchsorted(starts, start, side="right")) - 1
        near = [one for one in (at, at + 1) if 0 <= one < len(said)]
        own += [places[one] for one in near if said[one].start < end and said[one].end > start][:1]
    people = people_of(folder)
    first = Counter(each.speaker for each in told.gold.values() if each.mention in _FIRST)
    narrators = {name for name, person in people.items() if "_narr" in person.aliases}
    if not narrators and first and first.most_common(1)[0][1] >= _NARRATES:
        narrators = {first.most_common(1)[0][0]}
    return Novel(told.name, len(told.text), scenes, list(found.values()), people, frozenset(narrators))


def _scenes(text: str, paragraphs: Sequence[Paragraph], said: Sequence[Utterance]) -> Iterable[Scene]:
    gathered: list[Paragraph] = []
    for place, paragraph in enumerate(paragraphs):
        gathered.append(paragraph)
        begin, end = gathered[0].start, paragraph.end
        if end - begin > _SCENE or place + 1 == len(paragraphs):
            yield (
                text[begin:end],
                [Paragraph(one.start - begin, one.end - begin, one.kind) for one in gathered],
                [Utterance(one.start - begin, one.end - begin, one.turn) for one in said if begin <= one.start < end],
            )
            gathered = []


class Right:
    """Is a name that of an annotated speaker?"""

    def __init__(self, novel: Novel) -> None:
        self._novel = novel
        speaking = {speaker for speaker, _, _ in novel.quotations}
        self._own = {name: {_plain(each) for each in person.aliases} for name, person in novel.people.items()}
        self._words = {name: {word for each in own for word in each.split()} for name, own in self._own.items()}
        self._speaking = {name: own for name, own in self._own.items() if name in speaking}
        self._known: dict[tuple[str, str], bool] = {}

    def __call__(self, name: str, speaker: str) -> bool:
        key = (name, speaker)
        if key not in self._known:
            self._known[key] = self._is(name, speaker)
        return self._known[key]

    def _is(self, name: str, speaker: str) -> bool:
        if name == "I":
            return speaker in self._novel.narrators
        plain = _plain(name)
        if plain in self._own.get(speaker, {_plain(speaker)}):
            return True
        words = [word for word in plain.split() if word not in _TITLES]
        if not words or not set(words) <= self._words.get(speaker, set()):
            return False
        title = name.replace(".", "").split()[0]
        told = "M" if title in MALE else "F" if title in FEMALE else ""
        gender = self._novel.people[speaker].gender if speaker in self._novel.people else ""
        if told and gender in ("M", "F") and told != gender:
            return False
        return not any(plain in own for other, own in self._speaking.items() if other != speaker)


def _plain(name: str) -> str:
    return name.replace(".", "").replace("\u2019", "'").replace("-", " ").lower().removeprefix("the ")


def figures_of(novel: Novel, voices: Mapping[tuple[int, int], tuple[str, float]]) -> Figures:
    """`voices` are the name and confidence of each utterance that has one."""
    right = Right(novel)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    named: list[tuple[float, bool]] = []
    for speaker, kind, places in novel.quotations:
        own = counts[kind]
        own[0] += 1
        found = max((voices[place] for place in places if place in voices), key=lambda voice: voice[1], default=None)
        if found is not None:
            own[1] += 1
            own[2] += right(found[0], speaker)
            named.append((found[1], right(found[0], speaker)))
    return Figures(dict(counts), named)


def voices_of(novel: Novel) -> dict[tuple[int, int], tuple[str, float]]:
    cast = cast_of(novel.scenes, "en")
    return {
        (scene, number): (cast.characters[voice.speaker].name, voice.confidence)
        for scene, own in enumerate(cast.voices)
        for number, voice in enumerate(own)
        if voice.speaker >= 0
    }


class _Fitting(NamedTuple):
    novel: Novel
    evidence: Evidence
    features: Features
    gold: dict[int, str]

    @classmethod
    def of(cls, novel: Novel) -> _Fitting:
        speeches, told = speeches_of(novel.scenes)
        speech_of = {place: number for number, speech in enumerate(speeches) for place in speech.places}
        votes: dict[int, Counter[str]] = defaultdict(Counter)
        for speaker, _, places in novel.quotations:
            for place in places:
                votes[speech_of[place]][speaker] += 1
        gold = {number: own.most_common(1)[0][0] for number, own in votes.items()}
        evidence = Evidence(speeches, told)
        return cls(novel, evidence, Features(evidence), gold)

    def rows(self, chances: Sequence[Chances]) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """For each annotated speech float32[candidates, features] and float32[candidates], 1 where one is right."""
        right = Right(self.novel)
        rows = []
        for number, speaker in self.gold.items():
            candidates, features = self.features.of(number, chances)
            grid = np.zeros((len(candidates), len(FEATURES)), np.float32)
            for place, own in enumerate(features):
                for feature, value in own:
                    grid[place, feature] += value
            fits = np.array(
                [who != NOBODY and right(self.evidence.forms(who)[0], speaker) for who in candidates], np.float32
            )
            fits[-1] = not fits.any()
            rows.append((grid, fits))
        return rows

    def voices(self, chances: Sequence[Chances]) -> dict[tuple[int, int], tuple[str, float]]:
        found = {}
        for number, (speech, own) in enumerate(zip(self.evidence.speeches, chances, strict=True)):
            who, chance = max(own.items(), key=lambda item: item[1], default=(NOBODY, 0.0))
            if who != NOBODY and chance >= least_chance(self.evidence, number):
                found.update(dict.fromkeys(speech.places, (self.evidence.forms(who)[0], chance)))
        return found


def _fitted(rows: list[tuple[NDArray[np.float32], NDArray[np.float32]]], steps: int = 250) -> dict[str, float]:
    """The weights under which the right candidates are likeliest: Adam over all rows, with a Gaussian prior."""
    longest = max(len(fits) for _, fits in rows)
    grid = np.zeros((len(rows), longest, len(FEATURES)), np.float32)
    fits, there = np.zeros((len(rows), longest), np.float32), np.zeros((len(rows), longest), bool)
    for place, (own, own_fits) in enumerate(rows):
        grid[place, : len(own)], fits[place, : len(own)], there[place, : len(own)] = own, own_fits, True
    flat = grid.reshape(-1, len(FEATURES))
    weights, mean, square = np.zeros(len(FEATURES)), np.zeros(len(FEATURES)), np.zeros(len(FEATURES))
    for step in range(1, steps + 1):
        sums = np.where(there, (flat @ weights.astype(np.float32)).reshape(len(rows), longest), -np.inf)
        powers = np.exp(sums - sums.max(axis=1, keepdims=True))
        chances = powers / powers.sum(axis=1, keepdims=True)
        wanted = chances * fits
        wanted /= np.maximum(wanted.sum(axis=1, keepdims=True), 1e-12)
        gradient = flat.T @ (wanted - chances).astype(np.float32).reshape(-1) - 2.0 * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        rate = 0.1 if step < 0.6 * steps else 0.02
        weights += rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return dict(zip(FEATURES, weights.tolist(), strict=True))


def _left_out(fittings: Sequence[_Fitting]) -> tuple[dict[str, float], dict[str, Figures]]:
    """The weights fitted on all novels, and the figures of each novel with weights from the others."""
    first = [fitting.rows(first_chances(fitting.evidence)) for fitting in fittings]
    weights = _fitted([row for rows in first for row in rows])
    known = [next_chances(each.features, first_chances(each.evidence), weights) for each in fittings]
    second = [fitting.rows(chances) for fitting, chances in zip(fittings, known, strict=True)]
    figures = {}
    for place, fitting in enumerate(fittings):
        own = _fitted([row for other, rows in enumerate(second) if other != place for row in rows])
        chances = next_chances(fitting.features, first_chances(fitting.evidence), own)
        chances = next_chances(fitting.features, chances, own)
        figures[fitting.novel.name] = figures_of(fitting.novel, fitting.voices(chances))
    return _fitted([row for rows in second for row in rows]), figures


def _print(figures: Mapping[str, Figures]) -> None:
    kinds = ("Explicit", "Anaphoric", "Implicit")
    print(f"{'':28}  all          " + "".join(f"{kind:13}" for kind in kinds) + " (coverage precision)")
    for name, own in figures.items():
        print(f"{name:28}" + "".join("  {:.3f} {:.3f}".format(*own.share(*chosen)) for chosen in ((), *zip(kinds))))
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for own in figures.values():
        for kind, three in own.counts.items():
            counts[kind] = [one + more for one, more in zip(counts[kind], three, strict=True)]
    every = Figures(dict(counts), [pair for own in figures.values() for pair in own.named])
    print(f"{'together':28}" + "".join("  {:.3f} {:.3f}".format(*every.share(*chosen)) for chosen in ((), *zip(kinds))))
    named = np.array(every.named)
    for low in (0.6, 0.7, 0.8, 0.9):
        own_bin = named[(named[:, 0] >= low) & (named[:, 0] < low + 0.1 + (low == 0.9))]
        if len(own_bin):
            stated, was = own_bin.mean(axis=0)
            print(f"confidence {low:.1f}-{low + 0.1:.1f}: {len(own_bin):5} stated {stated:.3f}, right {was:.3f}")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speakers", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--fit", action="store_true", help="fit the weights anew, leaving out one novel at a time")
    given = parser.parse_args(arguments)
    folder = given.folder or Path(os.environ.get("FABULA_CORPUS", ".")) / "speech"
    if not folder.is_dir():
        parser.error(f"there are no annotated novels at {folder}")
    novels = [read_novel(each) for each in sorted(folder.iterdir())]
    if given.fit:
        weights, figures = _left_out([_Fitting.of(novel) for novel in novels])
        print("\n".join(f'    "{name}": {weight:.3f},' for name, weight in weights.items()))
        print("Each novel with weights from the others:")
        _print(figures)
        return
    started = time.process_time()
    voices = {novel.name: voices_of(novel) for novel in novels}
    seconds = time.process_time() - started
    _print({novel.name: figures_of(novel, voices[novel.name]) for novel in novels})
    letters = sum(novel.letters for novel in novels)
    print(f"{seconds / letters * 1e6:.2f} seconds of one processor a megabyte; {len(WEIGHTS)} weights")


if __name__ == "__main__":
    main()
