"""What a query, a file or an index can do to Fabula at worst. Each script is bounded in time: see README.md."""
