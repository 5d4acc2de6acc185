"""What every reader does with bytes: which kind they are of, how they are decoded, what a zip holds."""
