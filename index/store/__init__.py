"""What is in the library now, and how does the next commit come about?"""
