"""Reads rich text (.rtf): tokens to letters, groups and paragraphs."""
