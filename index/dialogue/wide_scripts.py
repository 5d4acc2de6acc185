"""Tells speech from titles and scare quotes in Chinese, Japanese and Korean, which quote without blanks around.

“不要。”她回答 and 「いやだ」と彼女は答えた are speech; 所谓“专家”, 「愛」という言葉 and ‘법’이라는 것 are not.
"""

from __future__ import annotations

import re

FIRST_WIDE = "\u3000"
"""Han, kana, Hangul and the signs among them begin here; nothing that is written with blanks has letters above."""

_STOPS = "。！？!?…‥—―～〜♪♥♡．.｡"
# After these a quote begins a sentence, or a part of one.
_PAUSES = f"{_STOPS}，、,：:；;」』”’）)】》"
_BLANKS = " \t\n\u3000\u00a0"
# Names and scare quotes are shorter than most speech.
_MAX_ASIDE_LETTERS = 12
_NEIGHBOUR_CHARS = 14
# Twice the letters for a tag's words in other scripts.
_MAX_TAG_LETTERS = 28
_INNER_STOP = re.compile(r"[。！？!?…｡]+\w")
_SAYS_BEFORE = re.compile(
    r"(?<![名所])(?:说|說|道|问|問|答|喊|骂|罵|嚷|吼|叹|嘆|笑|叫|念|唱|喃|嘟囔|言って|言い|曰く|말했다|물었다|외쳤다)[着著了]?\Z"
)
_SAYS_AFTER = re.compile(
    r"と(?!い[うっ]|は|し[てた]|も|か|呼|名)[^。「」『』]{0,12}?(?:言|云|いっ|いう|いわ|答|尋|訊|聞|問|叫|呟|つぶや|囁|ささや|怒鳴|返|話|語"
    r"|告|頼|命|笑|声|泣|唸|うな)|って|と、"
    r"|[^，。！？“”「」]{0,6}?(?:说|說|道|问|問|答|喊|叫|骂|罵|嚷|吼)"
    r"|(?:이?라고|하고|이?라며|하며|이?라면서|하면서|고)(?!\w*\s*(?:부르|불리|불렀|하는))"
)
# A quote before these is the subject or object of its sentence: "「明暗」は", “革命”的, ‘법’은.
_GOES_ON = re.compile(
    r"[はがをのにもでへや]|という|といった|とは|的|一[词詞字语語]|这|這|那|[은는이가을를의에도로과와](?:\s|\Z)|이?라는|이?란"
)


def is_wide(text: str, first: int, start: int) -> bool:
    """True if the quote that begins at `start`, in a paragraph that begins at `first`, is in one of these scripts."""
    return text[start : start + 1] >= FIRST_WIDE or (start - 2 >= first and text[start - 2] >= FIRST_WIDE)


def is_wide_aside(text: str, first: int, last: int, start: int, end: int) -> bool:
    """True if the quoted `text[start:end]` is a part of a sentence of narration in the paragraph `text[first:last]`."""
    quoted = text[max(start, end - 2) : end].rstrip(_BLANKS)
    if quoted[-1:] and quoted[-1] in _STOPS:
        return False
    before = text[max(first, start - 1 - _NEIGHBOUR_CHARS) : start - 1].rstrip(_BLANKS)
    after = text[end + 1 : min(last, end + 1 + _NEIGHBOUR_CHARS)].lstrip(_BLANKS)
    is_short = end - start <= _MAX_ASIDE_LETTERS
    if _SAYS_AFTER.match(after) is not None:
        return False
    if not before or before[-1] in _PAUSES:
        return is_short and _GOES_ON.match(after) is not None
    return is_short and _SAYS_BEFORE.search(before) is None


def continues_wide_turn(narration: str, last: str) -> bool:
    """True if a piece of speech after `narration` (not empty, without marks around) continues the piece before it.

    last  the last character of that piece. “走吧，”他说，“天黑了。” is one speech.
    """
    if len(narration) > _MAX_TAG_LETTERS or _INNER_STOP.search(narration) is not None:
        return False
    # “走吧。”她说：“不。”: a sentence of its own leads in to what somebody else says.
    return narration[-1] not in "：:" or last not in _STOPS
