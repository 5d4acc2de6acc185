"""Counts of values over all scenes of a query, or over all that filters select."""
