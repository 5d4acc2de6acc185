"""Which words does a text have, which stand beside each other, and which are its own?"""
