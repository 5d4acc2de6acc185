"""Recognises what is not story: author's notes, disclaimers, headers and sign-offs, by their words.

Readers mark what the format marks (NOTE blocks). These rules find the rest: a short run at the very beginning or end of
a chapter that speaks to the reader about the story. A note taken for story costs a fan one odd scene; story taken for a
note hides a scene from search. So in doubt it is story.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fabula.index.analysis import words
from fabula.index.model import Block, BlockKind
from .block_words import BlockWords

_MAX_NOTE_WORDS = 300
_MAX_NOTE_CHARS = 4 * _MAX_NOTE_WORDS * 10
_MAX_SIGN_OFF_WORDS = 8

# No narrator and nobody in a story begins like this ...
_SURE_LABEL = re.compile(
    r"""^[\s\[(*_~-]*
    (?: a/?n \b (?=\s*[:.\-–—])
      | authors?['’]?s? \s+ notes? \b
      | (?:end|beginning|opening|closing) \s+ notes? \b
      | disclaimers? \b (?=\s*[:.\-–—]) )""",
    re.IGNORECASE | re.VERBOSE,
)
# ... but a board, a letter or a machine in a story may say these.
_LABEL = re.compile(
    r"""^[\s\[(*_~-]*
    (?: notes? | summary | rating | rated | warnings? | pairings? | fandoms? | spoilers? | betas? | word \s count
      | genre | characters? ) \s* :""",
    re.IGNORECASE | re.VERBOSE,
)

_PLEASE = r"(?:please|pls|plz)"
_NOT_OWN = r"(?:i|we)\s+(?:do\s+not|don['’]?t|sadly\s+don['’]?t)\s+own"
# One match is enough: no narrator says these.
_SURE = re.compile(
    rf"""\b(?: a/n\b
      | authors?['’]?s?\s+notes?\b
      | {_NOT_OWN}\s+(?:[\w'’]+\s+){{0,5}}(?:characters|rights|series|franchise|fandom|lyrics)\b
      | {_PLEASE}\s+r\s?&\s?r\b
      | r\s?&\s?r\s*,?\s*{_PLEASE}\b
      | {_PLEASE}\s+(?:read\s+and\s+)?review\b(?!\s+(?:the|your|his|her|its|our|their)\b)
      | (?:thanks|thank\s+you)(?:\s+(?:so|very)\s+much)?(?:\s+to\s+(?:everyone|all|those)(?:\s+who)?)?
        \s+(?:for\s+)?(?:reading(?!\s+(?:to|it|him|her|that|the|(?:my|this)\s+letter)\b)|review(?:ing|ed)
          |(?:all\s+)?(?:the|your)\s+(?:kudos|reviews|comments|feedback))\b
      | (?:un-?)beta['’]?(?:d|ed)\b
      | please\s+drop\s+by\s+the\s+archive\s+and\s+comment\b
      | no\s+copyright\s+infringement )""",
    re.IGNORECASE | re.VERBOSE,
)

# A note needs two different hints. A phrase that narrators use as well is listed with what makes it an author's.
# Each hint has needles, one of which any matching text contains: looking for these first takes a tenth of the time.
_HINTS = tuple(
    (needles, re.compile(rf"\b(?:{hint})", re.IGNORECASE))
    for needles, hint in (
        (("first",), r"my\s+(?:very\s+)?first\s+(?:time|attempt|try)\s+(?:at\s+)?(?:writing|posting)"),
        (("fan",), r"fan\s?fic(?:s|tion)?\b"),
        (("&",), r"r\s?&\s?r\b"),
        (("own",), rf"{_NOT_OWN}\b|i\s+own\s+nothing\b"),
        (("mistakes",), r"all\s+mistakes\s+are\s+(?:mine|my\s+own)\b"),
        (("what",), r"(?:let\s+me\s+know|tell\s+me)\s+what\s+you\s+(?:think|thought)"),
        (("shot",), r"one-?shots?\b"),
        (
            ("hope",),
            r"(?:(?:i|we)\s+)?hope\s+(?:that\s+)?(?:you(?:\s+all|\s+guys)?|everyone)\s+(?:will\s+)?(?:like|enjoy)",
        ),
        (("enjoy",), r"(?-i:Enjoy)\s*[!.:)]|(?:please|so)\s+enjoy\b"),
        (
            ("chapter", "update", "lment"),
            r"(?:this|next|last|previous|new)\s+(?:chapter|update|instal?lment)s?\b(?!\s+(?:of|in)\b)",
        ),
        (
            ("dedicated", "inspired", "based", "set", "written", "prompted"),
            r"(?:this|my)\s+(?:chapter|story|fic|work|piece)\s+(?:is|was)\s+"
            r"(?:dedicated|inspired|based|set|written|prompted)\b",
        ),
        (
            ("review", "comment", "feedback", "kudos", "criticism"),
            r"reviews?\s+(?:are|make|is|would|welcome|appreciated)\b|your\s+(?:\w+\s+)?(?:reviews?|comments?|feedback)\b"
            r"|(?:leave|drop|post)\s+(?:me\s+)?(?:(?:a|your|some)\s+)?(?:reviews?|comments?)\b|kudos\b"
            r"|feedback\s+(?:is|would|welcome|appreciated)\b|constructive\s+criticism",
        ),
        (
            ("tumblr", "livejournal", "ao3", "wattpad", "ff", "patreon", "discord"),
            r"(?:tumblr|livejournal|ao3|wattpad|ff\.?net|patreon)\b|(?:on|my|the)\s+(?-i:Discord)\b",
        ),
        (("beta", "proofread"), r"beta[- ]?read(?:er|ing|s)?\b|(?:my|lovely|amazing|no)\s+beta\b|proofread\b"),
        (("belong", "goes", "go"), r"(?:characters?|rights?|credits?)\s+(?:all\s+)?(?:belongs?|goes?|go)\s+to\b"),
        (
            ("au", "oo", "oc", "canon", "spoiler", "trigger"),
            r"(?-i:AU|OOC|OCs?)\b|headcanons?\b|canon[- ](?:divergen|complian|verse)|spoilers?\b|trigger\s+warnings?\b",
        ),
        (("language",), r"(?:english|this)\s+is\s+not\s+my\s+(?:first|native)\s+language"),
        (("sorry",), r"sorry\s+(?:for|about)\s+(?:the\s+)?(?:wait|delay|long|late|any\s+(?:mistakes|errors|typos))"),
        (("thank",), r"thanks?\s+(?:you\s+)?(?:so\s+much\s+)?(?:for|to)\s+(?:reading|my|everyone)\b"),
    )
)
_MIN_HINTS = 2

# Speech is not the author's voice. A single quote closes where no letter follows.
_QUOTED = re.compile(r"[“„][^“”„]*[”“]|\"[^\"]*\"|«[^«»]*»|(?<!\w)[‘'](?:[^‘’']|[’'](?=\w))*[’'](?!\w)")
_SPEECH = re.compile(r"^\s*[\"“«„‘]")
_THE_END = re.compile(
    r"""^\W* (?: the\s+end (?:\s+of\s+(?:[\w'’]+\s+){0,4}(?:part|book|chapter|volume|act|story|tale|series)\b.{0,40})?
      | fin(?:is)? | (?-i:FINE)(?!\W*[!?]) | ende? | owari | tbc | to\s+be\s+continued
      | end\s+of\s+(?:chapter|part|book|story|volume)\b.{0,40} ) \W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_WORD = re.compile(r"[^\W_]+")
_GREETING = re.compile(
    r"\W*(?:love|yours|xo(?:xo)*|cheers|hugs|sincerely|best|kind|regards|thanks|kisses|peace|your\s+author)\b",
    re.IGNORECASE,
)
_PUNCTUATED_END = re.compile(r"[.!?…:;,]['\"”’»)\]*_]*\s*$|[\"”»]\s*$|[—–-]\s*$")


def is_label(block: Block, *, sure: bool = False) -> bool:
    """True for a paragraph that is labelled as a note ("A/N: …", "Summary: …").

    With `sure`, only for labels that no board or letter in a story would begin with.
    """
    if block.kind is not BlockKind.PARAGRAPH:
        return False
    return bool(_SURE_LABEL.match(block.text) or (not sure and _LABEL.match(block.text)))


def is_note(blocks: Sequence[Block], block_words: BlockWords, *, alone: bool = False) -> bool:
    """True if these blocks, the first or last run of a chapter, are an author's note.

    Never where anyone speaks, and never more than `_MAX_NOTE_WORDS` words, except after a label. If the run is `alone`
    in its chapter, the story may stand below a label, so the rest has to sound like a note, too.
    """
    prose = [block for block in blocks if block.kind is not BlockKind.HEADING]
    # Nearly all scenes are longer: labels and speech are not looked for in them.
    if not prose or sum([len(block.text) for block in prose]) > _MAX_NOTE_CHARS:
        return False
    rest = [block for block in prose if not is_label(block)]
    if any(_SPEECH.match(block.text) for block in rest):
        return False
    length = block_words.total(prose)
    if not rest:
        return length <= 4 * _MAX_NOTE_WORDS
    if is_label(prose[0], sure=True) and not alone:
        return length <= _MAX_NOTE_WORDS or (length <= 4 * _MAX_NOTE_WORDS and _hints(rest) > 0)
    return length <= _MAX_NOTE_WORDS and _hints(rest if is_label(prose[0]) else prose) >= _MIN_HINTS


def _hints(blocks: Sequence[Block]) -> int:
    """How many different hints of an author there are outside of speech; a sure one counts as `_MIN_HINTS`."""
    text = "\n".join(_QUOTED.sub(" ", block.text) for block in blocks)
    if _SURE.search(text):
        return _MIN_HINTS
    folded = text.casefold()
    return sum(any(map(folded.__contains__, needles)) and hint.search(text) is not None for needles, hint in _HINTS)


def is_sign_off(blocks: Sequence[Block], *, last_of_work: bool) -> bool:
    """True if these blocks, the last run of a chapter, are "The End" or, at the end of the work, a signature.

    A signature is one short line after a scene break, without punctuation at its end, that is a name ("Jane D",
    "KLM-99") or a greeting ("love from the loam pit, Ilse"); "She stayed" is the last line of a story.
    """
    if len(blocks) != 1 or blocks[0].kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
        return False
    text = blocks[0].text
    if _SPEECH.match(text):
        return False
    if _THE_END.match(text):
        return True
    if blocks[0].kind is BlockKind.HEADING:
        return False
    if not last_of_work or not 0 < len(words(text)) <= _MAX_SIGN_OFF_WORDS or _PUNCTUATED_END.search(text):
        return False
    is_name = all(word[:1].isupper() or word[:1].isdigit() for word in _WORD.findall(text))
    return is_name or _GREETING.match(text) is not None
