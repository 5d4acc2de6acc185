"""Takes the particles off Korean words: "책을", "책이" and "책에서는" are forms of "책", as cases are elsewhere.

Particles stand after nouns without a space. Which form a particle has often depends on the sound before it ("을" after
a consonant, "를" after a vowel), which tells most of them from the ends of nouns: "마을" (village) is no form of "마".
The verb "to be" stands after nouns, too ("책이다"); other verbs stay as they are. Where a noun ends as a particle could
("고양이"), the noun and its forms lose that end, so they still share a stem.
"""

from __future__ import annotations

_CONSONANT, _VOWEL, _EITHER = "consonant", "vowel", "either"
_PARTICLES = {
    _CONSONANT: "은 이 을 과 으로 으로서 으로써 으로부터 이랑 이나 이라도 이라고 이라는 이란 이든 이든지 이며 "
    "이었다 이었습니다 이에요",
    _VOWEL: "는 가 를 와 든지 였다 였습니다 예요",
    _EITHER: "이다 입니다 입니까 인데 의 에 에서 에서부터 에게 에게서 에겐 에선 에는 에도 한테 한테서 께 께서 도 "
    "만 까지 부터 보다 처럼 마다 조차 마저 밖에 대로 하고 뿐 만큼 커녕 같이 들 로서 로써 로부터",
}
# After a vowel these end many short words ("사랑" love, "서로" each other, "하나" one, "나라는" with "는"),
# so they count only after more than a syllable.
_PARTICLES_OF_LONG_WORDS = frozenset("랑 로 나 란 든 며 라도 라고 라는".split())
# "로" follows the consonant ㄹ as it does a vowel, and then is hardly anything else.
_AFTER_RIEUL = "로"

_FIRST_SYLLABLE, _LAST_SYLLABLE = "가", "힣"
# Syllables are ordered by their final consonants, of which there are 27, after none.
_FINALS = 28
_RIEUL = 8

# Longer words are no Korean, and would take quadratic time.
_MAX_WORD_CHARS = 64

_SOUND_BEFORE = {particle: sound for sound, listed in _PARTICLES.items() for particle in listed.split()}
_MAX_PARTICLE_SYLLABLES = max(map(len, _SOUND_BEFORE))


def is_hangul(character: str) -> bool:
    """True for a syllable, of which Korean words are composed once they are folded."""
    return _FIRST_SYLLABLE <= character <= _LAST_SYLLABLE


def without_particles(word: str) -> str:
    """The folded `word` without the particles at its end; at least one character is left.

    >>> [without_particles(word) for word in ("책을", "도서관에서는", "마을", "nasa는")]
    ['책', '도서관', '마을', 'nasa']
    """
    while is_hangul(word[-1]) and len(word) <= _MAX_WORD_CHARS:
        longest = min(_MAX_PARTICLE_SYLLABLES, len(word) - 1)
        size = next((size for size in range(longest, 0, -1) if _follows(word[-size:], word[:-size])), 0)
        if not size:
            break
        word = word[:-size]
    return word


def _follows(particle: str, before: str) -> bool:
    """True if `particle` is one, and can follow what is before it."""
    # After letters and digits of other scripts the sound is not known.
    final = (ord(before[-1]) - ord(_FIRST_SYLLABLE)) % _FINALS if is_hangul(before[-1]) else None
    if particle in _PARTICLES_OF_LONG_WORDS:
        return (final == 0 and len(before) > 1) or (final == _RIEUL and particle == _AFTER_RIEUL)
    sound = _SOUND_BEFORE.get(particle, "")
    return sound != "" and (final is None or sound == _EITHER or (sound == _VOWEL) == (final == 0))
