"""The rules by which the speech of each work would be found now: Fabula's, and what is stated of its characters."""

from __future__ import annotations

from hashlib import blake2b
from typing import Protocol

from fabula.index.codec.speech.methods import WorkRules, all_methods, method_of
from fabula.index.model import WorkRecord
from fabula.index.stated_names import NO_NAMES, StatedNames

_DIGEST_BYTES = 12


class NamesOfWorks(Protocol):
    """What is stated of the characters of each work of a library."""

    @property
    def digest(self) -> str:
        """Names all that is stated; "" for nothing."""
        ...

    def of(self, work: WorkRecord) -> StatedNames: ...


class NothingStated:
    """See `NamesOfWorks`."""

    digest = ""

    def of(self, _: WorkRecord) -> StatedNames:
        return NO_NAMES


class SpeechRules:
    """The rules of now. Each work has those that concern it; `digest` names the rules for all."""

    def __init__(self, names: NamesOfWorks | None = None) -> None:
        self._names = names or NothingStated()
        plain = f"{all_methods()} {self._names.digest}"
        self.digest = blake2b(plain.encode(), digest_size=_DIGEST_BYTES).hexdigest()

    def names_of(self, work: WorkRecord) -> StatedNames:
        return self._names.of(work)

    def of(self, work: WorkRecord) -> WorkRules:
        return WorkRules(method_of(work.language), self._names.of(work).digest)
