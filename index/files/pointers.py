"""Is this file only a pointer to content that is elsewhere?

Programs that keep large files out of the way leave something small in their place: git-annex and Git LFS a line of
text, sync programs a file without content, others a link. Whoever reads that as a story loses the story that it stands
for. Here pointers are known by their first bytes and their status; `placeholders.py` knows them by their names.
"""

from __future__ import annotations

import posixpath
import re

from .file_source import FileSource
from .source import Source

# git-annex looks for its pointers in files up to this size; those of all others are smaller.
_MAX_POINTER_BYTES = 32_768
# What follows each of these at the beginning of a file is the address of the content.
_STARTS: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern), program)
    for pattern, program in (
        # Also as the text of a symbolic link, which a file system without links keeps in a plain file.
        (rb"(?:(?:\.{1,2}[/\\])*\.git)?[/\\]annex[/\\]objects[/\\]\S", "git-annex"),
        # Hawser was the name of Git LFS before its first release.
        (rb"version https?://(?:git-lfs|hawser)\.github\.com/spec/v\d", "Git LFS"),
        (rb"#\$# git-fat [0-9a-f]{40}", "git-fat"),
        (rb"bplist00[\s\S]{0,400}?NSURL(?:Name|FileResourceType|FileSize)", "iCloud"),
        (rb"\s*\{[^{}]{0,4000}https://(?:docs|drive)\.google\.com/", "Google Drive"),
        # Links as Windows, macOS, Cygwin, Services for UNIX and Samba keep them in files.
        (rb"\[(?:InternetShortcut|\{000214A0-0000-0000-C000-000000000046\})[^\n]*\r?\n", "a shortcut"),
        (rb"\[Desktop Entry\]\s[\s\S]{0,4000}?\bType=Link\b", "a shortcut"),
        (rb"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F", "a shortcut"),
        (rb"book\0\0\0\0mark\0\0\0\0", "a macOS alias"),
        (rb"!<symlink>", "a symbolic link"),
        (rb"IntxLNK\x01", "a symbolic link"),
        (rb"XSym\n\d{4}\n[0-9a-f]{32}\n", "a symbolic link"),
    )
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_MAX_LINK_BYTES = 4096
# The endings of files that hold nothing but the address of a document in the cloud.
_CLOUD_SUFFIXES = frozenset(
    ".gdoc .gsheet .gslides .gdraw .gform .gmap .gsite .gjam .gnote .glink .gtable .gscript .boxnote .paper".split()
)
# stat.st_file_attributes of Windows: OFFLINE, RECALL_ON_OPEN and RECALL_ON_DATA_ACCESS. To read such a file fetches it.
_WINDOWS_ELSEWHERE = 0x0000_1000 | 0x0004_0000 | 0x0040_0000
# stat.st_flags of macOS: SF_DATALESS.
_MACOS_ELSEWHERE = 0x4000_0000


def pointer_reason(source: Source) -> str:
    """Why the content of the file is elsewhere, as a sentence part; "" if it is here, or for a folder.

    A file that its sync program would have to fetch is not opened. Raises UnreadableSource, OSError.
    """
    if source.is_folder:
        return ""
    if target := source.missing_target:
        return _missing_reason(target)
    if isinstance(source, FileSource) and _is_elsewhere(source):
        return "its sync program keeps it online only"
    if _is_hole(source):
        return "it has a size and no content, as sync programs leave it"
    if not 0 < source.size <= _MAX_POINTER_BYTES:
        return ""
    if source.suffix in _CLOUD_SUFFIXES:
        return "it holds only the address of a document in the cloud"
    head = source.head().removeprefix(_BYTE_ORDER_MARK)
    for start, program in _STARTS:
        if start.match(head):
            kind = program if program.startswith("a ") else f"a pointer of {program}"
            return f"it is {kind}, and its content is elsewhere"
    if _is_link_text(head, source.suffix):
        return "it is a symbolic link that became a text, and its content is elsewhere"
    return ""


def _missing_reason(target: str) -> str:
    if "annex/objects/" in target.replace("\\", "/"):
        return "it is a pointer of git-annex, and its content is elsewhere"
    return f"it is a link to {target}, which is not there"


def _is_elsewhere(source: FileSource) -> bool:
    status = source.status
    attributes, flags = getattr(status, "st_file_attributes", 0), getattr(status, "st_flags", 0)
    return bool(attributes & _WINDOWS_ELSEWHERE or flags & _MACOS_ELSEWHERE)


def _is_hole(source: Source) -> bool:
    """True for a sparse file: it has a size and no blocks on disk. A small file may need none, but is not all zeros."""
    if not isinstance(source, FileSource) or not source.size or getattr(source.status, "st_blocks", None) != 0:
        return False
    return not source.head().strip(b"\0")


def _is_link_text(head: bytes, suffix: str) -> bool:
    """True for one line that is a path to a file with the same ending, as git writes links where there are none."""
    if not suffix or len(head) > _MAX_LINK_BYTES or head.count(b"\n") > head.endswith(b"\n"):
        return False
    path = head.decode("utf-8", "replace").strip().replace("\\", "/")
    is_path = path.startswith(("/", "./", "../")) or ("/" in path and " " not in path)
    return is_path and "://" not in path and posixpath.splitext(path)[1].lower() == suffix
