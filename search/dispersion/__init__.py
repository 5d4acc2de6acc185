"""Where in each work do the matches stand?"""
