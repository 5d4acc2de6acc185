"""Who says it: names, tags, and the evidence beside them."""
