"""How much of a work's words another one must have, so that they are told to be the same; for those who only ask."""

# Most of a work: an export of ten chapters is an edition of the story that has fifteen by now.
DEFAULT_MIN_SHARE = 0.5
# Below it boilerplate and quotations make groups.
LEAST_MIN_SHARE = 0.1
