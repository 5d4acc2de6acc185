"""Generates edited lines of the stories: words dropped, added, swapped, misspelt, replaced or in another form.

Each set states how many words a line has and which share of them is edited. Each edit changes another word; its kind
is drawn by `RATES`. The texts and a seed determine everything.
"""

from __future__ import annotations

import random
import string
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from fabula.index.analysis import stems, words
from ..corpus import Story
from .question import Question

__all__ = ["RATES", "SETS", "EditSet", "Editor", "edited_lines"]

# In percent. People mostly misremember a word as another one, or leave one out.
RATES: Mapping[str, int] = {"drop": 20, "replace": 20, "form": 20, "misspell": 15, "add": 15, "swap": 10}
# Phrases common to all stories, inserted into a line whole.
_TAGS = ("she said", "he said", "said he", "she says", "he replied", "she whispered")
_MIN_MISSPELT_LETTERS = 4


@dataclass(frozen=True, slots=True)
class EditSet:
    """Lines of `words` words, `percent` of them edited; then a tag inserted, or the halves swapped, if set."""

    name: str
    words: int
    percent: int
    tag: bool = False
    halves_swapped: bool = False


SETS = (
    EditSet("edited, 8 words, 20 %", 8, 20),
    EditSet("edited, 12 words, 35 %", 12, 35),
    EditSet("a tag put in, 10 words, 10 %", 10, 10, tag=True),
    EditSet("halves exchanged, 12 words, 10 %", 12, 10, halves_swapped=True),
)


@dataclass
class Editor:
    """Edits words at the rates of RATES.

    vocabulary   the words of the collection, the commonest first.
    cum_weights  for each word, the occurrences of all words up to and including it.
    forms        word -> the other words of the collection with its stem.
    """

    rng: random.Random
    vocabulary: Sequence[str]
    cum_weights: Sequence[int]
    forms: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, stories: Iterable[Story], seed: int) -> Editor:
        counts: Counter[str] = Counter()
        for story in stories:
            for scene in story.scenes:
                counts.update(words(scene.text))
        by_stem: dict[str, list[str]] = defaultdict(list)
        for word in sorted(counts):
            # About half of the words that occur once are misprints.
            if counts[word] > 1:
                by_stem[stems(word, {"en"})[0]].append(word)
        forms = {word: [other for other in group if other != word] for group in by_stem.values() for word in group}
        ordered = [word for word, _ in counts.most_common()]
        return cls(random.Random(seed), ordered, list(accumulate(counts[word] for word in ordered)), forms)

    def edit(self, line: Sequence[str], percent: int) -> list[str]:
        """`line` with `percent` of its words edited, at least one. Never the line itself."""
        count = max(1, round(len(line) * percent / 100))
        for _ in range(100):
            pieces: list[list[str]] = [[word] for word in line]
            for index in sorted(self.rng.sample(range(len(line)), count)):
                kind = self.rng.choices(list(RATES), list(RATES.values()))[0]
                self._kinds[kind](self, pieces, index)
            edited = [word for piece in pieces for word in piece]
            if edited and edited != list(line):
                return edited
        return [*line, self._word()]

    def _word(self) -> str:
        return self.rng.choices(self.vocabulary, cum_weights=self.cum_weights)[0]

    def _drop(self, pieces: list[list[str]], index: int) -> None:
        pieces[index] = []

    def _replace(self, pieces: list[list[str]], index: int) -> None:
        pieces[index] = [self._word()]

    def _form(self, pieces: list[list[str]], index: int) -> None:
        """Use another form; replace a word that has none."""
        forms = self.forms.get("".join(pieces[index]), ())
        pieces[index] = [self.rng.choice(forms) if forms else self._word()]

    def _misspell(self, pieces: list[list[str]], index: int) -> None:
        """Change, drop or add a letter, or swap two; replace a short word."""
        word = "".join(pieces[index])
        if len(word) < _MIN_MISSPELT_LETTERS:
            self._replace(pieces, index)
            return
        at, letter = self.rng.randrange(len(word) - 1), self.rng.choice(string.ascii_lowercase)
        options = (
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
        pieces[index] = [self.rng.choice(options)]

    def _add(self, pieces: list[list[str]], index: int) -> None:
        pieces[index] = [*pieces[index], self._word()]

    def _swap(self, pieces: list[list[str]], index: int) -> None:
        other = index + 1 if index + 1 < len(pieces) else index - 1
        if other >= 0:
            pieces[index], pieces[other] = pieces[other], pieces[index]

    _kinds = {"drop": _drop, "replace": _replace, "form": _form, "misspell": _misspell, "add": _add, "swap": _swap}  # noqa: RUF012  # one table for all, never changed


def edited_lines(
    edit_set: EditSet, stories: Sequence[Story], editor: Editor, count: int, file_of: Callable[[Story, int], str]
) -> list[Question]:
    """`count` lines of the set, each from one scene; scenes are drawn in proportion to their length."""
    rng = editor.rng
    scenes = [(story, number) for story in stories for number in range(len(story.scenes))]
    cum_words = list(accumulate(story.scenes[number].words for story, number in scenes))
    questions: list[Question] = []
    # Bounded: a collection may have no scene of this length.
    for _ in range(20 * count):
        if len(questions) == count:
            break
        story, number = rng.choices(scenes, cum_weights=cum_words)[0]
        scene_words = words(story.scenes[number].text)
        if len(scene_words) < edit_set.words:
            continue
        start = rng.randrange(len(scene_words) - edit_set.words + 1)
        line = scene_words[start : start + edit_set.words]
        edited = editor.edit(line, edit_set.percent)
        half = len(edited) // 2
        if edit_set.halves_swapped:
            edited = [*edited[half:], *edited[:half]]
        if edit_set.tag:
            edited[half:half] = rng.choice(_TAGS).split()
        questions.append(Question(edit_set.name, " ".join(edited), frozenset({file_of(story, number)}), tuple(line)))
    return questions
