"""Everything beside the index: settings, sources, the catalogue of known files, receipts."""
