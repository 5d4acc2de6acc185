"""EPUB: packed books, package folders, and a `metadata.opf` beside a book."""
