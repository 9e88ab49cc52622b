"""Floor 3: HS codes, markets, ports, export figures, key issues and schemes."""
