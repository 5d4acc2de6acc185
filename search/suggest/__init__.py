"""What may somebody mean who has typed so far?"""
