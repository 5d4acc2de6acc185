"""Plain text, wrapped or not."""
