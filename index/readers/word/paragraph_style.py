"""A paragraph style of a Word or OpenDocument text, with what it inherits."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fabula.index.readers.styled.style_names import Role

MAX_STYLE_PARENTS = 20


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """`level` is that of a heading, 0 for text. `is_framed`: it stands in a frame of its own,
    which `is_drop_capital` says holds the first letter of the next paragraph."""

    level: int = 0
    role: Role = Role.BODY
    is_centred: bool = False
    is_bold: bool = False
    is_indented: bool = False
    is_ruled: bool = False
    is_hidden: bool = False
    is_raised: bool = False
    is_framed: bool = False
    is_drop_capital: bool = False

    def without_title_level(self) -> ParagraphStyle:
        """Titles may inherit from headings, and are none."""
        return replace(self, level=0) if self.role is not Role.BODY else self
