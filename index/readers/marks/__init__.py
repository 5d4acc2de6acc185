"""Signs of a text that are no words: labels of pages and notes, raised numbers, quote marks by language."""
