"""The records of works: made, by the paths of their files, and which one takes the place of which."""
