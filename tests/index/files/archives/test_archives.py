"""Archives as folders: every member is read or refused by name, and nothing unpacks without bounds."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import sys
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index import SkipKind, build
from fabula.index.errors import SourceError
from fabula.index.files.archives import archive as bounds
from fabula.index.files.archives import open_archive
from fabula.index.files.file_source import FileSource
from fabula.index.store.opening import open_store
from fabula.search import Library

STORY = "Clara waited by the sea. The lamp was out, and nobody came to light it.\n"
OTHER = "Ruth went to the market with a goat that would not be led.\n"
FILES = {"one.txt": STORY.encode(), "more/two.txt": OTHER.encode()}

Pack = Callable[[Mapping[str, bytes]], bytes]


def zipped(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def tarred(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return stream.getvalue()


def seven_zipped(files: Mapping[str, bytes]) -> bytes:
    py7zr = pytest.importorskip("py7zr")
    stream = io.BytesIO()
    with py7zr.SevenZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return stream.getvalue()


PACKERS: dict[str, Pack] = {
    "zip": zipped,
    "tar": tarred,
    "tar.gz": lambda files: gzip.compress(tarred(files)),
    "tar.bz2": lambda files: bz2.compress(tarred(files)),
    "tar.xz": lambda files: lzma.compress(tarred(files)),
    "7z": seven_zipped,
}


def indexed(folder: Path) -> tuple[set[str], dict[str, str]]:
    """The paths of the works, and of the skipped files with the reasons."""
    receipt = build(folder.parent / "library", [folder], workers=0)
    assert receipt.files == receipt.added + receipt.unchanged + receipt.updated + len(receipt.skipped)
    works = open_store(folder.parent / "library").works().values()
    return {work.path for work in works}, {skipped.path: skipped.reason for skipped in receipt.skipped}


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    (tmp_path / "stories").mkdir()
    return tmp_path / "stories"


@pytest.mark.parametrize("kind", PACKERS)
def test_members_are_works(stories: Path, kind: str) -> None:
    """A file in an archive is read like one on disk, under its own path, and not again while it is unchanged."""
    (stories / f"a.{kind}").write_bytes(PACKERS[kind](FILES))
    paths, skipped = indexed(stories)
    assert (paths, skipped) == ({f"a.{kind}!/one.txt", f"a.{kind}!/more/two.txt"}, {})
    with Library.open(stories.parent / "library") as library:
        (hit,) = library.search('"goat that would not be led"')
        assert hit.work.path == f"a.{kind}!/more/two.txt"
    again = build(stories.parent / "library", [stories], workers=0)
    assert (again.added, again.unchanged) == (0, 2)
    (stories / f"a.{kind}").write_bytes(PACKERS[kind]({**FILES, "one.txt": b"Clara waited by the lake.\n"}))
    changed = build(stories.parent / "library", [stories], workers=0)
    assert (changed.updated + changed.added, changed.unchanged) == (1, 1)


def test_a_packed_file_is_a_work(stories: Path) -> None:
    """A file that gzip, bzip2 or xz packs without a tar is one file, with its name before packing."""
    for suffix, compress in (("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)):
        (stories / f"{suffix}.txt.{suffix}").write_bytes(compress(STORY.encode()))
    paths, skipped = indexed(stories)
    assert paths == {f"{suffix}.txt.{suffix}!/{suffix}.txt" for suffix in ("gz", "bz2", "xz")}
    assert not skipped


def test_books_and_archives_in_archives(stories: Path) -> None:
    """A book that is a zip is read as a book; archives are opened to three levels and no deeper."""
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="a.opf"/></rootfiles></container>'
    )
    opf = (
        '<package xmlns:dc="d"><metadata><dc:title>The Lamp</dc:title></metadata><manifest><item id="p" href="p.html"'
        ' media-type="text/html"/></manifest><spine><itemref idref="p"/></spine></package>'
    )
    book = zipped(
        {
            "META-INF/container.xml": container.encode(),
            "a.opf": opf.encode(),
            "p.html": b"<html><body><p>She left.</p></body></html>",
        }
    )
    nested = zipped({"x.txt": STORY.encode()})
    for _ in range(3):
        nested = zipped({"x.txt": STORY.encode(), "in.zip": nested})
    (stories / "a.zip").write_bytes(zipped({"book.epub": book, "deep.tar": tarred({"in.zip": nested})}))
    paths, skipped = indexed(stories)
    assert paths == {"a.zip!/book.epub", "a.zip!/deep.tar!/in.zip!/x.txt"}
    (reason,) = skipped.values()
    assert "archive within 3 others" in reason


def test_names_that_lead_out_are_refused(stories: Path) -> None:
    """Absolute names, drives and ".." are refused by name; the other members are read."""
    names = ["../out.txt", "/etc/out.txt", "a/../../out.txt", "C:\\out.txt", "..\\up\\out.txt"]
    for kind, pack in (("zip", zipped), ("tar", tarred)):
        (stories / f"a.{kind}").write_bytes(pack({**dict.fromkeys(names, b"Out."), f"{kind}.txt": STORY.encode()}))
    paths, skipped = indexed(stories)
    assert paths == {"a.zip!/zip.txt", "a.tar!/tar.txt"}
    assert len(skipped) == 2 * len(names) and all("leads out" in reason for reason in skipped.values())
    assert [path.name for path in stories.parent.rglob("out.txt")] == []


def test_links_and_special_members_are_refused(stories: Path) -> None:
    """Links, devices and pipes in archives are named and not followed."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, kind in (("link", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("pipe", tarfile.FIFOTYPE)):
            member = tarfile.TarInfo(f"{name}.txt")
            member.type, member.linkname = kind, "/etc/hostname"
            archive.addfile(member)
    (stories / "a.tar").write_bytes(stream.getvalue())
    with zipfile.ZipFile(stories / "a.zip", "w") as packed:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(info, "/etc/hostname")
    paths, skipped = indexed(stories)
    assert not paths
    assert set(skipped) == {"a.tar!/link.txt", "a.tar!/hard.txt", "a.tar!/pipe.txt", "a.zip!/link.txt"}
    assert all("link" in reason or "regular" in reason for reason in skipped.values())


