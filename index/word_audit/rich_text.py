"""The words of RTF: control words and groups without text dropped, letters of one code page for all of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fabula.index.model import without_lone_surrogates

_TOKEN = re.compile(
    rb"[{}]|\\bin(\d{1,9}) ?|\\'([0-9A-Fa-f]{2})|\\u(-?\d{1,6}) ?|\\([a-zA-Z]{1,32})(-?\d{0,10}) ?|\\(.)|([^\\{}]+)",
    re.DOTALL,
)
# Groups whose text is none of the document's. Those that begin with \* are unknown to most programs.
_WITHOUT_TEXT = frozenset(
    b"fonttbl colortbl stylesheet info pict objdata filetbl listtable listoverridetable revtbl rsidtbl generator"
    b" xmlnstbl themedata latentstyles datastore colorschememapping userprops docvar bkmkstart bkmkend fontemb".split()
)
# Text boxes and comments stand in groups with \*.
_WITH_TEXT = frozenset((b"shptxt", b"annotation", b"footnote", b"ftnsep"))
_PARTING = frozenset(b"par line tab cell row page column sect pard softline nestcell emspace enspace".split())
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_OTHER_CODE_PAGES = ("cp1252", "cp1251", "cp1250", "mac-roman", "gb18030", "shift-jis")


def rich_text(data: bytes) -> Iterator[str]:
    """The words under the code page that the document declares, and then under each of the usual others."""
    match = _CODE_PAGE.search(data[:4096])
    declared = f"cp{match[1].decode()}" if match else "cp1252"
    content = _content(data)
    for code_page in dict.fromkeys((declared, *_OTHER_CODE_PAGES)):
        try:
            text = "".join(piece if isinstance(piece, str) else piece.decode(code_page, "replace") for piece in content)
        except LookupError:
            continue
        # Letters beyond the first 65,536 come as two halves.
        yield without_lone_surrogates(text)


def _content(data: bytes) -> list[str | bytes]:
    """Letters by number as str, all others as bytes of a code page; a double-byte letter is in one piece."""
    pieces: list[str | bytes] = []
    # For each open group: whether it is dropped, and how many bytes stand in for a letter by number.
    groups = [(False, 1)]
    is_dropped, fallback_bytes = False, 1
    skip = 0
    at_start, starred = False, False
    position = 0
    pending = bytearray()

    def flush() -> None:
        if pending:
            pieces.append(bytes(pending))
            pending.clear()

    while (match := _TOKEN.match(data, position)) is not None:
        position = match.end()
        token = match[0]
        first_in_group, at_start = at_start, False
        if token == b"{":
            groups.append((is_dropped, fallback_bytes))
            at_start, starred, skip = True, False, 0
        elif token == b"}":
            is_dropped, fallback_bytes = groups.pop() if len(groups) > 1 else (False, 1)
            skip = 0
        elif match[1] is not None:
            position += int(match[1])
        elif match[2] is not None:
            if skip:
                skip -= 1
            elif not is_dropped:
                pending += bytes.fromhex(match[2].decode())
        elif match[3] is not None:
            if not is_dropped:
                flush()
                pieces.append(chr(int(match[3]) % 0x10000))
            skip = fallback_bytes
        elif (name := match[4]) is not None:
            if name == b"uc":
                fallback_bytes = int(match[5] or 1)
            elif name in _WITH_TEXT:
                is_dropped = False
            elif (first_in_group or starred) and (starred or name in _WITHOUT_TEXT):
                is_dropped = True
            elif name in _PARTING and not is_dropped:
                pending += b" "
            starred = False
        elif match[6] is not None:
            if match[6] == b"*":
                starred = first_in_group
            elif match[6] in b"~\r\n" and not is_dropped:
                pending += b" "
        elif match[7] is not None and not is_dropped:
            text = match[7].replace(b"\r", b"").replace(b"\n", b"")
            pending += text[skip:]
            skip = max(0, skip - len(text))
    flush()
    return pieces
