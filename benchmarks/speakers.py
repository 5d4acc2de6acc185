"""Compares attributed speakers with the Project Dialogism Novel Corpus: `python -m benchmarks.speakers [FOLDER]`.

`FOLDER` has a folder for each novel (see dialogism.py); the default is `speech/` of FABULA_CORPUS. Fabula finds the
utterances itself and does not use the annotated spans. Quotations of groups and of unknowable speakers are left out.
Coverage is the share of quotations that get a name. A name is right if it is an alias of the annotated speaker; or if
its words, except titles, are all in the speaker's aliases, the gender of the title agrees, and the name is no alias of
another speaking character. A first-person narrator may be "I".

`--fit` fits the weights of index/dialogue/speakers/weights.py again and prints them, and measures each novel with
weights fitted on the others only. It takes ten minutes.
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
from fabula.index.dialogue.speakers.attribution import PASSES, first_chances, least_chances, next_chances
from fabula.index.dialogue.speakers.chances import Chances
from fabula.index.dialogue.speakers.evidence import NOBODY, Evidence
from fabula.index.dialogue.speakers.features import FEATURES, Features
from fabula.index.dialogue.speakers.speeches import speeches_of
from fabula.index.dialogue.speakers.verbs import FEMALE, MALE, TITLES
from fabula.index.dialogue.speakers.weights import WEIGHTS
from fabula.index.model import Paragraph
from .dialogism import Person, novel_of, people_of

__all__ = ["Figures", "Novel", "Right", "figures_of", "read_novel", "voices_of"]

Scene = tuple[str, list[Paragraph], list[Utterance]]

# Novels are split into scenes of this length, as a library splits long runs without breaks.
_MAX_SCENE_CHARS = 9_000
_SPEAKERS_LEFT_OUT = ("_group", "_unknowable")
# A first-person narrator has at least this many quotations with one of these tags.
_MIN_NARRATOR_TAGS = 8
_NARRATOR_TAGS = ("I said", "said I", "I asked", "I replied", "I cried")
_TITLES = frozenset(title.lower() for title in TITLES)


class Novel(NamedTuple):
    """quotations: for each its speaker, its kind, and its utterances as (scene, number)."""

    name: str
    characters: int
    scenes: list[Scene]
    quotations: list[tuple[str, str, list[tuple[int, int]]]]
    people: dict[str, Person]
    narrators: frozenset[str]


class Figures(NamedTuple):
    """counts: for each kind the number of quotations, those with a name, and those with the right name.
    named: (confidence, right) of each quotation with a name.
    """

    counts: dict[str, list[int]]
    named: list[tuple[float, bool]]

    def share(self, *kinds: str) -> tuple[float, float]:
        """Coverage and precision of all quotations, or of those of some kinds."""
        chosen = [counts for kind, counts in self.counts.items() if not kinds or kind in kinds]
        total, named, right = (sum(counts[column] for counts in chosen) for column in range(3))
        return named / max(1, total), right / max(1, named)


def read_novel(folder: Path) -> Novel:
    annotated = novel_of(folder)
    pieces = utterances(annotated.text, annotated.paragraphs, convention_of([annotated.text]))
    scenes = list(_scenes(annotated.text, annotated.paragraphs, pieces))
    places = [(scene, number) for scene, (_, _, in_scene) in enumerate(scenes) for number in range(len(in_scene))]
    starts = np.array([piece.start for piece in pieces])
    quotations: dict[str, tuple[str, str, list[tuple[int, int]]]] = {}
    for (start, end), quotation in sorted(annotated.gold.items()):
        if quotation.speaker in _SPEAKERS_LEFT_OUT:
            continue
        quotation_places = quotations.setdefault(quotation.id, (quotation.speaker, quotation.kind, []))[2]
        last = int(np.searchsorted(starts, start, side="right")) - 1
        candidates = [number for number in (last, last + 1) if 0 <= number < len(pieces)]
        overlapping = [number for number in candidates if pieces[number].start < end and pieces[number].end > start]
        quotation_places += [places[number] for number in overlapping[:1]]
    people = people_of(folder)
    first_person = Counter(each.speaker for each in annotated.gold.values() if each.mention in _NARRATOR_TAGS)
    narrators = {name for name, person in people.items() if "_narr" in person.aliases}
    if not narrators and first_person and first_person.most_common(1)[0][1] >= _MIN_NARRATOR_TAGS:
        narrators = {first_person.most_common(1)[0][0]}
    return Novel(annotated.name, len(annotated.text), scenes, list(quotations.values()), people, frozenset(narrators))


def _scenes(text: str, paragraphs: Sequence[Paragraph], pieces: Sequence[Utterance]) -> Iterable[Scene]:
    scene: list[Paragraph] = []
    for number, paragraph in enumerate(paragraphs):
        scene.append(paragraph)
        start, end = scene[0].start, paragraph.end
        if end - start > _MAX_SCENE_CHARS or number + 1 == len(paragraphs):
            yield (
                text[start:end],
                [Paragraph(each.start - start, each.end - start, each.kind) for each in scene],
                [
                    Utterance(piece.start - start, piece.end - start, piece.turn)
                    for piece in pieces
                    if start <= piece.start < end
                ],
            )
            scene = []


class Right:
    """Tells whether a name is that of an annotated speaker; see the module's docstring for the rules."""

    def __init__(self, novel: Novel) -> None:
        self._novel = novel
        speaking = {speaker for speaker, _, _ in novel.quotations}
        self._aliases = {name: {_plain(alias) for alias in person.aliases} for name, person in novel.people.items()}
        self._words = {
            name: {word for alias in aliases for word in alias.split()} for name, aliases in self._aliases.items()
        }
        self._speaking = {name: aliases for name, aliases in self._aliases.items() if name in speaking}
        self._cache: dict[tuple[str, str], bool] = {}

    def __call__(self, name: str, speaker: str) -> bool:
        key = (name, speaker)
        if key not in self._cache:
            self._cache[key] = self._is_right(name, speaker)
        return self._cache[key]

    def _is_right(self, name: str, speaker: str) -> bool:
        if name == "I":
            return speaker in self._novel.narrators
        plain = _plain(name)
        if plain in self._aliases.get(speaker, {_plain(speaker)}):
            return True
        words = [word for word in plain.split() if word not in _TITLES]
        if not words or not set(words) <= self._words.get(speaker, set()):
            return False
        title = name.replace(".", "").split()[0]
        title_gender = "M" if title in MALE else "F" if title in FEMALE else ""
        gender = self._novel.people[speaker].gender if speaker in self._novel.people else ""
        if title_gender and gender in ("M", "F") and title_gender != gender:
            return False
        return not any(plain in aliases for other, aliases in self._speaking.items() if other != speaker)


