"""Floor 5: training programmes, their topics and materials, and study missions."""
