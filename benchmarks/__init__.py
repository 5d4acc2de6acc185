"""Compares Fabula with other search engines. `python -m benchmarks --help`, from the checkout; see README.md."""
