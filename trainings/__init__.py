"""Floor 5: training programmes and their participants. Nothing is recorded here yet."""
