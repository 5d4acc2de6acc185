"""What style sheets do to the words of a page: sheets are found and read, and the cascade says how elements look."""
