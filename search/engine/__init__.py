"""From a plan to ranked scenes."""
