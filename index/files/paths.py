"""Paths as text: how they are displayed, found again, and compared."""

from __future__ import annotations

import os
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path


def display_path(path: str) -> str:
    r"""`path` as it is reported: POSIX separators, bytes that are not UTF-8 as `\xNN`."""
    if os.sep != "/":  # pragma: no cover - Windows only
        path = path.replace(os.sep, "/")
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def path_key(root: str, path: str) -> str:
    """The display path of `path` below `root`, by which a library knows a file, folder or archive's member.

    As `posixpath.join`, in a third of its time: a run asks eleven times for each file.

    >>> path_key("/s", "a/b.txt"), path_key("/", "b.txt"), path_key("", "b.txt"), path_key("/s", "/b.txt")
    ('/s/a/b.txt', '/b.txt', 'b.txt', '/b.txt')
    """
    if path.startswith("/"):
        return path
    return root + path if not root or root.endswith("/") else f"{root}/{path}"


def root_of_key(key: str, path: str) -> str:
    """The root below which `path` has this path key; "" if it has it below none.

    >>> root_of_key("/s/a/b.txt", "a/b.txt"), root_of_key("/b.txt", "b.txt"), root_of_key("/s/a.txt", "b.txt")
    ('/s', '/', '')
    """
    root = key.removesuffix(path)
    if root == key or not root.endswith("/"):
        return ""
    return root.rstrip("/") or "/"


def paths_above(path: str) -> Iterator[str]:
    """The folders and archives that `path` lies in, the nearest first.

    The name of a folder may end in "!", as the path of an archive does that something lies in: both are given.

    >>> list(paths_above("/s/Go!/c.zip!/d.txt"))
    ['/s/Go!/c.zip!', '/s/Go!/c.zip', '/s/Go!', '/s/Go', '/s', '/']
    """
    while "/" in path.lstrip("/"):
        path = path.rpartition("/")[0]
        yield path
        if path.endswith("!") and not path.endswith("/!"):
            path = path.removesuffix("!")
            yield path
    if path.startswith("/") and path != "/":
        yield "/"


def all_paths_above(paths: Iterable[str]) -> Iterator[str]:
    """The folders and archives that any of the `paths` lies in, each once.

    >>> list(all_paths_above(["/s/a/b.txt", "/s/a/c.zip!/d.txt"]))
    ['/s/a', '/s', '/', '/s/a/c.zip!', '/s/a/c.zip']
    """
    seen: set[str] = set()
    for path in paths:
        for above in paths_above(path):
            if above in seen:
                # With all that it lies in.
                break
            seen.add(above)
            yield above


def paths_with_start(ordered: Sequence[str], start: str) -> Iterator[str]:
    """Those of the `ordered` paths that begin with `start`. It passes over none of the others.

    >>> list(paths_with_start(["a", "a/b", "a/c", "b"], "a/"))
    ['a/b', 'a/c']
    """
    for place in range(bisect_left(ordered, start), len(ordered)):
        if not ordered[place].startswith(start):
            return
        yield ordered[place]


def locate(display: str) -> Path | None:
    """The file or folder at a display path, for an archive's member its archive; None if there is none."""
    display = display if _exists(display) else display.partition("!/")[0]
    escaped = re.sub(r"\\x([89a-f][0-9a-f])", lambda match: chr(0xDC00 + int(match[1], 16)), display)
    path = next((Path(path) for path in (display, escaped) if _exists(path)), None)
    return _locate_other_form(display) if path is None and not display.isascii() else path


def _exists(path: str | Path) -> bool:
    """False also for names that no system takes: with a NUL or of 60,000 letters, as a forged record has them."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises OSError for a name that is too long


def normal_form(path: str) -> str:
    """`path` in NFC. Paths are compared in it: file systems and copying programs change the form of accents."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def _locate_other_form(display: str) -> Path | None:
    """The path that differs from `display` only by the normal form of its names; None if there is none."""
    path = Path(os.path.abspath(os.sep))
    for part in Path(display).parts[1:]:
        names = [part]
        if not _exists(path / part):
            try:
                names = sorted(name for name in os.listdir(path) if normal_form(name) == normal_form(part))
            except OSError:
                return None
            if not names:
                return None
        path /= names[0]
    return path


def normal_form_below(root: Path, path: str) -> str:
    """`path` (relative to `root`) in NFC, except for a name beside which a different file has the NFC name."""
    if unicodedata.is_normalized("NFC", path):
        return path
    parts: list[str] = []
    folder = root
    for part in Path(path).parts:
        normal, sibling = normal_form(part), folder / normal_form(part)
        folder /= part
        try:
            is_another = normal != part and not sibling.samefile(folder)
        except OSError:
            is_another = False
        parts.append(part if is_another else normal)
    return str(Path(*parts))
