"""Reads who speaks in the narration beside a piece of speech: "said Anna", "she cried", "Then Ben, laughing, said:".

The patterns of Elson and McKeown (2010), "Automatic Attribution of Quoted Speech in Literary Narrative", AAAI, and of
the first sieves of Muzny et al. (2017), EACL, for the past and the present tense.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from .verbs import LEADING, LEADING_VERBS, SPEECH, SPEECH_VERBS
from .written_names import NAME, plain


class MentionKind(StrEnum):
    """NAME "Anna", PRONOUN "she", FIRST "I", THING "the old man"."""

    NAME = "name"
    PRONOUN = "pronoun"
    FIRST = "first"
    THING = "thing"


class Mention(NamedTuple):
    """Somebody in narration: a pronoun in lower case, a name without stops, a thing as it stands."""

    kind: MentionKind
    text: str


# A lead-in to speech is looked for in so much of the narration's end.
_MAX_LEAD_CHARS = 400
_DETERMINER = r"(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Mm]y|[Tt]heir|[Oo]ur|[Aa]nother|[Tt]his|[Tt]hat|[Oo]ne|[Bb]oth)"
# "the old man in black": up to five words before a preposition, a stop or an adverb.
_STOPS = (
    r"(?:of|to|with|in|at|on|from|as|and|who|that|which|by|after|when|while|through|for|without|under|over|behind|"
    r"beside|into|again|then|aloud|out|now|but|rather|very|quite|so|too|once|suddenly|quickly|slowly|softly|quietly|"
    r"\w+ly|(?!(?:king|viking|darling|hireling|underling|foundling|changeling|duckling|gosling|sibling)\b)\w+ing)\b"
)
_THING = rf"{_DETERMINER}(?:\ (?!{_STOPS})[\w'’-]+){{1,4}}"
_SUBJECT = rf"(?:(?P<pron>(?:[Hh]e|[Ss]he|I|[Tt]hey|[Ww]e|[Ii]t)\b)|(?P<thing>{_THING})|(?P<name>{NAME}))"
_VERB = (
    rf"(?:(?:{SPEECH})(?:\ (?:out|on|back|up|forth|aloud|again))?"
    r"|(?:put|cut|broke|struck|burst|chimed|breaks|cuts|puts)\ (?:in|out))\b"
)
_HOW = (
    r"(?:had|has|have|would|could|did|was|is|were|at\ last|at\ once|only|just|then|also|even|now|still|never|ever|"
    r"always|again|soon|once|suddenly|in\ turn|all\ but|half|both|fairly|here|there|(?!family\b|only\b)\w+ly)"
)
_THEN = r"(?:(?:[Aa]nd|[Tt]hen|[Bb]ut|[Ss]o|[Ff]inally|[Ss]uddenly|[Aa]gain|[Aa]t\ last|[Ww]hile|[Aa]s|[Ww]hen),?\ )"
# Possessive: no speaker begins with any of these, and a long row of them would be tried from each of its ends.
_LEAD = r"[\s,;:\-—–_*.!?…'’\"“”]*+"

_INVERTED = re.compile(
    rf"{_LEAD}(?:(?:and|then|so|thus|softly|loudly|finally|suddenly|again|at\ last|\w+ly),?\ )?"
    rf"{_VERB},?(?:\ \w+ly)?\ (?:(?:poor|old|young|little|dear|good)\ )?{_SUBJECT}"
)
_STRAIGHT = re.compile(
    rf"{_LEAD}{_THEN}?{_SUBJECT}(?P<aside>,[^,.;!?]{{1,50}},)?(?:\ {_HOW},?){{0,3}}\ {_VERB}"
    r"(?!\ (?:nothing|no\ more|not\ a\ word|little))"
)
# The shortest thing that a verb follows; the longest would take the verb in.
_THING_SAID = re.compile(rf"{_LEAD}(?P<thing>{_DETERMINER}(?:\ [\w'’-]+){{1,3}}?)(?:\ {_HOW},?){{0,3}}\ {_VERB}")
_VOICE = re.compile(
    rf"{_LEAD}(?:(?:came|{SPEECH})\ )?(?:the|a)\ (?:\w+\ )?voice\ of\ (?:the\ |old\ |young\ )*(?P<name>{NAME})"
)
_WAS = re.compile(
    rf"{_LEAD}(?:was|were|is|came)\ (?:(?:the|all)\ )?(?:(?P<name>{NAME})['’]s\b|(?P<owner>his|her|my)\ (?:\w+\ )?"
    r"(?:reply|answer|response|comment|remark|observation|question|suggestion|exclamation|words?|retort|greeting)\b)"
)
_OWNERS = {
    "my": Mention(MentionKind.FIRST, "I"),
    "his": Mention(MentionKind.PRONOUN, "he"),
    "her": Mention(MentionKind.PRONOUN, "she"),
}
_ANY_VERB_SAID = re.compile(
    rf"{_LEAD}[a-z]+(?:ed|s)\ (?:(?P<pron>he|she|I)\b|(?P<name>{NAME})|(?P<thing>the(?:\ (?!{_STOPS})[\w'’-]+){{1,3}}))"
)
_GOES_ON = re.compile(rf"{_LEAD}{_SUBJECT}")

# Marks that may stand between a lead and the speech.
_BETWEEN = "\"'“”‘’_*"
# The last clause of narration, its verbs of speech, and their possible subjects.
_CLAUSE = re.compile(r"[.!?;…\n](?:(?<=\n)|[\"”’']?\s+)")
_SPEAKING = re.compile(rf"\b(?:{_VERB}|(?:{LEADING})\b)", re.IGNORECASE)
# A match begins with one of these words; looked up in a set they are found in a third of the time.
_BEGIN_SPEAKING = frozenset(
    [*SPEECH_VERBS, *LEADING_VERBS, *"put cut broke struck burst chimed breaks cuts puts".split()]
)
_WORDS = re.compile(r"\b\w+")
_SAID_BY = re.compile(rf"(?i:{_VERB})\ (?:(?P<pron>he|she|I)\b|(?P<thing>{_THING})|(?P<name>{NAME}))\W*$")
_SOMEBODY = re.compile(
    rf"(?<![\w'’])(?:(?P<pron>(?:[Hh]e|[Ss]he|I|[Tt]hey|[Ww]e)\b)|(?P<name>{NAME})|(?P<thing>{_THING}))(?!['’]s\b)"
)
_OBJECT = re.compile(
    r"\b(?:to|of|at|with|from|by|on|upon|about|after|before|beside|behind|than|towards?|near|against|into|over|"
    r"past|asked|told|saw|heard|(?<=\w\ )(?:and|but|for)|like|in)\ "
    r"(?:(?:the|his|her|my|their|poor|dear|old|young|little)\ )*$"
)
# "looked at Ann, who said": she is the subject all the same; and so in "heard Ann say".
_WHO = re.compile(r",?\ who\b")
_HEARD = re.compile(r"\b(?:heard|saw)\ (?:the\ )?$")
# Pieces of narration are looked at together, with this before each.
_BEGINS = "\0"
# The subject of a sentence, behind the end of another or where a piece begins; marks and blanks may precede it, never
# those of another piece and no more than a line of them: each mark of a long row would pass all of it, and 16,000
# pieces of line ends took 8.6 s. Written with the mark first, so that the search is for one character.
_SENTENCE = re.compile(
    rf"[{_BEGINS}.!?…;\n](?:(?<=[.!?…])[\"”’']?\s|(?<=[{_BEGINS}\n])|(?<=;)\ )[^\w{_BEGINS}]{{0,80}}+"
    rf"(?:{_THEN}|(?:[Nn]ow|[Hh]ere|[Oo]nce\ more|[Aa]t\ this|\w+ly),?\ )*"
    rf"(?:(?P<pron>(?:[Hh]e|[Ss]he|I|[Tt]hey|[Ww]e)\b)(?!['’]s\ )|(?P<name>{NAME})(?!['’]s\b)|(?P<thing>{_THING}))"
)
# "the gloomy Ratcliffe", "the Invisible Man": the capitals are the name.
_NAMED_THING = re.compile(rf"\w+(?:\ [a-z][\w'’-]*)*?\ ({NAME})")


def said_after(narration: str) -> Mention | None:
    """The speaker that a verb or a noun of speech names straight after a piece of speech."""
    if not narration:
        return None
    voice = _VOICE.match(narration) if "voice of" in narration else None
    if voice is not None:
        return Mention(MentionKind.NAME, plain(voice["name"]))
    match = _INVERTED.match(narration)
    if match is not None:
        return _mention(match)
    match = _STRAIGHT.match(narration)
    # "she, turning round, said" is somebody else's action more often than it is a tag.
    if match is not None and (match["aside"] is None or match["pron"] is None):
        return _mention(match)
    match = _THING_SAID.match(narration)
    if match is not None:
        return Mention(MentionKind.THING, match["thing"])
    match = _WAS.match(narration)
    if match is not None:
        return _OWNERS[match["owner"]] if match["name"] is None else Mention(MentionKind.NAME, plain(match["name"]))
    return None


def goes_on_after(narration: str, last: str) -> Mention | None:
    """The subject of narration whose sentence began in the speech before it; `last` is the last character of that."""
    # The subject of such a sentence is the speaker, whatever the verb.
    stripped = narration.lstrip()
    if last == "," or (last in "?!-—–" and (stripped[:1].islower() or stripped.startswith("I "))):
        match = _ANY_VERB_SAID.match(narration) or _GOES_ON.match(narration)
        return None if match is None else _mention(match)
    return None


def tag_before(narration: str) -> tuple[Mention | None, bool]:
    """The speaker that the end of narration names, and whether by a verb of speech; (None, False) if it names none."""
    tail = narration[-_MAX_LEAD_CHARS:]
    end = _lead_end(tail)
    return (None, False) if end < 0 else _tag_at_end(tail[:end], ":" in narration[-6:])


# Asked twice for narration between two pieces of speech.
@lru_cache(64)
def _tag_at_end(tail: str, has_colon: bool) -> tuple[Mention | None, bool]:
    """As `tag_before`, of narration up to its last mark; a colon leads in to speech without a verb."""
    # The clause begins after the last of these.
    stop = max(map(tail.rfind, ".!?;"))
    begin = max((start.end() for start in _CLAUSE.finditer(tail, max(stop, 0))), default=0)
    clause = tail[begin:]
    verb = _verb_at(clause)
    if verb is None and not has_colon:
        return None, False
    if verb is not None:
        said_by = _SAID_BY.match(clause, verb)
        if said_by is not None:
            return _mention(said_by), True
    best: Mention | None = None
    # The subject nearest before the verb; in a clause without a verb, the first.
    for match in _SOMEBODY.finditer(clause, 0, len(clause) if verb is None else verb):
        if (
            _OBJECT.search(clause, max(0, match.start() - 30), match.start()) is not None
            and _WHO.match(clause, match.end()) is None
            and (match.end() + 1 != verb or _HEARD.search(clause, max(0, match.start() - 12), match.start()) is None)
        ):
            continue
        mention = _mention(match)
        if best is None or (verb is not None and mention.kind is not MentionKind.THING):
            best = mention
    return (None, False) if best is None else (best, verb is not None)


def _lead_end(tail: str) -> int:
    """Where a lead-in to speech ends, without its last mark; -1 if narration ends otherwise."""
    end = len(tail)
    while end and (tail[end - 1] in _BETWEEN or tail[end - 1].isspace()):
        end -= 1
    if end and tail[end - 1].isalnum():
        return end
    return end - 1 if end and tail[end - 1] in ":,—–-" else -1


def _verb_at(clause: str) -> int | None:
    """Where the last verb of speech begins; None if there is none."""
    # Most clauses have none.
    if _BEGIN_SPEAKING.isdisjoint(_WORDS.findall(clause.casefold())):
        return None
    for word in reversed(list(_WORDS.finditer(clause))):
        if word[0].casefold() in _BEGIN_SPEAKING and _SPEAKING.match(clause, word.start()) is not None:
            return word.start()
    return None


def subjects(pieces: Sequence[str]) -> list[list[Mention]]:
    """The subjects that sentences begin with, in order, of each piece of narration."""
    ends = list(accumulate(len(piece) + 1 for piece in pieces))
    found: list[list[Mention]] = [[] for _ in pieces]
    piece = 0
    for sentence in _SENTENCE.finditer(_BEGINS + _BEGINS.join(pieces)):
        # The last letter of the subject is in its piece; the search for it may have begun before.
        last = sentence.end() - 1
        while ends[piece] < last:
            piece += 1
        found[piece].append(_mention(sentence))
    return found


def _mention(match: re.Match[str]) -> Mention:
    return _mention_of(*match.group("pron", "name", "thing"))


@lru_cache(65_536)
def _mention_of(pronoun: str | None, name: str | None, thing: str) -> Mention:
    if pronoun is not None:
        return Mention(MentionKind.FIRST, "I") if pronoun == "I" else Mention(MentionKind.PRONOUN, pronoun.lower())
    if name is not None:
        return Mention(MentionKind.NAME, plain(name))
    named = _NAMED_THING.match(thing)
    return Mention(MentionKind.THING, thing) if named is None else Mention(MentionKind.NAME, plain(named[1]))
