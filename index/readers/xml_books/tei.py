"""Reads TEI P5 (and ELTeC, a small part of it): the guidelines of the Text Encoding Initiative, version 4."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from fabula.index.errors import PartlyRead, UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Work

_ROOT = re.compile(rb"<(?:\w{1,20}:)?(?:TEI|TEI\.2|teiCorpus)[\s>]")


class TeiReader:
    """Reads TEI files of any name; each text of a corpus is a work."""

    name = "tei"

    def sniff(self, source: Source) -> int:
        if source.is_folder:
            return 0
        head = source.head()[:8_192]
        head = head.replace(b"\x00", b"") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head
        return 95 if head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") and _ROOT.search(head) else 0

    def read(self, source: Source) -> Iterator[Work]:
        from .xml_root import parse_root, tag_of  # 10 ms

        root, gap = parse_root(source.read(), "TEI")
        if tag_of(root) == "teicorpus":
            texts = [element for element in root.iter() if tag_of(element) in ("tei", "tei.2")]
        else:
            texts = [root]
        if not texts:
            raise UnreadableSource(gap or "it is a TEI corpus without a text")
        gaps: list[str] = []
        for number, element in enumerate(texts, start=1):
            try:
                yield _work(source, element)
            except UnreadableSource as error:
                gaps.append(f"text {number}: {error}" if len(texts) > 1 else gap or str(error))
        if len(gaps) == len(texts):
            raise UnreadableSource(gaps[0])
        if gaps:
            raise PartlyRead.of(gaps, len(texts), "texts")
        if gap:
            raise PartlyRead(gap)


def _work(source: Source, element: Any) -> Work:
    # 0.1 s, saved where no file is TEI.
    from fabula.index.readers.metadata.make_work import make_work
    from .section_builder import make_story
    from .tei_header import describe_tei
    from .tei_text import read_text
    from .xml_root import children_of

    text = next(iter(children_of(element, "text")), None)
    if text is None:
        raise UnreadableSource("it is TEI without a text: a header, or pictures of pages")
    builder = read_text(text)
    description, chapters = make_story(builder, describe_tei(element))
    return make_work(TeiReader.name, source, description, chapters, builder.left_out.all())
