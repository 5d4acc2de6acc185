"""Keeps the files of earlier commits for all processes of a server."""
