"""Works that tell the same text: which of them an address asks for, and their words."""
