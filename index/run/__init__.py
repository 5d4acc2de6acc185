"""The steps that all runs share, from the sources to the receipt; `run.py` has them in order."""
