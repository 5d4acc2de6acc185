"""Files, folders and archives to read, within bounds."""
