"""Stories with few scenes and many labels, whose values are much alike."""

from __future__ import annotations

from pathlib import Path
from random import Random

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.index.analysis import words
from fabula.index.model import WorkRecord

# Values within others, in other cases, with signs of the query language, without letters, in other scripts.
VALUES = (
    "Mark Twain", "mark twain", "Mark Twain Jr.", "Twain, Mark", "Mark", '"Mark"', "“Mark”", "=Mark", "M-A-R-K", "***",
    "曹雪芹", "曹雪芹, 高鹗", "Достоевский", "Достоевскій", "Cafe\u0301", "Café",
)  # fmt: skip


def random_library(folder: Path, seed: int) -> None:
    add_works(folder, random_works(seed))


def random_works(seed: int) -> list[Work]:
    """Works of few scenes whose fields have few values, some in two works, with notes and with copies of scenes."""
    chance = Random(seed)

    def some() -> tuple[str, ...]:
        return tuple(chance.sample(VALUES, chance.randrange(4)))

    works = []
    for number in range(24):
        blocks: list[Block] = [Block(BlockKind.NOTE, "Thanks for the lamp, all of you who read the story of it!")]
        for _ in range(chance.randrange(1, 4)):
            text = f"The lamp was lit {chance.choice(('once', 'twice', 'at last'))}, and nobody saw the ferry go. " * 3
            blocks += [Block(BlockKind.PARAGRAPH, text), Block(BlockKind.BREAK, "***")]
        metadata = Metadata(
            language=chance.choice(("en", "en-gb", "fr", "zh")),
            fandoms=some(),
            relationships=some(),
            characters=some(),
            tags=some(),
            rating=chance.choice(("", *VALUES)),
            warnings=some(),
            categories=some(),
            series=chance.choice(("", *VALUES)),
            more_series=some(),
        )
        works.append(Work(f"Tale {number}", some(), (Chapter(tuple(blocks)),), metadata))
    return works


def own_values(work: WorkRecord, name: str) -> tuple[str, ...]:
    """The values of a work in a field, as a page of the work shows them."""
    metadata = work.metadata
    values = {
        "title": (work.title,),
        "author": work.authors,
        "fandom": metadata.fandoms,
        "relationship": metadata.relationships,
        "character": metadata.characters,
        "tag": metadata.tags,
        "rating": (metadata.rating,),
        "warning": metadata.warnings,
        "category": metadata.categories,
        "series": (metadata.series, *metadata.more_series),
        "lang": (work.language,),
        "work": (work.id,),
    }
    return tuple(dict.fromkeys(value for value in values[name] if value))


def has_value(work: WorkRecord, name: str, value: str) -> bool:
    """Whether a work meets a filter on a field of texts, by its definition."""
    own = own_values(work, name)
    if value.startswith("="):
        return value[1:] in own
    if name == "lang":
        return any(language == value or language.startswith(f"{value}-") for language in own)
    for other in {"character": ("relationship",), "tag": ("warning", "category", "series")}.get(name, ()):
        own += own_values(work, other)
    wanted = f" {' '.join(words(value))} "
    return any(wanted in f" {' '.join(words(each))} " for each in own)
