"""Verbs that tell what state the library is in, and take it out."""
