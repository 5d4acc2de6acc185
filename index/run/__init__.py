"""How a run goes, from the paths to the receipt."""
