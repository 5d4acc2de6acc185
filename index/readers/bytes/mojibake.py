"""Text that was decoded wrongly before it was saved ("â€œNoâ€\u009d"), mended where that is certain (ftfy)."""

from __future__ import annotations

import re

__all__ = ["mend_mojibake"]

# The second and third bytes of a letter in UTF-8, as cp1252 and Latin-1 show them.
_CONTINUED = "".join(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore")) + "\\x80-\\xbf"
# What UTF-8 looks like in cp1252, Latin-1, Mac Roman and cp1251: a quick look before ftfy is asked.
_SUSPECT = re.compile(rf"â€|[ÃÐÑ][{_CONTINUED}]|Â[\xa0«»°·¡¿]|‚Ä[ôúùî¶ì]|вЂ[^\s]|Р[°-џ]Р")
_FIRST = ("â€", "Ã", "Â", "Ð", "Ñ", "‚Ä", "вЂ", "Р")
# One such sequence may be what a story is about; a file that was saved wrongly is full of them.
_LEAST = 3


def mend_mojibake(text: str) -> str:
    """`text` with the lines mended that make sense of their own only as UTF-8 read as something else."""
    # Looking for letters takes a hundredth of the time of an expression.
    if not any(first in text for first in _FIRST) or len(_SUSPECT.findall(text)) < _LEAST:
        return text
    # 60 ms to import, and hardly a file needs it.
    from ftfy import TextFixerConfig, fix_encoding

    # Nothing is guessed: what a replacement character stands for is lost, and pieces of lines are left alone.
    config = TextFixerConfig(
        unescape_html=False, replace_lossy_sequences=False, decode_inconsistent_utf8=False, fix_c1_controls=False
    )
    return "\n".join([fix_encoding(line, config) if _SUSPECT.search(line) else line for line in text.split("\n")])
