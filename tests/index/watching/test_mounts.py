"""Which file systems a folder is on, and which of them other machines write to."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index.watching.mounts import Mount, mounts_at, read_mounts

TABLE = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 0:21 / /proc rw,relatime shared:5 - proc proc rw
40 22 0:44 / /mnt/nas rw,relatime - nfs4 nas:/export rw,vers=4.2
41 22 0:45 / /mnt/my\040drive rw - fuseblk /dev/sdb1 rw
42 40 0:46 / /mnt/nas/stories/more rw master:2 propagate_from:1 - cifs //box/more rw
a line that is none
43 22 0:47 / /home/ann/cloud rw - fuse.rclone remote: rw
44 22 0:48 / /home/ann/cloud rw - tmpfs tmpfs rw
"""


@pytest.fixture
def mounts(tmp_path: Path) -> tuple[Mount, ...]:
    (tmp_path / "mountinfo").write_text(TABLE)
    return read_mounts(tmp_path / "mountinfo")


@pytest.mark.parametrize(
    ("path", "types"),
    [
        ("/home/ann/stories", ["ext4"]),
        ("/mnt/nas/stories", ["nfs4", "cifs"]),
        ("/mnt/nas/stories/more/of/it", ["cifs"]),
        ("/mnt/nasty", ["ext4"]),
        ("/mnt/my drive/stories", ["fuseblk"]),
        # A later mount hides the one before it.
        ("/home/ann/cloud", ["tmpfs"]),
        ("/home/ann", ["ext4", "tmpfs"]),
    ],
)
def test_the_mounts_of_a_folder(mounts: tuple[Mount, ...], path: str, types: list[str]) -> None:
    """The one that it is on, and those below it; blanks in names are escaped in the table."""
    assert [mount.type for mount in mounts_at(path, mounts)] == types


@pytest.mark.parametrize(
    ("kind", "is_shared"),
    [
        *((kind, True) for kind in ("nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse", "virtiofs", "vboxsf")),
        *((kind, False) for kind in ("ext4", "btrfs", "zfs", "tmpfs", "overlay", "fuseblk", "fuse.ntfs-3g", "vfat")),
    ],
)
def test_drives_that_others_write_to(kind: str, is_shared: bool) -> None:
    """Network drives, folders of a host, and FUSE programs, but not drives of this machine behind FUSE."""
    assert Mount("/x", "0:1", kind).is_shared is is_shared


def test_a_system_without_the_table(tmp_path: Path) -> None:
    """No mounts are known."""
    assert read_mounts(tmp_path / "none") == ()
    assert mounts_at("/x", ()) == ()