def _plain(name: str) -> str:
    return name.replace(".", "").replace("\u2019", "'").replace("-", " ").lower().removeprefix("the ")


def figures_of(novel: Novel, voices: Mapping[tuple[int, int], tuple[str, float]]) -> Figures:
    """`voices`: (scene, number) of each utterance with a name -> name, confidence."""
    right = Right(novel)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    named: list[tuple[float, bool]] = []
    for speaker, kind, places in novel.quotations:
        counts[kind][0] += 1
        voice = max((voices[place] for place in places if place in voices), key=lambda pair: pair[1], default=None)
        if voice is not None:
            name, confidence = voice
            counts[kind][1] += 1
            counts[kind][2] += right(name, speaker)
            named.append((confidence, right(name, speaker)))
    return Figures(dict(counts), named)


def voices_of(novel: Novel) -> dict[tuple[int, int], tuple[str, float]]:
    cast = cast_of(novel.scenes, "en")
    return {
        (scene, number): (cast.characters[voice.speaker].name, voice.confidence)
        for scene, voices in enumerate(cast.voices)
        for number, voice in enumerate(voices)
        if voice.speaker >= 0
    }


class _Fitting(NamedTuple):
    novel: Novel
    evidence: Evidence
    features: Features
    gold: dict[int, str]

    @classmethod
    def of(cls, novel: Novel) -> _Fitting:
        speeches, narration = speeches_of(novel.scenes)
        speech_of = {place: number for number, speech in enumerate(speeches) for place in speech.places}
        votes: dict[int, Counter[str]] = defaultdict(Counter)
        for speaker, _, places in novel.quotations:
            for place in places:
                votes[speech_of[place]][speaker] += 1
        gold = {number: counts.most_common(1)[0][0] for number, counts in votes.items()}
        evidence = Evidence(speeches, narration)
        return cls(novel, evidence, Features(evidence), gold)

    def rows(self, chances: Chances) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """For each annotated speech float32[candidates, features], and float32[candidates] with 1 for right ones."""
        right = Right(self.novel)
        candidates = self.features.of(0, len(self.evidence.speeches), chances)
        grids = candidates.features.T.astype(np.float32)
        starts = np.searchsorted(candidates.speeches, np.arange(len(self.evidence.speeches) + 1)).tolist()
        rows = []
        for number, speaker in self.gold.items():
            of_speech = slice(starts[number], starts[number + 1])
            fits = np.array(
                [
                    who != NOBODY and right(self.evidence.forms(who)[0], speaker)
                    for who in candidates.characters[of_speech].tolist()
                ],
                np.float32,
            )
            fits[-1] = not fits.any()
            rows.append((grids[of_speech], fits))
        return rows

    def voices(self, chances: Chances) -> dict[tuple[int, int], tuple[str, float]]:
        voices = {}
        likeliest = zip(*(each.tolist() for each in chances.likeliest()), strict=True)
        least = least_chances(self.evidence).tolist()
        for number, (who, chance) in enumerate(likeliest):
            if who != NOBODY and chance >= least[number]:
                places = self.evidence.speeches[number].places
                voices.update(dict.fromkeys(places, (self.evidence.forms(who)[0], chance)))
        return voices


