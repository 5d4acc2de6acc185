"""From the tree of a query to the plan that an engine evaluates."""
