"""Verbs that write the library."""
