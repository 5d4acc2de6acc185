"""Reads Word documents (docx*.py) and OpenDocument texts (odt*.py) as streams of XML."""
