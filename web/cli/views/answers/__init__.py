"""What a question is answered with on the screen: hits, remembered lines, casts."""
