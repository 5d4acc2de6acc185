"""Works and other lists as tables: their columns, CSV, and files to download."""
