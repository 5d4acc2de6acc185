"""Which bytes does a story stand in, and how much of them may be read?"""
