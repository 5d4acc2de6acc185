"""Turns paragraphs with styles into chapters: the common part of Word, OpenDocument, rich text and PDF."""
