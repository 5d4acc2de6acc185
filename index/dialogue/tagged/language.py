"""What the tags of speech are made of in a language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product

# A gender: "M", "F", "" if it is not told. A form of a verb has further ones: "I" for the first person, "P" for many.


@dataclass(frozen=True, slots=True)
class Language:
    """The words of a language that show who speaks, all in lower case.

    verbs           forms of verbs of speech, as they stand beside speech.
    leading_verbs   infinitives and the like of verbs of speech, before it: "se mit à crier :".
    verb_like       whether a word may be a verb of narration by its ending: "« Oui », gronda Athos".
    verb_gender     what the form of a verb tells of its subject: "M", "F", "I", "P" or "".
    before_verb     what may stand between a subject and its verb, or before a verb that comes first.
    pronouns        those in the nominative -> "M", "F", "I" for the narrator, "" for anybody.
    possessives     of the third person: "his wife" is somebody else each time.
    determiners     articles and the like that begin the nominative of a noun -> its gender.
    indefinite      articles behind which an unknown noun is a thing: "un instant".
    titles          with or without a name behind them -> the gender of their bearers.
    nouns           further nouns of people -> their gender.
    generic         nouns for people who have a name as well ("la jeune femme") -> their gender.
    person_endings  of further nouns of people: "-ier".
    nobody          nouns that stand for no one person: "voice", "other".
    adjectives      that stand before a noun; others are known by `adjective_endings`.
    particles       that join the words of a name.
    leading         the particles that may begin a name without a title: "d'Artagnan".
    prepositions    the words behind them are no subject.
    clauses         conjunctions that begin a clause with a subject of its own.
    no_names        words with a capital that begin no name.
    capital_nouns   whether all nouns have a capital.
    subject_first   whether a subject stands before its verb in narration.
    drops_subject   whether a verb alone may stand for somebody who was named before.
    bare_nouns      whether nouns stand without a determiner.
    is_subject      whether a word may be the subject of a verb of this gender, by its ending.
    articles        words before a noun that seldom stand before a name, where all nouns have a capital.
    no_noun_endings of gerunds and verbs, which are no nouns: "sollozando".
    adverb_endings  of words that may stand beside a verb: "doucement".
    nominatives     further forms of which a word of a name may be an oblique case.
    stem            a word of a name without the ending of its case.
    name_gender     the gender that the ending of a given name tells, or "".
    """

    verbs: frozenset[str]
    leading_verbs: frozenset[str]
    verb_like: Callable[[str], bool]
    verb_gender: Callable[[str], str]
    before_verb: frozenset[str]
    pronouns: Mapping[str, str]
    determiners: Mapping[str, str]
    titles: Mapping[str, str]
    nouns: Mapping[str, str]
    generic: Mapping[str, str]
    nobody: frozenset[str]
    adjectives: frozenset[str]
    particles: frozenset[str]
    prepositions: frozenset[str]
    clauses: frozenset[str]
    no_names: frozenset[str]
    name_gender: Callable[[str], str]
    possessives: frozenset[str] = frozenset()
    adjective_endings: tuple[str, ...] = ()
    leading: frozenset[str] = frozenset()
    no_noun_endings: tuple[str, ...] = ()
    adverb_endings: tuple[str, ...] = ()
    nominatives: Callable[[str], tuple[str, ...]] = lambda word: ()
    stem: Callable[[str], str] = lambda word: word
    articles: frozenset[str] = frozenset()
    indefinite: frozenset[str] = frozenset()
    person_endings: tuple[str, ...] = ()
    subject_first: bool = False
    drops_subject: bool = False
    capital_nouns: bool = False
    bare_nouns: bool = False
    is_subject: Callable[[str, str], bool] = lambda word, gender: True


# Initials have no endings.
_MIN_NAME_CHARS = 3


def given_name_gender(
    men: frozenset[str], women: frozenset[str], female: tuple[str, ...], male: tuple[str, ...] = ()
) -> Callable[[str], str]:
    """Says what a given name in lower case tells: "M", "F" or "".

    men, women    names whose ending does not tell it, or tells something else.
    female, male  endings of other names.
    """

    def gender(name: str) -> str:
        if len(name) < _MIN_NAME_CHARS:
            return ""
        if name in men:
            return "M"
        if name in women or name.endswith(female):
            return "F"
        return "M" if name.endswith(male) else ""

    return gender


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


def genders_of(male: str, female: str, either: str = "") -> dict[str, str]:
    """word -> gender, from words parted by blanks."""
    return {
        **dict.fromkeys(either.split(), ""),
        **dict.fromkeys(male.split(), "M"),
        **dict.fromkeys(female.split(), "F"),
    }


def forms_of(stems: str, endings: Iterable[str]) -> frozenset[str]:
    """Each stem with each ending."""
    return frozenset(map("".join, product(stems.split(), endings)))
