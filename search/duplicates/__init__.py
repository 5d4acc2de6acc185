"""Which works tell the same text: one file twice, editions, parts of collections."""
