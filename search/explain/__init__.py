"""Why is there nothing? And is the library to blame?"""
