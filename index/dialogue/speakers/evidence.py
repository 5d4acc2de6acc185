"""Facts about a work's speeches, before anything is weighed: who is named, addressed and mentioned, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, groupby, islice

from fabula.index.stated_names import NO_NAMES, StatedNames
from .names import names_of, office_of
from .persons import person_in
from .speeches import NarrationParagraph, Speech
from .spoken_names import spoken_names
from .tags import Mention, MentionKind
from .verbs import TITLES

NOBODY = -1
_GENDERED = {
    **dict.fromkeys(
        "man gentleman boy youth lad fellow husband father brother uncle son grandfather chap".split(), "M"
    ),
    **dict.fromkeys("woman lady girl maiden wife mother sister aunt daughter grandmother niece damsel".split(), "F"),
    **dict.fromkeys("other latter former person companion friend one".split(), ""),
}
_POSSESSIVES = frozenset("his her my their our".split())
# Each speech looks through the names of paragraphs beside it. Paragraphs of novels have no more.
MAX_NAMES = 50


class Evidence:
    """Facts about each speech of a work. Lists are by the number of a speech, or of a paragraph where it says so.

    genders       by character: "M", "F" or "".
    narrator      the character of the first person, if the narration has one.
    tagged        the character that a tag names; `pronouns` the gender that the tag tells ("M", "F", "I" for the first
                  person, "?" for anybody, "" for nothing).
    tag_counts    how many speeches are tagged with each character; `tag_total` is their sum, at least 1.
    named_within  characters named in the speech; `addressed` those it speaks to.
    before, after the subjects beside the speech in its paragraph, as (character or `NOBODY`, gender).
    scenes        the half-open run of speeches of its scene.
    named         by paragraph: the characters that its narration names, each once, the last first; no more than fifty.
    named_first   the same from its beginning.
    subjects      by paragraph: as (character, gender).
    scene_opens   by paragraph: the first paragraph of its scene.
    last_speech   by paragraph: the last speech that begins in it, -1 if none does.
    """

    def __init__(
        self, speeches: Sequence[Speech], narration: Sequence[NarrationParagraph], stated: StatedNames = NO_NAMES
    ) -> None:
        self.speeches, self.narration = speeches, narration
        self._stated = stated
        tag_names = Counter(
            tag.text for speech in speeches if (tag := speech.tag) is not None and tag.kind == MentionKind.NAME
        )
        # "The king" in small letters may be King Orr, and is one with "the King".
        tag_names.update(
            office
            for speech in speeches
            if (tag := speech.tag) is not None and tag.kind == MentionKind.THING
            if (office := office_of(person_in(tag.text.lower().split()[1:])))
        )
        self.characters, mentions = names_of((piece for each in narration for piece in each.pieces), tag_names, stated)
        self.genders = list(self.characters.genders)
        self._labels = [forms[0] for forms in self.characters.forms]
        self._stated_bearers = {
            number: bearer for form, bearer in self.characters.of.items() if (number := stated.of(form)) is not None
        }
        self._things: dict[str, int] = {}
        # Each name is asked for as often as it is written.
        self._known: dict[str, int | None] = {}
        self.narrator = self._find_narrator()
        self.tagged: list[int | None] = []
        self.pronouns: list[str] = []
        for speech in speeches:
            character, gender = self._of_tag(speech.tag)
            self.tagged.append(character)
            self.pronouns.append(gender)
        self.tag_counts: Counter[int] = Counter(character for character in self.tagged if character is not None)
        # Every candidate of every speech asks for its share of these.
        self.tag_total = max(1, self.tag_counts.total())
        self.named_within: list[set[int]] = [set() for _ in speeches]
        self.addressed: list[set[int]] = [set() for _ in speeches]
        self._find_spoken_names()
        names = iter(mentions)
        mentioned = [self._mentioned(islice(names, len(each.pieces))) for each in narration]
        # Most paragraphs name nobody, or one.
        self.named_first = [characters if len(characters) < 2 else _each_once(characters) for characters in mentioned]
        self.named = [characters if len(characters) < 2 else _each_once(characters[::-1]) for characters in mentioned]
        self.scenes = _runs([speech.scene for speech in speeches])
        self.scene_opens = [first for first, _ in _runs([each.scene for each in narration])]
        self.last_speech = [-1] * len(narration)
        for number, speech in enumerate(speeches):
            self.last_speech[speech.first] = number
        self._known_subjects: dict[Mention, tuple[int, str]] = {}
        self.subjects = [self._subjects(each.subjects) for each in narration]
        self.before = [self._subjects(speech.before) for speech in speeches]
        self.after = [self._subjects(speech.after) for speech in speeches]

    def _find_narrator(self) -> int | None:
        # Most subjects are equal to others.
        subjects = Counter(chain.from_iterable(each.subjects for each in self.narration))
        tags = Counter(tag for speech in self.speeches for tag in (*speech.tags, *speech.leads))
        first_subjects = sum(count for subject, count in subjects.items() if subject.kind == MentionKind.FIRST)
        first_tags = sum(count for tag, count in tags.items() if tag.kind == MentionKind.FIRST)
        is_common = first_subjects >= 0.04 * subjects.total() or first_tags * 20 > len(self.speeches)
        return self._add("I", "") if first_subjects + 3 * first_tags >= 5 and is_common else None

    def _add(self, label: str, gender: str) -> int:
        number = self._stated.of(label)
        bearer = None if number is None else self._stated_bearers.get(number)
        if bearer is not None:
            if bearer < len(self.characters.forms):
                self.characters.forms[bearer].append(label)
            return bearer
        self._labels.append(label)
        self.genders.append(self._stated.gender(label) or gender)
        if number is not None:
            self._stated_bearers[number] = len(self._labels) - 1
        return len(self._labels) - 1

    def forms(self, character: int) -> list[str]:
        """The names of a character, commonest first."""
        forms = self.characters.forms
        return forms[character] if character < len(forms) else [self._labels[character]]

    def character(self, name: str) -> int | None:
        """The character of a name; its parts are tried where all of it is nobody's."""
        if name not in self._known:
            self._known[name] = self._bearer(name)
        return self._known[name]

    def _bearer(self, name: str) -> int | None:
        words = name.split(" ")
        of = self.characters.of
        character = of.get(name)
        if character is not None:
            return character
        if words[0] in TITLES and len(words) > 1:
            return of.get(" ".join(words[1:]))
        beginnings = (" ".join(words[:end]) for end in range(len(words) - 1, 0, -1))
        return next((of[beginning] for beginning in beginnings if beginning in of), None)

    def _of_tag(self, tag: Mention | None) -> tuple[int | None, str]:
        """Whom a tag names, and the gender that it tells: see `pronouns`."""
        if tag is None:
            return None, ""
        if tag.kind != MentionKind.THING:
            return self._of_person(tag)
        first, *words = tag.text.lower().split()
        person = person_in(words)
        words = person.split()
        if not person or first in _POSSESSIVES or words[-1] in _GENDERED:
            return None, _GENDERED.get(words[-1], "") or "?" if person else "?"
        office = self.characters.of.get(office_of(person))
        if office is not None:
            return office, ""
        called = self.characters.of.get(f"the {person}")
        if called is not None:
            return called, ""
        if person not in self._things:
            self._things[person] = self._add(f"the {person}", "")
        return self._things[person], ""

    def _of_person(self, mention: Mention) -> tuple[int | None, str]:
        if mention.kind == MentionKind.NAME:
            character = self.character(mention.text)
            # "said the Voice" is said by somebody.
            return character, "" if character is not None else "?"
        if mention.kind == MentionKind.FIRST:
            return self.narrator, "I"
        return None, {"he": "M", "she": "F"}.get(mention.text, "?")

    def _subjects(self, subjects: Sequence[Mention]) -> list[tuple[int, str]]:
        return list(map(self._of_subject, subjects)) if subjects else []

    def _of_subject(self, subject: Mention) -> tuple[int, str]:
        known = self._known_subjects.get(subject)
        if known is None:
            known = self._known_subjects[subject] = self._of_new_subject(subject)
        return known

    def _of_new_subject(self, subject: Mention) -> tuple[int, str]:
        if subject.kind != MentionKind.THING:
            character, gender = self._of_person(subject)
            return NOBODY if character is None else character, gender
        person = person_in(subject.text.lower().split()[1:])
        known = person in self._things
        return self._things.get(person, NOBODY), "" if known else _GENDERED.get(person.rpartition(" ")[2], "?")

    def _find_spoken_names(self) -> None:
        texts = [text for speech in self.speeches for text in speech.texts]
        speech_of = [number for number, speech in enumerate(self.speeches) for _ in speech.texts]
        for text, name, is_called in spoken_names(texts):
            character = self.character(name)
            if character is not None:
                self.named_within[speech_of[text]].add(character)
                if is_called:
                    self.addressed[speech_of[text]].add(character)

    def _mentioned(self, pieces: Iterable[Sequence[str]]) -> list[int]:
        characters = [self.character(name) for names in pieces if names for name in names]
        return [character for character in characters if character is not None] if characters else []


def _each_once(characters: Iterable[int]) -> list[int]:
    return list(islice(dict.fromkeys(characters), MAX_NAMES))


def _runs(scenes: Sequence[int]) -> list[tuple[int, int]]:
    """For each item the half-open run of equal items that it is in."""
    runs: list[tuple[int, int]] = []
    for _, equal in groupby(scenes):
        first = len(runs)
        length = sum(1 for _ in equal)
        runs += [(first, first + length)] * length
    return runs
