"""What would a run lose, and may it? What files hold decides, not only which files there are."""
