"""From files to a library that can be searched, and to its speakers, beside scripts that feed tantivy and FTS5."""
