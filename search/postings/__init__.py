"""Where does a term stand in a segment?"""
