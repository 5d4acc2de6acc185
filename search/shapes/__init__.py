"""What JSON has of each answer, for the command and HTTP: keys, shapes and where each value is from, declared once."""
