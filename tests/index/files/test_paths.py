"""Paths as text: every name can be displayed and found again, and both forms of an accent are one path."""

from __future__ import annotations

import os
import posixpath
import sys
import unicodedata
from itertools import product
from pathlib import Path

import pytest

from fabula.index.files.paths import (
    all_paths_above,
    display_path,
    locate,
    normal_form,
    normal_form_below,
    path_key,
    paths_above,
    root_of_key,
)

NFC = unicodedata.normalize("NFC", "Café.txt")
NFD = unicodedata.normalize("NFD", NFC)
linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not keep such names")


def test_a_path_key_is_the_whole_path() -> None:
    """Root and path joined, also for the root of the file system; a work without a source has its path alone."""
    assert path_key("/a/b", "c.zip!/d.txt") == "/a/b/c.zip!/d.txt"
    assert path_key("/", "a.txt") == "/a.txt"
    assert path_key("", "a.txt") == "a.txt"
    for root, path in product(("", "/", "/a", "/a/", "a"), ("", "/", "b", "/b", "b/c.zip!/d", "../b")):
        assert path_key(root, path) == posixpath.join(root, path)


def test_a_path_key_and_its_path_give_the_root() -> None:
    """Of the file itself and of a member of an archive; a name that only ends alike is another."""
    for root, path in (("/a/b", "c.zip!/d.txt"), ("/", "a.txt"), ("/a", "a"), ("", "a.txt")):
        assert root_of_key(path_key(root, path), path) == root
    assert root_of_key("/s/aa.txt", "a.txt") == root_of_key("/s/a.txt", "b.txt") == root_of_key("", "") == ""


def test_all_folders_above_many_paths_come_once() -> None:
    """As many as above each of the paths alone, archives among them, and names that end in "!"."""
    names = ("a", "b", "x.zip!", "Wow!", "c.txt")
    paths = ["/".join((root, *parts)) for root in ("", "/s", "t") for parts in product(names, repeat=3)]
    above = list(all_paths_above(paths))
    assert len(above) == len(set(above))
    assert set(above) == {folder for path in paths for folder in paths_above(path)}


def test_a_path_lies_in_its_folder_whatever_that_is_called() -> None:
    """Also where its name ends in "!", as the path of an archive does in which something lies."""
    for folder in ("/s/Go!", "/s/Go", "/Go!", "Go!", "/s/c.zip"):
        assert folder in paths_above(f"{folder}/x/d.txt")
    assert "/s/c.zip" in paths_above("/s/c.zip!/x/d.txt")
    assert list(paths_above("/!/d.txt")) == ["/!", "/"]


@linux
def test_a_displayed_path_is_found_again(tmp_path: Path) -> None:
    """Plain names, names that are not UTF-8, and the archive of a member; None for what is not there."""
    odd = tmp_path / os.fsdecode(b"od\xffd.zip")
    for path in (tmp_path / "plain.txt", tmp_path / NFC, odd):
        path.touch()
        assert locate(display_path(str(path))) == path
    assert display_path(str(odd)).endswith(r"od\xffd.zip")
    assert locate(display_path(str(odd)) + "!/member.txt") == odd
    assert locate(str(tmp_path / "missing.txt")) is None


@linux
@pytest.mark.parametrize(
    "path", ["a\0b", "/a\0b", "x" * 60_000, "/x/" * 30_000, "é" * 60_000, "/é\0", "", "/", "!/", "\\xff"]
)
def test_a_path_that_no_system_takes_is_not_there(path: str) -> None:
    """A forged record may have any: with a NUL, too long, empty. There is no error, and nothing is opened."""
    assert locate(f"{path}!/nowhere" if path in ("", "/", "!/") else path) in (None, Path("/"), Path())


@linux
def test_another_normal_form_is_found(tmp_path: Path) -> None:
    """Copying programs change the form of accents: of the file, and of a folder above."""
    (tmp_path / NFD).mkdir()
    (tmp_path / NFD / NFD).touch()
    assert locate(str(tmp_path / NFC / NFC)) == tmp_path / NFD / NFD
    assert normal_form(NFD) == NFC and normal_form("plain.txt") == "plain.txt"


@linux
def test_two_forms_side_by_side_keep_their_names(tmp_path: Path) -> None:
    """A path is NFC, unless another file beside it has the NFC name."""
    (tmp_path / NFD).touch()
    assert normal_form_below(tmp_path, NFD) == NFC
    (tmp_path / NFC).touch()
    assert normal_form_below(tmp_path, NFD) == NFD
    assert normal_form_below(tmp_path, NFC) == NFC
