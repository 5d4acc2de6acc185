"""Characters of several works are one speaker where their names say so, and only there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.codec.speech import CastMember
from fabula.index.model import Gender, Metadata, WorkRecord
from fabula.search.speakers.characters import Part, speakers_of


def record(number: int, fandoms: tuple[str, ...] = (), series: str = "") -> WorkRecord:
    return WorkRecord(
        id=f"{number:032x}",
        title=f"Tale {number}",
        authors=("Ann Lee",),
        path=f"{number}.txt",
        source="tales",
        file=f"/tales/{number}.txt",
        reader="text",
        language="en",
        chapters=1,
        scenes=1,
        notes=0,
        words=100,
        digest="",
        size=600,
        metadata=Metadata(fandoms=fandoms, series=series),
    )


def part(
    work: WorkRecord, name: str, *aliases: str, gender: Gender = Gender.UNKNOWN, turns: int = 1, words: int = 10
) -> Part:
    return Part(work, CastMember(name, aliases, gender, turns, words), turns, words)


def names(*parts: Part) -> list[tuple[str, int]]:
    """(name, number of works) of each speaker."""
    return sorted((speaker.name, len(speaker.works)) for speaker in speakers_of(parts))


FIRST, SECOND = record(1, ("The 100",)), record(2, ("The 100",))


def test_a_name_is_one_person_in_a_fandom() -> None:
    """The same name in two works of a fandom is one speaker, whose words are those of both."""
    (speaker,) = speakers_of([part(FIRST, "Lexa", words=30), part(SECOND, "Léxa", "Heda", words=20, turns=4)])
    assert (speaker.words, speaker.turns, speaker.fandom) == (50, 5, "The 100")
    assert speaker.aliases == ("Léxa", "Heda")
    assert [spoken.work for spoken in speaker.works] == [FIRST, SECOND]


def test_works_that_share_nothing_share_nobody() -> None:
    """The same name in works of no fandom, or of different ones, is a person each; a series counts as a fandom."""
    alone, other = record(3), record(4)
    assert names(part(alone, "Ann"), part(other, "Ann")) == [("Ann", 1), ("Ann", 1)]
    assert names(part(FIRST, "Ann"), part(record(5, ("Emma",)), "Ann")) == [("Ann", 1), ("Ann", 1)]
    assert names(part(record(6, series="Tales"), "Ann"), part(record(7, series="Tales"), "Ann")) == [("Ann", 2)]


def test_an_alias_of_one_other_character_is_that_character() -> None:
    """ "Clarke" is "Clarke Griffin", who is called so elsewhere; "Griffin" stays, as two are called so."""
    full = part(FIRST, "Clarke Griffin", "Clarke", "Griffin", gender=Gender.FEMALE)
    mother = part(FIRST, "Abby Griffin", "Griffin", gender=Gender.FEMALE)
    assert names(full, mother, part(SECOND, "Clarke")) == [("Abby Griffin", 1), ("Clarke Griffin", 2)]
    assert names(full, mother, part(SECOND, "Griffin")) == [("Abby Griffin", 1), ("Clarke Griffin", 1), ("Griffin", 1)]


def test_two_characters_of_one_work_are_two() -> None:
    """An alias joins neither characters of one work nor a woman and a man."""
    full = part(FIRST, "Clarke Griffin", "Clarke", gender=Gender.FEMALE)
    assert len(names(full, part(FIRST, "Clarke"))) == 2
    assert len(names(full, part(SECOND, "Clarke", gender=Gender.MALE))) == 2
    assert len(names(full, part(SECOND, "Clarke", gender=Gender.FEMALE))) == 1


def test_each_work_has_its_own_narrator() -> None:
    """ "I" of one work is not "I" of another one of the same fandom."""
    assert names(part(FIRST, "I"), part(SECOND, "I")) == [("I", 1), ("I", 1)]


def test_a_crossover_shares_with_the_fandom_that_knows_the_name() -> None:
    """A character of a work of two fandoms is the one whose fandom has the name elsewhere."""
    crossover = record(8, ("Emma", "The 100"))
    assert names(part(crossover, "Lexa"), part(crossover, "Mr Elton"), part(FIRST, "Lexa")) == [
        ("Lexa", 2),
        ("Mr Elton", 1),
    ]


NAMES = st.sampled_from(["Clarke", "Clarke Griffin", "Griffin", "Abby Griffin", "Lexa", "I", "Léxa", "Ann"])
PARTS = st.lists(
    st.builds(
        part,
        st.sampled_from([FIRST, SECOND, record(3), record(9, ("Emma", "The 100")), record(10, series="Tales")]),
        NAMES,
        NAMES,
        NAMES,
        gender=st.sampled_from(list(Gender)),
        turns=st.integers(1, 9),
        words=st.integers(1, 99),
    ),
    max_size=12,
    unique_by=lambda each: (each.work.id, each.member.name),
)


@given(PARTS)
def test_nothing_is_lost(parts: list[Part]) -> None:
    """Turns and words of all speakers add up to those of all parts, each of which is in one speaker."""
    speakers = speakers_of(parts)
    assert sum(speaker.turns for speaker in speakers) == sum(each.turns for each in parts)
    assert sum(speaker.words for speaker in speakers) == sum(each.words for each in parts)
    placed = sorted((spoken.work.id, spoken.name) for speaker in speakers for spoken in speaker.works)
    assert placed == sorted((each.work.id, each.member.name) for each in parts)
    for speaker in speakers:
        assert speaker.name not in speaker.aliases
        assert [spoken.words for spoken in speaker.works] == sorted(
            (each.words for each in speaker.works), reverse=True
        )
