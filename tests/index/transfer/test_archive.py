"""An imported archive has what it lists, whatever the archive lacks; what is damaged or hostile is refused."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fabula.index import RebuildOptions, Work, add_works, build, check, kept_generations, read_report, rebuild, update
from fabula.index.codec.toc import read_toc, toc_path
from fabula.index.errors import LibraryDamaged, UnreadableSource
from fabula.index.indexer.restore import restore
from fabula.index.store.opening import open_store
from fabula.index.transfer import export_archive, import_archive
from .test_import_works import contents, tales

Make = Callable[..., Work]


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    return tales(tmp_path / "stories", "Ham", "Lea", "Noon")


@pytest.fixture
def library(stories: Path, tmp_path: Path) -> Path:
    """A library that keeps two older indexes, the first of them with one tale less."""
    path = tmp_path / "library"
    build(path, [stories], workers=0)
    rebuild(path, RebuildOptions(keep=2))
    tales(stories, "Pewter")
    rebuild(path, RebuildOptions(keep=2))
    return path


def without(archive: Path, *names: str, other: bytes | None = None) -> Path:
    """`archive` without these members, or with `other` bytes in them."""
    members: list[tuple[str, bytes]] = []
    with tarfile.open(archive) as tar:
        for member in tar:
            file = tar.extractfile(member)
            assert file is not None
            content = file.read()
            if member.name not in names:
                members.append((member.name, content))
            elif other is not None:
                members.append((member.name, other))
    with tarfile.open(archive, "w") as tar:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return archive


@pytest.mark.slow
def test_an_archive_made_during_rebuilds_has_what_it_lists(library: Path, tmp_path: Path) -> None:
    """Whatever commits and kept indexes come and go while files are opened."""
    made = 0
    with ThreadPoolExecutor(1) as pool:
        rebuilds = pool.submit(lambda: [rebuild(library, RebuildOptions(keep=1, speech=False)) for _ in range(4)])
        while not rebuilds.done() or not made:
            export_archive(library, tmp_path / f"{made}.tar")
            made += 1
        assert len(rebuilds.result()) == 4
    for number in range(0, made, max(1, made // 5)):
        report = import_archive(tmp_path / f"imported-{number}", tmp_path / f"{number}.tar")
        assert report.whole and report.remarks == ()


def test_kept_indexes_are_carried(library: Path, tmp_path: Path) -> None:
    """They are listed, can be restored, and nothing is left over."""
    export_archive(library, tmp_path / "a.tar")
    imported = tmp_path / "imported"
    report = import_archive(imported, tmp_path / "a.tar")
    assert report.remarks == () and check(imported).leftovers == ()
    assert contents(imported) == contents(library) and read_report(imported) == read_report(library)
    kept = kept_generations(imported)
    assert [(old.generation, old.works, old.problem) for old in kept] == [
        (old.generation, old.works, "") for old in kept_generations(library)
    ]
    assert restore(imported, kept[0].generation).works == 3 and check(imported).whole


@pytest.mark.parametrize(
    ("lost", "other"), [(("toc", "segment"), None), (("toc",), b""), (("segment",), b"not an index")]
)
def test_kept_indexes_that_are_not_there_are_not_listed(
    library: Path, tmp_path: Path, lost: tuple[str, ...], other: bytes | None
) -> None:
    """As in archives of an earlier Fabula; the report says which, and the others stay."""
    export_archive(library, tmp_path / "a.tar")
    first, second = (old.generation for old in kept_generations(library))
    segment = next(iter(read_toc(library / "index", first).segments)).file
    names = {"toc": f"index/{toc_path(library, first).name}", "segment": f"index/{segment}"}
    imported = tmp_path / "imported"
    report = import_archive(imported, without(tmp_path / "a.tar", *(names[name] for name in lost), other=other))
    assert len(report.remarks) == 1 and f"Index {first}" in report.remarks[0]
    assert [(old.generation, old.problem) for old in kept_generations(imported)] == [(second, "")]
    again = check(imported)
    assert again.whole and again.leftovers == () and contents(imported) == contents(library)


def test_an_index_that_the_library_lost_is_not_exported(library: Path, tmp_path: Path) -> None:
    """A library that lists a kept index without its files can be exported and imported all the same."""
    first = kept_generations(library)[0].generation
    segment = next(iter(read_toc(library / "index", first).segments)).file
    (library / "index" / segment).unlink()
    export_archive(library, tmp_path / "a.tar")
    assert len(import_archive(tmp_path / "imported", tmp_path / "a.tar").remarks) == 1
    assert len(kept_generations(tmp_path / "imported")) == 1


def test_damage_beside_the_index_costs_only_that(library: Path, tmp_path: Path) -> None:
    """A report that cannot be read is left out; settings with a mistake are taken over, and both are said."""
    export_archive(library, tmp_path / "a.tar")
    without(tmp_path / "a.tar", "reports/000001.json.gz", other=b"gone")
    without(tmp_path / "a.tar", "library.toml", other=b"[reading\n")
    report = import_archive(tmp_path / "imported", tmp_path / "a.tar")
    assert all(name in remark for name, remark in zip(("000001.json.gz", "library.toml"), report.remarks, strict=True))
    assert check(tmp_path / "imported").whole and len(contents(tmp_path / "imported")) == 4


def test_an_update_on_another_machine_loses_nothing(library: Path, stories: Path, tmp_path: Path) -> None:
    """Sources that are not there are unseen; the same folder at its place is followed again."""
    export_archive(library, tmp_path / "a.tar")
    imported = tmp_path / "imported"
    import_archive(imported, tmp_path / "a.tar")
    stories.rename(tmp_path / "elsewhere")
    receipt = update(imported)
    assert (receipt.works, receipt.removed, len(receipt.unseen)) == (4, 0, 1)
    (tmp_path / "elsewhere").rename(stories)
    assert (update(imported).unchanged, update(imported).unseen) == (4, ())


def test_everything_else_in_the_folder_is_carried(library: Path, stories: Path, tmp_path: Path) -> None:
    """But for the lock, and for what is known of the files of this machine."""
    for _ in range(3):
        update(library)
    (stories / "Ham.txt").write_bytes(b"\0")
    update(library)
    export_archive(library, tmp_path / "a.tar")
    with tarfile.open(tmp_path / "a.tar") as tar:
        carried = set(tar.getnames())
    there = {str(path.relative_to(library)) for path in library.rglob("*") if path.is_file()}
    assert there - carried == {"catalogue", "index/write.lock"}
    import_archive(tmp_path / "imported", tmp_path / "a.tar")
    assert not update(tmp_path / "imported").failed_anew, "what failed the last time is no news"


def test_a_cut_archive_is_refused_wherever_it_is_cut(library: Path, tmp_path: Path) -> None:
    """Also between two members, behind all that the index needs: some of the reports would be missing."""
    export_archive(library, tmp_path / "a.tar")
    whole = (tmp_path / "a.tar").read_bytes()
    with tarfile.open(tmp_path / "a.tar") as tar:
        edges = [member.offset for member in tar][1:]
    for end in (*edges, edges[-1] + 512, edges[-1] + 700, 100):
        (tmp_path / "cut.tar").write_bytes(whole[:end])
        with pytest.raises(UnreadableSource):
            import_archive(tmp_path / "imported", tmp_path / "cut.tar")
        assert [path.name for path in tmp_path.iterdir() if "imported" in path.name] == []


def test_members_that_unpack_to_more_than_they_are(library: Path, tmp_path: Path) -> None:
    """A sparse member, a member twice, a link and a device are refused before anything is unpacked of them."""
    export_archive(library, tmp_path / "a.tar")
    for change in (
        lambda info: setattr(info, "pax_headers", {"GNU.sparse.major": "1", "GNU.sparse.minor": "0"}),
        lambda info: setattr(info, "name", "index/_MAIN_1.toc") or setattr(info, "type", tarfile.SYMTYPE),
        lambda info: setattr(info, "type", tarfile.CHRTYPE),
        lambda info: setattr(info, "name", "fabula.json"),
    ):
        (tmp_path / "b.tar").write_bytes((tmp_path / "a.tar").read_bytes())
        info = tarfile.TarInfo("reports/999999.json.gz")
        change(info)
        with tarfile.open(tmp_path / "b.tar", "a", format=tarfile.PAX_FORMAT) as tar:
            info.size = 512 if info.isreg() else 0
            tar.addfile(info, io.BytesIO(b"1\n0\n1000000000000\n".ljust(512, b"\0")))
        with pytest.raises(UnreadableSource):
            import_archive(tmp_path / "imported", tmp_path / "b.tar")


def test_what_is_no_archive(make_work: Make, tmp_path: Path) -> None:
    """A file that is not there, a folder, and a tar of other things say so."""
    with pytest.raises(UnreadableSource):
        import_archive(tmp_path / "imported", tmp_path / "none.tar")
    add_works(tmp_path / "library", [make_work("Lit.")], speech=False)
    with pytest.raises((UnreadableSource, LibraryDamaged)):
        import_archive(tmp_path / "imported", tmp_path / "library")
    assert not (tmp_path / "imported").exists() and open_store(tmp_path / "library").works()
