"""The pages of the clusters: what the rooms hold of each, on one page."""
