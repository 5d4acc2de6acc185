"""Fault injection: kills processes, fills disks and flips bits, and counts how libraries survive it."""
