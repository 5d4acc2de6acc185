"""Bytes of files: recognise their kind, decode them, and read zip archives within bounds."""
