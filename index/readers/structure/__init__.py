"""Headings, breaks and chapters: the structure that formats share."""
