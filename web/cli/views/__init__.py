"""How answers and receipts look on a terminal."""
