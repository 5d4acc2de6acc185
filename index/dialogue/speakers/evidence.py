"""What is known of a work's speeches before anything is weighed: who is named, addressed, told of, and where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, islice

from .names import NAME, NAMES, Names, names_of, plain
from .speeches import NarrationParagraph, Speech
from .tags import Mention, MentionKind
from .verbs import TITLES

__all__ = ["NOBODY", "Chances", "Evidence"]

Chances = dict[int, float]
"""Character -> how likely it is that he or she speaks."""

NOBODY = -1
_VOCATIVE = re.compile(
    rf"(?:^|[,;.!?:—–-]\s*|\b(?:[Oo]h|[Dd]ear|[Mm]y|[Yy]es|[Nn]o|[Ww]ell|[Pp]oor|[Oo]ld)\s)(?P<name>{NAME})(?=\s*(?:[,;!?]|\.?\s*$|[—–-]))"
)
_GENDERED = {
    **dict.fromkeys(
        "man gentleman boy youth lad fellow husband father brother uncle son grandfather chap".split(), "M"
    ),
    **dict.fromkeys("woman lady girl maiden wife mother sister aunt daughter grandmother niece damsel".split(), "F"),
    **dict.fromkeys("other latter former person companion friend one".split(), ""),
}
_OWN = frozenset("his her my their our".split())


class Evidence:
    """A work's speeches with what is known of them before anything is weighed."""

    def __init__(self, speeches: Sequence[Speech], told: Sequence[NarrationParagraph]) -> None:
        self.speeches, self.told = speeches, told
        named: Counter[str] = Counter()
        for speech in speeches:
            tag = speech.tag
            if tag is not None and tag.kind == MentionKind.NAME:
                named[tag.text] += 1
        self.names: Names = names_of((piece for own in told for piece in own.pieces), named)
        self.genders = list(self.names.genders)
        self.labels = [forms[0] for forms in self.names.characters]
        self.things: dict[str, int] = {}
        self.narrator = self._narrator()
        self.tagged: list[int | None] = []
        self.pronouns: list[str] = []
        for speech in speeches:
            who, gender = self._of_tag(speech.tag)
            self.tagged.append(who)
            self.pronouns.append(gender)
        self.ever: Counter[int] = Counter(who for who in self.tagged if who is not None)
        # Every candidate of every speech asks for its share of these.
        self.tags = max(1, self.ever.total())
        self.within = [self._named_within(speech) for speech in speeches]
        self.addressed = [self._addressed(speech) for speech in speeches]
        mentions = iter(self.names.mentions)
        self.mentioned = [self._mentioned(islice(mentions, len(own.pieces))) for own in told]
        # Each once, the last first.
        self.named = [dict.fromkeys(reversed(own)) for own in self.mentioned]
        # For each speech its scene's half-open run of speeches; for each paragraph the first of its scene, and the last
        # speech that begins in it, -1 if none does.
        self.scenes = _runs([speech.scene for speech in speeches])
        self.opens = [first for first, _ in _runs([own.scene for own in told])]
        self.begins = [-1] * len(told)
        for number, speech in enumerate(speeches):
            self.begins[speech.first] = number
        self.subjects = [self._subjects(own.subjects) for own in told]
        self.before = [self._subjects(speech.before) for speech in speeches]
        self.after = [self._subjects(speech.after) for speech in speeches]

    def _narrator(self) -> int | None:
        """The first person, where narration has one."""
        first = sum(subject.kind == MentionKind.FIRST for own in self.told for subject in own.subjects)
        tags = sum(tag.kind == MentionKind.FIRST for speech in self.speeches for tag in (*speech.tags, *speech.leads))
        everyone = sum(len(own.subjects) for own in self.told)
        if first + 3 * tags >= 5 and (first >= 0.04 * everyone or tags * 20 > len(self.speeches)):
            return self._add("I", "")
        return None

    def _add(self, label: str, gender: str) -> int:
        self.labels.append(label)
        self.genders.append(gender)
        return len(self.labels) - 1

    def forms(self, who: int) -> list[str]:
        """The names of a character, commonest first."""
        known = self.names.characters
        return known[who] if who < len(known) else [self.labels[who]]

    def character(self, name: str) -> int | None:
        """The character of a name; its parts are tried where all of it is none's."""
        words = name.split(" ")
        found = self.names.of.get(name)
        if found is not None:
            return found
        if words[0] in TITLES and len(words) > 1:
            return self.names.of.get(" ".join(words[1:]))
        for end in range(len(words) - 1, 0, -1):
            found = self.names.of.get(" ".join(words[:end]))
            if found is not None:
                return found
        return None

    def _of_tag(self, tag: Mention | None) -> tuple[int | None, str]:
        """Whom a tag names, and the gender that it tells ("M", "F", "I" for the first person, "?" for anybody)."""
        if tag is None:
            return None, ""
        if tag.kind == MentionKind.NAME:
            return self.character(tag.text), ""
        if tag.kind == MentionKind.FIRST:
            return self.narrator, "I"
        if tag.kind == MentionKind.PRONOUN:
            return None, {"he": "M", "she": "F"}.get(tag.text, "?")
        words = tag.text.lower().split()
        if words[0] in _OWN or words[-1] in _GENDERED:
            return None, _GENDERED.get(words[-1], "") or "?"
        titled = [word for word in words if word.capitalize() in TITLES]
        if titled:
            bearers = {of for form, of in self.names.of.items() if form.split(" ")[0] == titled[0].capitalize()}
            if len(bearers) == 1:
                return bearers.pop(), ""
        label = " ".join(words[1:]) if words[0] in ("the", "a", "an", "this", "that", "another") else " ".join(words)
        if label not in self.things:
            self.things[label] = self._add(f"the {label}", "")
        return self.things[label], ""

    def _addressed(self, speech: Speech) -> set[int]:
        texts = [text[:2000] for text in speech.text]
        # To look for any name first spares half of all speeches the dearer pattern.
        named = [text for text in texts if NAMES.search(text) is not None]
        found = {self.character(plain(one["name"])) for text in named for one in _VOCATIVE.finditer(text)}
        return {one for one in found if one is not None}

    def _named_within(self, speech: Speech) -> set[int]:
        found = {self.character(plain(one[0])) for text in speech.text for one in NAMES.finditer(text[:4000])}
        return {one for one in found if one is not None}

    def _mentioned(self, pieces: Iterable[Sequence[str]]) -> list[int]:
        found = [self.character(name) for names in pieces for name in names]
        return [one for one in found if one is not None]

    def _subjects(self, subjects: Sequence[Mention]) -> list[tuple[int | None, str]]:
        return [self._of_subject(subject) for subject in subjects]

    def _of_subject(self, subject: Mention) -> tuple[int | None, str]:
        if subject.kind == MentionKind.NAME:
            return self.character(subject.text), ""
        if subject.kind == MentionKind.FIRST:
            return self.narrator, "I"
        if subject.kind == MentionKind.PRONOUN:
            return None, {"he": "M", "she": "F"}.get(subject.text, "?")
        words = subject.text.lower().split()
        label = " ".join(words[1:])
        return self.things.get(label), "" if label in self.things else _GENDERED.get(words[-1], "?")


def _runs(scenes: Sequence[int]) -> list[tuple[int, int]]:
    """For each the half-open run of equal ones that it is in."""
    found: list[tuple[int, int]] = []
    for _, own in groupby(scenes):
        first = len(found)
        length = sum(1 for _ in own)
        found += [(first, first + length)] * length
    return found
