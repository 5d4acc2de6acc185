"""All matches of a query, one by one, in reading order."""
