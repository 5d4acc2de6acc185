"""The properties of a document: fields that programs fill in, often unasked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fabula.index.analysis.language_tags import language_tag
from fabula.index.model import Metadata
from fabula.index.readers.description import Description
from .dates import iso_date

# Values that programs fill in.
_NO_AUTHORS = frozenset(
    "user,admin,administrator,owner,author,unknown,un-named,unnamed,anonymous user,windows user,microsoft office user"
    ",microsoft,python-docx,calibre,pc,pandoc,standard,default".split(",")
)
_NO_TITLES = re.compile(
    r"(?:document|doc|untitled|unnamed|word\s+document|dokument|sans\s+titre|unbenannt|normal|template|blank)\W*\d*"
    r"|(?:[a-z]:)?[\\/].*|.*\.(?:docx?|odt|rtf|txt|pdf|html?|indd|tex|dot|pages)",
    re.IGNORECASE,
)
_PROGRAM = re.compile(r"^Microsoft\s+Word\s+-\s+", re.IGNORECASE)
# Single spaces part the words of such texts.
_NAME_SEPARATOR = re.compile(r" ?; ?| & | and ")


@dataclass(slots=True)
class DocumentProperties:
    """A document's properties as written in the file; "" for missing ones."""

    title: str = ""
    author: str = ""
    language: str = ""
    subject: str = ""
    keywords: str = ""
    description: str = ""
    created: str = ""
    modified: str = ""
    identifier: str = ""

    def complete(self, description: Description) -> Description:
        """The description from the text, with its empty fields filled from these properties.

        If the text has a date, those of the file are ignored: they are of its latest conversion.
        """
        has_dates = bool(description.metadata.published or description.metadata.updated)
        title = _PROGRAM.sub("", " ".join(self.title.split()))
        words = [" ".join(word.split()) for text in (self.subject, self.keywords) for word in re.split(r"[,;\n]", text)]
        names = _NAME_SEPARATOR.split(" ".join(self.author.split()))
        metadata = Metadata(
            language=language_tag(self.language),
            tags=tuple(dict.fromkeys(word for word in words if word)),
            published="" if has_dates else iso_date(self.created),
            updated="" if has_dates else iso_date(self.modified),
            summary=" ".join(self.description.split()),
            identifier=self.identifier.strip(),
        )
        return description.filled_from(
            Description(
                "" if _NO_TITLES.fullmatch(title) else title,
                tuple(dict.fromkeys(name for name in names if name and name.lower() not in _NO_AUTHORS)),
                metadata,
            )
        )
