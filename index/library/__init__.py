"""Which settings, sources, receipts and known files stand beside the index?"""
