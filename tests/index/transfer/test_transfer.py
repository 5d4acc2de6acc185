"""Exported works and libraries can be imported: as JSON Lines, or as one archive of one commit and nothing else."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Work, add_works, build, check
from fabula.index.errors import LibraryDamaged, NotALibrary, PartlyRead, UnreadableSource
from fabula.index.store.opening import open_store
from fabula.index.transfer import export_archive, export_works, import_archive, import_works, write_works
from fabula.search import Library

DEMO = Path(__file__).parents[3] / "web" / "demo" / "stories"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo stories, with notes, chapters and verse."""
    folder = tmp_path_factory.mktemp("transfer") / "library"
    build(folder, [DEMO], workers=0)
    return folder


def scenes(library: Path) -> list[tuple[object, ...]]:
    store = open_store(library)
    return sorted(
        (work.title, scene.order, scene.kind, scene.chapter and scene.chapter.title, scene.text, scene.paragraphs)
        for work in store.works().values()
        for scene in store.scenes(work.id)
    )


def test_works_come_back_as_they_were(library: Path, tmp_path: Path) -> None:
    """Scenes, chapters, notes and paragraphs are the same, by `import` and by `index`."""
    file = tmp_path / "works.jsonl"
    assert write_works(library, file) == len(open_store(library).works())
    assert all(json.loads(line)["title"] for line in file.read_text("ascii").splitlines())
    assert import_works(tmp_path / "imported", file).works == 7
    assert scenes(tmp_path / "imported") == scenes(library)
    assert build(tmp_path / "indexed", [file], workers=0).works == 7
    assert scenes(tmp_path / "indexed") == scenes(library)


def test_lines_that_cannot_be_read_are_named(library: Path, tmp_path: Path) -> None:
    """The lines that can be read are added."""
    file = tmp_path / "works.jsonl"
    lines = list(export_works(library))
    file.write_text("\n".join([lines[0], "{", '{"chapters": [{"blocks": [["song", 3]]}]}', lines[1]]))
    with pytest.raises(PartlyRead, match=r"(?s)line 2.*line 3"):
        import_works(tmp_path / "imported", file)
    assert len(open_store(tmp_path / "imported").works()) == 2


def test_an_archive_is_the_library(library: Path, tmp_path: Path) -> None:
    """The new library has the same works and ids, and is whole."""
    file = tmp_path / "library.tar"
    assert export_archive(library, file) == file.stat().st_size
    assert import_archive(tmp_path / "restored", file).whole
    assert open_store(tmp_path / "restored").works() == open_store(library).works()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    with pytest.raises(NotALibrary, match="there already"):
        import_archive(tmp_path / "restored", file)


@pytest.mark.slow
def test_an_archive_is_one_commit(make_work: Callable[..., Work], tmp_path: Path) -> None:
    """An export is one commit, though another process commits again and again."""
    library = tmp_path / "library"
    add_works(library, [make_work("The lamp was lit.", title="Lamp")], speech=False)
    script = (
        "import sys; from benchmarks.faults.stories import make_story; from fabula.index import add_works\n"
        "for n in range(25): add_works(sys.argv[1], [make_story(n % 5, n)], speech=False)"
    )
    root = Path(__file__).parents[3]
    with subprocess.Popen([sys.executable, "-c", script, str(library)], cwd=root) as writer:
        made = 0
        while writer.poll() is None or not made:
            export_archive(library, tmp_path / f"{made}.tar")
            made += 1
    assert writer.returncode == 0
    for number in range(0, made, max(1, made // 8)):
        assert import_archive(tmp_path / f"restored-{number}", tmp_path / f"{number}.tar").whole


HOSTILE = ["../evil", "/tmp/evil", "index/../../evil", "notes.txt", "index/MAIN_0.seg/x", "index/x.toc"]


@pytest.mark.parametrize("name", HOSTILE)
def test_an_archive_writes_nothing_else(library: Path, tmp_path: Path, name: str) -> None:
    """Names that lead elsewhere, or that no library has, are refused; nothing is left."""
    file = tmp_path / "library.tar"
    export_archive(library, file)
    with tarfile.open(file, "a") as tar:
        member = tarfile.TarInfo(name)
        member.size = 3
        tar.addfile(member, io.BytesIO(b"abc"))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UnreadableSource, match="no archive of a library"):
        import_archive(tmp_path / "restored", file)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_damaged_archive_is_not_taken(library: Path, tmp_path: Path) -> None:
    """A flipped bit, a missing end or another kind of file is refused."""
    file = tmp_path / "library.tar"
    export_archive(library, file)
    whole = file.read_bytes()
    at = whole.index(b"\x28\xb5\x2f\xfd") + 40
    file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    with pytest.raises(LibraryDamaged):
        import_archive(tmp_path / "restored", file)
    for content in (whole[: len(whole) // 2], b"not an archive", b""):
        file.write_bytes(content)
        with pytest.raises((UnreadableSource, LibraryDamaged)):
            import_archive(tmp_path / "restored", file)
    assert not (tmp_path / "restored").exists()


def test_a_library_may_be_moved_and_copied(library: Path, tmp_path: Path) -> None:
    shutil.copytree(library, tmp_path / "copy")
    (tmp_path / "copy").rename(tmp_path / "moved")
    with Library.open(tmp_path / "moved") as moved, Library.open(library) as own:
        assert [hit.scene for hit in moved.search("lamp")] == [hit.scene for hit in own.search("lamp")]
    assert check(tmp_path / "moved").whole


@pytest.mark.slow
def test_searching_and_checking_write_nothing(library: Path, tmp_path: Path) -> None:
    """Works in a read-only folder; nothing is opened for writing, whoever the user is."""
    copy = tmp_path / "copy"
    shutil.copytree(library, copy)
    for path in [*copy.rglob("*"), copy]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    script = (
        "import sys\n"
        "def hook(event, arguments):\n"
        "    if event == 'open' and arguments[0] and sys.argv[1] in str(arguments[0]):\n"
        "        assert arguments[1] in (None, 'r', 'rb') and not (arguments[2] or 0) & 3, arguments\n"
        "    elif event in ('os.mkdir', 'os.rename', 'os.remove', 'os.truncate', 'os.chmod', 'os.utime'):\n"
        "        assert sys.argv[1] not in str(arguments[0]), (event, arguments)\n"
        "sys.addaudithook(hook)\n"
        "from fabula.search import Library\n"
        "from fabula.index import check\n"
        "with Library.open(sys.argv[1]) as library:\n"
        "    assert library.search('lamp').total and library.quote('the lamp was lit').hits and library.works()\n"
        "assert check(sys.argv[1]).whole\n"
    )
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*")}
    done = subprocess.run([sys.executable, "-c", script, str(copy)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert {path: path.stat().st_mtime_ns for path in copy.rglob("*")} == before
    for path in [copy, *copy.rglob("*")]:
        path.chmod(0o755)
