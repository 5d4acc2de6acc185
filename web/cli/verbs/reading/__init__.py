"""Verbs that answer: what is in the library, and where."""
