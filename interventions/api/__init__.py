"""The plan in the API: what is printed, what is computed from it, and what officers report."""
