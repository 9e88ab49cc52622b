"""Floor 2: the district and its clusters."""
