"""Compares what Fabula finds with the annotated quotations of a work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from fabula.index.dialogue import Utterance, convention_of, utterances
from fabula.index.dialogue.cast import cast_of
from .gold import GoldQuotation, GoldWork, Span

__all__ = ["Answer", "Counts", "answers_of", "count", "is_right"]


class Answer(NamedTuple):
    """How much of a quotation was found.

    spans    the utterances that share letters with it or lie between its pieces, each from letter to letter.
    name     of the surest speaker of those that share letters with it; "" if none is known.
    """

    quotation: GoldQuotation
    spans: tuple[Span, ...]
    name: str
    is_right: bool

    @property
    def is_exact(self) -> bool:
        return self.spans == self.quotation.pieces

    @property
    def overlaps(self) -> bool:
        return any(_share(span, piece) for span in self.spans for piece in self.quotation.pieces)


class Counts(NamedTuple):
    """All are numbers of quotations."""

    total: int
    exact: int
    overlapping: int
    named: int
    right: int

    @property
    def coverage(self) -> float:
        return self.named / max(1, self.total)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.named)


def answers_of(work: GoldWork) -> Iterator[Answer]:
    convention = convention_of(text for text, _ in work.scenes)
    scenes = [(text, paragraphs, utterances(text, paragraphs, convention)) for text, paragraphs in work.scenes]
    cast = cast_of(scenes, work.language)
    for quotation in work.quotations:
        text, _, found = scenes[quotation.scene]
        first, last = quotation.pieces[0][0], quotation.pieces[-1][1]
        voices = cast.voices[quotation.scene]
        near = [number for number, piece in enumerate(found) if piece.start < last and piece.end > first]
        speakers = [
            (voices[number].confidence, cast.characters[voices[number].speaker].name)
            for number in near
            if voices[number].speaker >= 0 and any(_share(found[number][:2], piece) for piece in quotation.pieces)
        ]
        name = max(speakers)[1] if speakers else ""
        spans = tuple(_letters(text, found[number]) for number in near)
        yield Answer(quotation, spans, name, is_right(name, quotation.speaker, work.people))


def is_right(name: str, speaker: str, people: Mapping[str, Sequence[str]]) -> bool:
    """A name is right if it is one of the speaker's; or if its words are all in them, and it is nobody else's."""
    plain = _plain(name)
    if plain in map(_plain, people[speaker]):
        return True
    if any(plain in map(_plain, names) for other, names in people.items() if other != speaker):
        return False
    words = plain.split()
    return bool(words) and set(words) <= {word for each in people[speaker] for word in _plain(each).split()}


def count(answers: Sequence[Answer]) -> Counts:
    return Counts(
        len(answers),
        sum(answer.is_exact for answer in answers),
        sum(answer.overlaps for answer in answers),
        sum(bool(answer.name) for answer in answers),
        sum(answer.is_right for answer in answers),
    )


def _plain(name: str) -> str:
    return " ".join(name.replace(".", " ").replace("\u2019", "'").replace("-", " ").casefold().split())


def _share(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _letters(text: str, piece: Utterance) -> Span:
    """The span from the first letter or digit to the last."""
    start, end = piece.start, piece.end
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end
