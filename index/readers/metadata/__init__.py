"""Labelled headers, dates, archives and file properties: the description of a work."""
