"""Why is there nothing?"""
