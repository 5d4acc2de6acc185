"""The title, authors and metadata that a reader collects of a work, from several places of one file."""

from __future__ import annotations

from dataclasses import dataclass, field

from fabula.index.model import Metadata

__all__ = ["Description"]


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of a work besides its text."""

    title: str = ""
    authors: tuple[str, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)

    def filled_from(self, other: Description) -> Description:
        """Both together; where both speak, this one counts."""
        merged = {
            name: getattr(self.metadata, name) or getattr(other.metadata, name)
            for name in Metadata.__dataclass_fields__
        }
        return Description(self.title or other.title, self.authors or other.authors, Metadata(**merged))

    def metadata_only(self) -> Description:
        """The metadata alone, for a page that may name somebody else's title and author."""
        return Description(metadata=self.metadata)
