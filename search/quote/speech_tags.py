"""Who says it, typed along with a line: "he said", "Mr Darcy said", "says the old man".

A person remembers who spoke; the text may name the speaker elsewhere, or nowhere. So a tag helps where the passage has
it and is not held against a passage that lacks it (finder.py).
"""

from __future__ import annotations

from collections.abc import Sequence

# Verbs that say no more than that somebody speaks; "told", "thought" and "called" are as often part of a line.
_SAYING = frozenset(
    """said says say saying asked asks replied replies answered answers cried cries exclaimed exclaims whispered
    whispers shouted shouts murmured murmurs muttered mutters yelled yells remarked remarks retorted retorts responded
    responds declared declares screamed screams mumbled mumbles quoth
    dit répondit demanda murmura cria sagte fragte antwortete rief flüsterte dijo preguntó respondió gritó disse rispose
    chiese сказал сказала спросил спросила ответил ответила крикнул крикнула""".split()
)
_PRONOUNS = frozenset(
    "he she they i we somebody someone il elle ils elles je er sie ich él ella egli lei lui он она я они".split()
)
_ARTICLES = frozenset("the a an my his her their our le la les un une der die das el los il lo".split())
# A few of those that index/dialogue/speakers/verbs.py has, whose import compiles all patterns of dialogue: 60 ms.
_TITLES = frozenset(
    """mr mister mrs miss ms sir lord lady madam madame monsieur mademoiselle herr frau don dr doctor professor father
    mother uncle aunt brother sister captain colonel major general sergeant inspector king queen prince princess count
    countess baron duke duchess reverend""".split()
)
# Words that stand beside a verb of saying without being its subject.
_NO_NAMES = frozenset(
    """and or but so as if that this what which who whom when then than to of in on at by for with from not no never
    ever had has have be been was were is are am would could should will can may might must do did does it its me you
    him them us your more much all nothing something anything everything once only just also too very there here how
    why where""".split()
)
# "the old man said": words after an article.
_MAX_THING_WORDS = 3
_MAX_NAME_WORDS = 3


def speech_tags(words: Sequence[str], capitals: Sequence[bool]) -> frozenset[int]:
    """The indices of the words of a line that only say who speaks.

    words     folded.
    capitals  for each whether it was typed with a capital.

    >>> sorted(speech_tags("you must allow me mr darcy said".split(), [False] * 7))
    [4, 5, 6]
    >>> sorted(speech_tags("he never knew what to say".split(), [False] * 6))
    []
    """
    tags: set[int] = set()
    for verb, word in enumerate(words):
        if word not in _SAYING:
            continue
        before, after = _subject_before(words, capitals, verb), _subject_after(words, capitals, verb)
        # "Come here, Watson, said Holmes" has two names; "Mary said I was right" has one, "No time, said he" none.
        may_invert = bool(after) and (words[after[0]] not in _PRONOUNS or after[-1] == len(words) - 1)
        is_inverted = may_invert and words[verb - 1] not in _PRONOUNS
        subject = after if is_inverted or not before else before
        # A line that is nothing but a tag is no tag.
        if subject and len(subject) + 1 < len(words):
            tags.update(subject, (verb,))
            tags.update(_manner(words, min(subject[0], verb) - 1, max(subject[-1], verb) + 1))
    return frozenset(tags) if len(tags) < len(words) else frozenset()


def _subject_before(words: Sequence[str], capitals: Sequence[bool], verb: int) -> range:
    before = verb - 1
    if before < 0:
        return range(0)
    if words[before] in _PRONOUNS:
        return range(before, verb)
    named = before
    while named >= 0 and verb - named <= _MAX_NAME_WORDS and _may_be_name(words, capitals, named):
        named -= 1
    first = named + 1
    # With its title it is a name, however it was typed; "the old man" begins with its article.
    for start in range(before - 1, max(-1, before - _MAX_THING_WORDS - 1), -1):
        if words[start] in _TITLES or words[start] in _ARTICLES:
            return range(start, verb)
        if words[start] in _NO_NAMES:
            break
    if first <= before:
        return range(first, verb)
    # Without a capital a name is known by its place only: at the end of the line, or before it begins.
    is_at_edge = verb == len(words) - 1 or before == 0
    return range(before, verb) if is_at_edge and words[before] not in _NO_NAMES else range(0)


def _subject_after(words: Sequence[str], capitals: Sequence[bool], verb: int) -> range:
    after = verb + 1
    if after == len(words):
        return range(0)
    if words[after] in _PRONOUNS:
        return range(after, after + 1)
    end = after
    if words[after] in _TITLES and after + 1 < len(words):
        end = after + 2
    if words[after] in _ARTICLES:
        end = after + 1
        while end < len(words) and end - after <= _MAX_THING_WORDS and words[end] not in _NO_NAMES:
            end += 1
        # In the middle of a line nobody knows where "the old man" ends.
        return range(after, end) if end == len(words) else range(0)
    while end < len(words) and end - after < _MAX_NAME_WORDS and _may_be_name(words, capitals, end):
        end += 1
    if end > after:
        return range(after, end)
    is_last = after == len(words) - 1
    return range(after, after + 1) if is_last and words[after] not in _NO_NAMES else range(0)


def _may_be_name(words: Sequence[str], capitals: Sequence[bool], index: int) -> bool:
    word = words[index]
    # Every line begins with a capital.
    return capitals[index] and index > 0 and word not in _NO_NAMES and word not in _PRONOUNS and not _is_manner(word)


def _manner(words: Sequence[str], before: int, after: int) -> list[int]:
    """ "softly" beside the tag, and "to him" behind it."""
    # "Frankly, said Lady Catherine": the first word is said.
    manner = [index for index in (before, after) if 0 < index < len(words) and _is_manner(words[index])]
    if after + 1 < len(words) and words[after] == "to" and words[after + 1] in {"him", "her", "me", "them", "us"}:
        manner += [after, after + 1]
    return manner


def _is_manner(word: str) -> bool:
    return len(word) > 4 and word.endswith("ly") and word != "family"
