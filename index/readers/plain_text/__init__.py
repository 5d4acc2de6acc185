"""Reads plain text: files that mark paragraphs, verse, breaks and chapters by their lines alone."""
