"""Reads Markdown, org and AsciiDoc."""
