"""Lines of the stories themselves with words left out, put in, moved, misspelt, replaced or in another form.

Each set states how many words a line has and which share of them is edited. An edit falls on a word of its own; its
kind is drawn by `RATES`. Everything follows from the texts and a seed.
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

# Of a hundred edits. What people misremember is mostly a word for another, or one too few.
RATES: Mapping[str, int] = {"drop": 20, "replace": 20, "form": 20, "misspell": 15, "add": 15, "swap": 10}
# Words that stand for none of a story in particular, put into a line whole.
_TAGS = ("she said", "he said", "said he", "she says", "he replied", "she whispered")
_LEAST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class EditSet:
    """Lines of `words` words, `percent` of them edited; then perhaps a tag put in, or the halves exchanged."""

    name: str
    words: int
    percent: int
    tag: bool = False
    turned: bool = False


SETS = (
    EditSet("edited, 8 words, 20 %", 8, 20),
    EditSet("edited, 12 words, 35 %", 12, 35),
    EditSet("a tag put in, 10 words, 10 %", 10, 10, tag=True),
    EditSet("halves exchanged, 12 words, 10 %", 12, 10, turned=True),
)


@dataclass
class Editor:
    """Edits words as RATES has it.

    running    the words of the collection, and how often each stands there up to and including it, for drawing.
    forms      word -> the other words of the collection with its stem.
    """

    chance: random.Random
    vocabulary: Sequence[str]
    running: Sequence[int]
    forms: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, stories: Iterable[Story], seed: int) -> Editor:
        counts: Counter[str] = Counter()
        for story in stories:
            for scene in story.scenes:
                counts.update(words(scene.text))
        alike: dict[str, list[str]] = defaultdict(list)
        for word in sorted(counts):
            # What stands there once is a misprint as often as not.
            if counts[word] > 1:
                alike[stems(word, {"en"})[0]].append(word)
        forms = {word: [own for own in group if own != word] for group in alike.values() for word in group}
        ordered = [word for word, _ in counts.most_common()]
        return cls(random.Random(seed), ordered, list(accumulate(counts[word] for word in ordered)), forms)

    def edited(self, line: Sequence[str], percent: int) -> list[str]:
        """`line` with `percent` of its words edited, at least one. Never the line itself."""
        many = max(1, round(len(line) * percent / 100))
        for _ in range(100):
            pieces: list[list[str]] = [[word] for word in line]
            for place in sorted(self.chance.sample(range(len(line)), many)):
                kind = self.chance.choices(list(RATES), list(RATES.values()))[0]
                self._kinds[kind](self, pieces, place)
            found = [word for piece in pieces for word in piece]
            if found and found != list(line):
                return found
        return [*line, self._word()]

    def _word(self) -> str:
        return self.chance.choices(self.vocabulary, cum_weights=self.running)[0]

    def _drop(self, pieces: list[list[str]], place: int) -> None:
        pieces[place] = []

    def _replace(self, pieces: list[list[str]], place: int) -> None:
        pieces[place] = [self._word()]

    def _form(self, pieces: list[list[str]], place: int) -> None:
        """Another form; a word that has none is replaced."""
        own = self.forms.get("".join(pieces[place]), ())
        pieces[place] = [self.chance.choice(own) if own else self._word()]

    def _misspell(self, pieces: list[list[str]], place: int) -> None:
        """A letter changed, left out, put in, or two exchanged; a short word is replaced."""
        word = "".join(pieces[place])
        if len(word) < _LEAST_LETTERS:
            self._replace(pieces, place)
            return
        at, letter = self.chance.randrange(len(word) - 1), self.chance.choice(string.ascii_lowercase)
        options = (
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
        pieces[place] = [self.chance.choice(options)]

    def _add(self, pieces: list[list[str]], place: int) -> None:
        pieces[place] = [*pieces[place], self._word()]

    def _swap(self, pieces: list[list[str]], place: int) -> None:
        other = place + 1 if place + 1 < len(pieces) else place - 1
        if other >= 0:
            pieces[place], pieces[other] = pieces[other], pieces[place]

    _kinds = {"drop": _drop, "replace": _replace, "form": _form, "misspell": _misspell, "add": _add, "swap": _swap}  # noqa: RUF012  # one table for all, never changed


def edited_lines(
    wanted: EditSet, stories: Sequence[Story], editor: Editor, count: int, file_of: Callable[[Story, int], str]
) -> list[Question]:
    """`count` lines of the set, from scenes drawn by their length, each within one scene."""
    chance = editor.chance
    places = [(story, number) for story in stories for number in range(len(story.scenes))]
    running = list(accumulate(story.scenes[number].words for story, number in places))
    found: list[Question] = []
    # Bounded: a collection may have no scene of this length.
    for _ in range(20 * count):
        if len(found) == count:
            break
        story, number = chance.choices(places, cum_weights=running)[0]
        own = words(story.scenes[number].text)
        if len(own) < wanted.words:
            continue
        start = chance.randrange(len(own) - wanted.words + 1)
        line = own[start : start + wanted.words]
        asked = editor.edited(line, wanted.percent)
        half = len(asked) // 2
        if wanted.turned:
            asked = [*asked[half:], *asked[:half]]
        if wanted.tag:
            asked[half:half] = chance.choice(_TAGS).split()
        found.append(Question(wanted.name, " ".join(asked), frozenset({file_of(story, number)}), tuple(line)))
    return found
