"""Floor 4: the action plan, what officers report on it, and the challenges it answers."""
