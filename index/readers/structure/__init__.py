"""Headings, breaks, chapters and blocks: the structure of a text, for every format."""
