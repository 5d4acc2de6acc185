from collections.abc import Iterator

from fabula.index import Block, BlockKind, Chapter, Source, UnreadableSource, Work


class FountainReader:
    name = "fountain"

    def sniff(self, source: Source) -> int:
        return 80 if source.suffix == ".fountain" else 0

    def read(self, source: Source) -> Iterator[Work]:
        try:
            text = source.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UnreadableSource("it is not UTF-8") from error
        page, _, script = text.replace("\r\n", "\n").partition("\n\n")
        labels = dict(line.split(": ", 1) for line in page.split("\n") if ": " in line)
        blocks = []
        for piece in filter(None, map(str.strip, script.split("\n\n"))):
            if piece.startswith(("INT. ", "EXT. ")):
                blocks.append(Block(BlockKind.HEADING, piece, level=1))
            else:
                kind = BlockKind.VERSE if "\n" in piece else BlockKind.PARAGRAPH
                blocks.append(Block(kind, piece))
        authors = (labels["Author"],) if "Author" in labels else ()
        yield Work(labels.get("Title", ""), authors, (Chapter(tuple(blocks)),))
