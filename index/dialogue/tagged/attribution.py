"""Gives each tagged speech of a work to a person: names at once, pronouns to who was named close by."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from fabula.index.budget import check
from fabula.index.stated_names import NO_NAMES, StatedNames
from .language import Language
from .mentions import Mention, MentionKind, is_person_noun
from .name_words import NameWords
from .passages import Narration, Passage, Scenes, Speech, passages_of
from .people import People, Person, people_of
from .subjects import SENTENCE, subjects_of

_WORD = re.compile(r"[^\W\d_]{2,}")
# How often each kind of evidence is right among the annotated quotations (benchmarks/speech_languages), with less for
# the few of a kind.
_NAMED, _LED, _LED_WITHOUT_VERB, _DESCRIBED, _FIRST = 0.98, 0.95, 0.84, 0.93, 0.95
_TURNS, _ONLY_ONE, _SUBJECT, _UNGENDERED, _GUESSED = 0.85, 0.78, 0.78, 0.4, 0.5
# Less sure than this, a speaker is unknown.
_THRESHOLD = 0.6
# Whom a pronoun stands for was named within so many paragraphs and passages.
_MAX_PARAGRAPHS_BACK, _MAX_PASSAGES_BACK = 8, 24
_MIN_SUBJECTS = 3
_MIN_FIRST = 5
# A noun that is not known to be a person speaks at least so often, or it is a thing: "répondit l'écho".
_MIN_UNKNOWN_NOUNS = 2
NARRATOR = "I"


class Spoken(NamedTuple):
    """A speech by its places, as (scene, utterance); `person` into the people of the work, None if unknown."""

    places: Sequence[tuple[int, int]]
    person: int | None
    confidence: float


class Attribution(NamedTuple):
    people: list[Person]
    speeches: list[Spoken]


def attribution_of(scenes: Scenes, language: Language, stated: StatedNames = NO_NAMES) -> Attribution:
    """Who says what in a work, as far as the narration beside speech and what is stated of its characters tell."""
    return _Attribution(language, passages_of(scenes, language), stated).result()


class _Attribution:
    def __init__(self, language: Language, passages: Sequence[Passage], stated: StatedNames) -> None:
        self._language, self._passages, self._stated = language, passages, stated
        self._subjects = [subjects_of(language, each) if isinstance(each, Narration) else [] for each in passages]
        self._words = NameWords(language, passages)
        tags = [each.tag.mention for each in passages if isinstance(each, Speech) and each.tag is not None]
        self._people = self._find_people(tags)
        self._by_stem = {language.stem(word): person for word, person in self._people.by_word.items()}
        self._persons = list(self._people.persons)
        self._heads = Counter(mention.head for mention in tags)
        self._things: dict[str, int] = {}
        self._thing_forms: dict[int, Counter[str]] = defaultdict(Counter)
        self._narrator = self._find_narrator(tags)
        for mention in tags:
            if mention.kind == MentionKind.THING and not self._is_generic(mention):
                self._thing(mention)
        # Heads of descriptions -> who is called so.
        self._by_head = {head: place for head, place in self._things.items() if head not in language.generic}
        for title, bearers in self._people.by_title.items():
            if len(bearers) == 1 and title not in language.generic:
                self._by_head[title] = next(iter(bearers))
        self._mentions: dict[int, list[int]] = {}
        self._speakers: dict[int, int | None] = {}

    def result(self) -> Attribution:
        speeches = []
        for number, passage in enumerate(self._passages):
            if isinstance(passage, Speech):
                check("the speakers")
                person, confidence = self._speaker(number, passage)
                if confidence < _THRESHOLD:
                    person = None
                self._speakers[number] = person
                speeches.append(Spoken(passage.places, person, confidence if person is not None else 0.0))
        persons = [
            Person(tuple(form for form, _ in self._thing_forms[place].most_common()), person.gender)
            if place in self._thing_forms
            else person
            for place, person in enumerate(self._persons)
        ]
        return Attribution(persons, speeches)

    def _find_people(self, tags: Iterable[Mention]) -> People:
        names: Counter[str] = Counter()
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for mention in tags:
            name = self._words.name_of(mention)
            if name:
                # A tag shows a person; as often in narration a name may be a place.
                names[name] += _MIN_SUBJECTS
                votes[name][mention.gender] += 3
        for subjects in self._subjects:
            previous = ""
            for mention in subjects:
                name = self._words.name_of(mention)
                if name:
                    names[name] += 1
                    votes[name][mention.gender or mention.head] += 1
                elif previous and mention.kind == MentionKind.PRONOUN:
                    votes[previous][mention.gender] += 1
                previous = name
        common = {
            name: count for name, count in names.items() if count >= _MIN_SUBJECTS or self._stated.of(name) is not None
        }
        return people_of(common, votes, self._language, self._stated)

    def _find_narrator(self, tags: Sequence[Mention]) -> int | None:
        told = [mention for subjects in self._subjects for mention in subjects]
        first = sum(mention.kind == MentionKind.FIRST for mention in told)
        said = sum(mention.kind == MentionKind.FIRST for mention in tags)
        if first + 3 * said < _MIN_FIRST or not (first >= 0.04 * len(told) or said * 20 > len(tags)):
            return None
        self._persons.append(Person((NARRATOR,), ""))
        return len(self._persons) - 1

    def _thing(self, mention: Mention) -> int | None:
        named = self._people.by_word.get(mention.text.rpartition(" ")[2])
        if named is not None and self._language.capital_nouns:
            # "der hagere Griffith"
            return named
        bearers = self._people.by_title.get(mention.head, set())
        if len(bearers) == 1:
            return next(iter(bearers))
        if mention.text.partition(" ")[0].lower() in self._language.possessives:
            return None
        if self._heads[mention.head] < _MIN_UNKNOWN_NOUNS and not is_person_noun(self._language, mention.head):
            return None
        place = self._things.get(mention.head)
        if place is None:
            place = self._things[mention.head] = len(self._persons)
            self._persons.append(Person((mention.text,), mention.gender))
        self._thing_forms[place][mention.text] += 1
        return place

    def _is_generic(self, mention: Mention) -> bool:
        if mention.text.partition(" ")[0].lower() in self._language.indefinite:
            # "una mujer" is somebody new.
            return False
        return mention.head in self._language.generic and len(self._people.by_title.get(mention.head, ())) != 1

    def _speaker(self, number: int, speech: Speech) -> tuple[int | None, float]:
        tag = speech.tag
        if tag is None:
            return self._taking_turns(number, speech)
        mention = tag.mention
        known = _LED_WITHOUT_VERB if not tag.by_verb else _LED if speech.is_led else _NAMED
        if mention.kind == MentionKind.NAME:
            name = self._words.name_of(mention)
            return self._people.by_name.get(name), known
        if mention.kind == MentionKind.FIRST:
            return self._narrator, min(known, _FIRST)
        if mention.kind == MentionKind.THING and not self._is_generic(mention):
            return self._thing(mention), min(known, _DESCRIBED)
        if mention.kind == MentionKind.PRONOUN:
            person, confidence = self._antecedent(number, speech, mention.gender)
            return person, min(known, confidence)
        # "La jeune femme" has a name as well, which half of the guesses miss.
        return None, 0.0

    def _taking_turns(self, number: int, speech: Speech) -> tuple[int | None, float]:
        """Who spoke last but one, where two people answer each other and nothing else is told."""
        above = self._speech_above(number, speech)
        if above is None:
            return None, 0.0
        answered = self._passages[above]
        assert isinstance(answered, Speech)
        before = self._speech_above(above, answered)
        if before is None or self._speakers.get(above) is None:
            return None, 0.0
        speaker = self._speakers.get(before)
        if speaker is None or speaker == self._speakers[above]:
            return None, 0.0
        return speaker, _TURNS

    def _antecedent(self, number: int, speech: Speech, gender: str) -> tuple[int | None, float]:
        """Who is meant by a pronoun of this gender ("" for anybody) beside a speech: who was named last close by.

        In a conversation it is not who spoke last: that one is answered.
        """
        candidates: list[int] = []
        ungendered: set[int] = set()
        subject: int | None = None
        answered = self._answered(number, speech)
        for place in range(number - 1, max(-1, number - 1 - _MAX_PASSAGES_BACK), -1):
            passage = self._passages[place]
            if passage.scene != speech.scene or speech.paragraph - passage.paragraph > _MAX_PARAGRAPHS_BACK:
                break
            if isinstance(passage, Speech):
                speaker = self._speakers.get(place)
                found = [] if speaker is None else [speaker]
            else:
                if subject is None and not candidates and not speech.opens:
                    subject = self._subject_within(place, gender)
                found = self._mentioned(place, before_last_sentence=place == number - 1 and speech.is_led)
            for person in found:
                own = self._persons[person].gender
                if person in (answered, self._narrator):
                    continue
                if own == gender or not gender:
                    candidates.append(person)
                elif not own:
                    ungendered.add(person)
        if subject is not None:
            return subject, _ONLY_ONE if set(candidates) <= {subject} else _SUBJECT
        if not candidates:
            if len(ungendered) == 1:
                return next(iter(ungendered)), _UNGENDERED
            if answered is not None and self._persons[answered].gender == gender:
                return answered, _GUESSED
            return None, 0.0
        if len(set(candidates)) == 1:
            return candidates[0], _ONLY_ONE
        return candidates[0], _GUESSED

    def _answered(self, number: int, speech: Speech) -> int | None:
        """Who speaks in the paragraph before, if that is speech as well, and nothing is told in between."""
        above = self._speech_above(number, speech)
        return None if above is None else self._speakers.get(above)

    def _speech_above(self, number: int, speech: Speech) -> int | None:
        """The speech in the paragraph before, if the paragraph of this one begins with it."""
        if not speech.opens:
            return None
        for place in range(number - 1, max(-1, number - 1 - _MAX_PASSAGES_BACK), -1):
            passage = self._passages[place]
            if isinstance(passage, Speech):
                return place if passage.scene == speech.scene and passage.last == speech.paragraph - 1 else None
        return None

    def _subject_within(self, place: int, gender: str) -> int | None:
        """The last person of this gender, or any if it is "", with whom a sentence of a piece of narration begins."""
        for mention in reversed(self._subjects[place]):
            person = self._person_of(mention)
            if person is not None and gender in ("", self._persons[person].gender):
                return person
        return None

    def _person_of(self, mention: Mention) -> int | None:
        """Somebody who speaks or is named, not counted as a speaker."""
        name = self._words.name_of(mention)
        if name:
            return self._people.by_name.get(name)
        if mention.kind == MentionKind.THING and mention.head in self._by_head:
            return self._by_head[mention.head]
        return None

    def _mentioned(self, place: int, *, before_last_sentence: bool) -> list[int]:
        """The people whom a piece of narration names, the last first.

        before_last_sentence  without that sentence: "Quand elle vit Rosalie, elle lui dit :" is not said by Rosalie.
        """
        known = self._mentions.get(place)
        if known is None:
            narration = self._passages[place]
            assert isinstance(narration, Narration)
            end = narration.end
            if before_last_sentence:
                *_, end = (
                    narration.start,
                    *(match.end() for match in SENTENCE.finditer(narration.text, narration.start, end)),
                )
            stem, by_stem, by_head = self._language.stem, self._by_stem, self._by_head
            known = []
            for word in _WORD.findall(narration.text, narration.start, end):
                person = by_stem.get(stem(word)) if word[0].isupper() else by_head.get(word)
                if person is None and self._language.capital_nouns:
                    person = by_head.get(word.lower())
                if person is not None:
                    known.append(person)
            known.reverse()
            if not before_last_sentence:
                self._mentions[place] = known
        return known
