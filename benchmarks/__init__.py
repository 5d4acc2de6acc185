"""Side-by-side runs of Fabula and its peers. `python -m benchmarks --help`, from the checkout; see README.md."""
