"""HTML: pages to blocks, the story and header of a page, and folders with one page a chapter."""
