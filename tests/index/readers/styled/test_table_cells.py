"""Tables that lay out pages are no tables."""

from __future__ import annotations

from fabula.index.readers.styled.paragraph import StyledParagraph
from fabula.index.readers.styled.table_cells import forget_layout_tables


def test_a_table_that_holds_most_of_the_text_lays_it_out() -> None:
    """Its paragraphs are paragraphs as all others; those of a small table stay in their cells."""
    for words, cell in ((10, 0), (2, 1)):
        paragraphs = [StyledParagraph("word " * 5), StyledParagraph("word " * words, cell=1)]
        forget_layout_tables(paragraphs)
        assert [paragraph.cell for paragraph in paragraphs] == [0, cell]
