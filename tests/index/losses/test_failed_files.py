"""Works stay whose file, whose archive, or whose page failed."""

from __future__ import annotations

from fabula.index.losses.failed_files import FailedFiles


def test_a_failure_concerns_what_is_around_it_and_in_it() -> None:
    """Not what lies beside it."""
    failed = FailedFiles()
    failed.add("/s/a/b.zip")
    for key in ("/s/a/b.zip", "/s/a/b.zip!/c.txt", "/s/a/b.zip!/d/c.txt", "/s/a", "/s"):
        assert failed.concern(key)
    for key in ("/s/a/c.txt", "/s/b", "/s/a/b.zip.txt", "/t"):
        assert not failed.concern(key)


def test_pages_lie_in_their_folder() -> None:
    """Not in one further out."""
    failed = FailedFiles()
    failed.add("/s/a/1.html")
    assert failed.are_pages_of("/s/a") and not failed.are_pages_of("/s")


def test_a_failed_page_of_an_archive_and_of_a_folder_with_an_exclamation_mark() -> None:
    """Both may be one work, whose pages are then missing."""
    failed = FailedFiles()
    failed.add("/s/book.zip!/1.html")
    failed.add("/s/Go!/1.html")
    assert failed.are_pages_of("/s/book.zip") and failed.are_pages_of("/s/Go!")
    assert failed.concern("/s/Go!") and failed.concern("/s/book.zip") and not failed.are_pages_of("/s")
