"""Features that do not depend on who speaks the other speeches: tags, beats, mentions and forms of address."""

from __future__ import annotations

import numpy as np

from fabula.index.array_types import F64, I64, Mask
from fabula.index.dialogue.speakers.evidence import Evidence
from fabula.index.dialogue.speakers.weights import WEIGHTS
from . import facts as fact
from .facts import ANYBODY, FEMALE, FIRST_PERSON, MALE, UNTOLD, Facts

FEATURES = tuple(WEIGHTS)
NUMBER = {name: number for number, name in enumerate(FEATURES)}


class Columns:
    """Features of n candidates while they are gathered. `matrix`: float64[features, n], in the order of FEATURES."""

    def __init__(self, count: int) -> None:
        self.matrix: F64 = np.zeros((len(FEATURES), count))

    def add(self, name: str, values: Mask | F64) -> None:
        """Add a feature with the value of each candidate: bool[n] or float64[n]."""
        self.matrix[NUMBER[name]] += values


class StaticFeatures:
    """The static features of all pairs of a speech and a character, nobody included."""

    def __init__(self, work: Evidence, facts: Facts) -> None:
        self._facts = facts
        counts = np.zeros(facts.nobody + 1, np.int64)
        for character, count in work.tag_counts.items():
            counts[character] = count
        self._counts, self._total = counts, work.tag_total
        self._persons = len(work.characters.forms)
        # How the tag of each speech stands beside it.
        self._has_tags = np.array([bool(speech.tags) for speech in work.speeches], bool)
        self._is_sure = np.array([speech.sure for speech in work.speeches], bool)

    def add(self, columns: Columns, speeches: I64, characters: I64, known: I64) -> None:
        """Add them for pairs: int64[n] each; `known` are the facts of the pairs (facts.py)."""
        is_nobody = characters == self._facts.nobody
        self._add_nobody(columns, speeches, is_nobody)
        self._add_tags(columns, speeches, characters, ~is_nobody)
        self._add_facts(columns, speeches, characters, known)
        counts = self._counts[characters]
        columns.add("share", counts / self._total)
        columns.add("tagged ever", (counts > 0) * np.where(counts > 1, 1.0, 0.5))
        columns.add("never tagged", ~is_nobody & (counts == 0))

    def _add_tags(self, columns: Columns, speeches: I64, characters: I64, is_somebody: Mask) -> None:
        """The tag names the candidate, or somebody else, or its pronoun tells a gender."""
        facts = self._facts
        tagged, pronouns = facts.tagged[speeches], facts.pronouns[speeches]
        has_tag, is_first = tagged >= 0, pronouns == FIRST_PERSON
        is_narrator = characters == facts.narrator
        is_thing = is_somebody & (characters >= self._persons)
        is_named = has_tag & ~is_first & is_somebody
        is_tagged = is_named & (tagged == characters)
        is_person = is_tagged & ~is_thing
        has_tags, is_sure = self._has_tags[speeches], self._is_sure[speeches]
        columns.add("tag name other", is_named & ~is_tagged)
        columns.add("tag thing", is_tagged & is_thing)
        columns.add("tag name", is_person & has_tags)
        columns.add("lead verb", is_person & ~has_tags & is_sure)
        columns.add("lead colon", is_person & ~has_tags & ~is_sure)
        columns.add("tag first", is_first & is_narrator)
        columns.add("tag first other", is_first & is_somebody & ~is_narrator)
        columns.add("narrator", is_narrator & ~is_first)
        columns.add("not tag first", is_narrator & ~is_first & ((pronouns != UNTOLD) | has_tag))
        columns.add("thing candidate", is_thing & ~is_narrator)
        others = is_somebody & ~is_narrator
        genders = facts.genders[characters]
        with_pronoun = others & facts.has_pronoun[speeches]
        columns.add("pronoun unknown", with_pronoun & (genders == UNTOLD))
        columns.add("pronoun fits", with_pronoun & (genders == pronouns))
        columns.add("pronoun differs", with_pronoun & (genders != UNTOLD) & (genders != pronouns))
        told = facts.told_genders[speeches]
        beside = others & ~has_tag & (pronouns == UNTOLD) & (told != UNTOLD)
        columns.add("beat pronoun differs", beside & (genders != UNTOLD) & (genders != told))
        columns.add("beat pronoun fits", beside * np.where(genders == UNTOLD, 0.3, genders == told))

    def _add_facts(self, columns: Columns, speeches: I64, characters: I64, known: I64) -> None:
        """The candidate acts beside the speech, is mentioned around it, or addressed."""

        def has(bit: int) -> Mask:
            chosen: Mask = (known & bit) != 0
            return chosen

        for nearest, beside, name in (
            (fact.BEAT_BEFORE, fact.BESIDE_BEFORE, "beat before"),
            (fact.BEAT_AFTER, fact.BESIDE_AFTER, "beat after"),
        ):
            columns.add(name, has(nearest))
            columns.add("beat other", has(beside) & ~has(nearest))
        for bit, name in (
            (fact.TOLD_HERE, "told here"),
            (fact.TOLD_BEFORE, "told before"),
            (fact.TOLD_LAST, "told before last"),
            (fact.TOLD_BEFORE_SUBJECT, "told before subject"),
            (fact.TOLD_AFTER, "told after"),
            (fact.TOLD_AFTER_SUBJECT, "told after subject"),
            (fact.ADDRESSED, "address here"),
            (fact.ADDRESSED_BEFORE, "address before"),
            (fact.ADDRESSED_FAR_BEFORE, "address before far"),
            (fact.ADDRESSED_AFTER, "address after"),
        ):
            columns.add(name, has(bit))
        columns.add("named within", has(fact.NAMED_WITHIN) & ~has(fact.ADDRESSED))
        is_subject = has(fact.TOLD_BEFORE_SUBJECT)
        columns.add("told before subject pronoun", is_subject & self._facts.has_pronoun[speeches])
        genders, told = self._facts.genders[characters], self._facts.before_gender[speeches]
        compared = ~is_subject & (genders != UNTOLD) & ((told == MALE) | (told == FEMALE))
        columns.add("before told pronoun fits", compared & (genders == told))
        columns.add("before told pronoun differs", compared & (genders != told))

    def _add_nobody(self, columns: Columns, speeches: I64, is_nobody: Mask) -> None:
        """The features of its being no candidate, but for how many candidates there are."""
        facts = self._facts
        tagged, pronouns = facts.tagged[speeches] >= 0, facts.pronouns[speeches]
        columns.add("nobody", is_nobody)
        columns.add("nobody untagged", is_nobody & ~tagged & (pronouns == UNTOLD))
        columns.add("nobody tagged thing", is_nobody & ~tagged & (pronouns == ANYBODY))
        columns.add("nobody tagged name", is_nobody & tagged)
        columns.add(
            "nobody tagged pronoun", is_nobody & ~tagged & (facts.has_pronoun[speeches] | (pronouns == FIRST_PERSON))
        )
        columns.add("nobody alone", is_nobody & facts.is_alone[speeches])
