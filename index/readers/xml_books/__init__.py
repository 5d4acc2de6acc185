"""FictionBook and TEI."""
