"""Verbs that serve the pages."""
