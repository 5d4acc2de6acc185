"""Pages of results a second, beside Datasette over the same scenes: `python -m benchmarks.pages LIBRARY`."""
