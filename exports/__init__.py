"""Floor 3: HS codes, markets, export figures and schemes. Nothing is recorded here yet."""
