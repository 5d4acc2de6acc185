"""Where do all matches of a query stand?"""
