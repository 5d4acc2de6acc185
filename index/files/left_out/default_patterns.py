"""The names that are no stories, wherever they are: what systems, storage servers and programs leave beside them.

They are compared as in a .gitignore, without case. Each is here because its maker documents the name, or because nobody
would give it to a story.
"""

from __future__ import annotations

from typing import NamedTuple


class Group(NamedTuple):
    """Patterns for one kind of thing. `reason` follows the path in a receipt.

    files_only  True if they say nothing of a folder: "Authors" may hold the stories, "Summer ~Night~" may be one.
    """

    reason: str
    patterns: tuple[str, ...]
    files_only: bool = False


def _group(reason: str, *patterns: str, files_only: bool = False) -> Group:
    return Group(reason, patterns, files_only)


# The first group that has a name gives the reason, so what is hidden comes last.
GROUPS = (
    _group(
        "it is a bin of deleted files",
        # Windows, Synology, QNAP, Buffalo, Samba, freedesktop.org, macOS, Android, Nextcloud, calibre
        "$RECYCLE.BIN", "RECYCLER", "#recycle", "@Recycle", ".recycle", ".Trash*", "Trash-0",
        "Trash-[1-9][0-9][0-9][0-9]", ".trashed-*", "Network Trash Folder", "files_trashbin", "trashbox", ".caltrash",
    ),
    _group(
        "it is a snapshot, which holds earlier states",
        "#snapshot", "@snapshot", "@snapshots", ".snapshot", ".snapshots", "~snapshot", ".zfs",
        "@Recently-Snapshot", "@GMT-*", "Backups.backupdb", "files_versions",
    ),
    _group(
        "it is what a storage server keeps beside files",
        "@eaDir", "@tmp", "*@SynoEAStream", "*@SynoResource", "@sharebin", ".@__thumb", ".@upload_cache", ".streams",
    ),
    _group(
        "it is what a system keeps beside files",
        # Windows
        "System Volume Information", "Thumbs.db", "Thumbs.db:encryptable", "ehthumbs.db", "ehthumbs_vista.db",
        "desktop.ini", "found.[0-9][0-9][0-9]",
        # macOS
        "__MACOSX", "._*", ".DS_Store", ".AppleDouble", ".AppleDB", ".AppleDesktop", ".Spotlight-V100", ".fseventsd",
        ".TemporaryItems", ".DocumentRevisions-V100", ".VolumeIcon.icns", "Icon\r",
        # Linux
        "lost+found", ".directory", ".nfs*", ".fuse_hidden*", ".thumbnails",
    ),
    _group(
        "it is the lock or the unfinished copy of an open document",
        # Microsoft Office, LibreOffice
        "~$*", "~WRL*.tmp", "~WRD*.tmp", ".~lock.*#", "*.laccdb",
    ),
    _group("it is the backup of an editor", "*~", ".*.sw?", "#*#", ".#*", "*.kate-swp", files_only=True),
    _group(
        "it is what a sync program keeps beside files",
        ".stfolder*", ".stversions", ".stignore", ".syncthing.*.tmp", "~syncthing~*.tmp",
        ".dropbox", ".dropbox.cache", ".dropbox.attr", ".tmp.drivedownload", ".tmp.driveupload",
        ".sync", "*.!sync", ".owncloudsync.log*", ".nextcloudsync.log*", "._sync_*", ".sync_*", ".csync_journal.db*",
        ".seafile-data", ".SynologyWorkingDirectory", ".SynologyDrive", ".~tmp~", ".rsync-partial", ".rclone*",
        ".unison*", ".OneDriveTemp", "OneDriveTemp",
    ),
    _group(
        "it is a download that is not complete",
        "*.part", "*.partial", "*.crdownload", "*.opdownload", "*.download", "*.filepart", "*.!ut", "*.!qb", "*.aria2",
        files_only=True,
    ),
    _group("it is a temporary file", "*.tmp", "*.temp", files_only=True),
    _group(
        "it is calibre's own",
        "metadata.opf", "cover.jpg", "metadata.db", "metadata.db-*", "metadata_db_prefs_backup.json", ".calnotes",
        "full-text-search.db*",
    ),
    _group("it is what a reading program keeps beside books", "*.sdr", ".kobo*", ".adobe-digital-editions"),
    _group(
        "it belongs to a version control system or a program",
        ".git", ".gitignore", ".gitattributes", ".gitmodules", ".svn", ".hg", ".hgignore", ".bzr", "_darcs",
        "node_modules", "__pycache__",
    ),
    _group(
        "it is about the folder, not a story",
        # With an ending of two to four letters: "license.to.kill.txt" is a story.
        *(
            f"{stem}{ending}"
            for stem in "readme license licence copying changelog contributing makefile".split()
            for ending in ("", ".??", ".???", ".????")
        ),
        # There are books that are called so.
        *(f"{stem}{end}" for stem in ("authors", "notice") for end in ("", ".md", ".rst", ".txt", ".htm", ".html")),
        files_only=True,
    ),
    _group("it is hidden", ".*"),
)  # fmt: skip

DEFAULT_PATTERNS = tuple(pattern for group in GROUPS for pattern in group.patterns)
FILE_PATTERNS = frozenset(pattern for group in GROUPS if group.files_only for pattern in group.patterns)
REASONS = {pattern: group.reason for group in GROUPS for pattern in group.patterns}
