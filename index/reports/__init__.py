"""What earlier runs left in `reports/`: receipts, the growth of the library, known problems, ids that are retired."""
