"""Reads books in one XML file: FictionBook and TEI."""
