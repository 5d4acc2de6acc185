"""The title, authors and metadata of a work, as collected from several places of one file."""

from __future__ import annotations

from dataclasses import dataclass, field

from fabula.index.model import Metadata
from fabula.index.series_order import folded_series


@dataclass(frozen=True, slots=True)
class Description:
    """A work without its text; empty fields are unknown."""

    title: str = ""
    authors: tuple[str, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)

    def filled_from(self, other: Description) -> Description:
        """This description, with its empty fields filled from `other`; a number only for the same series."""
        fields = {
            name: getattr(self.metadata, name) or getattr(other.metadata, name)
            for name in Metadata.__dataclass_fields__
        }
        if folded_series(self.metadata) not in ("", folded_series(other.metadata)):
            fields["series_number"] = self.metadata.series_number
        return Description(self.title or other.title, self.authors or other.authors, Metadata(**fields))

    def metadata_only(self) -> Description:
        """The metadata alone, for a page that may name somebody else's title and author."""
        return Description(metadata=self.metadata)
