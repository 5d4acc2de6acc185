"""A comparison of sources, for people."""

from __future__ import annotations

from fabula.index import LostText, SourceNote, SourcesReport
from fabula.index.word_audit import Quote
from fabula.web.cli.views.sources_check import sources_check_lines

WHOLE = SourcesReport(3, 2, 2, 1234, {"page marks": 17}, (), (), (), (), (), 0, 1.5)


def test_nothing_lost() -> None:
    """The extent, and the words of each rule."""
    lines = list(sources_check_lines(WHOLE, "/shelf"))
    assert lines[0] == "The library in /shelf has every word of its files (1,234 words in 2 files, in 1.5 s)"
    assert lines[-1].split() == ["page", "marks", "17"]


def test_lost_words_and_files_that_were_not_compared() -> None:
    """The first by file, and every other list with its reason; control characters do no harm."""
    lost = LostText("a\x1b.txt", "/s", "A\nTale", 1, 400, (Quote("he said", "But", "of course"),))
    note = SourceNote("b.mobi", "/s", "its text is packed with HUFF/CDIC codes")
    report = SourcesReport(3, 1, 1, 400, {}, (lost,), (), (note,), (), (note,), 2, 0.5)
    text = "\n".join(sources_check_lines(report, "/shelf"))
    assert "lacks 1 word of 1 file that no rule leaves out" in text
    assert "1 of 400 words  A Tale" in text and "\x1b" not in text
    assert "… he said [But] of course …" in text
    assert "1 file not compared\n  b.mobi: its text is packed" in text
    assert text.endswith("2 works without a file")
    assert "\nIf these are words of a story: `fabula rebuild`" in text


def test_no_file_could_be_compared() -> None:
    """Where the drive of a source is away nothing is said of words."""
    gone = (SourceNote("", "/s", "the source is not there"), SourceNote("a.txt", "/s", "it is not there, or excluded"))
    report = SourcesReport(3, 0, 0, 0, {}, (), gone, (), (), (), 0, 0.5)
    lines = list(sources_check_lines(report, "/shelf"))
    assert lines == [
        "No file of the library in /shelf could be compared, in 500 ms",
        "\n1 source not seen, so that its files were not compared",
        "  /s: the source is not there",
        "\n1 file not there any more",
        "  a.txt: it is not there, or excluded",
    ]
    two = SourcesReport(3, 0, 0, 0, {}, (), (gone[0], SourceNote("", "/t", "it is not a folder")), (), (), (), 0, 0.5)
    assert "\n2 sources not seen, so that their files were not compared" in list(sources_check_lines(two, "/shelf"))
