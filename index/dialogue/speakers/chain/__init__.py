"""Weighs the speeches of each scene together: who speaks one tells who speaks the next."""
