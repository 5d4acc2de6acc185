"""What all processes of a server count together: memory that they share, and a lock that nobody leaves closed."""
