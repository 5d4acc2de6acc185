"""Searches whose results are works: how much was found in each, where, and the best of it."""
