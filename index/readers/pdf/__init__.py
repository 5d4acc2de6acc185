"""Reads PDF documents: printed lines to paragraphs, without running heads."""
