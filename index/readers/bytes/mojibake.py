"""Mends text that was decoded wrongly before it was saved ("â€œNoâ€\u009d"), where that is certain (ftfy)."""

from __future__ import annotations

import re

# The second and third byte of a letter in UTF-8, as cp1252 and Latin-1 show them.
_CONTINUATION = "".join(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore")) + "\\x80-\\xbf"
# UTF-8 as it looks in cp1252, Latin-1, Mac Roman and cp1251: a quick test before ftfy.
_SUSPECT = re.compile(rf"â€|[ÃÐÑ][{_CONTINUATION}]|Â[\xa0«»°·¡¿]|‚Ä[ôúùî¶ì]|вЂ[^\s]|Р[°-џ]Р")
_SUSPECT_STARTS = ("Ã", "Â", "Ð", "Ñ", "Р")
_SUSPECT_PAIRS = ("â€", "‚Ä", "вЂ")
# A story may quote one such sequence; a file that was saved wrongly is full of them.
_MIN_SUSPECTS = 3


def mend_mojibake(text: str) -> str:
    """`text`, with the lines mended that make sense only as UTF-8 read as another encoding."""
    # Searching for a letter takes a hundredth of the time of a regular expression, and for two a tenth.
    is_suspect = any(first in text for first in _SUSPECT_STARTS) or any(
        pair[0] in text and pair in text for pair in _SUSPECT_PAIRS
    )
    if not is_suspect or len(_SUSPECT.findall(text)) < _MIN_SUSPECTS:
        return text
    # 60 ms to import, and hardly any file needs it.
    from ftfy import TextFixerConfig, fix_encoding

    # No guesses: no replacement characters are restored, and no parts of lines mended.
    config = TextFixerConfig(
        unescape_html=False, replace_lossy_sequences=False, decode_inconsistent_utf8=False, fix_c1_controls=False
    )
    return "\n".join([fix_encoding(line, config) if _SUSPECT.search(line) else line for line in text.split("\n")])
