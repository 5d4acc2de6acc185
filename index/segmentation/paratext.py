"""What is not story: author's notes, disclaimers, headers and sign-offs, told by their place and their words.

A reader marks what its format marks (NOTE blocks). This module finds the rest: a short run at the very beginning or
end of a chapter that speaks to the reader about the story. A note taken for story costs a fan one odd scene; story
taken for a note hides a scene from search, so in doubt it is story.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..analysis import words
from ..model import Block, BlockKind

__all__ = ["is_label", "is_note", "is_sign_off"]

_LONGEST_NOTE = 300
_LONGEST_SIGN_OFF = 8

_LABEL = re.compile(
    r"""^[\s\[(*_~-]*
    (?: a/?n \b (?=\s*[:.\-–—])
      | authors?['’]?s? \s+ notes? \b
      | (?:end|beginning|opening|closing) \s+ notes? \b
      | disclaimers? \b (?=\s*[:.\-–—])
      | (?:notes? | summary | rating | rated | warnings? | pairings? | fandoms? | spoilers? | betas? | word \s count
          | genre | characters?) \s* : )""",
    re.IGNORECASE | re.VERBOSE,
)

# One of these is enough: no narrator says them.
_SURE = re.compile(
    r"""\b(?: a/n\b
      | authors?['’]?s?\s+notes?\b
      | (?:i|we)\s+(?:do\s+not|don['’]?t|sadly\s+don['’]?t)\s+own\s+(?:any|the|these|this|anything|characters|them|it\b)
      | r\s?&\s?r\b
      | (?:please|pls|plz)\s+(?:read\s+and\s+)?review\b
      | (?:thanks|thank\s+you)(?:\s+(?:so|very)\s+much)?(?:\s+to\s+(?:everyone|all|those)(?:\s+who)?)?
        \s+(?:for\s+)?(?:reading|reviewing|(?:all\s+)?(?:the|your)\s+(?:kudos|reviews|comments|feedback))\b
      | all\s+mistakes\s+are\s+mine\b
      | (?:un-?)beta['’]?(?:d|ed)\b
      | fan\s?fic(?:s|tion)?\b
      | no\s+copyright\s+infringement )""",
    re.IGNORECASE | re.VERBOSE,
)

# Two different ones of these are needed.
_HINTS = tuple(
    re.compile(rf"\b(?:{hint})", re.IGNORECASE)
    for hint in (
        r"first\s+(?:time|attempt|try)\s+(?:at\s+)?(?:writing|posting)",
        r"(?:let\s+me\s+know|tell\s+me)\s+what\s+you\s+(?:think|thought)",
        r"one-?\s?shots?\b",
        r"(?:(?:i|we)\s+)?hope\s+(?:that\s+)?(?:you(?:\s+all|\s+guys)?|everyone)\s+(?:will\s+)?(?:like|enjoy)",
        r"\benjoy\s*[!.:)]",
        r"(?:this|next|last|previous|new)\s+(?:chapter|update|instal?lment)s?\b",
        r"\b(?:chapter|story|fic|work|piece)\s+(?:is|was)\s+(?:dedicated|inspired|based|set|written|prompted)\b",
        r"reviews?\b|comments?\s+(?:and|&)\s+kudos|kudos|feedback\b|constructive\s+criticism",
        r"\b(?:tumblr|livejournal|ao3|wattpad|ff\.?net|discord|patreon)\b",
        r"\b(?:beta|proofread)(?:\s+reader)?s?\b",
        r"\b(?:characters?|rights?|credits?)\s+(?:all\s+)?(?:belongs?|goes?|go)\s+to\b",
        r"\b(?:slight(?:ly)?\s+)?(?:au|ooc|oc|canon|headcanon|spoilers?|trigger\s+warnings?|prompts?)\b",
        r"(?:english|this)\s+is\s+not\s+my\s+(?:first|native)\s+language",
        r"\bsorry\s+(?:for|about)\s+(?:the\s+)?(?:wait|delay|long|late|any\s+(?:mistakes|errors|typos))",
        r"\bthanks?\s+(?:you\s+)?(?:so\s+much\s+)?(?:for|to)\s+(?:reading|my|everyone)\b",
    )
)

_SPEECH = re.compile(r"^\s*[\"“«„‘]")
_END = re.compile(
    r"""^\W* (?: the\s+end (?:\s+of\s+.{1,60})? | fin(?:is|e)? | end(?:e)? | owari | tbc | to\s+be\s+continued
      | end\s+of\s+(?:chapter|part|book|story|volume)\b.{0,40} ) \W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_CLOSED = re.compile(r"[.!?…:;,]['\"”’»)\]*_]*\s*$|[\"”»]\s*$|[—–-]\s*$")


def is_label(block: Block) -> bool:
    """True for a paragraph that says of itself that it is a note ("A/N: …", "Disclaimer: …")."""
    return block.kind is BlockKind.PARAGRAPH and _LABEL.match(block.text) is not None


def is_note(blocks: Sequence[Block]) -> bool:
    """True if these blocks, the first or last run of a chapter, are an author's note.

    Never where anyone speaks, and never more than `_LONGEST_NOTE` words, except after a label.
    """
    prose = [block for block in blocks if block.kind is not BlockKind.HEADING]
    if not prose:
        return False
    text = "\n".join(block.text for block in prose)
    length = len(words(text))
    if is_label(prose[0]) and length <= 4 * _LONGEST_NOTE:
        return not any(_SPEECH.match(block.text) for block in prose[1:])
    if length > _LONGEST_NOTE or any(_SPEECH.match(block.text) for block in prose):
        return False
    return bool(_SURE.search(text)) or sum(hint.search(text) is not None for hint in _HINTS) >= 2


def is_sign_off(blocks: Sequence[Block], *, last_of_work: bool) -> bool:
    """True if these blocks, the last run of a chapter, are "The End" or, at the end of the work, a signature.

    A signature is one short line that ends without any punctuation, after a scene break.
    """
    if len(blocks) != 1 or blocks[0].kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
        return False
    text = blocks[0].text
    if _END.match(text):
        return True
    if blocks[0].kind is BlockKind.HEADING:
        return False
    return last_of_work and 0 < len(words(text)) <= _LONGEST_SIGN_OFF and not _CLOSED.search(text)
