"""Pages, JSON over HTTP and the command line: how people reach a library. Importing this imports nothing else."""
