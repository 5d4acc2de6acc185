"""Where in one scene does a plan match?"""
