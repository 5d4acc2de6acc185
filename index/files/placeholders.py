"""Files that stand beside, or in place of, another file while its content is on the way or elsewhere, by their names.

`.Ferry.epub.icloud` says that `Ferry.epub` is in iCloud, `Ferry.epub.part` that it is being downloaded. Neither is a
story; but where the story was, they tell that it was not deleted.
"""

from __future__ import annotations

from typing import NamedTuple

_ELSEWHERE = "only a placeholder for it is here ({})"
_UNFINISHED = "only a part of it is here, which is being copied ({})"
_SHORTCUT = "only a shortcut to it is here ({})"

# Prefix and suffix around the name of the file that it stands for, in lower case, and what that says.
_FORMS: tuple[tuple[str, str, str], ...] = (
    (".", ".icloud", _ELSEWHERE),
    ("", ".icloud", _ELSEWHERE),
    # Nextcloud and ownCloud, odrive, Resilio Sync, DVC.
    *(("", suffix, _ELSEWHERE) for suffix in (".nextcloud", ".owncloud", ".cloud", ".rsls", ".rslsv", ".dvc")),
    *(("", suffix, _SHORTCUT) for suffix in (".lnk", ".url", ".webloc", ".desktop", ".symlink")),
    (".syncthing.", ".tmp", _UNFINISHED),
    ("~syncthing~", ".tmp", _UNFINISHED),
    *(
        ("", suffix, _UNFINISHED)
        for suffix in (
            # Firefox, Internet Explorer, Chrome, Opera, Safari, WinSCP, Free Download Manager, DownThemAll.
            *(".part", ".partial", ".crdownload", ".opdownload", ".download", ".filepart", ".fdmdownload", ".dtapart"),
            # qBittorrent, uTorrent, BitComet, Resilio Sync, Thunder, aria2 (its notes on a file that is not whole).
            *(".!qb", ".!ut", ".bc!", ".!sync", ".xltd", ".aria2"),
        )
    ),
)
# Each run asks for all files, and hardly any name has one of these ends.
_SUFFIXES = tuple(dict.fromkeys(suffix for _, suffix, _ in _FORMS))


class Placeholder(NamedTuple):
    """`target` is the name of the file that it stands for, `reason` a sentence part that says where that is."""

    target: str
    reason: str


def placeholder_for(name: str) -> Placeholder | None:
    """What a file called `name` stands for; None for any other file.

    >>> placeholder_for(".Ferry.epub.icloud")
    Placeholder(target='Ferry.epub', reason='only a placeholder for it is here (.Ferry.epub.icloud)')
    """
    folded = name.lower()
    if len(folded) != len(name):
        # Letters that change their number in lower case: no ending of ours has one.
        folded = name
    if not folded.endswith(_SUFFIXES):
        return None
    for prefix, suffix, reason in _FORMS:
        if folded.endswith(suffix) and folded.startswith(prefix) and len(name) > len(prefix) + len(suffix):
            return Placeholder(name[len(prefix) : len(name) - len(suffix)], reason.format(name))
    return None
