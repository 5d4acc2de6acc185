"""The file systems that are mounted at, above and below a folder, and which of them report too few changes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

_TABLE = Path("/proc/self/mountinfo")
# A mount takes about 200 bytes; hosts of containers have thousands.
_MAX_BYTES = 4 * 1024 * 1024
_ESCAPED = re.compile(r"\\([0-7]{3})")
# Linux sends a notice of what programs of this machine do. What others do on the same drive is seen by a look only:
# drives of networks and clusters, and folders of the system that a virtual machine or container runs in.
_SHARED_TYPES = frozenset(
    "9p afs beegfs ceph cifs coda davfs drvfs fakeowner gfs2 glusterfs gpfs lustre ncpfs nfs nfs4 ocfs2 orangefs "
    "prl_fs pvfs2 smb3 smbfs vboxsf virtiofs vmhgfs".split()
)
# FUSE programs do as they please (sshfs, rclone, gvfs), except those for drives of this machine.
_LOCAL_FUSE_TYPES = frozenset({"fuseblk", "fuse.exfat", "fuse.ntfs-3g", "fuse.ntfs", "fuse.ext2fs"})


class Mount(NamedTuple):
    """A mounted file system: the folder at which it is seen, its device as "major:minor", and its type."""

    point: str
    device: str
    type: str

    @property
    def is_shared(self) -> bool:
        """True if other machines may change files in it, of which this one hears nothing."""
        is_fuse = self.type == "fuse" or self.type.startswith("fuse.")
        return self.type in _SHARED_TYPES or (is_fuse and self.type not in _LOCAL_FUSE_TYPES)


def read_mounts(table: Path = _TABLE) -> tuple[Mount, ...]:
    """All mounts of this process, in their order; none where the system has no such table (not Linux)."""
    try:
        with table.open("rb") as file:
            text = os.fsdecode(file.read(_MAX_BYTES))
    except OSError:
        return ()
    mounts = []
    for line in text.splitlines():
        # proc(5): 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw
        words, separator, rest = line.partition(" - ")
        fields, types = words.split(" "), rest.split(" ")
        if separator and len(fields) >= 5 and types[0]:
            mounts.append(Mount(_unescape(fields[4]), fields[2], types[0]))
    return tuple(mounts)


def mounts_at(path: str, mounts: Iterable[Mount]) -> tuple[Mount, ...]:
    """The mount in which the absolute `path` lies, then those below it. A later mount hides an earlier one."""
    above: Mount | None = None
    below: dict[str, Mount] = {}
    for mount in mounts:
        if _lies_in(path, mount.point):
            if above is None or len(mount.point) >= len(above.point):
                above = mount
        elif _lies_in(mount.point, path):
            below[mount.point] = mount
    return (*(() if above is None else (above,)), *below.values())


def _lies_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _unescape(text: str) -> str:
    """A blank is `\\040` in the table."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 8)), text)
