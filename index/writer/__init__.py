"""How do scenes become a segment, and several segments one?"""
