"""Pages of the exporters' part, one module for each kind."""
