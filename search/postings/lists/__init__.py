"""The forms of a posting list, and the choice between them."""
