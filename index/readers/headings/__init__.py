"""What is a heading, and what does it call its chapter?"""
