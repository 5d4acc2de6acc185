"""Mobipocket and Kindle books: database, header, compression, indices, pages."""
