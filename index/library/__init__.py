"""What stands beside the index: settings, sources, the catalogue of files, receipts."""
