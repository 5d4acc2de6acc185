"""Reads FictionBook 2 (.fb2; .fb2.zip is an archive of one): the schemas 2.0 to 2.2, leniently."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fabula.index.errors import PartlyRead, UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Work

_ROOT = re.compile(rb"<(?:\w{1,20}:)?FictionBook[\s>]")
_HEAD_BYTES = 8_192


class Fb2Reader:
    """Reads FictionBook files of any name."""

    name = "fb2"

    def sniff(self, source: Source) -> int:
        if source.is_folder:
            return 0
        head = source.head()[:_HEAD_BYTES]
        # The ASCII letters of UTF-16, without their zero bytes.
        head = head.replace(b"\x00", b"") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head
        if _ROOT.search(head):
            return 95
        return 50 if source.suffix == ".fb2" else 0

    def read(self, source: Source) -> Iterator[Work]:
        # 0.1 s, saved where no file is a FictionBook.
        from fabula.index.readers.metadata.make_work import make_work
        from .fb2_header import describe_fb2
        from .fb2_text import read_bodies
        from .section_builder import make_story
        from .xml_root import parse_root, tag_of

        root, gap = parse_root(source.read(), "FictionBook")
        if tag_of(root) != "fictionbook":
            raise UnreadableSource("it is XML, but no FictionBook")
        builder = read_bodies(root)
        description, chapters = make_story(builder, describe_fb2(root))
        try:
            work = make_work(self.name, source, description, chapters, builder.left_out.all())
        except UnreadableSource as error:
            raise UnreadableSource(gap or str(error)) from error
        yield work
        if gap:
            raise PartlyRead(gap)
