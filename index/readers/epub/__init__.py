"""EPUB books, packed or as a folder."""
