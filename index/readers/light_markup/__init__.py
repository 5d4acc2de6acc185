"""Markdown, org and AsciiDoc."""
