"""Benchmark of misremembered lines: how often is the right passage first? See README.md in this folder."""
