"""Tells words of names from others that have a capital: those that begin a sentence, and all nouns in German."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from .language import Language
from .mentions import Mention, MentionKind
from .passages import Narration, Passage

CAPITAL = "A-ZÀ-ÖØ-ÞŒŠŽА-ЯЁ"
_AMID_SENTENCE = re.compile(rf"\b([^\W\d_]++)(?:,?\s{{1,3}}|['’])(?=([{CAPITAL}][^\W\d_]*))")
# A name has an article before it in a smaller share of cases.
_MAX_ARTICLE_SHARE = 0.3


class NameWords:
    """The words with a capital in the narration of a work."""

    def __init__(self, language: Language, passages: Iterable[Passage]) -> None:
        self._language = language
        self._amid: Counter[str] = Counter()
        self._with_article: Counter[str] = Counter()
        self._names: dict[str, str] = {}
        articles = language.articles
        for passage in passages:
            if isinstance(passage, Narration):
                for before, word in _AMID_SENTENCE.findall(passage.text, passage.start, passage.end):
                    self._amid[word] += 1
                    if before.lower() in articles:
                        self._with_article[word] += 1

    def name_of(self, mention: Mention) -> str:
        """The name of a mention, without what only begins a sentence; "" if it has none."""
        if mention.kind != MentionKind.NAME:
            return ""
        name = self._names.get(mention.text)
        if name is None:
            name = self._names[mention.text] = self._name_of(mention.text)
        if name and mention.gender != "F" and self._is_oblique(name.rpartition(" ")[2]):
            return ""
        return name

    def _is_oblique(self, word: str) -> bool:
        """True if a word of a name is the object of a verb: "спросил Ивана"."""
        count = self._amid[word]
        return any(2 * self._amid[nominative] > count for nominative in self._language.nominatives(word))

    def _name_of(self, text: str) -> str:
        words = text.split(" ")
        while words and not self._begins_name(words):
            del words[0]
        while words and words[0].lower() in self._language.particles and words[0].lower() not in self._language.leading:
            del words[0]
        return " ".join(words)

    def _begins_name(self, words: list[str]) -> bool:
        word = words[0]
        lower = word.lower().rstrip(".")
        if lower in self._language.titles:
            return len(words) > 1
        elided, apostrophe, rest = word.rpartition("'")
        if not word[0].isupper() and (elided + apostrophe).lower() not in self._language.leading:
            return lower in self._language.leading and len(words) > 1
        plain = rest.partition("-")[0].rstrip(".")
        amid = self._amid[plain]
        return amid > 0 and self._with_article[plain] <= _MAX_ARTICLE_SHARE * amid
