"""Whatever happens to files between updates, the library equals one built anew from them."""

from __future__ import annotations

import os
import random
import shutil
import zipfile
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from fabula.index import UpdateOptions, build, update
from fabula.index.model import WorkRecord
from fabula.index.receipt import ProcessorTime
from fabula.index.store.opening import open_store

WORDS = "lamp river bell harbour winter rope stone market goat ferry orchard tower letter garden".split()
PAGE = "<html><head><title>{0}: Chapter {1}</title></head><body><h1>Chapter {1}</h1>\n<p>{2}</p></body></html>"
OPF = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">{0}</dc:identifier><dc:title>{0}</dc:title>'
    "<dc:creator>Ann Author</dc:creator><dc:language>en</dc:language></metadata><manifest>"
    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine>'
    "</package>"
)


class Files:
    """A folder with stories of every shape, and what people do to it."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.random = random.Random(seed)
        self.count = 0
        root.mkdir()

    def text(self, named: bool = True) -> str:
        self.count += 1
        body = " ".join(self.random.choices(WORDS, k=12)).capitalize() + f" number {self.count}."
        head = f"Title: Tale {self.count}\nAuthor: Ann Author\n\n\n" if named else ""
        return f"{head}{body}\n\n\nAnd {' '.join(self.random.choices(WORDS, k=6))}.\n"

    def folder(self) -> Path:
        folder = self.root / self.random.choice(["", "a", "b", "a/deep"])
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def texts(self) -> list[Path]:
        # The files of a folder that is one work have a rule of their own.
        return sorted(path for path in self.root.rglob("*.txt") if "book" not in str(path))

    def any_text(self) -> Path:
        return self.random.choice(self.texts() or [self.create()])

    def create(self) -> Path:
        path = self.folder() / f"{self.count}.txt"
        path.write_text(self.text(self.random.random() < 0.8))
        return path

    def edit(self) -> None:
        path = self.any_text()
        path.write_text(path.read_text() + f"\nMore {self.random.choice(WORDS)}.\n")

    def edit_in_secret(self) -> None:
        """Another text of the same size, with the same time."""
        path = self.any_text()
        status = path.stat()
        path.write_text(path.read_text().replace("And ", "Yet ", 1))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def retitle(self) -> None:
        self.any_text().write_text(self.text())

    def move(self) -> None:
        path = self.any_text()
        self.count += 1
        path.rename(self.folder() / f"moved{self.count}.txt")

    def copy(self) -> None:
        self.count += 1
        shutil.copy2(self.any_text(), self.folder() / f"copy{self.count}.txt")

    def delete(self) -> None:
        self.any_text().unlink()

    def touch(self) -> None:
        os.utime(self.any_text(), (self.count, self.count))

    def link(self) -> None:
        self.count += 1
        os.link(self.any_text(), self.folder() / f"link{self.count}.txt")

    def replace_folder(self) -> None:
        shutil.rmtree(self.root / "a", ignore_errors=True)
        self.create()

    def rename_folder(self) -> None:
        if (self.root / "b").exists():
            self.count += 1
            (self.root / "b").rename(self.root / f"b{self.count}")

    def zip(self) -> None:
        """A new archive, or one that replaces another."""
        path = self.root / self.random.choice(["x.zip", "y.zip"])
        with zipfile.ZipFile(path, "w") as archive:
            for number in self.random.sample(range(6), self.random.randint(1, 4)):
                self.random.seed(f"{number}{self.random.randrange(2)}")
                archive.writestr(f"in/{number}.txt", f"Title: Packed {number}\nAuthor: Ann\n\n\n{WORDS[number]}.\n")

    def unzip(self) -> None:
        (self.root / "x.zip").unlink(missing_ok=True)

    def chapters(self) -> None:
        """A folder of pages that is one work while it has enough of them."""
        folder = self.root / "book"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for number in range(1, self.random.randint(1, 4) + 1):
            text = " ".join(self.random.choices(WORDS, k=8))
            (folder / f"ch{number}.html").write_text(PAGE.format("The Novel", number, text))

    def chapter(self) -> None:
        folder = self.root / "book"
        pages = sorted(folder.glob("*.html"))
        if pages and self.random.random() < 0.5:
            pages[-1].unlink()
        elif pages:
            pages[0].write_text(PAGE.format("The Novel", 1, " ".join(self.random.choices(WORDS, k=8))))

    def unpacked(self) -> None:
        folder = self.root / "unpacked-book"
        folder.mkdir(exist_ok=True)
        (folder / "content.opf").write_text(OPF.format("Unpacked"))
        (folder / "a.xhtml").write_text(PAGE.format("x", 1, " ".join(self.random.choices(WORDS, k=8))))

    def formats(self) -> None:
        """calibre's folder of one book in two formats, of which one may go."""
        folder = self.root / "calibre-book"
        folder.mkdir(exist_ok=True)
        (folder / "metadata.opf").write_text(OPF.format("Formats").replace('<itemref idref="a"/>', ""))
        text = " ".join(self.random.choices(WORDS, k=8))
        (folder / "The Book.html").write_text(PAGE.format("The Book", 1, text))
        (folder / "The Book.txt").write_text(f"The Book\n\n\n{text}.\n")
        if self.random.random() < 0.4:
            (folder / "The Book.html").unlink()

    def junk(self) -> None:
        (self.folder() / "photo.jpg").write_bytes(b"\xff\xd8")
        (self.folder() / "empty.txt").write_bytes(b"")
        (self.folder() / "empty.txt").unlink(missing_ok=True)

    def step(self) -> str:
        names = [name for name in vars(Files) if name not in {"text", "folder", "texts", "any_text", "step"}]
        name = self.random.choice([name for name in names if not name.startswith("_")])
        getattr(self, name)()
        return name


