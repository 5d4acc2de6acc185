"""Fits the weights of speakers on annotated novels, and measures them on novels left out."""
