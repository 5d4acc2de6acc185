"""Forges small libraries, asks them what readers ask, and watches the processes that do so."""
