"""What is no story by its name: the patterns of the defaults and of library.toml, and copies of sync programs."""

from .rules import ByName, NameRules, Origin

__all__ = ["ByName", "NameRules", "Origin"]
