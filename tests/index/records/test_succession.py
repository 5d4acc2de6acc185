"""The most alike find each other, however many works were read and are gone."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

import pytest

from fabula.index import Metadata, Work, WorkRecord
from fabula.index.errors import LibraryDamaged
from fabula.index.ingest.outcome import SegmentedWork
from fabula.index.ingest.read_task import segment_work
from fabula.index.model import Scene
from fabula.index.records.succession import Succession, is_as_it_was
from fabula.index.records.work_record import make_record
from ...prose import prose

MakeWork = Callable[..., Work]


class Gone:
    """Works that a library had before."""

    def __init__(self) -> None:
        self.records: list[WorkRecord] = []
        self.scenes: dict[str, tuple[Scene, ...]] = {}

    def add(self, work: Work) -> WorkRecord:
        segmented = segment_work(work)
        identity = f"{segmented.identity}.{len(self.records)}"
        record = make_record(segmented.work, identity, segmented.scenes)
        self.records.append(record)
        self.scenes[identity] = segmented.scenes
        return record

    def succession(self) -> Succession:
        return Succession(self.scenes.__getitem__)


def test_the_most_alike_find_each_other(make_work: MakeWork) -> None:
    """The closer one of two editions of a story takes the place, whichever comes first."""
    gone = Gone()
    text = prose(1, 400)
    old = gone.add(make_work(text, title="Lamp"))
    near, far = text.replace(" ba", " x"), f"{text} {prose(2, 300)}"
    for texts in ((near, far), (far, near)):
        read = [segment_work(make_work(each, title="Lamp")) for each in texts]
        assert gone.succession().assign(read, [old], same_file=False) == {texts.index(near): old}


def test_works_of_one_name_are_told_apart_by_their_texts(make_work: MakeWork) -> None:
    """Twenty drabbles without a title of their own in one file, in another order, one edited and one new."""
    gone = Gone()
    for number in range(20):
        gone.add(make_work(prose(number, 60), title="Drabble"))
    texts = [prose(number, 60) for number in range(1, 20)]
    texts[4] = texts[4].replace(" b", " x")
    random.Random(0).shuffle(texts)
    read = [segment_work(make_work(text, title="Drabble")) for text in [*texts, prose(99, 60)]]
    places = gone.succession().assign(read, gone.records, same_file=True)
    for index, text in enumerate(texts):
        number = next(number for number in range(20) if prose(number, 60)[-20:] == text[-20:])
        assert places[index] is gone.records[number]
    # The name is enough for the last one, as it is in the same file.
    assert places[19] is gone.records[0]


@pytest.mark.parametrize("seed", range(4))
def test_many_works_are_compared_as_few_are(make_work: MakeWork, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Comparing only works that share a name, a title or some text finds what comparing all pairs does."""
    chance = random.Random(seed)
    gone, read = Gone(), list[SegmentedWork]()
    for number in range(30):
        title, text = f"Tale {chance.randrange(20)}", prose(100 * seed + number, chance.choice([12, 60, 400]))
        source = chance.choice(["", "file"])
        gone.add(replace(make_work(text, title=title, authors=()), metadata=Metadata(title_source=source)))
        if chance.random() < 0.7:
            words = text.split()
            words[chance.randrange(len(words))] = "edited"
            title = chance.choice([title, f"Other {number}"])
            work = make_work(" ".join(words), title=title, authors=())
            read.append(segment_work(replace(work, metadata=Metadata(title_source=source))))
    chance.shuffle(read)
    module = import_module("fabula.index.records.succession")
    found = []
    for pairs in (0, 10_000):
        monkeypatch.setattr(module, "_MAX_PAIRS", pairs)
        found.append(gone.succession().assign(read, gone.records, same_file=False))
    assert found[0] == found[1] and len(found[0]) > 5


def test_the_same_bytes_need_no_comparison(make_work: MakeWork) -> None:
    """Texts are not even read; several works of one file are told apart by their titles and sizes."""

    def refuse(identity: str) -> tuple[Scene, ...]:
        raise AssertionError

    gone = Gone()
    works = [
        replace(make_work(prose(n, 60), title=f"Tale {n}"), digest="d", path=f"{n}.txt", source="/s") for n in range(3)
    ]
    for work in works:
        gone.add(work)
    read = [segment_work(replace(work, path=f"moved/{work.path}")) for work in works]
    assert [is_as_it_was(gone.records[0], each) for each in read] == [True, False, False]
    places = Succession(refuse).assign(read, gone.records, same_file=False)
    assert places == dict(enumerate(gone.records))


def test_a_damaged_text_agrees_with_nothing(make_work: MakeWork) -> None:
    """Then only names can say that a work is the same; no error ends the run."""

    def damaged(identity: str) -> tuple[Scene, ...]:
        raise LibraryDamaged("The text is damaged.")

    gone = Gone()
    gone.add(make_work(prose(1, 60), title="Lamp"))
    read = [segment_work(make_work(prose(1, 60), title="Lamp"))]
    assert Succession(damaged).assign(read, gone.records, same_file=False) == {}
    assert Succession(damaged).assign(read, gone.records, same_file=True) == {0: gone.records[0]}
    assert Succession(None).assign(read, [], same_file=True) == {}
