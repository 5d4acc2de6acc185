"""Connections and threads: waitress's loop, with an end by time for whatever is slow."""
