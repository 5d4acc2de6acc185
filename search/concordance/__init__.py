"""Matches one by one, each with the words around it (keywords in context)."""