def _fit(rows: list[tuple[NDArray[np.float32], NDArray[np.float32]]], steps: int = 250) -> dict[str, float]:
    """The weights that maximise the likelihood of the right candidates: Adam over all rows, with a Gaussian prior."""
    most = max(len(fits) for _, fits in rows)
    grid = np.zeros((len(rows), most, len(FEATURES)), np.float32)
    fits, exists = np.zeros((len(rows), most), np.float32), np.zeros((len(rows), most), bool)
    for number, (row_grid, row_fits) in enumerate(rows):
        count = len(row_grid)
        grid[number, :count], fits[number, :count], exists[number, :count] = row_grid, row_fits, True
    flat = grid.reshape(-1, len(FEATURES))
    weights, mean, square = np.zeros(len(FEATURES)), np.zeros(len(FEATURES)), np.zeros(len(FEATURES))
    for step in range(1, steps + 1):
        sums = np.where(exists, (flat @ weights.astype(np.float32)).reshape(len(rows), most), -np.inf)
        powers = np.exp(sums - sums.max(axis=1, keepdims=True))
        chances = powers / powers.sum(axis=1, keepdims=True)
        target = chances * fits
        target /= np.maximum(target.sum(axis=1, keepdims=True), 1e-12)
        gradient = flat.T @ (target - chances).astype(np.float32).reshape(-1) - 2.0 * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        rate = 0.1 if step < 0.6 * steps else 0.02
        weights += rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return dict(zip(FEATURES, weights.tolist(), strict=True))


def _chances(fitting: _Fitting, weights: Mapping[str, float], passes: int) -> Chances:
    chances = first_chances(fitting.evidence)
    for _ in range(passes):
        chances = next_chances(fitting.features, chances, weights)
    return chances


def _cross_validate(fittings: Sequence[_Fitting]) -> tuple[dict[str, float], dict[str, Figures]]:
    """The weights fitted on all novels, and the figures of each novel with weights from the others."""
    first = [fitting.rows(first_chances(fitting.evidence)) for fitting in fittings]
    weights = _fit([row for rows in first for row in rows])
    second = [fitting.rows(_chances(fitting, weights, PASSES - 1)) for fitting in fittings]
    figures = {}
    for number, fitting in enumerate(fittings):
        weights = _fit([row for other, rows in enumerate(second) if other != number for row in rows])
        voices = fitting.voices(_chances(fitting, weights, PASSES))
        figures[fitting.novel.name] = figures_of(fitting.novel, voices)
    return _fit([row for rows in second for row in rows]), figures


def _print(figures: Mapping[str, Figures]) -> None:
    kinds = ("Explicit", "Anaphoric", "Implicit")
    print(f"{'':28}  all          " + "".join(f"{kind:13}" for kind in kinds) + " (coverage precision)")
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for novel in figures.values():
        for kind, counts in novel.counts.items():
            sums[kind] = [total + count for total, count in zip(sums[kind], counts, strict=True)]
    together = Figures(dict(sums), [pair for novel in figures.values() for pair in novel.named])
    for name, row in (*figures.items(), ("together", together)):
        print(f"{name:28}" + "".join("  {:.3f} {:.3f}".format(*row.share(*chosen)) for chosen in ((), *zip(kinds))))
    named = np.array(together.named)
    for low in (0.6, 0.7, 0.8, 0.9):
        in_bin = named[(named[:, 0] >= low) & (named[:, 0] < low + 0.1 + (low == 0.9))]
        if len(in_bin):
            confidence, right = in_bin.mean(axis=0)
            print(f"confidence {low:.1f}-{low + 0.1:.1f}: {len(in_bin):5} mean {confidence:.3f}, right {right:.3f}")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speakers", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--fit", action="store_true", help="fit the weights again, leaving out one novel at a time")
    options = parser.parse_args(arguments)
    folder = options.folder or Path(os.environ.get("FABULA_CORPUS", ".")) / "speech"
    if not folder.is_dir():
        parser.error(f"there are no annotated novels at {folder}")
    novels = [read_novel(each) for each in sorted(folder.iterdir())]
    if options.fit:
        weights, figures = _cross_validate([_Fitting.of(novel) for novel in novels])
        print("\n".join(f'    "{name}": {weight:.3f},' for name, weight in weights.items()))
        print("Each novel with weights from the others:")
        _print(figures)
        return
    started = time.process_time()
    voices = {novel.name: voices_of(novel) for novel in novels}
    seconds = time.process_time() - started
    _print({novel.name: figures_of(novel, voices[novel.name]) for novel in novels})
    characters = sum(novel.characters for novel in novels)
    print(f"{seconds / characters * 1e6:.2f} CPU seconds a megabyte; {len(WEIGHTS)} weights")


if __name__ == "__main__":
    main()
