"""The verbs that change a library, each run one commit with a receipt; and the comparison with its sources."""
