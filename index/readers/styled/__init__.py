"""Paragraphs with styles: what word processors, rich text and PDF share."""
