"""Chooses the encoding that makes the most sense of a text, by counting the signs of a wrong one.

Statistics over bytes (chardet) are right about whole pages of a language; an English text has few quotes and accents,
and to statistics "said.Ó" is as good as "said.”".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

# Bytes beyond ASCII, with their neighbours: a fiftieth of the texts in question.
_SAMPLES = re.compile(rb"(?:[^\x80-\xff]{0,4}[\x80-\xff]+){1,1000}[^\x80-\xff]{0,3}")
_MAX_SAMPLES = 3_000
_CAPITALS = "".join(letter for letter in map(chr, range(0xC0, 0x250)) if letter.isupper())
_SIGN_OF_ERROR = re.compile(
    rf"[a-zà-öø-ÿ][{_CAPITALS}]"  # a capital with an accent in a word: "cafŽ", "itÕs"
    r"|(?<![^\W\d_])[^\W\d_A-Za-zÀÁÂÉÈÊÓÒÔÚÍÌàáâéèêóòôúíìyаиоуякв](?![^\W\d_])"  # a letter by itself: "choice,Ē"
    r"|(?<![^\W\d_])[ß-ÿā-ž](?=[A-Z])"  # "ďYou"
    r"|(?<=[^\W\d_])[‚„ˆ‡†ƒ‰‹¤¦¨©¬®¯°±²³´¶¸¹»«¼½¾¿÷×∂∆∏∑√∞∫≈≠≤≥◊ﬁﬂˇ˘˙˚˛˝█-▟│┤╡╢╖╕╣║╗╝](?=[^\W\d_])"
    r"|(?<=[a-z])[‚„ˆ‡†ƒŠŒŽ](?![^\W\d_])"  # "caf‚;"
    r"|[A-Za-z][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-z]"  # two scripts in a word: "cosм"
    r"|”(?=[a-z])|(?<=[a-z])“"
    r"|[\x80-\x9f]"
)


def most_plausible_encoding(data: bytes, encodings: Sequence[str]) -> str:
    """The first of `encodings` with the fewest signs of being wrong; "" if none can decode `data`."""
    sample = b" | ".join(match[0] for match in islice(_SAMPLES.finditer(data), _MAX_SAMPLES))
    best, fewest_signs = "", -1
    for name in dict.fromkeys(encodings):
        try:
            data.decode(name)
            signs = len(_SIGN_OF_ERROR.findall(sample.decode(name, "ignore")))
        except (UnicodeDecodeError, LookupError):
            continue
        if fewest_signs < 0 or signs < fewest_signs:
            best, fewest_signs = name, signs
    return best