def test_protected_members_are_refused_by_name(stories: Path) -> None:
    """A member with a password is not read; the others are."""
    data = bytearray(zipped({"secret.txt": b"Secret.", "open.txt": STORY.encode()}))
    directory = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[directory + 8] |= 1
    (stories / "a.zip").write_bytes(bytes(data))
    paths, skipped = indexed(stories)
    assert paths == {"a.zip!/open.txt"}
    assert skipped == {"a.zip!/secret.txt": "it is protected by a password"}


def test_a_protected_7z_says_so(stories: Path) -> None:
    """A 7z archive with a password is one failed line."""
    py7zr = pytest.importorskip("py7zr")
    with py7zr.SevenZipFile(stories / "a.7z", "w", password="word") as archive:
        archive.writestr(STORY, "a.txt")
    assert indexed(stories) == (set(), {"a.7z": "it is protected by a password"})


def test_7z_without_its_package_says_what_is_needed(stories: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without py7zr a 7z archive is one line that names the package; the run is not complete."""
    (stories / "a.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(40))
    monkeypatch.setitem(sys.modules, "py7zr", None)
    receipt = build(stories.parent / "library", [stories], workers=0)
    (skipped,) = receipt.skipped
    assert (skipped.path, skipped.kind) == ("a.7z", SkipKind.EXTRA_NEEDED)
    assert "py7zr" in skipped.reason


def test_two_members_of_one_name(stories: Path) -> None:
    """The second member of a name is refused, and so is a folder with the name of a file."""
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(stories / "a.zip", "w") as archive:
        archive.writestr("one.txt", STORY)
        archive.writestr("one.txt", OTHER)
        archive.writestr("one.txt/inner.txt", OTHER)
    paths, skipped = indexed(stories)
    assert paths == {"a.zip!/one.txt"}
    assert set(skipped.values()) == {"an earlier file in the archive has the same name"}


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "txt.gz", "txt.xz", "7z"])
def test_bombs_do_not_go_off(stories: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive that unpacks to far more than prose does is refused, however it is packed."""
    monkeypatch.setattr(bounds, "_MIN_BUDGET_BYTES", 4_000_000)
    bomb = {"bomb.txt": b"a" * 30_000_000}
    packed = {
        "txt.gz": lambda files: gzip.compress(files["bomb.txt"]),
        "txt.xz": lambda files: lzma.compress(files["bomb.txt"]),
        **PACKERS,
    }[kind](bomb)
    (stories / f"a.{kind}").write_bytes(packed)
    paths, skipped = indexed(stories)
    assert not paths
    assert any("unpacks to" in reason for reason in skipped.values())


def test_many_small_bombs_are_one(stories: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All members of an archive, and of archives in it, share one budget."""
    monkeypatch.setattr(bounds, "_MIN_BUDGET_BYTES", 100_000)
    story = zipped({"x.txt": (STORY + "a " * 60_000).encode()})
    (stories / "a.zip").write_bytes(zipped({f"{number}.zip": story + bytes([number]) for number in range(5)}))
    paths, skipped = indexed(stories)
    assert len(paths) < 5 and len(paths) + len(skipped) == 5
    assert all("unpacks to far more" in reason for reason in skipped.values())


@pytest.mark.parametrize("kind", [kind for kind in PACKERS if kind != "7z"])
def test_a_cut_archive_loses_nothing_in_silence(stories: Path, kind: str) -> None:
    """An archive that ends too early is a failed line, whatever could still be read from it."""
    files = {f"{number}.txt": (STORY * 400 + str(number)).encode() for number in range(6)}
    whole = PACKERS[kind](files)
    for part in (0.3, 0.6, 0.9):
        (stories / f"{part}.{kind}").write_bytes(whole[: int(len(whole) * part)])
    _, skipped = indexed(stories)
    for part in (0.3, 0.6, 0.9):
        assert any(path.startswith(f"{part}.{kind}") for path in skipped), part


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["zip", "tar", "tar.gz", "tar.xz", "tar.bz2"]), st.data())
def test_mutated_archives_give_members_or_a_reason(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    """Any bytes are read or refused with a SourceError."""
    base = bytearray(PACKERS[kind](FILES))
    for _ in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(0, len(base) - 1))
        base[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    path = tmp_path / f"a.{kind}"
    path.write_bytes(bytes(base))
    try:
        with open_archive(FileSource.at(path)) as (folder, _):
            waiting = [folder]
            while waiting:
                for child in waiting.pop().children():
                    if child.is_folder:
                        waiting.append(child)  # type: ignore[arg-type]
                    else:
                        assert isinstance(child.read(), bytes)
    except SourceError as error:
        assert str(error)


def test_a_member_without_a_name(stories: Path) -> None:
    """It is named with the reason, and the others are read."""
    whole = bytearray(PACKERS["zip"]({"a.txt": STORY.encode(), "b": b"x"}))
    # The name of the last one in the directory, its length, and the size of the directory in the end record.
    last, end = whole.rfind(b"PK\x01\x02"), whole.rfind(b"PK\x05\x06")
    whole[last + 28] -= 1
    whole[end + 12] -= 1
    del whole[last + 46]
    (stories / "a.zip").write_bytes(whole)
    works, skipped = indexed(stories)
    assert len(works) == 1
    assert skipped == {"a.zip!/": "it has no name"}


def test_names_in_code_pages(stories: Path) -> None:
    """Members of zip and tar archives have the names that their writers saw."""
    data = zipped({"?????.txt": STORY.encode()}).replace(b"?????", "Пушка".encode("cp866"))
    (stories / "a.zip").write_bytes(data)
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT, encoding="cp932") as archive:
        member = tarfile.TarInfo("ソとまち.txt")
        member.size = len(OTHER)
        archive.addfile(member, io.BytesIO(OTHER.encode()))
    (stories / "b.tar").write_bytes(stream.getvalue())
    paths, skipped = indexed(stories)
    assert (paths, skipped) == ({"a.zip!/Пушка.txt", "b.tar!/ソとまち.txt"}, {})
