"""Floor 1: the documents, the line each figure comes from, and what is wrong in them."""
