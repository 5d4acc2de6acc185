"""What was typed so far: whole words, and one that may go on."""

from __future__ import annotations

from typing import NamedTuple, Self

from fabula.index.analysis import fold, is_apostrophe, terms
from fabula.search.highlight.joined_words import JoinedWords

# More words are a passage, which is found as it is.
_MAX_WORDS = 12
_MAX_CHARS = 200


class Typed(NamedTuple):
    """The beginning of a phrase.

    context  the folded words that are complete.
    start    the folded letters of the last word, "" if it has not begun.
    before   the text before the last word; `last` is that word as it was typed.
    """

    context: tuple[str, ...]
    start: str
    before: str
    last: str

    @classmethod
    def of(cls, prefix: str) -> Self | None:
        """None if there is no word, or too much text.

        >>> Typed.of("Would have be"), Typed.of("my ") == Typed(("my",), "", "my ", "")
        (Typed(context=('would', 'have'), start='be', before='Would have ', last='be'), True)
        """
        text = prefix.lstrip()
        if len(text) > _MAX_CHARS:
            return None
        found = terms(text)
        if not found or len(found) > _MAX_WORDS:
            return None
        words = tuple(term.text for term in found)
        if found[-1].end < len(text):
            return cls(words, "", f"{text.rstrip()} ", "")
        begin = found[-1].start
        return cls(words[:-1], words[-1], text[:begin], text[begin:])

    def with_words(self, words: tuple[str, ...], joined: JoinedWords) -> str:
        """What was typed, with its last word completed to the first of these, and the others after it.

        >>> Typed.of("Would have be").with_words(("been", "my", "choice"), JoinedWords.of(["en"]))
        'Would have been my choice'
        """
        first, before = joined.text(words[:1]), self.before
        others = joined.text(words)[len(first) :]
        if words[0] == self.start:
            first = self.last
        elif words[0].startswith(self.start) and fold(self.last) == self.start:
            first = self.last + words[0][len(self.start) :] if self.start else first
        if not self.start and words[0] in joined.endings:
            before = before.rstrip()
        return before + first + others

    @property
    def may_go_on(self) -> bool:
        """False for the end of a contraction: "'ve" stands for a word with other letters."""
        return not (is_apostrophe(self.before[-1:]) or fold(self.last) != self.start)
