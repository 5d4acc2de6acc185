"""Whatever happens to files, an id never names another story than before, and a story that stays keeps its id."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import pytest

from fabula.index import UpdateOptions, build, update
from fabula.index.store.opening import open_store
from ...prose import prose

OPTIONS = UpdateOptions(workers=0, allow_removals=True, speech=False)
# How archives number their stories; the last two are known to no rule.
ADDRESSES = (
    "http://tales.org/fic/viewstory.php?sid={0}&chapter=1",
    "https://archiveofourown.org/works/{0}/chapters/9?view_adult=true",
    "https://forums.example.org/threads/slug.{0}/page-2",
    "http://old.example.org/story.asp?lang=en&id={0}",
    "https://blog.example.org/?p={0}",
)


def sentence(seed: int, count: int) -> str:
    return prose(seed, count).capitalize() + "."


def page(number: int, address: str, text: str = "") -> str:
    return (
        f'<html><head><title>Tale {number}</title><link rel="canonical" href="{address.format(number)}">'
        f"<meta name='author' content='Ann Author'></head><body><p>{text or sentence(number, 80)}</p></body></html>"
    )


def ids_by_title(library: Path) -> dict[str, str]:
    return {work.title: work.id for work in open_store(library).works().values()}


@pytest.mark.parametrize("same_paths", [False, True])
@pytest.mark.parametrize("address", ADDRESSES)
def test_stories_of_one_archive_never_take_each_others_place(tmp_path: Path, address: str, same_paths: bool) -> None:
    """Eight of twenty are deleted and eight others come in one run: eight are added and removed, none moved."""
    folder, library = tmp_path / "stories", tmp_path / "library"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number}.html").write_text(page(number, address))
    build(library, [folder], workers=0, speech=False)
    before = ids_by_title(library)
    assert len({identity.partition(".")[0] for identity in before.values()}) == 20
    for number in range(8):
        (folder / f"{number}.html").unlink()
        name = number if same_paths else number + 100
        (folder / f"{name}.html").write_text(page(number + 100, address))
    receipt = update(library, OPTIONS)
    assert (receipt.added, receipt.removed, receipt.updated, receipt.moved) == (8, 8, 0, 0)
    after = ids_by_title(library)
    assert {title: after[title] for title in list(before) if title in after} == {
        f"Tale {number}": before[f"Tale {number}"] for number in range(8, 20)
    }
    assert not set(before.values()) & {after[f"Tale {number + 100}"] for number in range(8)}


@pytest.mark.parametrize("same_names", [False, True])
@pytest.mark.parametrize("kind", ["zip", "jsonl"])
def test_so_it_is_in_one_file(tmp_path: Path, kind: str, same_names: bool) -> None:
    """The stories of an archive in a zip archive, or in one file of JSON Lines, in another order the second time."""
    folder, library = tmp_path / "stories", tmp_path / "library"
    folder.mkdir()

    def write(numbers: list[int]) -> None:
        if kind == "jsonl":
            works = [
                {"title": f"Tale {n}", "author": "Ann", "text": sentence(n, 80), "address": ADDRESSES[0].format(n)}
                for n in numbers
            ]
            (folder / "a.jsonl").write_text("".join(f"{json.dumps(work)}\n" for work in works))
            return
        with zipfile.ZipFile(folder / "a.zip", "w") as archive:
            for place, number in enumerate(numbers):
                name = place if same_names else number
                archive.writestr(f"in/{name}.html", page(number, ADDRESSES[0]))

    write(list(range(20)))
    build(library, [folder], workers=0, speech=False)
    before = ids_by_title(library)
    write([*range(100, 108), *range(19, 7, -1)])
    receipt = update(library, OPTIONS)
    assert (receipt.added, receipt.removed, receipt.works) == (8, 8, 20)
    after = ids_by_title(library)
    assert all(after[f"Tale {number}"] == before[f"Tale {number}"] for number in range(8, 20))
    assert not set(before.values()) & {after[f"Tale {number}"] for number in range(100, 108)}


@dataclass
class Story:
    """A story as a person thinks of it: whatever its title and its words, it stays this one.

    title  "" if only the name of the file says it.
    """

    key: int
    title: str
    author: str
    address: str
    text: str
    ids: set[str] = field(default_factory=set)

    def page(self) -> str:
        title = f"<title>{self.title}</title>" if self.title else ""
        author = f'<meta name="author" content="{self.author}">' if self.author else ""
        link = f'<link rel="canonical" href="{self.address}">' if self.address else ""
        return f"<html><head>{title}{author}{link}</head><body><p>{self.text}</p></body></html>"


class Shelf:
    """Files with one story each, and what people do to them between two runs."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.count = 0
        self.stories: dict[str, Story] = {}
        folder.mkdir()

    def new_story(self) -> Story:
        self.count += 1
        kind = self.chance.randrange(6)
        # Three titles that many stories have; stories that only their files name; and proper ones.
        title = (
            "" if kind == 0 else self.chance.choice(["Untitled", "Drabble", "Home"]) if kind < 3 else f"T {self.count}"
        )
        author = self.chance.choice(["", "Ann", "Odo"]) if kind else ""
        address = self.chance.choice(ADDRESSES).format(self.count) if kind > 3 else ""
        # A short text without a title is found again only where it was, or as it was.
        text = sentence(1_000 + self.count, self.chance.choice([12 if title else 40, 60, 500]))
        return Story(self.count, title, author, address, text)

    def new_path(self) -> str:
        self.count += 1
        return f"{self.chance.choice('abc')}/{self.count}.html"

    def any_path(self) -> str:
        return self.chance.choice(sorted(self.stories))

    def add(self) -> None:
        self.stories[self.new_path()] = self.new_story()

    def delete(self) -> None:
        if len(self.stories) > 4:
            del self.stories[self.any_path()]

    def move(self) -> None:
        self.stories[self.new_path()] = self.stories.pop(self.any_path())

    def edit(self) -> None:
        story = self.stories[self.any_path()]
        words = story.text.split()
        words[self.chance.randrange(len(words))] = f"edited{self.count}"
        story.text = " ".join(words)

    def move_and_edit(self) -> None:
        path = self.any_path()
        story = self.stories.pop(path)
        story.text = f"{story.text} And {self.count} more."
        self.stories[self.new_path()] = story

    def replace(self) -> None:
        """Another story at the same place, under another title."""
        story = self.new_story()
        story.title = f"Other {story.key}"
        self.stories[self.any_path()] = story

    def swap(self) -> None:
        one, other = self.any_path(), self.any_path()
        self.stories[one], self.stories[other] = self.stories[other], self.stories[one]

    def rotate(self) -> None:
        """A story takes a place whose story takes a new one."""
        path = self.any_path()
        old = self.stories[path]
        moved_from = self.any_path()
        self.stories[path] = self.stories.pop(moved_from)
        if moved_from != path:
            self.stories[self.new_path()] = old

    def step(self) -> str:
        steps: list[Callable[[], None]] = [
            self.add, self.add, self.delete, self.move, self.edit, self.move_and_edit, self.replace, self.swap,
            self.rotate,
        ]  # fmt: skip
        step = self.chance.choice(steps)
        step()
        return step.__name__

    def write(self) -> None:
        for path in self.folder.rglob("*.html"):
            if str(path.relative_to(self.folder)) not in self.stories:
                path.unlink()
        for name, story in self.stories.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            if not path.exists() or path.read_text() != story.page():
                path.write_text(story.page())


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_ids_follow_stories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Rounds of stories that come, go, move, change, and change places, in any combination between two runs."""
    monkeypatch.setattr(import_module("fabula.index.run.next_catalogue"), "is_settled", lambda *moments: True)
    shelf, library = Shelf(tmp_path / "stories", seed), tmp_path / "library"
    for _ in range(10):
        shelf.add()
    shelf.write()
    build(library, [shelf.folder], workers=0, speech=False)
    ever: dict[str, int] = {}
    done: list[str] = []
    for _ in range(8):
        works = open_store(library).works()
        paths = {record.path: record.id for record in works.values()}
        assert set(paths) == set(shelf.stories), done
        now = {identity: shelf.stories[path] for path, identity in paths.items()}
        for identity, story in now.items():
            # An id that was ever seen names the same story still, and the story has no other.
            assert ever.get(identity, story.key) == story.key, (done, story)
            assert not story.ids or identity in story.ids, (done, story)
            story.ids.add(identity)
        held = {identity: story.key for identity, story in now.items()}
        ever |= held
        done.append(" ".join(shelf.step() for _ in range(shelf.chance.randint(1, 6))))
        shelf.write()
        receipt = update(library, OPTIONS)
        keys = {story.key for story in shelf.stories.values()}
        assert receipt.added == len(keys - set(held.values())), done
        assert receipt.removed == len(set(held.values()) - keys), done
