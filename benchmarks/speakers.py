"""Compares attributed speakers with the Project Dialogism Novel Corpus: `python -m benchmarks.speakers [FOLDER]`.

`FOLDER` has a folder for each novel (see dialogism.py); the default is `speech/` of FABULA_CORPUS. Fabula finds the
utterances itself and does not use the annotated spans. Quotations of groups and of unknowable speakers are left out.
Coverage is the share of quotations that get a name. A name is right if it is an alias of the annotated speaker; or if
its words, except titles, are all in the speaker's aliases, the gender of the title agrees, and the name is no alias of
another speaking character. A first-person narrator may be "I".

Printed are the figures of Fabula as it is, and those of each novel with weights, calibration and bounds that come from
the novels of other authors only, or from all other novels. The chances from which calibration and bounds are chosen
are those of novels left out, too. It takes three minutes; `--quick` leaves that away. `--fit` prints what weights.py
has to hold: the weights fitted on all novels, and the calibration and bounds that the novels left out by author give.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import F64, Mask
from fabula.index.dialogue.cast import cast_of
from fabula.index.dialogue.speakers.chain.links import AGAIN
from fabula.index.dialogue.speakers.features import FEATURES
from fabula.index.dialogue.speakers.weights import AGAIN_WEIGHTS, SECOND_WEIGHTS, WEIGHTS
from .attribution.chains import WEIGHT_NAMES, Annotated, tag_chains
from .attribution.left_out import fit_twice, left_out, nested, stated_of
from .dialogism import AUTHORS
from .novels import Novel, Right, read_novel

__all__ = ["Figures", "figures_of", "read_novel", "voices_of"]

_KINDS = ("Explicit", "Anaphoric", "Implicit")


class Figures(NamedTuple):
    """The quotations of a novel.

    kinds        how narration names the speaker of each.
    confidences  float64[n]: of the name of each, 0 without one.
    rights       bool[n]: whether the name is right.
    """

    kinds: tuple[str, ...]
    confidences: F64
    rights: Mask

    def share(self, *kinds: str) -> tuple[float, float]:
        """Coverage and precision of all quotations, or of those of some kinds."""
        chosen = np.array([not kinds or kind in kinds for kind in self.kinds], bool)
        named = chosen & (self.confidences > 0)
        return float(named.sum() / max(1, chosen.sum())), float((self.rights & named).sum() / max(1, named.sum()))

    @classmethod
    def together(cls, figures: Sequence[Figures]) -> Figures:
        return cls(
            tuple(kind for each in figures for kind in each.kinds),
            np.concatenate([each.confidences for each in figures]),
            np.concatenate([each.rights for each in figures]),
        )


def figures_of(novel: Novel, voices: Mapping[tuple[int, int], tuple[str, float]]) -> Figures:
    """`voices`: (scene, number) of each utterance with a name -> name, confidence."""
    right = Right(novel)
    kinds, confidences, rights = [], [], []
    for speaker, kind, places in novel.quotations:
        voice = max((voices[place] for place in places if place in voices), key=lambda pair: pair[1], default=None)
        kinds.append(kind)
        confidences.append(0.0 if voice is None else voice[1])
        rights.append(voice is not None and right(voice[0], speaker))
    return Figures(tuple(kinds), np.array(confidences), np.array(rights, bool))


def voices_of(novel: Novel) -> dict[tuple[int, int], tuple[str, float]]:
    cast = cast_of(novel.scenes, "en")
    return {
        (scene, number): (cast.characters[voice.speaker].name, voice.confidence)
        for scene, voices in enumerate(cast.voices)
        for number, voice in enumerate(voices)
        if voice.speaker >= 0
    }


def _start() -> F64:
    """The weights that Fabula has, to begin with."""
    return np.array([*WEIGHTS.values(), *AGAIN_WEIGHTS.values(), *SECOND_WEIGHTS.values()])


def _left_out(novels: Sequence[Annotated], groups: Sequence[str]) -> dict[str, Figures]:
    """The figures of each novel, with all that is chosen from novels of other groups."""
    outcomes, _ = left_out(tag_chains(novels), groups, _start())
    figures = {}
    for novel, found, stated in zip(novels, outcomes, nested(outcomes, groups), strict=True):
        confidences = np.where(stated.named_quotations(found), stated.confidences(found), 0.0)
        figures[novel.novel.name] = Figures(found.kinds, confidences, found.rights & (confidences > 0))
    return figures


def _print(figures: Mapping[str, Figures]) -> None:
    print(f"{'':28}  all          " + "".join(f"{kind:13}" for kind in _KINDS) + " (coverage precision)")
    together = Figures.together(list(figures.values()))
    for name, row in (*figures.items(), ("together", together)):
        print(f"{name:28}" + "".join("  {:.3f} {:.3f}".format(*row.share(*chosen)) for chosen in ((), *zip(_KINDS))))
    for low in (0.6, 0.7, 0.8, 0.9):
        in_band = (together.confidences >= low) & (together.confidences < low + 0.1 + (low == 0.9))
        if in_band.any():
            mean, right = together.confidences[in_band].mean(), together.rights[in_band].mean()
            print(f"confidence {low:.1f}-{low + 0.1:.1f}: {in_band.sum():5} mean {mean:.3f}, right {right:.3f}")


def _print_fit(novels: Sequence[Annotated]) -> None:
    chains = tag_chains(novels)
    outcomes, _ = left_out(chains, [_author(novel.novel) for novel in novels], _start())
    print("SLOPE = {:.3f}\nSHIFT = {:.3f}\nNAMED = {:.3f}\nTHRESHOLD = {:.3f}".format(*stated_of(outcomes)))
    headings = {0: "WEIGHTS", len(FEATURES): "AGAIN_WEIGHTS", len(FEATURES) + len(AGAIN): "SECOND_WEIGHTS"}
    for place, (name, weight) in enumerate(zip(WEIGHT_NAMES, fit_twice(chains, _start()).tolist(), strict=True)):
        if place in headings:
            print(f"{headings[place]}:")
        print(f'    "{name.removeprefix("again ").removeprefix("second ")}": {weight:.3f},')


def _author(novel: Novel) -> str:
    return AUTHORS.get(novel.name, novel.name)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speakers", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--quick", action="store_true", help="measure Fabula as it is, and leave no novel out")
    parser.add_argument("--fit", action="store_true", help="print weights, calibration and bounds for weights.py")
    options = parser.parse_args(arguments)
    folder = options.folder or Path(os.environ.get("FABULA_CORPUS", ".")) / "speech"
    if not folder.is_dir():
        parser.error(f"there are no annotated novels at {folder}")
    novels = [read_novel(each) for each in sorted(folder.iterdir())]
    if options.fit:
        _print_fit([Annotated.of(novel) for novel in novels])
        return
    started = time.process_time()
    voices = {novel.name: voices_of(novel) for novel in novels}
    seconds = time.process_time() - started
    _print({novel.name: figures_of(novel, voices[novel.name]) for novel in novels})
    characters = sum(novel.characters for novel in novels)
    print(f"{seconds / characters * 1e6:.2f} CPU seconds a megabyte; {len(WEIGHT_NAMES)} weights")
    if not options.quick:
        annotated = [Annotated.of(novel) for novel in novels]
        for heading, groups in (
            ("author", [_author(novel) for novel in novels]),
            ("novel", [novel.name for novel in novels]),
        ):
            print(f"\nLeft out by {heading}:")
            _print(_left_out(annotated, groups))


if __name__ == "__main__":
    main()
