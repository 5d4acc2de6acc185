"""Where in one scene does a phrase occur?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from fabula.index.analysis import is_emoji
from fabula.index.budget import checked
from fabula.search.plan import PhraseClause, SpeechSpan
from .scene_speech import positions_in_scope, runs_across_breaks
from .scene_terms import SceneTerms


def phrase_positions(phrase: PhraseClause, scene: SceneTerms) -> Iterator[list[int]]:
    """The positions of the words of each occurrence: from each of the first word, the nearest of each next word."""
    by_word = {slot: scene.positions(slot, phrase.level).tolist() for slot in dict.fromkeys(phrase.alternatives)}
    if not all(by_word.values()):
        return
    if phrase.speech_span is not SpeechSpan.NONE:
        words = [by_word[slot] for slot in phrase.alternatives]
        yield from runs_across_breaks(words, phrase.speech_span, phrase.scope, scene.utterances)
        return
    if phrase.scope is not None:
        by_word = {
            slot: positions_in_scope(positions, phrase.scope, scene.utterances) for slot, positions in by_word.items()
        }
    words = [by_word[slot] for slot in phrase.alternatives]
    reach = len(words) - 1 + phrase.slop
    # As the engine does it, with emoji left out.
    emoji = scene.emoji if not phrase.slop and may_skip_emoji(phrase) else []
    for first in checked(words[0], every=16):
        run = [first]
        for positions in words[1:]:
            index = bisect_right(positions, run[-1])
            if index == len(positions) or positions[index] - first - _between(emoji, first, positions[index]) > reach:
                break
            run.append(positions[index])
        else:
            yield run


def may_skip_emoji(phrase: PhraseClause) -> bool:
    """True unless the phrase is one word, or has an emoji itself: then it stands as typed, or not at all."""
    slots = phrase.alternatives
    return len(slots) > 1 and not any(is_emoji(word) for slot in slots for word in slot)


def _between(emoji: list[int], first: int, last: int) -> int:
    """How many of the positions (ascending) lie between two others."""
    return bisect_right(emoji, last) - bisect_right(emoji, first) if emoji else 0
