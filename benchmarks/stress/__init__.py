"""Scripts that measure the worst that a query, a file, a client or an index can do to Fabula: see README.md."""
