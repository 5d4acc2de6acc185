"""What would a run lose, and may it? By what files hold, not only by which files there are."""
