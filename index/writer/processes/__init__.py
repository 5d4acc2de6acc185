"""Forked processes that do a part of the work: with an answer each, or under limits for each task."""
