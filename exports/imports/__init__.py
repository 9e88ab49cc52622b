"""From a file of trade figures to rows: read, checked, applied whole or not at all, revocable."""
