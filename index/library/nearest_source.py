"""In which source does a file lie?"""

from __future__ import annotations

from collections.abc import Collection


class SourcePaths:
    """The paths of some sources, as display paths."""

    def __init__(self, paths: Collection[str]) -> None:
        self._paths = paths
        self._lengths = sorted({len(path) for path in paths}, reverse=True)

    def around(self, key: str) -> str:
        """The innermost source that the file with this path key is or lies in, be the source an archive; "" for none.

        The name of a folder may end in "!" as well. It takes no step for each folder above: a forged path has 30,000.
        """
        for length in self._lengths:
            path = key[:length]
            is_whole = path.endswith("/") or key[length : length + 1] in ("", "/") or key.startswith("!/", length)
            if is_whole and path in self._paths:
                return path
        return ""


def nearest_source(key: str, paths: Collection[str]) -> str:
    """As `SourcePaths.around`, for one file.

    >>> nearest_source("/s/Go!/a.txt", ["/s", "/s/Go!"]), nearest_source("/s/box.zip!/a.txt", ["/s/box.zip"])
    ('/s/Go!', '/s/box.zip')
    """
    return SourcePaths(paths).around(key)