def contents(library: Path) -> list[tuple[object, ...]]:
    """All works with their scenes; ids without their numbers, which depend on the order in which works came."""
    store = open_store(library)
    found = []
    for work in store.works().values():
        own = store.scenes(work.id)
        scenes = [(scene.number, scene.text, scene.chapter, scene.id.rpartition("-")[2]) for scene in own]
        assert all(scene.id.startswith(work.id) for scene in own)
        found.append((_named(work), work.title, work.authors, work.path, work.digest, work.reader, tuple(scenes)))
    return sorted(found, key=repr)


def _named(work: WorkRecord) -> str:
    """The id of a work that is identified by title and authors; one identified by its path keeps its first path."""
    return work.id.partition(".")[0] if work.authors else ""


@pytest.mark.parametrize("seed", range(12))
def test_an_update_is_as_good_as_building_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Files created, edited (in secret, too), moved, copied, linked, deleted, touched; folders replaced and renamed;
    archives, folders that are works, books in several formats."""
    # Files of a test are always young; young files are hashed, which would hide the fingerprint's mistakes.
    monkeypatch.setattr(import_module("fabula.index.run.next_catalogue"), "is_settled", lambda *moments: True)
    files = Files(tmp_path / "stories", seed)
    for _ in range(8):
        files.create()
    library = tmp_path / "library"
    build(library, [files.root], workers=0, speech=False)
    options = UpdateOptions(workers=0, allow_removals=True, speech=False)
    # Permission makes a run look at every file.
    plain = replace(options, allow_removals=False)
    done: list[str] = []
    for _ in range(5):
        done.append(" ".join(files.step() for _ in range(files.random.randint(1, 5))))
        update(library, options)
        anew = tmp_path / "anew"
        build(anew, [files.root], workers=0, speech=False)
        assert contents(library) == contents(anew), done
        shutil.rmtree(anew)
        again = update(library, plain)
        assert (again.added, again.updated, again.removed) == (0, 0, 0), done
        assert again.unchanged == again.works, done
        # The tree's fingerprint told that nothing changed; surveying everything gives the same.
        assert "reading" not in again.phases, done
        with monkeypatch.context() as patch:
            patch.setattr(import_module("fabula.index.run.run"), "reuse_receipt", lambda *_: None)
            through = update(library, plain)
        assert "reading" in through.phases
        times = {"seconds": 0.0, "phases": {}, "processor": ProcessorTime(), "started": "", "number": 0}
        assert replace(through, **times) == replace(again, **times), done
